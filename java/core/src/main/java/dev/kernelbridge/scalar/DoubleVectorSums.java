package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of {@link DoubleSums} in the Vector API, the same bits: the 64 lanes are 8 accumulators of 512 bits, which are folded as the
 * order wants it and never by reduceLanes, whose order is the JDK's. What is left of a last group is added to the lanes in memory: in the
 * same loop, or with masks, the methods outgrew what C2 inlines and every vector became an object, 25 times slower.
 */
final class DoubleVectorSums {
    private static final int LANES = VectorEngine.LANES;
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_512;
    /** 528 bytes of new memory a call took 40 ns. */
    private static final ThreadLocal<double[]> SCRATCH = ThreadLocal.withInitial(() -> new double[LANES]);

    private DoubleVectorSums() {
    }

    static double sum(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n) {
        double[] lanes = SCRATCH.get();
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

    private static void sum(double[] x, int from, int to, double[] lanes) {
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
            at(lanes, j).add(at(x, i)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] += x[i];
        }
    }

    private static void dot(double[] x, double[] y, int apart, int from, int to, double[] lanes) {
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
            at(x, i).fma(at(y, i + apart), at(lanes, j)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] = Math.fma(x[i], y[i + apart], lanes[j]);
        }
    }

    private static void squares(double a, double[] x, int from, int to, double[] lanes) {
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
            square(at(x, i).mul(a), at(lanes, j)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] = DoubleSums.square(a * x[i], lanes[j]);
        }
    }

    private static void absolute(double[] x, int from, int to, double[] lanes) {
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
            at(lanes, j).add(at(x, i).abs()).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] += Math.abs(x[i]);
        }
    }

    private static void deviations(double a, double[] x, int from, int to, double[] lanes) {
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
            square(at(x, i).sub(a), at(lanes, j)).intoArray(lanes, j);
        }
        for (; i < to; i++, j++) {
            lanes[j] = DoubleSums.square(x[i] - a, lanes[j]);
        }
    }

    private static DoubleVector at(double[] x, int i) {
        return DoubleVector.fromArray(S, x, i);
    }

    private static DoubleVector square(DoubleVector value, DoubleVector sum) {
        return value.fma(value, sum);
    }

    private static double folded(double[] lanes) {
        DoubleVector even = at(lanes, 0).add(at(lanes, 32)).add(at(lanes, 16).add(at(lanes, 48)));
        DoubleVector odd = at(lanes, 8).add(at(lanes, 40)).add(at(lanes, 24).add(at(lanes, 56)));
        even.add(odd).intoArray(lanes, 0);
        return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
    }
}
