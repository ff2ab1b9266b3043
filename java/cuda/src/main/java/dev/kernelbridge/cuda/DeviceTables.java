package dev.kernelbridge.cuda;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import jcuda.driver.CUdeviceptr;

/**
 * The device's copy of tables that core hands out again and again: the base primes, what combinatorial counting looks into. One is kept,
 * of the last object that came, until it is released. Calls that still work with an older copy keep it until they are done.
 */
final class DeviceTables<S> {
    private static final long ALIGNED = 256;

    private final Memory memory;
    private final Function<S, MemorySegment[]> parts;
    private final ReentrantLock lock = new ReentrantLock();
    private Copy latest;

    /** {@code parts} are the arrays that a source has. */
    DeviceTables(Memory memory, Function<S, MemorySegment[]> parts) {
        this.memory = memory;
        this.parts = parts;
    }

    /** Tables on the device, with those who use it counted. */
    final class Copy implements AutoCloseable {
        private final S source;
        private final Memory.OnDevice tables;
        private final long[] at;
        private int users;

        private Copy(S source, Memory.OnDevice tables, long[] at) {
            this.source = source;
            this.tables = tables;
            this.at = at;
        }

        CUdeviceptr at(int part) {
            return tables.at(at[part]);
        }

        @Override
        public void close() {
            lock.lock();
            try {
                users--;
                freeIfUnused(this);
            } finally {
                lock.unlock();
            }
        }
    }

    /** The copy of these tables, to be closed after use; made by the first who needs it, while the others wait. */
    Copy of(S source, Lane lane) {
        lock.lock();
        try {
            if (latest == null || latest.source != source) {
                Copy old = latest;
                latest = null;
                if (old != null) {
                    freeIfUnused(old);
                }
                latest = upload(source, lane);
            }
            latest.users++;
            return latest;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody will ask for these tables any more: they go now, or when the last call that works with them is done. */
    void release(S source) {
        lock.lock();
        try {
            if (latest != null && latest.source == source) {
                Copy old = latest;
                latest = null;
                freeIfUnused(old);
            }
        } finally {
            lock.unlock();
        }
    }

    private void freeIfUnused(Copy copy) {
        if (copy.users == 0 && copy != latest) {
            copy.tables.free();
        }
    }

    private Copy upload(S source, Lane lane) {
        MemorySegment[] from = parts.apply(source);
        long[] at = new long[from.length];
        long bytes = 0;
        for (int part = 0; part < from.length; part++) {
            at[part] = bytes;
            bytes += Math.ceilDiv(from[part].byteSize(), ALIGNED) * ALIGNED;
        }
        Memory.OnDevice tables = memory.onDevice(bytes);
        try {
            for (int part = 0; part < from.length; part++) {
                upload(from[part], tables, at[part], lane);
            }
        } catch (RuntimeException | Error e) {
            tables.free();
            throw e;
        }
        return new Copy(source, tables, at);
    }

    private static void upload(MemorySegment from, Memory.OnDevice to, long at, Lane lane) {
        long bytes = from.byteSize();
        Memory.Pinned pinned = lane.in(Math.min(bytes, Lane.CHUNK_BYTES));
        Stream stream = lane.stream(0);
        for (long done = 0; done < bytes; done += Lane.CHUNK_BYTES) {
            long length = Math.min(Lane.CHUNK_BYTES, bytes - done);
            MemorySegment.copy(from, done, pinned.segment(), 0, length);
            stream.copyIn(to.at(at + done), pinned.at(0), length);
            stream.finish();
        }
    }
}
