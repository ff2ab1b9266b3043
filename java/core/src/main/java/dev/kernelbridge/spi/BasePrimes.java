package dev.kernelbridge.spi;

/**
 * The primes from 7 up to a limit, ascending, as unsigned 32-bit values: what a sieve strikes with. Immutable. Engines keep a device
 * copy of the last one they saw and recognise it by identity; core hands out the same object as long as it suffices.
 */
public final class BasePrimes {
    private final int[] primes;
    private final int count;
    private final long limit;

    /** Takes the first {@code count} entries of {@code primes}, which hold all primes from 7 to {@code limit}; the array is not copied. */
    public BasePrimes(int[] primes, int count, long limit) {
        this.primes = primes;
        this.count = count;
        this.limit = limit;
    }

    /** The array itself, for reading only; entries from {@link #count()} on are undefined. */
    public int[] array() {
        return primes;
    }

    /** How many primes there are. */
    public int count() {
        return count;
    }

    /** Every prime from 7 to this number is there. */
    public long limit() {
        return limit;
    }

    /** How many of them are at most {@code bound}: an engine strikes with no more than the square root of its unit's end. */
    public int countUpTo(long bound) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Integer.toUnsignedLong(primes[middle]) <= bound) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** How many of them can strike in bytes [first, first + bytes) of a sieve: those up to the root of its last number, rounded up. */
    public int strikers(long first, long bytes) {
        double end = 30 * ((first >= 0 ? first : (first >>> 1) * 2.0) + bytes);
        return end >= 0x1p64 ? count : countUpTo((long) Math.sqrt(end) + 1);
    }
}
