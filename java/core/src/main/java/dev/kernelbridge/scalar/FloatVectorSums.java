package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of {@link FloatSums} in the Vector API, the same bits: the 64 lanes are 4 accumulators of 512 bits, which are folded as the
 * order wants it and never by reduceLanes, whose order is the JDK's. What is left of a last group is added to the lanes in memory. The
 * methods are written out, each with its fold: {@link DoubleVectorLog} says why.
 */
final class FloatVectorSums {
    private static final int LANES = VectorEngine.LANES;
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;
    /** 528 bytes of new memory a call took 40 ns. */
    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[LANES]);
    /** What the lanes begin with; never written. */
    private static final float[] ZEROS = new float[LANES];

    private FloatVectorSums() {
    }

    static float sum(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n) {
        return sum(op, a, x, xi, y, yi, n, ZEROS, SCRATCH.get(), true);
    }

    /** The first part of a sum, a multiple of 64 elements: added to the lanes. */
    static void part(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n, float[] lanes) {
        sum(op, a, x, xi, y, yi, n, lanes, lanes, false);
    }

    /** The rest of it. */
    static float rest(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n, float[] lanes) {
        return sum(op, a, x, xi, y, yi, n, lanes, lanes, true);
    }

    private static float sum(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n, float[] begin, float[] lanes, boolean last) {
        return switch (op) {
            case SUM -> sum(x, xi, xi + n, begin, lanes, last);
            case DOT -> dot(x, y, yi - xi, xi, xi + n, begin, lanes, last);
            case SUMSQ -> squares(a, x, xi, xi + n, begin, lanes, last);
            case ASUM -> absolute(x, xi, xi + n, begin, lanes, last);
            case SQDEV -> deviations(a, x, xi, xi + n, begin, lanes, last);
            default -> throw new IllegalArgumentException("op: " + op);
        };
    }

    private static float sum(float[] x, int from, int to, float[] begin, float[] lanes, boolean last) {
        FloatVector s0 = FloatVector.fromArray(S, begin, 0);
        FloatVector s1 = FloatVector.fromArray(S, begin, 16);
        FloatVector s2 = FloatVector.fromArray(S, begin, 32);
        FloatVector s3 = FloatVector.fromArray(S, begin, 48);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = s0.add(FloatVector.fromArray(S, x, i));
            s1 = s1.add(FloatVector.fromArray(S, x, i + 16));
            s2 = s2.add(FloatVector.fromArray(S, x, i + 32));
            s3 = s3.add(FloatVector.fromArray(S, x, i + 48));
        }
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 16);
        s2.intoArray(lanes, 32);
        s3.intoArray(lanes, 48);
        int j = 0;
        for (; i <= to - 16; i += 16, j += 16) {
            FloatVector.fromArray(S, lanes, j).add(FloatVector.fromArray(S, x, i)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] += x[i];
        }
        if (last) {
            s0 = FloatVector.fromArray(S, lanes, 0).add(FloatVector.fromArray(S, lanes, 32));
            s1 = FloatVector.fromArray(S, lanes, 16).add(FloatVector.fromArray(S, lanes, 48));
            s0.add(s1).intoArray(lanes, 0);
            for (j = 0; j < 8; j++) {
                lanes[j] += lanes[j + 8];
            }
        }
        return folded(lanes);
    }

    private static float dot(float[] x, float[] y, int apart, int from, int to, float[] begin, float[] lanes, boolean last) {
        FloatVector s0 = FloatVector.fromArray(S, begin, 0);
        FloatVector s1 = FloatVector.fromArray(S, begin, 16);
        FloatVector s2 = FloatVector.fromArray(S, begin, 32);
        FloatVector s3 = FloatVector.fromArray(S, begin, 48);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = FloatVector.fromArray(S, x, i).fma(FloatVector.fromArray(S, y, i + apart), s0);
            s1 = FloatVector.fromArray(S, x, i + 16).fma(FloatVector.fromArray(S, y, i + 16 + apart), s1);
            s2 = FloatVector.fromArray(S, x, i + 32).fma(FloatVector.fromArray(S, y, i + 32 + apart), s2);
            s3 = FloatVector.fromArray(S, x, i + 48).fma(FloatVector.fromArray(S, y, i + 48 + apart), s3);
        }
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 16);
        s2.intoArray(lanes, 32);
        s3.intoArray(lanes, 48);
        int j = 0;
        for (; i <= to - 16; i += 16, j += 16) {
            FloatVector.fromArray(S, x, i).fma(FloatVector.fromArray(S, y, i + apart), FloatVector.fromArray(S, lanes, j)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] = Math.fma(x[i], y[i + apart], lanes[j]);
        }
        if (last) {
            s0 = FloatVector.fromArray(S, lanes, 0).add(FloatVector.fromArray(S, lanes, 32));
            s1 = FloatVector.fromArray(S, lanes, 16).add(FloatVector.fromArray(S, lanes, 48));
            s0.add(s1).intoArray(lanes, 0);
            for (j = 0; j < 8; j++) {
                lanes[j] += lanes[j + 8];
            }
        }
        return folded(lanes);
    }

    private static float squares(float a, float[] x, int from, int to, float[] begin, float[] lanes, boolean last) {
        FloatVector s0 = FloatVector.fromArray(S, begin, 0);
        FloatVector s1 = FloatVector.fromArray(S, begin, 16);
        FloatVector s2 = FloatVector.fromArray(S, begin, 32);
        FloatVector s3 = FloatVector.fromArray(S, begin, 48);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(S, x, i).mul(a);
            s0 = v.fma(v, s0);
            v = FloatVector.fromArray(S, x, i + 16).mul(a);
            s1 = v.fma(v, s1);
            v = FloatVector.fromArray(S, x, i + 32).mul(a);
            s2 = v.fma(v, s2);
            v = FloatVector.fromArray(S, x, i + 48).mul(a);
            s3 = v.fma(v, s3);
        }
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 16);
        s2.intoArray(lanes, 32);
        s3.intoArray(lanes, 48);
        int j = 0;
        for (; i <= to - 16; i += 16, j += 16) {
            FloatVector v = FloatVector.fromArray(S, x, i).mul(a);
            v.fma(v, FloatVector.fromArray(S, lanes, j)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] = FloatSums.square(a * x[i], lanes[j]);
        }
        if (last) {
            s0 = FloatVector.fromArray(S, lanes, 0).add(FloatVector.fromArray(S, lanes, 32));
            s1 = FloatVector.fromArray(S, lanes, 16).add(FloatVector.fromArray(S, lanes, 48));
            s0.add(s1).intoArray(lanes, 0);
            for (j = 0; j < 8; j++) {
                lanes[j] += lanes[j + 8];
            }
        }
        return folded(lanes);
    }

    private static float absolute(float[] x, int from, int to, float[] begin, float[] lanes, boolean last) {
        FloatVector s0 = FloatVector.fromArray(S, begin, 0);
        FloatVector s1 = FloatVector.fromArray(S, begin, 16);
        FloatVector s2 = FloatVector.fromArray(S, begin, 32);
        FloatVector s3 = FloatVector.fromArray(S, begin, 48);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = s0.add(FloatVector.fromArray(S, x, i).abs());
            s1 = s1.add(FloatVector.fromArray(S, x, i + 16).abs());
            s2 = s2.add(FloatVector.fromArray(S, x, i + 32).abs());
            s3 = s3.add(FloatVector.fromArray(S, x, i + 48).abs());
        }
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 16);
        s2.intoArray(lanes, 32);
        s3.intoArray(lanes, 48);
        int j = 0;
        for (; i <= to - 16; i += 16, j += 16) {
            FloatVector.fromArray(S, lanes, j).add(FloatVector.fromArray(S, x, i).abs()).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] += Math.abs(x[i]);
        }
        if (last) {
            s0 = FloatVector.fromArray(S, lanes, 0).add(FloatVector.fromArray(S, lanes, 32));
            s1 = FloatVector.fromArray(S, lanes, 16).add(FloatVector.fromArray(S, lanes, 48));
            s0.add(s1).intoArray(lanes, 0);
            for (j = 0; j < 8; j++) {
                lanes[j] += lanes[j + 8];
            }
        }
        return folded(lanes);
    }

    private static float deviations(float a, float[] x, int from, int to, float[] begin, float[] lanes, boolean last) {
        FloatVector s0 = FloatVector.fromArray(S, begin, 0);
        FloatVector s1 = FloatVector.fromArray(S, begin, 16);
        FloatVector s2 = FloatVector.fromArray(S, begin, 32);
        FloatVector s3 = FloatVector.fromArray(S, begin, 48);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(S, x, i).sub(a);
            s0 = v.fma(v, s0);
            v = FloatVector.fromArray(S, x, i + 16).sub(a);
            s1 = v.fma(v, s1);
            v = FloatVector.fromArray(S, x, i + 32).sub(a);
            s2 = v.fma(v, s2);
            v = FloatVector.fromArray(S, x, i + 48).sub(a);
            s3 = v.fma(v, s3);
        }
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 16);
        s2.intoArray(lanes, 32);
        s3.intoArray(lanes, 48);
        int j = 0;
        for (; i <= to - 16; i += 16, j += 16) {
            FloatVector v = FloatVector.fromArray(S, x, i).sub(a);
            v.fma(v, FloatVector.fromArray(S, lanes, j)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] = FloatSums.square(x[i] - a, lanes[j]);
        }
        if (last) {
            s0 = FloatVector.fromArray(S, lanes, 0).add(FloatVector.fromArray(S, lanes, 32));
            s1 = FloatVector.fromArray(S, lanes, 16).add(FloatVector.fromArray(S, lanes, 48));
            s0.add(s1).intoArray(lanes, 0);
            for (j = 0; j < 8; j++) {
                lanes[j] += lanes[j + 8];
            }
        }
        return folded(lanes);
    }

    /** Eight lanes to one. */
    private static float folded(float[] lanes) {
        return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
    }
}
