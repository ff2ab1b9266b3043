package dev.kernelbridge.scalar.factor;

/**
 * One-line factoring (W. Hart, "A one line factoring algorithm", J. Austral. Math. Soc. 92, 2012): for k = 1, 2, … times a multiplier
 * with many divisors, a^2 - 4 k n for the least fitting a is tried for a square. About n^(1/3) steps of two multiplications and
 * two square roots of doubles, one of them from a table. For numbers to 2^45, from where ECM is faster.
 *
 * <p>Numbers whose factors are far apart can take many more steps, so there is a limit, and ECM goes on.
 */
final class Hart {
    /** 4 k n stays below 2^63 and a's double exact: k < 315 * 8192 < 2^22. */
    static final int MOST_BITS = 39;
    private static final int MULTIPLIER = 315;
    private static final int STEPS = 1 << 13;
    private static final double[] ROOT = new double[STEPS];
    /** Brings the product of two rounded roots above the integer that it may have fallen below. */
    private static final double UP = 1 - 1e-9;

    static {
        for (int i = 0; i < STEPS; i++) {
            ROOT[i] = Math.sqrt(i);
        }
    }

    private Hart() {
    }

    /** Whether n is short enough. */
    static boolean takes(long n) {
        return n >>> MOST_BITS == 0;
    }

    /** A proper divisor of the odd composite n, n < 2^{@link #MOST_BITS}, or 0 if the limit of steps was reached. */
    static long divisor(long n) {
        double root = Math.sqrt(4.0 * MULTIPLIER * n);
        long step = 4L * MULTIPLIER * n;
        long kn4 = 0;
        long kn = 0;
        for (int i = 1; i < STEPS; i++) {
            kn4 += step;
            kn = kn4 >>> 2;
            long a = (long) (root * ROOT[i] + UP);
            if ((i & 1) == 0) {
                a |= 1; // b^2 = a^2 - 4 k n is odd
            } else if ((kn & 3) == 3) {
                a += kn + 1 - a & 7; // a and b are even; mod 32 only this a has a square
            } else {
                a += kn + 1 - a & 3;
            }
            long square = a * a - kn4;
            long b = (long) Math.sqrt((double) square);
            if (b * b == square) {
                long d = Binary.gcd(n, a + b);
                if (d != 1 && d != n) {
                    return d;
                }
            }
        }
        return 0;
    }
}
