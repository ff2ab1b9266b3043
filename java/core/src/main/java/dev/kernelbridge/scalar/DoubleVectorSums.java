package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of {@link DoubleSums} in the Vector API, the same bits: the 64 lanes are 8 accumulators of 512 bits, which are folded as the
 * order wants it and never by reduceLanes, whose order is the JDK's.
 *
 * <p>What is left of a last group of 64 goes on in the registers: the accumulators take turns, each being renamed to the one before it,
 * and lane 0 then stands elsewhere. The fold does not mind, for lanes that are 32 places apart stay so, and a + b = b + a. (Through an
 * array a sum of 64 to 100 elements took five times as long.) At least 8 elements, since a vector is read that ends at the last one.
 */
final class DoubleVectorSums {
    private static final int LANES = VectorEngine.LANES;
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_512;
    /** Lane j takes what stands four, or two, behind it. */
    private static final VectorShuffle<Double> FOUR = VectorShuffle.iota(S, 4, 1, true);
    private static final VectorShuffle<Double> TWO = VectorShuffle.iota(S, 2, 1, true);

    private DoubleVectorSums() {
    }

    static double sum(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n) {
        return switch (op) {
            case SUM -> sum(x, xi, xi + n);
            case DOT -> dot(x, y, yi - xi, xi, xi + n);
            case SUMSQ -> squares(a, x, xi, xi + n);
            case ASUM -> absolute(x, xi, xi + n);
            case SQDEV -> deviations(a, x, xi, xi + n);
            default -> throw new IllegalArgumentException("op: " + op);
        };
    }

