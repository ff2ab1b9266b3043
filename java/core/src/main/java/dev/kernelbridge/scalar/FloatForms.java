package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

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
            MAPS[MapOp.SIN.ordinal()] = Trials.choice(new MapTrial(MapOp.SIN, 1e7f));
            MAPS[MapOp.COS.ordinal()] = Trials.choice(new MapTrial(MapOp.COS, 1e7f));
            for (ReduceOp op : ReduceOp.values()) {
                SUMS[op.ordinal()] = op.isSum() ? Trials.choice(new SumTrial(op)) : null;
            }
        }
    }

    private FloatForms() {
    }

    static void map(MapOp op, float a, float b, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out, long n) {
        float[] xs = FloatScratch.array(x);
        float[] ys = FloatScratch.array(y);
        float[] zs = FloatScratch.array(z);
        float[] outs = FloatScratch.array(out);
        int oi = FloatScratch.index(out);
        if (outs != null && lies(x, xs, oi) && lies(y, ys, oi) && lies(z, zs, oi)) {
            for (long i = 0; i < n; i += VectorEngine.BLOCK) {
                map(op, a, b, xs, ys, zs, outs, oi + (int) i, (int) Math.min(VectorEngine.BLOCK, n - i));
            }
            return;
        }
        if (op == MapOp.COPY) {
            MemorySegment.copy(x, 0, out, 0, n * Float.BYTES);
            return;
        }
        FloatScratch scratch = FloatScratch.take();
        for (long i = 0; i < n; i += FloatScratch.MAPPED) {
            int length = (int) Math.min(FloatScratch.MAPPED, n - i);
            float[] part = scratch.array(0, length); // in place: all the more stays in the cache
            if (op != MapOp.FILL || i == 0) {
                scratch.load(0, x, i, length);
                map(op, a, b, part, scratch.load(1, y, i, length), scratch.load(2, z, i, length), part, 0, length);
            }
            FloatScratch.store(part, out, i, length);
        }
        scratch.give();
    }

    /** Whether the operand lies in an array as the result does: C2 of JDK 25 makes SIMD of maps whose arrays have all the same index. */
    private static boolean lies(MemorySegment operand, float[] array, int index) {
        return operand == null || array != null && FloatScratch.index(operand) == index;
    }

    /** Of elements that lie at the same index in all arrays. */
    static void map(MapOp op, float a, float b, float[] x, float[] y, float[] z, float[] out, int from, int n) {
        Choice choice = n < LEAST ? null : MAPS[op.ordinal()];
        if (choice == null || !choice.vector(n)) {
            FloatLoops.map(op, a, b, x, y, z, out, from, from + n);
        } else if (choice.watched(n)) {
            long start = choice.now();
            vectors(op, x, out, from, n);
            choice.took(n, choice.now() - start);
        } else {
            vectors(op, x, out, from, n);
        }
    }

    private static void vectors(MapOp op, float[] x, float[] out, int from, int n) {
        switch (op) {
            case EXP -> FloatVectorExp.exp(x, from, out, from, n);
            case LOG -> FloatVectorLog.log(x, from, out, from, n);
            case SIN -> FloatVectorSine.sine(0, x, from, out, from, n);
            case COS -> FloatVectorSine.sine(1, x, from, out, from, n);
            default -> throw new IllegalArgumentException("op: " + op);
        }
    }

    /** {@code op.width()} values a block from {@code partials[at]} on. */
    static void reduce(ReduceOp op, float a, MemorySegment x, MemorySegment y, long n, double[] partials, int at) {
        float[] xs = FloatScratch.array(x);
        float[] ys = FloatScratch.array(y);
        boolean arrays = xs != null && (y == null || ys != null);
        int xi = FloatScratch.index(x);
        int yi = FloatScratch.index(y);
        FloatScratch scratch = arrays ? null : FloatScratch.take();
        int to = at;
        for (long i = 0; i < n; i += VectorEngine.BLOCK) {
            int length = (int) Math.min(VectorEngine.BLOCK, n - i);
            if (op.isSum()) {
                partials[to] = arrays ? sum(op, a, xs, xi + (int) i, ys, yi + (int) i, length) : sum(op, a, x, y, i, length, scratch);
            } else if (arrays) {
                FloatLoops.reduce(op, xs, xi + (int) i, ys, yi + (int) i, length, partials, to);
            } else {
                FloatLoops.reduce(op, scratch.load(0, x, i, length), 0, scratch.load(1, y, i, length), 0, length, partials, to);
            }
            to += op.width();
        }
        if (!arrays) {
            scratch.give();
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

    /** Of one block, which is brought to arrays part by part. */
    private static float sum(ReduceOp op, float a, MemorySegment x, MemorySegment y, long from, int n, FloatScratch scratch) {
        if (n < FloatScratch.PART + VectorEngine.LANES) {
            return sum(op, a, scratch.load(0, x, from, n), 0, scratch.load(1, y, from, n), 0, n);
        }
        Choice choice = SUMS[op.ordinal()];
        boolean vector = choice != null && choice.vector(n);
        boolean watched = vector && choice.watched(n);
        long start = watched ? choice.now() : 0;
        float[] lanes = scratch.lanes;
        Arrays.fill(lanes, 0);
        int i = 0;
        for (; i + FloatScratch.PART + VectorEngine.LANES <= n; i += FloatScratch.PART) {
            float[] xs = scratch.load(0, x, from + i, FloatScratch.PART);
            float[] ys = scratch.load(1, y, from + i, FloatScratch.PART);
            if (vector) {
                FloatVectorSums.part(op, a, xs, 0, ys, 0, FloatScratch.PART, lanes);
            } else {
                FloatSums.part(op, a, xs, 0, ys, 0, FloatScratch.PART, lanes);
            }
        }
        float[] xs = scratch.load(0, x, from + i, n - i);
        float[] ys = scratch.load(1, y, from + i, n - i);
        float sum = vector ? FloatVectorSums.rest(op, a, xs, 0, ys, 0, n - i, lanes) : FloatSums.rest(op, a, xs, 0, ys, 0, n - i, lanes);
        if (watched) {
            choice.took(n, choice.now() - start);
        }
        return sum;
    }

    /** Prefix sums, from that carry on. */
    static void scan(float carry, MemorySegment x, MemorySegment out, long n) {
        float[] xs = FloatScratch.array(x);
        float[] outs = FloatScratch.array(out);
        FloatScratch scratch = xs != null && outs != null ? null : FloatScratch.take();
        float base = carry;
        for (long i = 0; i < n; i += VectorEngine.BLOCK) {
            int length = (int) Math.min(VectorEngine.BLOCK, n - i);
            float[] to = outs != null ? outs : scratch.array(1, length);
            int oi = outs != null ? FloatScratch.index(out) + (int) i : 0;
            if (xs != null) {
                FloatLoops.scan(base, xs, FloatScratch.index(x) + (int) i, to, oi, length);
            } else {
                FloatLoops.scan(base, scratch.load(0, x, i, length), 0, to, oi, length);
            }
            if (outs == null) {
                FloatScratch.store(to, out, i, length);
            }
            base = to[oi + length - 1];
        }
        if (scratch != null) {
            scratch.give();
        }
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
        private final float[] lanes = new float[VectorEngine.LANES];
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
            if (n % 2 == 0) {
                sum += FloatVectorSums.sum(op, 1, x, 0, x, 0, n);
            } else { // in parts, as of memory outside the heap
                Arrays.fill(lanes, 0);
                FloatVectorSums.part(op, 1, x, 0, x, 0, VectorEngine.LANES, lanes);
                sum += FloatVectorSums.rest(op, 1, x, 0, x, 0, n, lanes);
            }
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
            FloatLoops.map(op, 0, 0, x, null, null, out, 0, n);
        }

        @Override
        public void vector(int n) {
            vectors(op, x, out, 0, n);
        }
    }
}
