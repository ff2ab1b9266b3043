package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of {@link FloatSums} in the Vector API, the same bits: the 64 lanes are 4 accumulators of 512 bits, which are folded as the
 * order wants it and never by reduceLanes, whose order is the JDK's. The methods are written out: {@link DoubleVectorLog} says why.
 *
 * <p>What is left of a last group of 64 goes on in the registers: the accumulators take turns, each being renamed to the one before it,
 * and lane 0 then stands elsewhere. The fold does not mind, for lanes that are 32 places apart stay so, and a + b = b + a. (Through an
 * array a sum of 64 to 100 elements took five times as long.) At least 16 elements, since a vector is read that ends at the last one; and
 * in that one only the lanes that have an element take it: a zero would make +0 of a -0 that stands for a product.
 */
final class FloatVectorSums {
    private static final int LANES = VectorEngine.LANES;
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;
    /** Lane j takes what stands eight, four, or two, behind it. */
    private static final VectorShuffle<Float> EIGHT = VectorShuffle.iota(S, 8, 1, true);
    private static final VectorShuffle<Float> FOUR = VectorShuffle.iota(S, 4, 1, true);
    private static final VectorShuffle<Float> TWO = VectorShuffle.iota(S, 2, 1, true);
    /** What the lanes begin with; never written. */
    private static final float[] ZEROS = new float[LANES];

    private FloatVectorSums() {
    }

    static float sum(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n) {
        return sum(op, a, x, xi, y, yi, n, ZEROS, null);
    }

    /** The first part of a sum, a multiple of 64 elements: added to the lanes. */
    static void part(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n, float[] lanes) {
        sum(op, a, x, xi, y, yi, n, lanes, lanes);
    }

    /** The rest of it. */
    static float rest(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n, float[] lanes) {
        return sum(op, a, x, xi, y, yi, n, lanes, null);
    }

    /** The sum, or if there is an array for the lanes, these and 0. */
    private static float sum(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n, float[] begin, float[] left) {
        return switch (op) {
            case SUM -> sum(x, xi, xi + n, begin, left);
            case DOT -> dot(x, y, yi - xi, xi, xi + n, begin, left);
            case SUMSQ -> squares(a, x, xi, xi + n, begin, left);
            case ASUM -> absolute(x, xi, xi + n, begin, left);
            case SQDEV -> deviations(a, x, xi, xi + n, begin, left);
            default -> throw new IllegalArgumentException("op: " + op);
        };
    }

    private static float sum(float[] x, int from, int to, float[] begin, float[] left) {
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
        if (left != null) {
            s0.intoArray(left, 0);
            s1.intoArray(left, 16);
            s2.intoArray(left, 32);
            s3.intoArray(left, 48);
            return 0;
        }
        for (; i <= to - 16; i += 16) {
            FloatVector n0 = s0.add(FloatVector.fromArray(S, x, i));
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = n0;
        }
        if (i < to) {
            VectorMask<Float> behind = VectorMask.fromLong(S, -1L << 16 - (to - i));
            s0 = s0.add(FloatVector.fromArray(S, x, to - 16).compress(behind));
        }
        s0 = s0.add(s2).add(s1.add(s3));
        s0 = s0.add(s0.rearrange(EIGHT));
        s0 = s0.add(s0.rearrange(FOUR));
        s0 = s0.add(s0.rearrange(TWO));
        return s0.lane(0) + s0.lane(1);
    }