    private static double sum(double[] x, int from, int to) {
        DoubleVector s0 = DoubleVector.zero(S);
        DoubleVector s1 = DoubleVector.zero(S);
        DoubleVector s2 = DoubleVector.zero(S);
        DoubleVector s3 = DoubleVector.zero(S);
        DoubleVector s4 = DoubleVector.zero(S);
        DoubleVector s5 = DoubleVector.zero(S);
        DoubleVector s6 = DoubleVector.zero(S);
        DoubleVector s7 = DoubleVector.zero(S);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = s0.add(at(x, i));
            s1 = s1.add(at(x, i + 8));
            s2 = s2.add(at(x, i + 16));
            s3 = s3.add(at(x, i + 24));
            s4 = s4.add(at(x, i + 32));
            s5 = s5.add(at(x, i + 40));
            s6 = s6.add(at(x, i + 48));
            s7 = s7.add(at(x, i + 56));
        }
        for (; i <= to - 8; i += 8) {
            DoubleVector n0 = s0.add(at(x, i));
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = s4;
            s4 = s5;
            s5 = s6;
            s6 = s7;
            s7 = n0;
        }
        if (i < to) {
            s0 = s0.add(rest(x, i, to));
        }
        return folded(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    private static double dot(double[] x, double[] y, int apart, int from, int to) {
        DoubleVector s0 = DoubleVector.zero(S);
        DoubleVector s1 = DoubleVector.zero(S);
        DoubleVector s2 = DoubleVector.zero(S);
        DoubleVector s3 = DoubleVector.zero(S);
        DoubleVector s4 = DoubleVector.zero(S);
        DoubleVector s5 = DoubleVector.zero(S);
        DoubleVector s6 = DoubleVector.zero(S);
        DoubleVector s7 = DoubleVector.zero(S);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = at(x, i).fma(at(y, i + apart), s0);
            s1 = at(x, i + 8).fma(at(y, i + 8 + apart), s1);
            s2 = at(x, i + 16).fma(at(y, i + 16 + apart), s2);
            s3 = at(x, i + 24).fma(at(y, i + 24 + apart), s3);
            s4 = at(x, i + 32).fma(at(y, i + 32 + apart), s4);
            s5 = at(x, i + 40).fma(at(y, i + 40 + apart), s5);
            s6 = at(x, i + 48).fma(at(y, i + 48 + apart), s6);
            s7 = at(x, i + 56).fma(at(y, i + 56 + apart), s7);
        }
        for (; i <= to - 8; i += 8) {
            DoubleVector n0 = at(x, i).fma(at(y, i + apart), s0);
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = s4;
            s4 = s5;
            s5 = s6;
            s6 = s7;
            s7 = n0;
        }
        if (i < to) {
            s0 = s0.blend(rest(x, i, to).fma(rest(y, i + apart, to + apart), s0), first(to - i));
        }
        return folded(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    private static double squares(double a, double[] x, int from, int to) {
        DoubleVector s0 = DoubleVector.zero(S);
        DoubleVector s1 = DoubleVector.zero(S);
        DoubleVector s2 = DoubleVector.zero(S);
        DoubleVector s3 = DoubleVector.zero(S);
        DoubleVector s4 = DoubleVector.zero(S);
        DoubleVector s5 = DoubleVector.zero(S);
        DoubleVector s6 = DoubleVector.zero(S);
        DoubleVector s7 = DoubleVector.zero(S);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = square(at(x, i).mul(a), s0);
            s1 = square(at(x, i + 8).mul(a), s1);
            s2 = square(at(x, i + 16).mul(a), s2);
            s3 = square(at(x, i + 24).mul(a), s3);
            s4 = square(at(x, i + 32).mul(a), s4);
            s5 = square(at(x, i + 40).mul(a), s5);
            s6 = square(at(x, i + 48).mul(a), s6);
            s7 = square(at(x, i + 56).mul(a), s7);
        }
        for (; i <= to - 8; i += 8) {
            DoubleVector n0 = square(at(x, i).mul(a), s0);
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = s4;
            s4 = s5;
            s5 = s6;
            s6 = s7;
            s7 = n0;
        }
        if (i < to) {
            s0 = s0.blend(square(rest(x, i, to).mul(a), s0), first(to - i));
        }
        return folded(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    private static double absolute(double[] x, int from, int to) {
        DoubleVector s0 = DoubleVector.zero(S);
        DoubleVector s1 = DoubleVector.zero(S);
        DoubleVector s2 = DoubleVector.zero(S);
        DoubleVector s3 = DoubleVector.zero(S);
        DoubleVector s4 = DoubleVector.zero(S);
        DoubleVector s5 = DoubleVector.zero(S);
        DoubleVector s6 = DoubleVector.zero(S);
        DoubleVector s7 = DoubleVector.zero(S);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = s0.add(at(x, i).abs());
            s1 = s1.add(at(x, i + 8).abs());
            s2 = s2.add(at(x, i + 16).abs());
            s3 = s3.add(at(x, i + 24).abs());
            s4 = s4.add(at(x, i + 32).abs());
            s5 = s5.add(at(x, i + 40).abs());
            s6 = s6.add(at(x, i + 48).abs());
            s7 = s7.add(at(x, i + 56).abs());
        }
        for (; i <= to - 8; i += 8) {
            DoubleVector n0 = s0.add(at(x, i).abs());
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = s4;
            s4 = s5;
            s5 = s6;
            s6 = s7;
            s7 = n0;
        }
        if (i < to) {
            s0 = s0.add(rest(x, i, to).abs());
        }
        return folded(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    private static double deviations(double a, double[] x, int from, int to) {
        DoubleVector s0 = DoubleVector.zero(S);
        DoubleVector s1 = DoubleVector.zero(S);
        DoubleVector s2 = DoubleVector.zero(S);
        DoubleVector s3 = DoubleVector.zero(S);
        DoubleVector s4 = DoubleVector.zero(S);
        DoubleVector s5 = DoubleVector.zero(S);
        DoubleVector s6 = DoubleVector.zero(S);
        DoubleVector s7 = DoubleVector.zero(S);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = square(at(x, i).sub(a), s0);
            s1 = square(at(x, i + 8).sub(a), s1);
            s2 = square(at(x, i + 16).sub(a), s2);
            s3 = square(at(x, i + 24).sub(a), s3);
            s4 = square(at(x, i + 32).sub(a), s4);
            s5 = square(at(x, i + 40).sub(a), s5);
            s6 = square(at(x, i + 48).sub(a), s6);
            s7 = square(at(x, i + 56).sub(a), s7);
        }
        for (; i <= to - 8; i += 8) {
            DoubleVector n0 = square(at(x, i).sub(a), s0);
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = s4;
            s4 = s5;
            s5 = s6;
            s6 = s7;
            s7 = n0;
        }
        if (i < to) {
            s0 = s0.blend(square(rest(x, i, to).sub(a), s0), first(to - i));
        }
        return folded(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    private static DoubleVector at(double[] x, int i) {
        return DoubleVector.fromArray(S, x, i);
    }

    /** The elements from i on, fewer than a vector has, and zeros behind them. */
    private static DoubleVector rest(double[] x, int i, int to) {
        return at(x, to - 8).compress(VectorMask.fromLong(S, -1L << 8 - (to - i)));
    }

    /** The first lanes: the others must not take a zero, which would make +0 of a -0. */
    private static VectorMask<Double> first(int lanes) {
        return VectorMask.fromLong(S, (1L << lanes) - 1);
    }

    private static DoubleVector square(DoubleVector value, DoubleVector sum) {
        return value.fma(value, sum);
    }

    private static double folded(DoubleVector s0, DoubleVector s1, DoubleVector s2, DoubleVector s3, DoubleVector s4, DoubleVector s5,
            DoubleVector s6, DoubleVector s7) {
        DoubleVector v = s0.add(s4).add(s2.add(s6)).add(s1.add(s5).add(s3.add(s7)));
        v = v.add(v.rearrange(FOUR));
        v = v.add(v.rearrange(TWO));
        return v.lane(0) + v.lane(1);
    }
}
