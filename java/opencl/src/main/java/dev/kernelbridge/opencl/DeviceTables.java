package dev.kernelbridge.opencl;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The device's copy of tables that core hands out again and again, one for all lanes: of the last object that came. Calls that still work
 * with an older copy keep it until they are done.
 */
final class DeviceTables<S> implements AutoCloseable {
    private final Function<S, MemorySegment[]> parts;
    private final String what;
    private final ReentrantLock lock = new ReentrantLock();
    private Copy latest;

    /** {@code parts} are the arrays that a source has; {@code what} is for messages. */
    DeviceTables(Function<S, MemorySegment[]> parts, String what) {
        this.parts = parts;
        this.what = what;
    }

    /** Tables on the device, with those who use them counted. */
    final class Copy implements AutoCloseable {
        private final S source;
        private final DeviceBuffer[] buffers;
        private int users;

        private Copy(S source, DeviceBuffer[] buffers) {
            this.source = source;
            this.buffers = buffers;
        }

        S source() {
            return source;
        }

        DeviceBuffer at(int part) {
            return buffers[part];
        }

        @Override
        public void close() {
            lock.lock();
            try {
                users--;
                if (users == 0 && this != latest) {
                    free();
                }
            } finally {
                lock.unlock();
            }
        }

        private void free() {
            for (DeviceBuffer buffer : buffers) {
                if (buffer != null) {
                    buffer.close();
                }
            }
        }
    }

    /** The copy of these tables, to be closed after use. */
    Copy of(S source, Lane lane) {
        lock.lock();
        try {
            if (latest == null || latest.source != source) {
                drop();
                latest = upload(source, lane);
            }
            latest.users++;
            return latest;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the copy of these tables. */
    void release(S source) {
        lock.lock();
        try {
            if (latest != null && latest.source == source) {
                drop();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the copy; who still works with it frees it afterwards. */
    private void drop() {
        Copy old = latest;
        latest = null;
        if (old != null && old.users == 0) {
            old.free();
        }
    }

    private Copy upload(S source, Lane lane) {
        MemorySegment[] from = parts.apply(source);
        Copy copy = new Copy(source, new DeviceBuffer[from.length]);
        try {
            for (int part = 0; part < from.length; part++) {
                copy.buffers[part] = lane.allocate(from[part].byteSize(), what);
                lane.write(from[part], copy.buffers[part], 0);
            }
            lane.finish(); // the other lane's queue knows nothing of this one's
        } catch (RuntimeException | Error e) {
            copy.free();
            throw e;
        }
        return copy;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            drop();
        } finally {
            lock.unlock();
        }
    }
}
