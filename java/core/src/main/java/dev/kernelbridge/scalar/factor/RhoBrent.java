package dev.kernelbridge.scalar.factor;

import dev.kernelbridge.scalar.Arithmetic;

/**
 * Pollard's rho with Brent's cycle finding and batched gcds (BIT 20, 1980), and plain division behind it: what is asked when the planned
 * curves have found nothing, so that every number is split in the end.
 */
final class RhoBrent {
    private static final int GCD_BATCH = 64;
    /** Seeds to try before plain division; no number is known that needs more than a few. */
    private static final int RUNS = 64;

    private RhoBrent() {
    }

    /** A proper divisor of an odd unsigned composite. */
    static long divisor(long n) {
        long inverse = Arithmetic.inverse(n);
        long one = Arithmetic.one(n);
        long c = 0;
        for (int run = 0; run < RUNS; run++) {
            c = Arithmetic.add(c, one, n);
            long g = run(n, inverse, one, c);
            if (g != n) {
                return g;
            }
        }
        return byDivision(n);
    }

    /** The least divisor of an odd unsigned composite: at most 2^31 steps. */
    static long byDivision(long n) {
        long d = 3;
        while (Long.remainderUnsigned(n, d) != 0) {
            d += 2;
        }
        return d;
    }

    /** One run of x -> x^2 + c in Montgomery form: a divisor of n, which is n itself when the run failed. */
    private static long run(long n, long inverse, long one, long c) {
        long y = Arithmetic.add(one, one, n);
        long x = y;
        long saved = y;
        long q = one;
        long g = 1;
        for (long r = 1; g == 1; r <<= 1) {
            x = y;
            for (long i = 0; i < r; i++) {
                y = Arithmetic.add(Arithmetic.multiply(y, y, n, inverse), c, n);
            }
            for (long k = 0; k < r && g == 1; k += GCD_BATCH) {
                saved = y;
                for (long i = Math.min(GCD_BATCH, r - k); i > 0; i--) {
                    y = Arithmetic.add(Arithmetic.multiply(y, y, n, inverse), c, n);
                    q = Arithmetic.multiply(q, Arithmetic.subtract(x, y, n), n, inverse);
                }
                g = Arithmetic.gcd(q, n);
            }
        }
        if (g == n) { // several factors fell into one batch: repeat it step by step
            do {
                saved = Arithmetic.add(Arithmetic.multiply(saved, saved, n, inverse), c, n);
                g = Arithmetic.gcd(Arithmetic.subtract(x, saved, n), n);
            } while (g == 1);
        }
        return g;
    }
}
