package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;

/**
 * Sums of one block of doubles in the order of {@link VectorEngine#reduce}, without SIMD: C2 makes none of sums of floating-point numbers,
 * and lanes in an array wait for each other's stores. So eight of the lanes at a time are variables, c, c + 8, ..., c + 56, which are
 * folded to one; the eight that come of it are folded by the same additions. Up to 64 elements the lanes are no variables at all.
 */
final class DoubleSums {
    private static final int LANES = VectorEngine.LANES;
    /** Elements that stay in the first-level cache while all columns are gone through. */
    private static final int CHUNK = 1024;
    /** What the lanes begin with; never written. */
    private static final double[] ZEROS = new double[LANES];

    private DoubleSums() {
    }

    static double sum(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n) {
        if (n <= LANES) {
            return few(op, a, x, xi, y, yi, n);
        }
        double[] lanes = n <= CHUNK ? ZEROS : new double[LANES];
        int i = 0;
        for (; i + CHUNK < n; i += CHUNK) {
            columns(op, a, x, xi + i, y, yi + i, CHUNK, lanes, false);
        }
        return columns(op, a, x, xi + i, y, yi + i, n - i, lanes, true);
    }

    /** The first part of a sum, a multiple of 64 elements: added to the lanes. */
    static void part(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n, double[] lanes) {
        columns(op, a, x, xi, y, yi, n, lanes, false);
    }

    /** The rest of it. */
    static double rest(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n, double[] lanes) {
        return columns(op, a, x, xi, y, yi, n, lanes, true);
    }

    /** Each operation has a call of its own, so that C2 makes code of each without questions. */
    private static double few(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n) {
        return switch (op) {
            case SUM -> lanes(ReduceOp.SUM, a, x, xi, y, yi - xi, n);
            case DOT -> lanes(ReduceOp.DOT, a, x, xi, y, yi - xi, n);
            case SUMSQ -> lanes(ReduceOp.SUMSQ, a, x, xi, y, yi - xi, n);
            case ASUM -> lanes(ReduceOp.ASUM, a, x, xi, y, yi - xi, n);
            case SQDEV -> lanes(ReduceOp.SQDEV, a, x, xi, y, yi - xi, n);
            default -> throw new IllegalArgumentException("op: " + op);
        };
    }

    /**
     * A lane for each element, folded: as the last fold adds lane 1 to lane 0, the even ones are folded apart from the odd ones, and so on
     * down to eight or fewer (to sixteen at once is faster). The lanes without an element are +0, and adding that changes nothing but -0,
     * so it is added once. Where each lane has an element, -0 is right for products that all underflow, and for nothing else, since a lane
     * begins at +0.
     */
    private static double lanes(ReduceOp op, double a, double[] x, int i, double[] y, int apart, int n) {
        if (n <= 8) {
            return eight(op, a, x, i, 1, y, apart, n) + 0;
        }
        if (n <= 16) {
            return sixteen(op, a, x, i, y, apart, n) + 0;
        }
        if (n <= 32) {
            return (eight(op, a, x, i, 4, y, apart, n + 3 >> 2) + eight(op, a, x, i + 2, 4, y, apart, n + 1 >> 2))
                    + (eight(op, a, x, i + 1, 4, y, apart, n + 2 >> 2) + eight(op, a, x, i + 3, 4, y, apart, n >> 2)) + 0;
        }
        double begin = n == LANES && op == ReduceOp.DOT ? -0.0 : 0;
        return folded(eight(op, a, x, i, 8, y, apart, n + 7 >> 3), eight(op, a, x, i + 1, 8, y, apart, n + 6 >> 3),
                eight(op, a, x, i + 2, 8, y, apart, n + 5 >> 3), eight(op, a, x, i + 3, 8, y, apart, n + 4 >> 3),
                eight(op, a, x, i + 4, 8, y, apart, n + 3 >> 3), eight(op, a, x, i + 5, 8, y, apart, n + 2 >> 3),
                eight(op, a, x, i + 6, 8, y, apart, n + 1 >> 3), eight(op, a, x, i + 7, 8, y, apart, n >> 3)) + begin;
    }

