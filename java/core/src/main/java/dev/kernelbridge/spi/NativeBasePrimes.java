package dev.kernelbridge.spi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The base primes outside the heap, for backends that hand them to C: the copy of the last object seen, which the garbage collector
 * frees when nobody uses it any more. Safe for use by many threads.
 */
public final class NativeBasePrimes {
    private static final long CACHE_LINE = 64;
    /** Units of 10 ms, since the C sieve sets itself up for each of them: 0.1 ms for its patterns and the primes below 1e5. */
    private static final int LEAST_UNIT = 4 << 20;
    /** C cuts what is longer. */
    private static final int LARGEST_UNIT = 32 << 20;
    private volatile Copy last = new Copy(null, MemorySegment.NULL);

    private record Copy(BasePrimes of, MemorySegment memory) {
    }

    /** The sieve units that suit the C sieve: it walks over all primes to sqrt(to) in each of them, 3 ns a prime. */
    public static int unitBytes(long to) {
        return Math.clamp((long) Math.sqrt(to) / 2, LEAST_UNIT, LARGEST_UNIT);
    }

    /** A segment of {@code base.count()} 32-bit values; it lives as long as it is reachable. */
    public MemorySegment of(BasePrimes base) {
        Copy copy = last;
        return copy.of == base ? copy.memory : copy(base);
    }

    private synchronized MemorySegment copy(BasePrimes base) {
        if (last.of != base) { // one copy, however many threads need it: 584 MB for a window at 2^63
            MemorySegment memory = Arena.ofAuto().allocate(Math.max(1L, base.count()) * Integer.BYTES, CACHE_LINE);
            MemorySegment.copy(base.array(), 0, memory, ValueLayout.JAVA_INT, 0, base.count());
            last = new Copy(base, memory);
        }
        return last.memory;
    }
}
