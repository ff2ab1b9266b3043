package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of {@link DoubleSums} in the Vector API, the same bits: the 64 lanes are 8 accumulators of 512 bits, which are folded as the
 * order wants it and never by reduceLanes, whose order is the JDK's. What is left of a last group is added to the lanes in memory. The
 * methods are written out, each with its fold: {@link DoubleVectorLog} says why.
 */
final class DoubleVectorSums {
    private static final int LANES = VectorEngine.LANES;
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_512;
    /** 528 bytes of new memory a call took 40 ns. */
    private static final ThreadLocal<double[]> SCRATCH = ThreadLocal.withInitial(() -> new double[LANES]);
    /** What the lanes begin with; never written. */
    private static final double[] ZEROS = new double[LANES];

    private DoubleVectorSums() {
    }

    static double sum(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n) {
        return sum(op, a, x, xi, y, yi, n, ZEROS, SCRATCH.get(), true);
    }

    /** The first part of a sum, a multiple of 64 elements: added to the lanes. */
    static void part(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n, double[] lanes) {
        sum(op, a, x, xi, y, yi, n, lanes, lanes, false);
    }

    /** The rest of it. */
    static double rest(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n, double[] lanes) {
        return sum(op, a, x, xi, y, yi, n, lanes, lanes, true);
    }

    private static double sum(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n, double[] begin, double[] lanes, boolean last) {
        return switch (op) {
            case SUM -> sum(x, xi, xi + n, begin, lanes, last);
            case DOT -> dot(x, y, yi - xi, xi, xi + n, begin, lanes, last);
            case SUMSQ -> squares(a, x, xi, xi + n, begin, lanes, last);
            case ASUM -> absolute(x, xi, xi + n, begin, lanes, last);
            case SQDEV -> deviations(a, x, xi, xi + n, begin, lanes, last);
            default -> throw new IllegalArgumentException("op: " + op);
        };
    }

