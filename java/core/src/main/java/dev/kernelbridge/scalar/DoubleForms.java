package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import java.util.Arrays;

/** Vector math on double arrays: each operation in the form that is faster here and now, the same bits in either. */
final class DoubleForms {
    /** Elements, below which the plain loops are as fast: the 64 lanes must be folded in any case. */
    private static final int LEAST = 64;
    /** By operation; null where there is only the plain form. C2 makes the same of simple maps as of the Vector API. */
    private static final Choice[] SUMS = new Choice[ReduceOp.values().length];
    private static final Choice EXP = VectorModule.PRESENT ? Trials.choice(new ExpTrial()) : null;

    static {
        if (VectorModule.PRESENT) {
            for (ReduceOp op : ReduceOp.values()) {
                SUMS[op.ordinal()] = op.isSum() ? Trials.choice(new SumTrial(op)) : null;
            }
        }
    }

    private DoubleForms() {
    }

    static void map(MapOp op, double a, double b, double[] x, int xi, double[] y, int yi, double[] z, int zi, double[] out, int oi, int n) {
        if (op != MapOp.EXP || EXP == null || n < LEAST || !EXP.vector(n)) {
            DoubleLoops.map(op, a, b, x, xi, y, yi, z, zi, out, oi, n);
        } else if (EXP.watched(n)) {
            long from = EXP.now();
            DoubleVectorExp.exp(x, xi, out, oi, n);
            EXP.took(n, EXP.now() - from);
        } else {
            DoubleVectorExp.exp(x, xi, out, oi, n);
        }
    }

    /** One block: {@code op.width()} values from {@code partials[at]} on. */
    static void reduce(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n, double[] partials, int at) {
        if (op.isSum()) {
            partials[at] = sum(op, a, x, xi, y, yi, n);
        } else {
            DoubleLoops.reduce(op, x, xi, y, yi, n, partials, at);
        }
    }

    static double sum(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n) {
        Choice choice = n < LEAST ? null : SUMS[op.ordinal()];
        if (choice == null || !choice.vector(n)) {
            return DoubleSums.sum(op, a, x, xi, y, yi, n);
        }
        if (!choice.watched(n)) {
            return DoubleVectorSums.sum(op, a, x, xi, y, yi, n);
        }
        long from = choice.now();
        double sum = DoubleVectorSums.sum(op, a, x, xi, y, yi, n);
        choice.took(n, choice.now() - from);
        return sum;
    }

    private static double[] operand() {
        double[] x = new double[Choice.Trial.LENGTH];
        Arrays.setAll(x, i -> i * 0.001 - 0.4);
        return x;
    }

    private static final class SumTrial extends Trials.OfSums {
        private final double[] x = operand();
        private double sum;

        private SumTrial(ReduceOp op) {
            super(op);
        }

        @Override
        public void plain(int n) {
            sum += DoubleSums.sum(op, 1, x, 0, x, 0, n);
        }

        @Override
        public void vector(int n) {
            sum += DoubleVectorSums.sum(op, 1, x, 0, x, 0, n);
        }
    }

    private static final class ExpTrial extends Trials.OfVectors {
        private final double[] x = operand();
        private final double[] out = new double[Choice.Trial.LENGTH];

        private ExpTrial() {
            x[63] = 1000; // what is rare must have been seen
        }

        @Override
        public void plain(int n) {
            DoubleLoops.map(MapOp.EXP, 0, 0, x, 0, null, 0, null, 0, out, 0, n);
        }

        @Override
        public void vector(int n) {
            DoubleVectorExp.exp(x, 0, out, 0, n);
        }
    }
}
