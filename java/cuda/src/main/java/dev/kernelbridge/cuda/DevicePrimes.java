package dev.kernelbridge.cuda;

import dev.kernelbridge.spi.BasePrimes;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import jcuda.driver.CUdeviceptr;

/**
 * The device's copy of the base primes. One is kept, of the last table that came; core hands out the same one as long as it suffices.
 * Calls that still sieve with an older copy keep it until they are done.
 */
final class DevicePrimes {
    private final Memory memory;
    private final ReentrantLock lock = new ReentrantLock();
    private Copy latest;

    DevicePrimes(Memory memory) {
        this.memory = memory;
    }

    /** A table on the device, with those who use it counted. */
    final class Copy implements AutoCloseable {
        private final BasePrimes source;
        private final Memory.OnDevice primes;
        private int users;

        private Copy(BasePrimes source, Memory.OnDevice primes) {
            this.source = source;
            this.primes = primes;
        }

        CUdeviceptr address() {
            return primes.at(0);
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

    /** The copy of this table, to be closed after use; made by the first who needs it, while the others wait. */
    Copy of(BasePrimes base, Lane lane) {
        lock.lock();
        try {
            if (latest == null || latest.source != base) {
                Copy old = latest;
                latest = null;
                if (old != null) {
                    freeIfUnused(old);
                }
                latest = upload(base, lane);
            }
            latest.users++;
            return latest;
        } finally {
            lock.unlock();
        }
    }

    private void freeIfUnused(Copy copy) {
        if (copy.users == 0 && copy != latest) {
            copy.primes.free();
        }
    }

    private Copy upload(BasePrimes base, Lane lane) {
        long bytes = (long) Integer.BYTES * base.count();
        Memory.OnDevice primes = memory.onDevice(bytes);
        try {
            MemorySegment source = MemorySegment.ofArray(base.array());
            Memory.Pinned pinned = lane.in(Math.min(bytes, Lane.CHUNK_BYTES));
            Stream stream = lane.stream(0);
            for (long at = 0; at < bytes; at += Lane.CHUNK_BYTES) {
                long length = Math.min(Lane.CHUNK_BYTES, bytes - at);
                MemorySegment.copy(source, at, pinned.segment(), 0, length);
                stream.copyIn(primes.at(at), pinned.at(0), length);
                stream.finish();
            }
        } catch (RuntimeException | Error e) {
            primes.free();
            throw e;
        }
        return new Copy(base, primes);
    }
}
