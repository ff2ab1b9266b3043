package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of {@link FloatSums} in the Vector API, the same bits: the 64 lanes are 4 accumulators of 512 bits, which are folded as the
 * order wants it and never by reduceLanes, whose order is the JDK's.
 *
 * <p>What is left of a last group of 64 goes on in the registers: the accumulators take turns, each being renamed to the one before it,
 * and lane 0 then stands elsewhere. The fold does not mind, for lanes that are 32 places apart stay so, and a + b = b + a. (Through an
 * array a sum of 64 to 100 elements took five times as long.) At least 16 elements, since a vector is read that ends at the last one.
 */
final class FloatVectorSums {
    private static final int LANES = VectorEngine.LANES;
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;
    /** Lane j takes what stands eight, four, or two, behind it. */
    private static final VectorShuffle<Float> EIGHT = VectorShuffle.iota(S, 8, 1, true);
    private static final VectorShuffle<Float> FOUR = VectorShuffle.iota(S, 4, 1, true);
    private static final VectorShuffle<Float> TWO = VectorShuffle.iota(S, 2, 1, true);

    private FloatVectorSums() {
    }

    static float sum(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n) {
        return switch (op) {
            case SUM -> sum(x, xi, xi + n);
            case DOT -> dot(x, y, yi - xi, xi, xi + n);
            case SUMSQ -> squares(a, x, xi, xi + n);
            case ASUM -> absolute(x, xi, xi + n);
            case SQDEV -> deviations(a, x, xi, xi + n);
            default -> throw new IllegalArgumentException("op: " + op);
        };
    }

    private static float sum(float[] x, int from, int to) {
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
        for (; i <= to - 16; i += 16) {
            FloatVector n0 = s0.add(at(x, i));
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = n0;
        }
        if (i < to) {
            s0 = s0.add(rest(x, i, to));
        }
        return folded(s0, s1, s2, s3);
    }

    private static float dot(float[] x, float[] y, int apart, int from, int to) {
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
        for (; i <= to - 16; i += 16) {
            FloatVector n0 = at(x, i).fma(at(y, i + apart), s0);
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = n0;
        }
        if (i < to) {
            s0 = s0.blend(rest(x, i, to).fma(rest(y, i + apart, to + apart), s0), first(to - i));
        }
        return folded(s0, s1, s2, s3);
    }

    private static float squares(float a, float[] x, int from, int to) {
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
        for (; i <= to - 16; i += 16) {
            FloatVector n0 = square(at(x, i).mul(a), s0);
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = n0;
        }
        if (i < to) {
            s0 = s0.blend(square(rest(x, i, to).mul(a), s0), first(to - i));
        }
        return folded(s0, s1, s2, s3);
    }

    private static float absolute(float[] x, int from, int to) {
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
        for (; i <= to - 16; i += 16) {
            FloatVector n0 = s0.add(at(x, i).abs());
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = n0;
        }
        if (i < to) {
            s0 = s0.add(rest(x, i, to).abs());
        }
        return folded(s0, s1, s2, s3);
    }

    private static float deviations(float a, float[] x, int from, int to) {
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
        for (; i <= to - 16; i += 16) {
            FloatVector n0 = square(at(x, i).sub(a), s0);
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = n0;
        }
        if (i < to) {
            s0 = s0.blend(square(rest(x, i, to).sub(a), s0), first(to - i));
        }
        return folded(s0, s1, s2, s3);
    }

    private static FloatVector at(float[] x, int i) {
        return FloatVector.fromArray(S, x, i);
    }

    /** The elements from i on, fewer than a vector has, and zeros behind them. */
    private static FloatVector rest(float[] x, int i, int to) {
        return at(x, to - 16).compress(VectorMask.fromLong(S, -1L << 16 - (to - i)));
    }

    /** The first lanes: the others must not take a zero, which would make +0 of a -0. */
    private static VectorMask<Float> first(int lanes) {
        return VectorMask.fromLong(S, (1L << lanes) - 1);
    }

    private static FloatVector square(FloatVector value, FloatVector sum) {
        return value.fma(value, sum);
    }

    private static float folded(FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3) {
        FloatVector v = s0.add(s2).add(s1.add(s3));
        v = v.add(v.rearrange(EIGHT));
        v = v.add(v.rearrange(FOUR));
        v = v.add(v.rearrange(TWO));
        return v.lane(0) + v.lane(1);
    }
}
