package dev.kernelbridge.scalar.factor;

import dev.kernelbridge.scalar.Arithmetic;

/**
 * Division by small primes without dividing: for odd p, n is a multiple iff n p^-1 mod 2^64 is at most (2^64 - 1) / p, and then it is the
 * quotient (T. Granlund, P. Montgomery, "Division by invariant integers", PLDI 1994, section 9).
 */
final class TrialDivision {
    /** The largest of the 64 primes; what has no factor among them and is below {@link #NEXT_SQUARED} is prime. */
    static final int LARGEST = 311;
    /** 313 is the next prime. */
    static final int NEXT_SQUARED = 313 * 313;
    private static final int COUNT = 64;
    /** Primes to 4093 for {@link #further}: curves take 4 microseconds to find one of them, these 500 tests 0.3. */
    private static final int ALL = 564;
    /** Odd primes that {@link BailliePsw} looks at before it begins: 3 to 29 stop two of three odd numbers. */
    private static final int FEW = 10;
    private static final int[] PRIME = new int[ALL];
    private static final long[] INVERSE = new long[ALL];
    /** (2^64 - 1) / p with the sign bit turned, so that a signed comparison is an unsigned one. */
    private static final long[] LIMIT = new long[ALL];

    static {
        int count = 0;
        for (int p = 2; count < ALL; p++) {
            boolean prime = true;
            for (int i = 0; i < count && PRIME[i] * PRIME[i] <= p; i++) {
                prime &= p % PRIME[i] != 0;
            }
            if (prime) {
                PRIME[count] = p;
                INVERSE[count] = Arithmetic.inverse(p);
                LIMIT[count++] = Long.divideUnsigned(-1, p) ^ Long.MIN_VALUE;
            }
        }
    }

    private TrialDivision() {
    }

    /**
     * Takes the small primes out of n, not 0: writes those that divide it to {@code primes[at]} and behind and tells how many they
     * are; {@code rest[0]} is what is left.
     */
    static int divide(long n, long[] primes, int at, long[] rest) {
        int to = at;
        long m = n;
        if ((m & 1) == 0) {
            primes[to++] = 2;
            m >>>= Long.numberOfTrailingZeros(m);
        }
        for (int i = 1; i < COUNT; i++) {
            long q = m * INVERSE[i];
            if ((q ^ Long.MIN_VALUE) <= LIMIT[i]) {
                primes[to++] = PRIME[i];
                do {
                    m = q;
                    q = m * INVERSE[i];
                } while ((q ^ Long.MIN_VALUE) <= LIMIT[i]);
            }
        }
        rest[0] = m;
        return to - at;
    }

    /** The least prime above {@link #LARGEST} and below 4096 that divides n, which may be n itself, or 0. */
    static int further(long n) {
        for (int i = COUNT; i < ALL; i++) {
            if ((n * INVERSE[i] ^ Long.MIN_VALUE) <= LIMIT[i]) {
                return PRIME[i];
            }
        }
        return 0;
    }

    /** Whether one of the first odd primes divides n. */
    static boolean dividedByFew(long n) {
        boolean some = false;
        for (int i = 1; i <= FEW; i++) {
            some |= (n * INVERSE[i] ^ Long.MIN_VALUE) <= LIMIT[i];
        }
        return some;
    }

    /** The least prime factor of 2 <= n < NEXT_SQUARED. */
    static int leastPrime(int n) {
        for (int i = 0; i < COUNT; i++) {
            if (n % PRIME[i] == 0) {
                return PRIME[i];
            }
        }
        return n;
    }
}
