package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;

/** Vector math on float arrays: each operation in the form that is faster here and now, the same bits in either. */
final class FloatForms {
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

    private FloatForms() {
    }

    static void map(MapOp op, float a, float b, float[] x, int xi, float[] y, int yi, float[] z, int zi, float[] out, int oi, int n) {
        Choice choice = n < LEAST ? null : MAPS[op.ordinal()];
        if (choice == null || !choice.vector(n)) {
            FloatLoops.map(op, a, b, x, xi, y, yi, z, zi, out, oi, n);
        } else if (choice.watched(n)) {
            long from = choice.now();
            vectors(op, x, xi, out, oi, n);
            choice.took(n, choice.now() - from);
        } else {
            vectors(op, x, xi, out, oi, n);
        }
    }

    private static void vectors(MapOp op, float[] x, int xi, float[] out, int oi, int n) {
        if (op == MapOp.EXP) {
            FloatVectorExp.exp(x, xi, out, oi, n);
        } else {
            FloatVectorLog.log(x, xi, out, oi, n);
        }
    }

    /** One block: {@code op.width()} values from {@code partials[at]} on. */
    static void reduce(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n, double[] partials, int at) {
        if (op.isSum()) {
            partials[at] = sum(op, a, x, xi, y, yi, n);
        } else {
            FloatLoops.reduce(op, x, xi, y, yi, n, partials, at);
        }
    }

    static float sum(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n) {
        Choice choice = n < LEAST ? null : SUMS[op.ordinal()];
        if (choice == null || !choice.vector(n)) {
            return FloatSums.sum(op, a, x, xi, y, yi, n);
        }
        if (!choice.watched(n)) {
            return FloatVectorSums.sum(op, a, x, xi, y, yi, n);
        }
        long from = choice.now();
        float sum = FloatVectorSums.sum(op, a, x, xi, y, yi, n);
        choice.took(n, choice.now() - from);
        return sum;
    }

    private static float[] operand() {
        float[] x = new float[Choice.Trial.LENGTH];
        for (int i = 0; i < x.length; i++) {
            x[i] = i * 0.001f - 0.4f;
        }
        return x;
    }

    private static final class SumTrial extends Trials.OfSums {
        private final float[] x = operand();
        private float sum;

        private SumTrial(ReduceOp op) {
            super(op);
        }

        @Override
        public void plain(int n) {
            sum += FloatSums.sum(op, 1, x, 0, x, 0, n);
        }

        @Override
        public void vector(int n) {
            sum += FloatVectorSums.sum(op, 1, x, 0, x, 0, n);
        }
    }

    private static final class MapTrial extends Trials.OfVectors {
        private final MapOp op;
        private final float[] x = operand();
        private final float[] out = new float[Choice.Trial.LENGTH];

        /** With a rare operand among the others: what a compiled method has not seen makes the JVM throw it away. */
        private MapTrial(MapOp op, float rare) {
            this.op = op;
            for (int i = 0; i < x.length; i++) {
                x[i] += 1;
            }
            x[63] = rare;
        }

        @Override
        public void plain(int n) {
            FloatLoops.map(op, 0, 0, x, 0, null, 0, null, 0, out, 0, n);
        }

        @Override
        public void vector(int n) {
            vectors(op, x, 0, out, 0, n);
        }
    }
}