    private static float dot(float[] x, float[] y, int apart, int from, int to, float[] begin, float[] left) {
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
        if (left != null) {
            s0.intoArray(left, 0);
            s1.intoArray(left, 16);
            s2.intoArray(left, 32);
            s3.intoArray(left, 48);
            return 0;
        }
        for (; i <= to - 16; i += 16) {
            FloatVector n0 = FloatVector.fromArray(S, x, i).fma(FloatVector.fromArray(S, y, i + apart), s0);
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = n0;
        }
        if (i < to) {
            VectorMask<Float> behind = VectorMask.fromLong(S, -1L << 16 - (to - i));
            FloatVector v = FloatVector.fromArray(S, x, to - 16).compress(behind);
            FloatVector w = FloatVector.fromArray(S, y, to - 16 + apart).compress(behind);
            s0 = s0.blend(v.fma(w, s0), VectorMask.fromLong(S, (1L << to - i) - 1));
        }
        s0 = s0.add(s2).add(s1.add(s3));
        s0 = s0.add(s0.rearrange(EIGHT));
        s0 = s0.add(s0.rearrange(FOUR));
        s0 = s0.add(s0.rearrange(TWO));
        return s0.lane(0) + s0.lane(1);
    }

    private static float squares(float a, float[] x, int from, int to, float[] begin, float[] left) {
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
        if (left != null) {
            s0.intoArray(left, 0);
            s1.intoArray(left, 16);
            s2.intoArray(left, 32);
            s3.intoArray(left, 48);
            return 0;
        }
        for (; i <= to - 16; i += 16) {
            FloatVector v = FloatVector.fromArray(S, x, i).mul(a);
            FloatVector n0 = v.fma(v, s0);
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = n0;
        }
        if (i < to) {
            VectorMask<Float> behind = VectorMask.fromLong(S, -1L << 16 - (to - i));
            FloatVector v = FloatVector.fromArray(S, x, to - 16).compress(behind).mul(a);
            s0 = s0.blend(v.fma(v, s0), VectorMask.fromLong(S, (1L << to - i) - 1));
        }
        s0 = s0.add(s2).add(s1.add(s3));
        s0 = s0.add(s0.rearrange(EIGHT));
        s0 = s0.add(s0.rearrange(FOUR));
        s0 = s0.add(s0.rearrange(TWO));
        return s0.lane(0) + s0.lane(1);
    }

    private static float absolute(float[] x, int from, int to, float[] begin, float[] left) {
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
        if (left != null) {
            s0.intoArray(left, 0);
            s1.intoArray(left, 16);
            s2.intoArray(left, 32);
            s3.intoArray(left, 48);
            return 0;
        }
        for (; i <= to - 16; i += 16) {
            FloatVector n0 = s0.add(FloatVector.fromArray(S, x, i).abs());
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = n0;
        }
        if (i < to) {
            VectorMask<Float> behind = VectorMask.fromLong(S, -1L << 16 - (to - i));
            s0 = s0.add(FloatVector.fromArray(S, x, to - 16).compress(behind).abs());
        }
        s0 = s0.add(s2).add(s1.add(s3));
        s0 = s0.add(s0.rearrange(EIGHT));
        s0 = s0.add(s0.rearrange(FOUR));
        s0 = s0.add(s0.rearrange(TWO));
        return s0.lane(0) + s0.lane(1);
    }

    private static float deviations(float a, float[] x, int from, int to, float[] begin, float[] left) {
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
        if (left != null) {
            s0.intoArray(left, 0);
            s1.intoArray(left, 16);
            s2.intoArray(left, 32);
            s3.intoArray(left, 48);
            return 0;
        }
        for (; i <= to - 16; i += 16) {
            FloatVector v = FloatVector.fromArray(S, x, i).sub(a);
            FloatVector n0 = v.fma(v, s0);
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = n0;
        }
        if (i < to) {
            VectorMask<Float> behind = VectorMask.fromLong(S, -1L << 16 - (to - i));
            FloatVector v = FloatVector.fromArray(S, x, to - 16).compress(behind).sub(a);
            s0 = s0.blend(v.fma(v, s0), VectorMask.fromLong(S, (1L << to - i) - 1));
        }
        s0 = s0.add(s2).add(s1.add(s3));
        s0 = s0.add(s0.rearrange(EIGHT));
        s0 = s0.add(s0.rearrange(FOUR));
        s0 = s0.add(s0.rearrange(TWO));
        return s0.lane(0) + s0.lane(1);
    }
}
