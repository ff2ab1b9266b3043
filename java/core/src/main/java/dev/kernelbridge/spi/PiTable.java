package dev.kernelbridge.spi;

/**
 * pi(v) for every v up to a limit in two loads and a population count: the odd numbers' bits, 64 at a time, each beside the number
 * of primes before it, so that one cache line answers. Bit j of the pair i tells whether 128 i + 2 j + 1 is prime; the bit of
 * number 1 stands for the prime 2. Immutable.
 */
public final class PiTable {
    private final long[] pairs;
    private final long limit;

    /** Takes the pairs (bits, count before) for all numbers up to {@code limit}; the array is not copied. */
    public PiTable(long[] pairs, long limit) {
        this.pairs = pairs;
        this.limit = limit;
    }

    /** The array itself, for reading only. */
    public long[] pairs() {
        return pairs;
    }

    /** The largest number that it knows. */
    public long limit() {
        return limit;
    }

    /** The primes up to v, {@code 0 <= v <= limit()}; sqrt(10^21) has fewer than 2^31 below it. */
    public int pi(long v) {
        if (v < 2) {
            return 0;
        }
        long odd = v - 1 >>> 1; // the place of the largest odd number up to v
        int at = (int) (odd >>> 6) << 1;
        return (int) pairs[at + 1] + Long.bitCount(pairs[at] << ~odd);
    }
}
