package dev.kernelbridge.scalar.factor;

import dev.kernelbridge.scalar.Arithmetic;

/**
 * The curves, all chosen before: Montgomery's form B y^2 = x^3 + A x^2 + x with H. Suyama's parameter sigma, by which 12 divides every order.
 * Small sigmas are as good as random ones, and the division that (A + 2) / 4 asks for becomes one by small numbers.
 *
 * @param x         the point's x = u^3, u = sigma^2 - 5
 * @param z         its z = v^3, v = 4 sigma
 * @param numerator (v - u)^3 (3 u + v)
 * @param uOdd      (A + 2) / 4 is numerator / (uOdd^3 sigmaOdd 2^twos)
 */
record Curve(int sigma, long x, long z, long numerator, int uOdd, int sigmaOdd, int twos) {
    /** Curves after which a number is given to another method; about one number in 10^7 comes that far. */
    static final int COUNT = 48;
    private static final Curve[] CURVES = new Curve[COUNT];

    static {
        int count = 0;
        for (int sigma = 11; count < COUNT; sigma = sigma == 11 ? 6 : sigma == 10 ? 12 : sigma + 1) { // 11's orders are smoothest
            if (onlySmallPrimes((long) sigma * sigma - 5) && onlySmallPrimes(sigma)) {
                CURVES[count++] = of(sigma);
            }
        }
    }

    static Curve number(int i) {
        return CURVES[i];
    }

    private static Curve of(int sigma) {
        long u = (long) sigma * sigma - 5;
        long v = 4L * sigma;
        int uTwos = Long.numberOfTrailingZeros(u);
        int vTwos = Long.numberOfTrailingZeros(v);
        return new Curve(sigma, u * u * u, v * v * v, (v - u) * (v - u) * (v - u) * (3 * u + v), (int) (u >> uTwos), (int) (v >> vTwos),
                4 + 3 * uTwos + vTwos);
    }

    /** Whether what divides k was already divided out of every number that gets here. */
    private static boolean onlySmallPrimes(long k) {
        long rest = k;
        for (int p = 2; p <= TrialDivision.LARGEST; p++) {
            while (rest % p == 0) {
                rest /= p;
            }
        }
        return rest == 1;
    }

    /** m^-1 mod n for odd m prime to n: (1 + n t) / m, exact, so that the quotient mod 2^64 is the quotient. */
    static long inverse(int m, long n, long nInverse) {
        if (m == 1) {
            return 1;
        }
        int r = (int) Long.remainderUnsigned(n, m);
        int t = m - Arithmetic.inverse(r, m);
        return (n * t + 1) * Arithmetic.inverse(m);
    }
}
