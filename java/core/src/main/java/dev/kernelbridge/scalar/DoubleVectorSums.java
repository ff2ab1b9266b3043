package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of {@link DoubleSums} in the Vector API, the same bits: the 64 lanes are 8 accumulators of 512 bits, which are folded as the
 * order wants it and never by reduceLanes, whose order is the JDK's. The methods are written out: {@link DoubleVectorLog} says why.
 *
 * <p>What is left of a last group of 64 goes on in the registers: the accumulators take turns, each being renamed to the one before it,
 * and lane 0 then stands elsewhere. The fold does not mind, for lanes that are 32 places apart stay so, and a + b = b + a. (Through an
 * array a sum of 64 to 100 elements took five times as long.) At least 8 elements, since a vector is read that ends at the last one; and
 * in that one only the lanes that have an element take it: a zero would make +0 of a -0 that stands for a product.
 */
final class DoubleVectorSums {
    private static final int LANES = VectorEngine.LANES;
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_512;
    /** Lane j takes what stands four, or two, behind it. */
    private static final VectorShuffle<Double> FOUR = VectorShuffle.iota(S, 4, 1, true);
    private static final VectorShuffle<Double> TWO = VectorShuffle.iota(S, 2, 1, true);
    /** What the lanes begin with; never written. */
    private static final double[] ZEROS = new double[LANES];

    private DoubleVectorSums() {
    }

    static double sum(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n) {
        return sum(op, a, x, xi, y, yi, n, ZEROS, null);
    }

    /** The first part of a sum, a multiple of 64 elements: added to the lanes. */
    static void part(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n, double[] lanes) {
        sum(op, a, x, xi, y, yi, n, lanes, lanes);
    }

    /** The rest of it. */
    static double rest(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n, double[] lanes) {
        return sum(op, a, x, xi, y, yi, n, lanes, null);
    }

    /** The sum, or if there is an array for the lanes, these and 0. */
    private static double sum(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n, double[] begin, double[] left) {
        return switch (op) {
            case SUM -> sum(x, xi, xi + n, begin, left);
            case DOT -> dot(x, y, yi - xi, xi, xi + n, begin, left);
            case SUMSQ -> squares(a, x, xi, xi + n, begin, left);
            case ASUM -> absolute(x, xi, xi + n, begin, left);
            case SQDEV -> deviations(a, x, xi, xi + n, begin, left);
            default -> throw new IllegalArgumentException("op: " + op);
        };
    }