    /** One to eight elements, {@code step} apart. */
    private static double eight(ReduceOp op, double a, double[] x, int i, int step, double[] y, int apart, int n) {
        double s0 = term(op, a, x, i, y, apart);
        double s1 = n > 1 ? term(op, a, x, i + step, y, apart) : 0;
        double s2 = n > 2 ? term(op, a, x, i + 2 * step, y, apart) : 0;
        double s3 = n > 3 ? term(op, a, x, i + 3 * step, y, apart) : 0;
        double s4 = n > 4 ? term(op, a, x, i + 4 * step, y, apart) : 0;
        double s5 = n > 5 ? term(op, a, x, i + 5 * step, y, apart) : 0;
        double s6 = n > 6 ? term(op, a, x, i + 6 * step, y, apart) : 0;
        double s7 = n > 7 ? term(op, a, x, i + 7 * step, y, apart) : 0;
        return folded(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    /** Nine to sixteen elements: the upper eight lanes onto the lower. */
    private static double sixteen(ReduceOp op, double a, double[] x, int i, double[] y, int apart, int n) {
        double s0 = term(op, a, x, i, y, apart);
        double s1 = term(op, a, x, i + 1, y, apart);
        double s2 = term(op, a, x, i + 2, y, apart);
        double s3 = term(op, a, x, i + 3, y, apart);
        double s4 = term(op, a, x, i + 4, y, apart);
        double s5 = term(op, a, x, i + 5, y, apart);
        double s6 = term(op, a, x, i + 6, y, apart);
        double s7 = term(op, a, x, i + 7, y, apart);
        s0 += term(op, a, x, i + 8, y, apart);
        s1 += n > 9 ? term(op, a, x, i + 9, y, apart) : 0;
        s2 += n > 10 ? term(op, a, x, i + 10, y, apart) : 0;
        s3 += n > 11 ? term(op, a, x, i + 11, y, apart) : 0;
        s4 += n > 12 ? term(op, a, x, i + 12, y, apart) : 0;
        s5 += n > 13 ? term(op, a, x, i + 13, y, apart) : 0;
        s6 += n > 14 ? term(op, a, x, i + 14, y, apart) : 0;
        s7 += n > 15 ? term(op, a, x, i + 15, y, apart) : 0;
        return folded(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    private static double term(ReduceOp op, double a, double[] x, int i, double[] y, int apart) {
        return switch (op) {
            case SUM -> x[i];
            case DOT -> Math.fma(x[i], y[i + apart], 0.0);
            case SUMSQ -> a * x[i] * (a * x[i]);
            case ASUM -> Math.abs(x[i]);
            case SQDEV -> (x[i] - a) * (x[i] - a);
            default -> throw new IllegalArgumentException("op: " + op);
        };
    }

    private static double columns(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n, double[] lanes, boolean last) {
        double s0 = column(op, a, x, xi, y, yi, n, lanes, 0, last);
        double s1 = column(op, a, x, xi, y, yi, n, lanes, 1, last);
        double s2 = column(op, a, x, xi, y, yi, n, lanes, 2, last);
        double s3 = column(op, a, x, xi, y, yi, n, lanes, 3, last);
        double s4 = column(op, a, x, xi, y, yi, n, lanes, 4, last);
        double s5 = column(op, a, x, xi, y, yi, n, lanes, 5, last);
        double s6 = column(op, a, x, xi, y, yi, n, lanes, 6, last);
        double s7 = column(op, a, x, xi, y, yi, n, lanes, 7, last);
        return folded(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    private static double folded(double s0, double s1, double s2, double s3, double s4, double s5, double s6, double s7) {
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    private static double kept(double[] lanes, int c, double s0, double s1, double s2, double s3, double s4, double s5, double s6,
            double s7) {
        lanes[c] = s0;
        lanes[c + 8] = s1;
        lanes[c + 16] = s2;
        lanes[c + 24] = s3;
        lanes[c + 32] = s4;
        lanes[c + 40] = s5;
        lanes[c + 48] = s6;
        lanes[c + 56] = s7;
        return 0;
    }

    private static double column(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n, double[] lanes, int c,
            boolean last) {
        return switch (op) {
            case SUM -> sum(x, xi, n, lanes, c, last);
            case DOT -> dot(x, y, yi - xi, xi, n, lanes, c, last);
            case SUMSQ -> squares(a, x, xi, n, lanes, c, last);
            case ASUM -> absolute(x, xi, n, lanes, c, last);
            case SQDEV -> deviations(a, x, xi, n, lanes, c, last);
            default -> throw new IllegalArgumentException("op: " + op);
        };
    }

    private static double sum(double[] x, int from, int n, double[] lanes, int c, boolean last) {
        double s0 = lanes[c];
        double s1 = lanes[c + 8];
        double s2 = lanes[c + 16];
        double s3 = lanes[c + 24];
        double s4 = lanes[c + 32];
        double s5 = lanes[c + 40];
        double s6 = lanes[c + 48];
        double s7 = lanes[c + 56];
        int i = from + c;
        int end = from + n - n % LANES;
        if (i < end) { // one row beside the loop, which takes as long as two rows to begin
            s0 += x[i];
            s1 += x[i + 8];
            s2 += x[i + 16];
            s3 += x[i + 24];
            s4 += x[i + 32];
            s5 += x[i + 40];
            s6 += x[i + 48];
            s7 += x[i + 56];
            i += LANES;
        }
        for (; i < end; i += LANES) {
            s0 += x[i];
            s1 += x[i + 8];
            s2 += x[i + 16];
            s3 += x[i + 24];
            s4 += x[i + 32];
            s5 += x[i + 40];
            s6 += x[i + 48];
            s7 += x[i + 56];
        }
        int left = n % LANES - c;
        if (left > 0) {
            s0 += x[i];
        }
        if (left > 8) {
            s1 += x[i + 8];
        }
        if (left > 16) {
            s2 += x[i + 16];
        }
        if (left > 24) {
            s3 += x[i + 24];
        }
        if (left > 32) {
            s4 += x[i + 32];
        }
        if (left > 40) {
            s5 += x[i + 40];
        }
        if (left > 48) {
            s6 += x[i + 48];
        }
        if (left > 56) {
            s7 += x[i + 56];
        }
        return last ? folded(s0, s1, s2, s3, s4, s5, s6, s7) : kept(lanes, c, s0, s1, s2, s3, s4, s5, s6, s7);
    }

    private static double dot(double[] x, double[] y, int apart, int from, int n, double[] lanes, int c, boolean last) {
        double s0 = lanes[c];
        double s1 = lanes[c + 8];
        double s2 = lanes[c + 16];
        double s3 = lanes[c + 24];
        double s4 = lanes[c + 32];
        double s5 = lanes[c + 40];
        double s6 = lanes[c + 48];
        double s7 = lanes[c + 56];
        int i = from + c;
        int end = from + n - n % LANES;
        if (i < end) { // one row beside the loop, which takes as long as two rows to begin
            s0 = Math.fma(x[i], y[i + apart], s0);
            s1 = Math.fma(x[i + 8], y[i + 8 + apart], s1);
            s2 = Math.fma(x[i + 16], y[i + 16 + apart], s2);
            s3 = Math.fma(x[i + 24], y[i + 24 + apart], s3);
            s4 = Math.fma(x[i + 32], y[i + 32 + apart], s4);
            s5 = Math.fma(x[i + 40], y[i + 40 + apart], s5);
            s6 = Math.fma(x[i + 48], y[i + 48 + apart], s6);
            s7 = Math.fma(x[i + 56], y[i + 56 + apart], s7);
            i += LANES;
        }
        for (; i < end; i += LANES) {
            s0 = Math.fma(x[i], y[i + apart], s0);
            s1 = Math.fma(x[i + 8], y[i + 8 + apart], s1);
            s2 = Math.fma(x[i + 16], y[i + 16 + apart], s2);
            s3 = Math.fma(x[i + 24], y[i + 24 + apart], s3);
            s4 = Math.fma(x[i + 32], y[i + 32 + apart], s4);
            s5 = Math.fma(x[i + 40], y[i + 40 + apart], s5);
            s6 = Math.fma(x[i + 48], y[i + 48 + apart], s6);
            s7 = Math.fma(x[i + 56], y[i + 56 + apart], s7);
        }
        int left = n % LANES - c;
        if (left > 0) {
            s0 = Math.fma(x[i], y[i + apart], s0);
        }
        if (left > 8) {
            s1 = Math.fma(x[i + 8], y[i + 8 + apart], s1);
        }
        if (left > 16) {
            s2 = Math.fma(x[i + 16], y[i + 16 + apart], s2);
        }
        if (left > 24) {
            s3 = Math.fma(x[i + 24], y[i + 24 + apart], s3);
        }
        if (left > 32) {
            s4 = Math.fma(x[i + 32], y[i + 32 + apart], s4);
        }
        if (left > 40) {
            s5 = Math.fma(x[i + 40], y[i + 40 + apart], s5);
        }
        if (left > 48) {
            s6 = Math.fma(x[i + 48], y[i + 48 + apart], s6);
        }
        if (left > 56) {
            s7 = Math.fma(x[i + 56], y[i + 56 + apart], s7);
        }
        return last ? folded(s0, s1, s2, s3, s4, s5, s6, s7) : kept(lanes, c, s0, s1, s2, s3, s4, s5, s6, s7);
    }

    static double squares(double a, double[] x, int from, int n, double[] lanes, int c, boolean last) {
        double s0 = lanes[c];
        double s1 = lanes[c + 8];
        double s2 = lanes[c + 16];
        double s3 = lanes[c + 24];
        double s4 = lanes[c + 32];
        double s5 = lanes[c + 40];
        double s6 = lanes[c + 48];
        double s7 = lanes[c + 56];
        int i = from + c;
        int end = from + n - n % LANES;
        if (i < end) { // one row beside the loop, which takes as long as two rows to begin
            s0 = square(a * x[i], s0);
            s1 = square(a * x[i + 8], s1);
            s2 = square(a * x[i + 16], s2);
            s3 = square(a * x[i + 24], s3);
            s4 = square(a * x[i + 32], s4);
            s5 = square(a * x[i + 40], s5);
            s6 = square(a * x[i + 48], s6);
            s7 = square(a * x[i + 56], s7);
            i += LANES;
        }
        for (; i < end; i += LANES) {
            s0 = square(a * x[i], s0);
            s1 = square(a * x[i + 8], s1);
            s2 = square(a * x[i + 16], s2);
            s3 = square(a * x[i + 24], s3);
            s4 = square(a * x[i + 32], s4);
            s5 = square(a * x[i + 40], s5);
            s6 = square(a * x[i + 48], s6);
            s7 = square(a * x[i + 56], s7);
        }
        int left = n % LANES - c;
        if (left > 0) {
            s0 = square(a * x[i], s0);
        }
        if (left > 8) {
            s1 = square(a * x[i + 8], s1);
        }
        if (left > 16) {
            s2 = square(a * x[i + 16], s2);
        }
        if (left > 24) {
            s3 = square(a * x[i + 24], s3);
        }
        if (left > 32) {
            s4 = square(a * x[i + 32], s4);
        }
        if (left > 40) {
            s5 = square(a * x[i + 40], s5);
        }
        if (left > 48) {
            s6 = square(a * x[i + 48], s6);
        }
        if (left > 56) {
            s7 = square(a * x[i + 56], s7);
        }
        return last ? folded(s0, s1, s2, s3, s4, s5, s6, s7) : kept(lanes, c, s0, s1, s2, s3, s4, s5, s6, s7);
    }

    private static double absolute(double[] x, int from, int n, double[] lanes, int c, boolean last) {
        double s0 = lanes[c];
        double s1 = lanes[c + 8];
        double s2 = lanes[c + 16];
        double s3 = lanes[c + 24];
        double s4 = lanes[c + 32];
        double s5 = lanes[c + 40];
        double s6 = lanes[c + 48];
        double s7 = lanes[c + 56];
        int i = from + c;
        int end = from + n - n % LANES;
        if (i < end) { // one row beside the loop, which takes as long as two rows to begin
            s0 += Math.abs(x[i]);
            s1 += Math.abs(x[i + 8]);
            s2 += Math.abs(x[i + 16]);
            s3 += Math.abs(x[i + 24]);
            s4 += Math.abs(x[i + 32]);
            s5 += Math.abs(x[i + 40]);
            s6 += Math.abs(x[i + 48]);
            s7 += Math.abs(x[i + 56]);
            i += LANES;
        }
        for (; i < end; i += LANES) {
            s0 += Math.abs(x[i]);
            s1 += Math.abs(x[i + 8]);
            s2 += Math.abs(x[i + 16]);
            s3 += Math.abs(x[i + 24]);
            s4 += Math.abs(x[i + 32]);
            s5 += Math.abs(x[i + 40]);
            s6 += Math.abs(x[i + 48]);
            s7 += Math.abs(x[i + 56]);
        }
        int left = n % LANES - c;
        if (left > 0) {
            s0 += Math.abs(x[i]);
        }
        if (left > 8) {
            s1 += Math.abs(x[i + 8]);
        }
        if (left > 16) {
            s2 += Math.abs(x[i + 16]);
        }
        if (left > 24) {
            s3 += Math.abs(x[i + 24]);
        }
        if (left > 32) {
            s4 += Math.abs(x[i + 32]);
        }
        if (left > 40) {
            s5 += Math.abs(x[i + 40]);
        }
        if (left > 48) {
            s6 += Math.abs(x[i + 48]);
        }
        if (left > 56) {
            s7 += Math.abs(x[i + 56]);
        }
        return last ? folded(s0, s1, s2, s3, s4, s5, s6, s7) : kept(lanes, c, s0, s1, s2, s3, s4, s5, s6, s7);
    }

    private static double deviations(double a, double[] x, int from, int n, double[] lanes, int c, boolean last) {
        double s0 = lanes[c];
        double s1 = lanes[c + 8];
        double s2 = lanes[c + 16];
        double s3 = lanes[c + 24];
        double s4 = lanes[c + 32];
        double s5 = lanes[c + 40];
        double s6 = lanes[c + 48];
        double s7 = lanes[c + 56];
        int i = from + c;
        int end = from + n - n % LANES;
        if (i < end) { // one row beside the loop, which takes as long as two rows to begin
            s0 = square(x[i] - a, s0);
            s1 = square(x[i + 8] - a, s1);
            s2 = square(x[i + 16] - a, s2);
            s3 = square(x[i + 24] - a, s3);
            s4 = square(x[i + 32] - a, s4);
            s5 = square(x[i + 40] - a, s5);
            s6 = square(x[i + 48] - a, s6);
            s7 = square(x[i + 56] - a, s7);
            i += LANES;
        }
        for (; i < end; i += LANES) {
            s0 = square(x[i] - a, s0);
            s1 = square(x[i + 8] - a, s1);
            s2 = square(x[i + 16] - a, s2);
            s3 = square(x[i + 24] - a, s3);
            s4 = square(x[i + 32] - a, s4);
            s5 = square(x[i + 40] - a, s5);
            s6 = square(x[i + 48] - a, s6);
            s7 = square(x[i + 56] - a, s7);
        }
        int left = n % LANES - c;
        if (left > 0) {
            s0 = square(x[i] - a, s0);
        }
        if (left > 8) {
            s1 = square(x[i + 8] - a, s1);
        }
        if (left > 16) {
            s2 = square(x[i + 16] - a, s2);
        }
        if (left > 24) {
            s3 = square(x[i + 24] - a, s3);
        }
        if (left > 32) {
            s4 = square(x[i + 32] - a, s4);
        }
        if (left > 40) {
            s5 = square(x[i + 40] - a, s5);
        }
        if (left > 48) {
            s6 = square(x[i + 48] - a, s6);
        }
        if (left > 56) {
            s7 = square(x[i + 56] - a, s7);
        }
        return last ? folded(s0, s1, s2, s3, s4, s5, s6, s7) : kept(lanes, c, s0, s1, s2, s3, s4, s5, s6, s7);
    }

    static double square(double value, double sum) {
        return Math.fma(value, value, sum);
    }
}
