package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import java.lang.foreign.MemorySegment;
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
            MAPS[MapOp.SIN.ordinal()] = Trials.choice(new MapTrial(MapOp.SIN, 1e7));
            MAPS[MapOp.COS.ordinal()] = Trials.choice(new MapTrial(MapOp.COS, 1e7));
            for (ReduceOp op : ReduceOp.values()) {
                SUMS[op.ordinal()] = op.isSum() ? Trials.choice(new SumTrial(op)) : null;
            }
        }
    }

    private DoubleForms() {
    }

    static void map(MapOp op, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out, long n) {
        double[] xs = DoubleScratch.array(x);
        double[] ys = DoubleScratch.array(y);
        double[] zs = DoubleScratch.array(z);
        double[] outs = DoubleScratch.array(out);
        int oi = DoubleScratch.index(out);
        if (outs != null && lies(x, xs, oi) && lies(y, ys, oi) && lies(z, zs, oi)) {
            for (long i = 0; i < n; i += VectorEngine.BLOCK) {
                map(op, a, b, xs, ys, zs, outs, oi + (int) i, (int) Math.min(VectorEngine.BLOCK, n - i));
            }
            return;
        }
        if (op == MapOp.COPY) {
            MemorySegment.copy(x, 0, out, 0, n * Double.BYTES);
            return;
        }
        DoubleScratch scratch = DoubleScratch.take();
        for (long i = 0; i < n; i += DoubleScratch.MAPPED) {
            int length = (int) Math.min(DoubleScratch.MAPPED, n - i);
            double[] part = scratch.array(0, length); // in place: all the more stays in the cache
            if (op != MapOp.FILL || i == 0) {
                scratch.load(0, x, i, length);
                map(op, a, b, part, scratch.load(1, y, i, length), scratch.load(2, z, i, length), part, 0, length);
            }
            DoubleScratch.store(part, out, i, length);
        }
        scratch.give();
    }

    /** Whether the operand lies in an array as the result does: C2 of JDK 25 makes SIMD of maps whose arrays have all the same index. */
    private static boolean lies(MemorySegment operand, double[] array, int index) {
        return operand == null || array != null && DoubleScratch.index(operand) == index;
    }

    /** Of elements that lie at the same index in all arrays. */
    static void map(MapOp op, double a, double b, double[] x, double[] y, double[] z, double[] out, int from, int n) {
        Choice choice = n < LEAST ? null : MAPS[op.ordinal()];
        if (choice == null || !choice.vector(n)) {
            DoubleLoops.map(op, a, b, x, y, z, out, from, from + n);
        } else if (choice.watched(n)) {
            long start = choice.now();
            vectors(op, x, out, from, n);
            choice.took(n, choice.now() - start);
        } else {
            vectors(op, x, out, from, n);
        }
    }

    private static void vectors(MapOp op, double[] x, double[] out, int from, int n) {
        switch (op) {
            case EXP -> DoubleVectorExp.exp(x, from, out, from, n);
            case LOG -> DoubleVectorLog.log(x, from, out, from, n);
            case SIN -> DoubleVectorSine.sine(0, x, from, out, from, n);
            case COS -> DoubleVectorSine.sine(1, x, from, out, from, n);
            default -> throw new IllegalArgumentException("op: " + op);
        }
    }

    /** {@code op.width()} values a block from {@code partials[at]} on. */
    static void reduce(ReduceOp op, double a, MemorySegment x, MemorySegment y, long n, double[] partials, int at) {
        double[] xs = DoubleScratch.array(x);
        double[] ys = DoubleScratch.array(y);
        boolean arrays = xs != null && (y == null || ys != null);
        int xi = DoubleScratch.index(x);
        int yi = DoubleScratch.index(y);
        DoubleScratch scratch = arrays ? null : DoubleScratch.take();
        int to = at;
        for (long i = 0; i < n; i += VectorEngine.BLOCK) {
            int length = (int) Math.min(VectorEngine.BLOCK, n - i);
            if (op.isSum()) {
                partials[to] = arrays ? sum(op, a, xs, xi + (int) i, ys, yi + (int) i, length) : sum(op, a, x, y, i, length, scratch);
            } else if (arrays) {
                DoubleLoops.reduce(op, xs, xi + (int) i, ys, yi + (int) i, length, partials, to);
            } else {
                DoubleLoops.reduce(op, scratch.load(0, x, i, length), 0, scratch.load(1, y, i, length), 0, length, partials, to);
            }
            to += op.width();
        }
        if (!arrays) {
            scratch.give();
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

    /** Of one block, which is brought to arrays part by part. */
    private static double sum(ReduceOp op, double a, MemorySegment x, MemorySegment y, long from, int n, DoubleScratch scratch) {
        if (n < DoubleScratch.PART + VectorEngine.LANES) {
            return sum(op, a, scratch.load(0, x, from, n), 0, scratch.load(1, y, from, n), 0, n);
        }
        Choice choice = SUMS[op.ordinal()];
        boolean vector = choice != null && choice.vector(n);
        boolean watched = vector && choice.watched(n);
        long start = watched ? choice.now() : 0;
        double[] lanes = scratch.lanes;
        Arrays.fill(lanes, 0);
        int i = 0;
        for (; i + DoubleScratch.PART + VectorEngine.LANES <= n; i += DoubleScratch.PART) {
            double[] xs = scratch.load(0, x, from + i, DoubleScratch.PART);
            double[] ys = scratch.load(1, y, from + i, DoubleScratch.PART);
            if (vector) {
                DoubleVectorSums.part(op, a, xs, 0, ys, 0, DoubleScratch.PART, lanes);
            } else {
                DoubleSums.part(op, a, xs, 0, ys, 0, DoubleScratch.PART, lanes);
            }
        }
        double[] xs = scratch.load(0, x, from + i, n - i);
        double[] ys = scratch.load(1, y, from + i, n - i);
        double sum = vector ? DoubleVectorSums.rest(op, a, xs, 0, ys, 0, n - i, lanes) : DoubleSums.rest(op, a, xs, 0, ys, 0, n - i, lanes);
        if (watched) {
            choice.took(n, choice.now() - start);
        }
        return sum;
    }

    /** Prefix sums, from that carry on. */
    static void scan(double carry, MemorySegment x, MemorySegment out, long n) {
        double[] xs = DoubleScratch.array(x);
        double[] outs = DoubleScratch.array(out);
        DoubleScratch scratch = xs != null && outs != null ? null : DoubleScratch.take();
        double base = carry;
        for (long i = 0; i < n; i += VectorEngine.BLOCK) {
            int length = (int) Math.min(VectorEngine.BLOCK, n - i);
            double[] to = outs != null ? outs : scratch.array(1, length);
            int oi = outs != null ? DoubleScratch.index(out) + (int) i : 0;
            if (xs != null) {
                DoubleLoops.scan(base, xs, DoubleScratch.index(x) + (int) i, to, oi, length);
            } else {
                DoubleLoops.scan(base, scratch.load(0, x, i, length), 0, to, oi, length);
            }
            if (outs == null) {
                DoubleScratch.store(to, out, i, length);
            }
            base = to[oi + length - 1];
        }
        if (scratch != null) {
            scratch.give();
        }
    }

    private static double[] operand() {
        double[] x = new double[Choice.Trial.LENGTH];
        Arrays.setAll(x, i -> i * 0.001 - 0.4);
        return x;
    }

    private static final class SumTrial extends Trials.OfSums {
        private final double[] x = operand();
        private final double[] lanes = new double[VectorEngine.LANES];
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
            if (n % 2 == 0) {
                sum += DoubleVectorSums.sum(op, 1, x, 0, x, 0, n);
            } else { // in parts, as of memory outside the heap
                Arrays.fill(lanes, 0);
                DoubleVectorSums.part(op, 1, x, 0, x, 0, VectorEngine.LANES, lanes);
                sum += DoubleVectorSums.rest(op, 1, x, 0, x, 0, n, lanes);
            }
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
            DoubleLoops.map(op, 0, 0, x, null, null, out, 0, n);
        }

        @Override
        public void vector(int n) {
            vectors(op, x, out, 0, n);
        }
    }
}
