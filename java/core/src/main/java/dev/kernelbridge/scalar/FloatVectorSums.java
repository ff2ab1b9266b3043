package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of {@link FloatSums} in the Vector API, the same bits: the 64 lanes are 4 accumulators of 512 bits, which are folded as the
 * order wants it and never by reduceLanes, whose order is the JDK's. What is left of a last group is added to the lanes in memory: in the
 * same loop, or with masks, the methods outgrew what C2 inlines and every vector became an object, 25 times slower.
 */
final class FloatVectorSums {
    private static final int LANES = VectorEngine.LANES;
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;
    /** 528 bytes of new memory a call took 40 ns. */
    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[LANES]);

    private FloatVectorSums() {
    }

    static float sum(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n) {
        float[] lanes = SCRATCH.get();
        switch (op) {
            case SUM -> sum(x, xi, xi + n, lanes);
            case DOT -> dot(x, y, yi - xi, xi, xi + n, lanes);
            case SUMSQ -> squares(a, x, xi, xi + n, lanes);
            case ASUM -> absolute(x, xi, xi + n, lanes);
            case SQDEV -> deviations(a, x, xi, xi + n, lanes);
            default -> throw new IllegalArgumentException("op: " + op);
        }
        return folded(lanes);
    }

    private static void sum(float[] x, int from, int to, float[] lanes) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = s0.add(at(x, i));
            s1 = s1.add(at(x, i + 16));
            s2 = s2.add(at(x, i + 32));
            s3 = s3.add(at(x, i + 48));
        }
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 16);
        s2.intoArray(lanes, 32);
        s3.intoArray(lanes, 48);
        int j = 0;
        for (; i <= to - 16; i += 16, j += 16) {
            at(lanes, j).add(at(x, i)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] += x[i];
        }
    }

    private static void dot(float[] x, float[] y, int apart, int from, int to, float[] lanes) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = at(x, i).fma(at(y, i + apart), s0);
            s1 = at(x, i + 16).fma(at(y, i + 16 + apart), s1);
            s2 = at(x, i + 32).fma(at(y, i + 32 + apart), s2);
            s3 = at(x, i + 48).fma(at(y, i + 48 + apart), s3);
        }
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 16);
        s2.intoArray(lanes, 32);
        s3.intoArray(lanes, 48);
        int j = 0;
        for (; i <= to - 16; i += 16, j += 16) {
            at(x, i).fma(at(y, i + apart), at(lanes, j)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] = Math.fma(x[i], y[i + apart], lanes[j]);
        }
    }

    private static void squares(float a, float[] x, int from, int to, float[] lanes) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = square(at(x, i).mul(a), s0);
            s1 = square(at(x, i + 16).mul(a), s1);
            s2 = square(at(x, i + 32).mul(a), s2);
            s3 = square(at(x, i + 48).mul(a), s3);
        }
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 16);
        s2.intoArray(lanes, 32);
        s3.intoArray(lanes, 48);
        int j = 0;
        for (; i <= to - 16; i += 16, j += 16) {
            square(at(x, i).mul(a), at(lanes, j)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] = FloatSums.square(a * x[i], lanes[j]);
        }
    }

    private static void absolute(float[] x, int from, int to, float[] lanes) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = s0.add(at(x, i).abs());
            s1 = s1.add(at(x, i + 16).abs());
            s2 = s2.add(at(x, i + 32).abs());
            s3 = s3.add(at(x, i + 48).abs());
        }
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 16);
        s2.intoArray(lanes, 32);
        s3.intoArray(lanes, 48);
        int j = 0;
        for (; i <= to - 16; i += 16, j += 16) {
            at(lanes, j).add(at(x, i).abs()).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] += Math.abs(x[i]);
        }
    }

    private static void deviations(float a, float[] x, int from, int to, float[] lanes) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = square(at(x, i).sub(a), s0);
            s1 = square(at(x, i + 16).sub(a), s1);
            s2 = square(at(x, i + 32).sub(a), s2);
            s3 = square(at(x, i + 48).sub(a), s3);
        }
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 16);
        s2.intoArray(lanes, 32);
        s3.intoArray(lanes, 48);
        int j = 0;
        for (; i <= to - 16; i += 16, j += 16) {
            square(at(x, i).sub(a), at(lanes, j)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] = FloatSums.square(x[i] - a, lanes[j]);
        }
    }

    private static FloatVector at(float[] x, int i) {
        return FloatVector.fromArray(S, x, i);
    }

    private static FloatVector square(FloatVector value, FloatVector sum) {
        return value.fma(value, sum);
    }

    private static float folded(float[] lanes) {
        at(lanes, 0).add(at(lanes, 32)).add(at(lanes, 16).add(at(lanes, 48))).intoArray(lanes, 0);
        for (int j = 0; j < 8; j++) {
            lanes[j] += lanes[j + 8];
        }
        return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
    }
}