    private static double sum(double[] x, int from, int to, double[] begin, double[] lanes, boolean last) {
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
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 8);
        s2.intoArray(lanes, 16);
        s3.intoArray(lanes, 24);
        s4.intoArray(lanes, 32);
        s5.intoArray(lanes, 40);
        s6.intoArray(lanes, 48);
        s7.intoArray(lanes, 56);
        int j = 0;
        for (; i <= to - 8; i += 8, j += 8) {
            DoubleVector.fromArray(S, lanes, j).add(DoubleVector.fromArray(S, x, i)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] += x[i];
        }
        if (last) {
            s0 = DoubleVector.fromArray(S, lanes, 0).add(DoubleVector.fromArray(S, lanes, 32));
            s1 = DoubleVector.fromArray(S, lanes, 8).add(DoubleVector.fromArray(S, lanes, 40));
            s2 = DoubleVector.fromArray(S, lanes, 16).add(DoubleVector.fromArray(S, lanes, 48));
            s3 = DoubleVector.fromArray(S, lanes, 24).add(DoubleVector.fromArray(S, lanes, 56));
            s0.add(s2).add(s1.add(s3)).intoArray(lanes, 0);
        }
        return folded(lanes);
    }

    private static double dot(double[] x, double[] y, int apart, int from, int to, double[] begin, double[] lanes, boolean last) {
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
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 8);
        s2.intoArray(lanes, 16);
        s3.intoArray(lanes, 24);
        s4.intoArray(lanes, 32);
        s5.intoArray(lanes, 40);
        s6.intoArray(lanes, 48);
        s7.intoArray(lanes, 56);
        int j = 0;
        for (; i <= to - 8; i += 8, j += 8) {
            DoubleVector.fromArray(S, x, i).fma(DoubleVector.fromArray(S, y, i + apart), DoubleVector.fromArray(S, lanes, j)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] = Math.fma(x[i], y[i + apart], lanes[j]);
        }
        if (last) {
            s0 = DoubleVector.fromArray(S, lanes, 0).add(DoubleVector.fromArray(S, lanes, 32));
            s1 = DoubleVector.fromArray(S, lanes, 8).add(DoubleVector.fromArray(S, lanes, 40));
            s2 = DoubleVector.fromArray(S, lanes, 16).add(DoubleVector.fromArray(S, lanes, 48));
            s3 = DoubleVector.fromArray(S, lanes, 24).add(DoubleVector.fromArray(S, lanes, 56));
            s0.add(s2).add(s1.add(s3)).intoArray(lanes, 0);
        }
        return folded(lanes);
    }

    private static double squares(double a, double[] x, int from, int to, double[] begin, double[] lanes, boolean last) {
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
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 8);
        s2.intoArray(lanes, 16);
        s3.intoArray(lanes, 24);
        s4.intoArray(lanes, 32);
        s5.intoArray(lanes, 40);
        s6.intoArray(lanes, 48);
        s7.intoArray(lanes, 56);
        int j = 0;
        for (; i <= to - 8; i += 8, j += 8) {
            DoubleVector v = DoubleVector.fromArray(S, x, i).mul(a);
            v.fma(v, DoubleVector.fromArray(S, lanes, j)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] = DoubleSums.square(a * x[i], lanes[j]);
        }
        if (last) {
            s0 = DoubleVector.fromArray(S, lanes, 0).add(DoubleVector.fromArray(S, lanes, 32));
            s1 = DoubleVector.fromArray(S, lanes, 8).add(DoubleVector.fromArray(S, lanes, 40));
            s2 = DoubleVector.fromArray(S, lanes, 16).add(DoubleVector.fromArray(S, lanes, 48));
            s3 = DoubleVector.fromArray(S, lanes, 24).add(DoubleVector.fromArray(S, lanes, 56));
            s0.add(s2).add(s1.add(s3)).intoArray(lanes, 0);
        }
        return folded(lanes);
    }

    private static double absolute(double[] x, int from, int to, double[] begin, double[] lanes, boolean last) {
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
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 8);
        s2.intoArray(lanes, 16);
        s3.intoArray(lanes, 24);
        s4.intoArray(lanes, 32);
        s5.intoArray(lanes, 40);
        s6.intoArray(lanes, 48);
        s7.intoArray(lanes, 56);
        int j = 0;
        for (; i <= to - 8; i += 8, j += 8) {
            DoubleVector.fromArray(S, lanes, j).add(DoubleVector.fromArray(S, x, i).abs()).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] += Math.abs(x[i]);
        }
        if (last) {
            s0 = DoubleVector.fromArray(S, lanes, 0).add(DoubleVector.fromArray(S, lanes, 32));
            s1 = DoubleVector.fromArray(S, lanes, 8).add(DoubleVector.fromArray(S, lanes, 40));
            s2 = DoubleVector.fromArray(S, lanes, 16).add(DoubleVector.fromArray(S, lanes, 48));
            s3 = DoubleVector.fromArray(S, lanes, 24).add(DoubleVector.fromArray(S, lanes, 56));
            s0.add(s2).add(s1.add(s3)).intoArray(lanes, 0);
        }
        return folded(lanes);
    }

    private static double deviations(double a, double[] x, int from, int to, double[] begin, double[] lanes, boolean last) {
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
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 8);
        s2.intoArray(lanes, 16);
        s3.intoArray(lanes, 24);
        s4.intoArray(lanes, 32);
        s5.intoArray(lanes, 40);
        s6.intoArray(lanes, 48);
        s7.intoArray(lanes, 56);
        int j = 0;
        for (; i <= to - 8; i += 8, j += 8) {
            DoubleVector v = DoubleVector.fromArray(S, x, i).sub(a);
            v.fma(v, DoubleVector.fromArray(S, lanes, j)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] = DoubleSums.square(x[i] - a, lanes[j]);
        }
        if (last) {
            s0 = DoubleVector.fromArray(S, lanes, 0).add(DoubleVector.fromArray(S, lanes, 32));
            s1 = DoubleVector.fromArray(S, lanes, 8).add(DoubleVector.fromArray(S, lanes, 40));
            s2 = DoubleVector.fromArray(S, lanes, 16).add(DoubleVector.fromArray(S, lanes, 48));
            s3 = DoubleVector.fromArray(S, lanes, 24).add(DoubleVector.fromArray(S, lanes, 56));
            s0.add(s2).add(s1.add(s3)).intoArray(lanes, 0);
        }
        return folded(lanes);
    }

    /** Eight lanes to one. */
    private static double folded(double[] lanes) {
        return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
    }
}
