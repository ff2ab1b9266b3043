package dev.kernelbridge.scalar.factor;

/** Squares, cubes, fifth and seventh powers: methods that look for a gcd find p^k only as a whole, so these come first. */
final class PerfectPower {
    /** 1 << r is set for the squares r mod 64. */
    private static final long SQUARES_MOD_64 = 0x0202021202030213L;
    private static final int[] EXPONENTS = {2, 3, 5, 7};
    private static final long[] LEAST = {0, 1L << 24, 1L << 41, 1L << 58}; // 313^k: no smaller prime is left

    private PerfectPower() {
    }

    /** A root of the unsigned number n, all whose primes are above {@link TrialDivision#LARGEST}, or 0 if n is no power. */
    static long anyRoot(long n) {
        for (int i = 0; i < EXPONENTS.length && (n < 0 || n >= LEAST[i]); i++) {
            long root = root(n, EXPONENTS[i]);
            if (root != 0) {
                return root;
            }
        }
        return 0;
    }

    /** The k-th root of the unsigned number n if it is a k-th power, else 0; k is 2, 3, 5 or 7. */
    static long root(long n, int k) {
        if (k == 2 && (SQUARES_MOD_64 >>> n & 1) == 0) {
            return 0;
        }
        double x = n >= 0 ? n : (n >>> 1) * 2.0;
        // The root is below 2^32, so its double is off by far less than 1/2.
        long r = Math.round(k == 2 ? Math.sqrt(x) : k == 3 ? Math.cbrt(x) : Math.pow(x, 1.0 / k));
        long power = r;
        for (int i = 1; i < k; i++) {
            power *= r;
        }
        return power == n && r < 1L << 32 && (k == 2 || r < 1L << 22) ? r : 0;
    }
}
