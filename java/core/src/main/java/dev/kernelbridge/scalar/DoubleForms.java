package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import java.util.Arrays;

/** Vector math on double arrays: each operation in the form that is faster here and now, the same bits in either. */
final class DoubleForms {
    /** Elements, below which the vector forms were not tried; their sums want a whole vector at least. */
    private static final int LEAST = 64;
    /** By operation; null where there is only the plain form. C2 makes the same of simple maps as of the Vector API. */
    private static final Choice[] SUMS = new Choice[ReduceOp.values().length];
    private static final Choice[] MAPS = new Choice[MapOp.values().length];

    static {
        if (VectorModule.PRESENT) {
            MAPS[MapOp.EXP.ordinal()] = Trials.choice(new MapTrial(MapOp.EXP, 1000));
            MAPS[MapOp.LOG.ordinal()] = Trials.choice(new MapTrial(MapOp.LOG, 0));
            for (ReduceOp op : ReduceOp.values()) {
                SUMS[op.ordinal()] = op.isSum() ? Trials.choice(new SumTrial(op)) : null;
            }
        }
    }

    private DoubleForms() {
    }

    static void map(MapOp op, double a, double b, double[] x, int xi, double[] y, int yi, double[] z, int zi, double[] out, int oi, int n) {
        Choice choice = n < LEAST ? null : MAPS[op.ordinal()];
        if (choice == null || !choice.vector(n)) {
            DoubleLoops.map(op, a, b, x, xi, y, yi, z, zi, out, oi, n);
        } else if (choice.watched(n)) {
            long from = choice.now();
            vectors(op, x, xi, out, oi, n);
            choice.took(n, choice.now() - from);
        } else {
            vectors(op, x, xi, out, oi, n);
        }
    }

    private static void vectors(MapOp op, double[] x, int xi, double[] out, int oi, int n) {
        if (op == MapOp.EXP) {
            DoubleVectorExp.exp(x, xi, out, oi, n);
        } else {
            DoubleVectorLog.log(x, xi, out, oi, n);
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

    private static final class MapTrial extends Trials.OfVectors {
        private final MapOp op;
        private final double[] x = operand();
        private final double[] out = new double[Choice.Trial.LENGTH];

        /** With a rare operand among the others: what a compiled method has not seen makes the JVM throw it away. */
        private MapTrial(MapOp op, double rare) {
            this.op = op;
            for (int i = 0; i < x.length; i++) {
                x[i] += 1;
            }
            x[63] = rare;
        }

        @Override
        public void plain(int n) {
            DoubleLoops.map(op, 0, 0, x, 0, null, 0, null, 0, out, 0, n);
        }

        @Override
        public void vector(int n) {
            vectors(op, x, 0, out, 0, n);
        }
    }
}
