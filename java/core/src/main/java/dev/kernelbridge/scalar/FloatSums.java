package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;

/**
 * Sums of one block of floats in the order of {@link VectorEngine#reduce}, without SIMD: C2 makes none of sums of floating-point numbers,
 * and lanes in an array wait for each other's stores. So eight of the lanes at a time are variables, c, c + 8, ..., c + 56, which are
 * folded to one; the eight that come of it are folded by the same additions.
 */
final class FloatSums {
    private static final int LANES = VectorEngine.LANES;
    private static final int FEW = 16;
    /** Elements that stay in the first-level cache while all columns are gone through. */
    private static final int CHUNK = 1024;
    /** What the lanes begin with; never written. */
    private static final float[] ZEROS = new float[LANES];

    private FloatSums() {
    }

    static float sum(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n) {
        if (n <= FEW) {
            return few(op, a, x, xi, y, yi, n);
        }
        float[] lanes = n <= CHUNK ? ZEROS : new float[LANES];
        int i = 0;
        for (; i + CHUNK < n; i += CHUNK) {
            columns(op, a, x, xi + i, y, yi + i, CHUNK, lanes, false);
        }
        return columns(op, a, x, xi + i, y, yi + i, n - i, lanes, true);
    }

    /** The first part of a sum, a multiple of 64 elements: added to the lanes. */
    static void part(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n, float[] lanes) {
        columns(op, a, x, xi, y, yi, n, lanes, false);
    }

    /** The rest of it. */
    static float rest(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n, float[] lanes) {
        return columns(op, a, x, xi, y, yi, n, lanes, true);
    }

    /** Lanes without an element are +0, and a lane is never -0, since it begins at +0: adding them changes nothing. */
    private static float few(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n) {
        float[] s = new float[FEW];
        switch (op) {
            case SUM -> {
                for (int j = 0; j < n; j++) {
                    s[j] = 0.0f + x[xi + j];
                }
            }
            case DOT -> {
                for (int j = 0; j < n; j++) {
                    s[j] = Math.fma(x[xi + j], y[yi + j], 0.0f);
                }
            }
            case SUMSQ -> {
                for (int j = 0; j < n; j++) {
                    s[j] = square(a * x[xi + j], 0.0f);
                }
            }
            case ASUM -> {
                for (int j = 0; j < n; j++) {
                    s[j] = Math.abs(x[xi + j]);
                }
            }
            case SQDEV -> {
                for (int j = 0; j < n; j++) {
                    s[j] = square(x[xi + j] - a, 0.0f);
                }
            }
            default -> throw new IllegalArgumentException("op: " + op);
        }
        return n <= 8 ? folded(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7])
                : folded(s[0] + s[8], s[1] + s[9], s[2] + s[10], s[3] + s[11], s[4] + s[12], s[5] + s[13], s[6] + s[14], s[7] + s[15]);
    }

    private static float columns(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n, float[] lanes, boolean last) {
        float s0 = column(op, a, x, xi, y, yi, n, lanes, 0, last);
        float s1 = column(op, a, x, xi, y, yi, n, lanes, 1, last);
        float s2 = column(op, a, x, xi, y, yi, n, lanes, 2, last);
        float s3 = column(op, a, x, xi, y, yi, n, lanes, 3, last);
        float s4 = column(op, a, x, xi, y, yi, n, lanes, 4, last);
        float s5 = column(op, a, x, xi, y, yi, n, lanes, 5, last);
        float s6 = column(op, a, x, xi, y, yi, n, lanes, 6, last);
        float s7 = column(op, a, x, xi, y, yi, n, lanes, 7, last);
        return folded(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    private static float folded(float s0, float s1, float s2, float s3, float s4, float s5, float s6, float s7) {
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    private static float kept(float[] lanes, int c, float s0, float s1, float s2, float s3, float s4, float s5, float s6,
            float s7) {
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

    private static float column(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n, float[] lanes, int c,
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

    private static float sum(float[] x, int from, int n, float[] lanes, int c, boolean last) {
        float s0 = lanes[c];
        float s1 = lanes[c + 8];
        float s2 = lanes[c + 16];
        float s3 = lanes[c + 24];
        float s4 = lanes[c + 32];
        float s5 = lanes[c + 40];
        float s6 = lanes[c + 48];
        float s7 = lanes[c + 56];
        int i = from + c;
        for (int end = from + n - n % LANES; i < end; i += LANES) {
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

    private static float dot(float[] x, float[] y, int apart, int from, int n, float[] lanes, int c, boolean last) {
        float s0 = lanes[c];
        float s1 = lanes[c + 8];
        float s2 = lanes[c + 16];
        float s3 = lanes[c + 24];
        float s4 = lanes[c + 32];
        float s5 = lanes[c + 40];
        float s6 = lanes[c + 48];
        float s7 = lanes[c + 56];
        int i = from + c;
        for (int end = from + n - n % LANES; i < end; i += LANES) {
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

    static float squares(float a, float[] x, int from, int n, float[] lanes, int c, boolean last) {
        float s0 = lanes[c];
        float s1 = lanes[c + 8];
        float s2 = lanes[c + 16];
        float s3 = lanes[c + 24];
        float s4 = lanes[c + 32];
        float s5 = lanes[c + 40];
        float s6 = lanes[c + 48];
        float s7 = lanes[c + 56];
        int i = from + c;
        for (int end = from + n - n % LANES; i < end; i += LANES) {
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

    private static float absolute(float[] x, int from, int n, float[] lanes, int c, boolean last) {
        float s0 = lanes[c];
        float s1 = lanes[c + 8];
        float s2 = lanes[c + 16];
        float s3 = lanes[c + 24];
        float s4 = lanes[c + 32];
        float s5 = lanes[c + 40];
        float s6 = lanes[c + 48];
        float s7 = lanes[c + 56];
        int i = from + c;
        for (int end = from + n - n % LANES; i < end; i += LANES) {
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

    private static float deviations(float a, float[] x, int from, int n, float[] lanes, int c, boolean last) {
        float s0 = lanes[c];
        float s1 = lanes[c + 8];
        float s2 = lanes[c + 16];
        float s3 = lanes[c + 24];
        float s4 = lanes[c + 32];
        float s5 = lanes[c + 40];
        float s6 = lanes[c + 48];
        float s7 = lanes[c + 56];
        int i = from + c;
        for (int end = from + n - n % LANES; i < end; i += LANES) {
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

    static float square(float value, float sum) {
        return Math.fma(value, value, sum);
    }
}
