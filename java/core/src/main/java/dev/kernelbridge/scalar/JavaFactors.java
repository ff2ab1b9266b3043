package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.RelationEngine;

/** Trial division to 61, then Pollard's rho with Brent's cycle finding and batched gcds (BIT 20, 1980), every leaf proved prime. */
final class JavaFactors implements FactorEngine {
    private static final int TRIAL = 61;
    private static final int GCD_BATCH = 64;
    /** Seeds to try before plain division; no number is known that needs more than a few. */
    private static final int RUNS = 64;

    private final RelationEngine relations = new JavaRelations();

    @Override
    public RelationEngine relations() {
        return relations;
    }

    @Override
    public int batch() {
        return 256; // 63-bit semiprimes take 0.3 ms each, random numbers a tenth of it
    }

    @Override
    public void factorize(long[] n, int off, int len, long[] primes) {
        long[] todo = new long[SLOTS];
        for (int i = 0; i < len; i++) {
            distinctPrimes(n[off + i], primes, SLOTS * i, todo);
        }
    }

    private static void distinctPrimes(long number, long[] primes, int at, long[] todo) {
        long n = number;
        int count = 0;
        if (n != 0) {
            if ((n & 1) == 0) {
                primes[at + count++] = 2;
                n >>>= Long.numberOfTrailingZeros(n);
            }
            for (int p = 3; p <= TRIAL; p += 2) {
                if (Long.remainderUnsigned(n, p) == 0) {
                    primes[at + count++] = p;
                    do {
                        n = Long.divideUnsigned(n, p);
                    } while (Long.remainderUnsigned(n, p) == 0);
                }
            }
            int depth = 0;
            if (n != 1) {
                todo[depth++] = n;
            }
            while (depth > 0) {
                long m = todo[--depth];
                if (Arithmetic.isPrime(m)) {
                    count = addDistinct(primes, at, count, m);
                } else {
                    long d = divisor(m);
                    todo[depth++] = d;
                    todo[depth++] = Long.divideUnsigned(m, d);
                }
            }
        }
        java.util.Arrays.fill(primes, at + count, at + SLOTS, 0);
    }

    private static int addDistinct(long[] primes, int at, int count, long p) {
        for (int i = 0; i < count; i++) {
            if (primes[at + i] == p) {
                return count;
            }
        }
        primes[at + count] = p;
        return count + 1;
    }

    /** A proper divisor of an odd composite. */
    private static long divisor(long n) {
        long inverse = Arithmetic.inverse(n);
        long one = Arithmetic.one(n);
        long c = 0;
        for (int run = 0; run < RUNS; run++) {
            c = Arithmetic.add(c, one, n);
            long g = rho(n, inverse, one, c);
            if (g != n) {
                return g;
            }
        }
        long d = 3;
        while (Long.remainderUnsigned(n, d) != 0) {
            d += 2;
        }
        return d;
    }

    /** One run of x -> x^2 + c in Montgomery form: a divisor of n, which is n itself when the run failed. */
    private static long rho(long n, long inverse, long one, long c) {
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