    private static double sum(double[] x, int from, int to, double[] begin, double[] left) {
        DoubleVector s0 = DoubleVector.fromArray(S, begin, 0);
        DoubleVector s1 = DoubleVector.fromArray(S, begin, 8);
        DoubleVector s2 = DoubleVector.fromArray(S, begin, 16);
        DoubleVector s3 = DoubleVector.fromArray(S, begin, 24);
        DoubleVector s4 = DoubleVector.fromArray(S, begin, 32);
        DoubleVector s5 = DoubleVector.fromArray(S, begin, 40);
        DoubleVector s6 = DoubleVector.fromArray(S, begin, 48);
        DoubleVector s7 = DoubleVector.fromArray(S, begin, 56);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = s0.add(DoubleVector.fromArray(S, x, i));
            s1 = s1.add(DoubleVector.fromArray(S, x, i + 8));
            s2 = s2.add(DoubleVector.fromArray(S, x, i + 16));
            s3 = s3.add(DoubleVector.fromArray(S, x, i + 24));
            s4 = s4.add(DoubleVector.fromArray(S, x, i + 32));
            s5 = s5.add(DoubleVector.fromArray(S, x, i + 40));
            s6 = s6.add(DoubleVector.fromArray(S, x, i + 48));
            s7 = s7.add(DoubleVector.fromArray(S, x, i + 56));
        }
        if (left != null) {
            s0.intoArray(left, 0);
            s1.intoArray(left, 8);
            s2.intoArray(left, 16);
            s3.intoArray(left, 24);
            s4.intoArray(left, 32);
            s5.intoArray(left, 40);
            s6.intoArray(left, 48);
            s7.intoArray(left, 56);
            return 0;
        }
        for (; i <= to - 8; i += 8) {
            DoubleVector n0 = s0.add(DoubleVector.fromArray(S, x, i));
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
            VectorMask<Double> behind = VectorMask.fromLong(S, -1L << 8 - (to - i));
            s0 = s0.add(DoubleVector.fromArray(S, x, to - 8).compress(behind));
        }
        s0 = s0.add(s4).add(s2.add(s6)).add(s1.add(s5).add(s3.add(s7)));
        s0 = s0.add(s0.rearrange(FOUR));
        s0 = s0.add(s0.rearrange(TWO));
        return s0.lane(0) + s0.lane(1);
    }

    private static double dot(double[] x, double[] y, int apart, int from, int to, double[] begin, double[] left) {
        DoubleVector s0 = DoubleVector.fromArray(S, begin, 0);
        DoubleVector s1 = DoubleVector.fromArray(S, begin, 8);
        DoubleVector s2 = DoubleVector.fromArray(S, begin, 16);
        DoubleVector s3 = DoubleVector.fromArray(S, begin, 24);
        DoubleVector s4 = DoubleVector.fromArray(S, begin, 32);
        DoubleVector s5 = DoubleVector.fromArray(S, begin, 40);
        DoubleVector s6 = DoubleVector.fromArray(S, begin, 48);
        DoubleVector s7 = DoubleVector.fromArray(S, begin, 56);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = DoubleVector.fromArray(S, x, i).fma(DoubleVector.fromArray(S, y, i + apart), s0);
            s1 = DoubleVector.fromArray(S, x, i + 8).fma(DoubleVector.fromArray(S, y, i + 8 + apart), s1);
            s2 = DoubleVector.fromArray(S, x, i + 16).fma(DoubleVector.fromArray(S, y, i + 16 + apart), s2);
            s3 = DoubleVector.fromArray(S, x, i + 24).fma(DoubleVector.fromArray(S, y, i + 24 + apart), s3);
            s4 = DoubleVector.fromArray(S, x, i + 32).fma(DoubleVector.fromArray(S, y, i + 32 + apart), s4);
            s5 = DoubleVector.fromArray(S, x, i + 40).fma(DoubleVector.fromArray(S, y, i + 40 + apart), s5);
            s6 = DoubleVector.fromArray(S, x, i + 48).fma(DoubleVector.fromArray(S, y, i + 48 + apart), s6);
            s7 = DoubleVector.fromArray(S, x, i + 56).fma(DoubleVector.fromArray(S, y, i + 56 + apart), s7);
        }
        if (left != null) {
            s0.intoArray(left, 0);
            s1.intoArray(left, 8);
            s2.intoArray(left, 16);
            s3.intoArray(left, 24);
            s4.intoArray(left, 32);
            s5.intoArray(left, 40);
            s6.intoArray(left, 48);
            s7.intoArray(left, 56);
            return 0;
        }
        for (; i <= to - 8; i += 8) {
            DoubleVector n0 = DoubleVector.fromArray(S, x, i).fma(DoubleVector.fromArray(S, y, i + apart), s0);
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
            VectorMask<Double> behind = VectorMask.fromLong(S, -1L << 8 - (to - i));
            DoubleVector v = DoubleVector.fromArray(S, x, to - 8).compress(behind);
            DoubleVector w = DoubleVector.fromArray(S, y, to - 8 + apart).compress(behind);
            s0 = s0.blend(v.fma(w, s0), VectorMask.fromLong(S, (1L << to - i) - 1));
        }
        s0 = s0.add(s4).add(s2.add(s6)).add(s1.add(s5).add(s3.add(s7)));
        s0 = s0.add(s0.rearrange(FOUR));
        s0 = s0.add(s0.rearrange(TWO));
        return s0.lane(0) + s0.lane(1);
    }

    private static double squares(double a, double[] x, int from, int to, double[] begin, double[] left) {
        DoubleVector s0 = DoubleVector.fromArray(S, begin, 0);
        DoubleVector s1 = DoubleVector.fromArray(S, begin, 8);
        DoubleVector s2 = DoubleVector.fromArray(S, begin, 16);
        DoubleVector s3 = DoubleVector.fromArray(S, begin, 24);
        DoubleVector s4 = DoubleVector.fromArray(S, begin, 32);
        DoubleVector s5 = DoubleVector.fromArray(S, begin, 40);
        DoubleVector s6 = DoubleVector.fromArray(S, begin, 48);
        DoubleVector s7 = DoubleVector.fromArray(S, begin, 56);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(S, x, i).mul(a);
            s0 = v.fma(v, s0);
            v = DoubleVector.fromArray(S, x, i + 8).mul(a);
            s1 = v.fma(v, s1);
            v = DoubleVector.fromArray(S, x, i + 16).mul(a);
            s2 = v.fma(v, s2);
            v = DoubleVector.fromArray(S, x, i + 24).mul(a);
            s3 = v.fma(v, s3);
            v = DoubleVector.fromArray(S, x, i + 32).mul(a);
            s4 = v.fma(v, s4);
            v = DoubleVector.fromArray(S, x, i + 40).mul(a);
            s5 = v.fma(v, s5);
            v = DoubleVector.fromArray(S, x, i + 48).mul(a);
            s6 = v.fma(v, s6);
            v = DoubleVector.fromArray(S, x, i + 56).mul(a);
            s7 = v.fma(v, s7);
        }
        if (left != null) {
            s0.intoArray(left, 0);
            s1.intoArray(left, 8);
            s2.intoArray(left, 16);
            s3.intoArray(left, 24);
            s4.intoArray(left, 32);
            s5.intoArray(left, 40);
            s6.intoArray(left, 48);
            s7.intoArray(left, 56);
            return 0;
        }
        for (; i <= to - 8; i += 8) {
            DoubleVector v = DoubleVector.fromArray(S, x, i).mul(a);
            DoubleVector n0 = v.fma(v, s0);
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
            VectorMask<Double> behind = VectorMask.fromLong(S, -1L << 8 - (to - i));
            DoubleVector v = DoubleVector.fromArray(S, x, to - 8).compress(behind).mul(a);
            s0 = s0.blend(v.fma(v, s0), VectorMask.fromLong(S, (1L << to - i) - 1));
        }
        s0 = s0.add(s4).add(s2.add(s6)).add(s1.add(s5).add(s3.add(s7)));
        s0 = s0.add(s0.rearrange(FOUR));
        s0 = s0.add(s0.rearrange(TWO));
        return s0.lane(0) + s0.lane(1);
    }

    private static double absolute(double[] x, int from, int to, double[] begin, double[] left) {
        DoubleVector s0 = DoubleVector.fromArray(S, begin, 0);
        DoubleVector s1 = DoubleVector.fromArray(S, begin, 8);
        DoubleVector s2 = DoubleVector.fromArray(S, begin, 16);
        DoubleVector s3 = DoubleVector.fromArray(S, begin, 24);
        DoubleVector s4 = DoubleVector.fromArray(S, begin, 32);
        DoubleVector s5 = DoubleVector.fromArray(S, begin, 40);
        DoubleVector s6 = DoubleVector.fromArray(S, begin, 48);
        DoubleVector s7 = DoubleVector.fromArray(S, begin, 56);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 = s0.add(DoubleVector.fromArray(S, x, i).abs());
            s1 = s1.add(DoubleVector.fromArray(S, x, i + 8).abs());
            s2 = s2.add(DoubleVector.fromArray(S, x, i + 16).abs());
            s3 = s3.add(DoubleVector.fromArray(S, x, i + 24).abs());
            s4 = s4.add(DoubleVector.fromArray(S, x, i + 32).abs());
            s5 = s5.add(DoubleVector.fromArray(S, x, i + 40).abs());
            s6 = s6.add(DoubleVector.fromArray(S, x, i + 48).abs());
            s7 = s7.add(DoubleVector.fromArray(S, x, i + 56).abs());
        }
        if (left != null) {
            s0.intoArray(left, 0);
            s1.intoArray(left, 8);
            s2.intoArray(left, 16);
            s3.intoArray(left, 24);
            s4.intoArray(left, 32);
            s5.intoArray(left, 40);
            s6.intoArray(left, 48);
            s7.intoArray(left, 56);
            return 0;
        }
        for (; i <= to - 8; i += 8) {
            DoubleVector n0 = s0.add(DoubleVector.fromArray(S, x, i).abs());
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
            VectorMask<Double> behind = VectorMask.fromLong(S, -1L << 8 - (to - i));
            s0 = s0.add(DoubleVector.fromArray(S, x, to - 8).compress(behind).abs());
        }
        s0 = s0.add(s4).add(s2.add(s6)).add(s1.add(s5).add(s3.add(s7)));
        s0 = s0.add(s0.rearrange(FOUR));
        s0 = s0.add(s0.rearrange(TWO));
        return s0.lane(0) + s0.lane(1);
    }

    private static double deviations(double a, double[] x, int from, int to, double[] begin, double[] left) {
        DoubleVector s0 = DoubleVector.fromArray(S, begin, 0);
        DoubleVector s1 = DoubleVector.fromArray(S, begin, 8);
        DoubleVector s2 = DoubleVector.fromArray(S, begin, 16);
        DoubleVector s3 = DoubleVector.fromArray(S, begin, 24);
        DoubleVector s4 = DoubleVector.fromArray(S, begin, 32);
        DoubleVector s5 = DoubleVector.fromArray(S, begin, 40);
        DoubleVector s6 = DoubleVector.fromArray(S, begin, 48);
        DoubleVector s7 = DoubleVector.fromArray(S, begin, 56);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(S, x, i).sub(a);
            s0 = v.fma(v, s0);
            v = DoubleVector.fromArray(S, x, i + 8).sub(a);
            s1 = v.fma(v, s1);
            v = DoubleVector.fromArray(S, x, i + 16).sub(a);
            s2 = v.fma(v, s2);
            v = DoubleVector.fromArray(S, x, i + 24).sub(a);
            s3 = v.fma(v, s3);
            v = DoubleVector.fromArray(S, x, i + 32).sub(a);
            s4 = v.fma(v, s4);
            v = DoubleVector.fromArray(S, x, i + 40).sub(a);
            s5 = v.fma(v, s5);
            v = DoubleVector.fromArray(S, x, i + 48).sub(a);
            s6 = v.fma(v, s6);
            v = DoubleVector.fromArray(S, x, i + 56).sub(a);
            s7 = v.fma(v, s7);
        }
        if (left != null) {
            s0.intoArray(left, 0);
            s1.intoArray(left, 8);
            s2.intoArray(left, 16);
            s3.intoArray(left, 24);
            s4.intoArray(left, 32);
            s5.intoArray(left, 40);
            s6.intoArray(left, 48);
            s7.intoArray(left, 56);
            return 0;
        }
        for (; i <= to - 8; i += 8) {
            DoubleVector v = DoubleVector.fromArray(S, x, i).sub(a);
            DoubleVector n0 = v.fma(v, s0);
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
            VectorMask<Double> behind = VectorMask.fromLong(S, -1L << 8 - (to - i));
            DoubleVector v = DoubleVector.fromArray(S, x, to - 8).compress(behind).sub(a);
            s0 = s0.blend(v.fma(v, s0), VectorMask.fromLong(S, (1L << to - i) - 1));
        }
        s0 = s0.add(s4).add(s2.add(s6)).add(s1.add(s5).add(s3.add(s7)));
        s0 = s0.add(s0.rearrange(FOUR));
        s0 = s0.add(s0.rearrange(TWO));
        return s0.lane(0) + s0.lane(1);
    }
}
