package dev.kernelbridge.primes;

/** pi(n) by looking it up: a sieve of the first numbers, counted by 128, is made at the first question and takes 4 KB. */
final class SmallTable {
    /** The largest n: below, nothing is faster than this table. */
    static final int LIMIT = (1 << 15) - 1;

    private SmallTable() {
    }

    /** Made when it is needed. */
    private static final class Holder {
        /** Bit j of word i tells whether 128 i + 2 j + 1 is prime; number 1 stands for the prime 2. */
        static final long[] ODD = new long[(LIMIT >> 7) + 1];
        static final short[] BEFORE = new short[ODD.length];

        static {
            java.util.Arrays.fill(ODD, -1L);
            for (int p = 3; p * p <= LIMIT; p += 2) {
                for (int m = p * p; (ODD[p >> 7] >>> (p >> 1) & 1) == 1 && m <= LIMIT; m += 2 * p) {
                    ODD[m >> 7] &= ~(1L << (m >> 1));
                }
            }
            for (int i = 1; i < ODD.length; i++) {
                BEFORE[i] = (short) (BEFORE[i - 1] + Long.bitCount(ODD[i - 1]));
            }
        }
    }

    /** The primes up to n, {@code n <= LIMIT}. */
    static long count(long n) {
        if (n < 2) {
            return 0;
        }
        int odd = (int) (n - 1) >> 1; // the place of the largest odd number up to n
        return Holder.BEFORE[odd >> 6] + Long.bitCount(Holder.ODD[odd >> 6] << ~odd);
    }
}
