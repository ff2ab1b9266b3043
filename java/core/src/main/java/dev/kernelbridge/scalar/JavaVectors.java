package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.GemmBlocks;
import dev.kernelbridge.spi.GemmShape;
import dev.kernelbridge.spi.GemvBlocks;
import dev.kernelbridge.spi.GemvShape;
import dev.kernelbridge.spi.HostVectorEngine;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Vector math in loops over arrays, plain or of the Vector API ({@link DoubleForms}). Operands that are no array of the element's type
 * (native memory, mapped files) are copied through small buffers block by block: loops over memory segments were seen 200 times slower
 * when C2 did not see through them.
 */
final class JavaVectors extends HostVectorEngine {
    /** Multiplications from which panels pay: 64^3. */
    private static final double LEAST_TILED = 1 << 18;

    @Override
    public void map(ElementType type, MapOp op, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out,
            long n) {
        if (type == ElementType.F64) {
            DoubleOperand xs = new DoubleOperand(x);
            DoubleOperand ys = new DoubleOperand(y);
            DoubleOperand zs = new DoubleOperand(z);
            DoubleOperand outs = new DoubleOperand(out);
            for (long i = 0; i < n; i += BLOCK) {
                int length = (int) Math.min(BLOCK, n - i);
                DoubleForms.map(op, a, b, xs.load(i, length), xs.at(i), ys.load(i, length), ys.at(i), zs.load(i, length), zs.at(i),
                        outs.array(), outs.at(i), length);
                outs.store(i, length);
            }
        } else {
            FloatOperand xs = new FloatOperand(x);
            FloatOperand ys = new FloatOperand(y);
            FloatOperand zs = new FloatOperand(z);
            FloatOperand outs = new FloatOperand(out);
            for (long i = 0; i < n; i += BLOCK) {
                int length = (int) Math.min(BLOCK, n - i);
                FloatForms.map(op, (float) a, (float) b, xs.load(i, length), xs.at(i), ys.load(i, length), ys.at(i), zs.load(i, length),
                        zs.at(i), outs.array(), outs.at(i), length);
                outs.store(i, length);
            }
        }
    }

    @Override
    public void map(MapOp op, double a, double b, double[] x, double[] y, double[] z, double[] out, int n) {
        if (n > BLOCK) {
            super.map(op, a, b, x, y, z, out, n);
            return;
        }
        DoubleForms.map(op, a, b, x, 0, y, 0, z, 0, out, 0, n);
    }

    @Override
    public void map(MapOp op, float a, float b, float[] x, float[] y, float[] z, float[] out, int n) {
        if (n > BLOCK) {
            super.map(op, a, b, x, y, z, out, n);
            return;
        }
        FloatForms.map(op, a, b, x, 0, y, 0, z, 0, out, 0, n);
    }

    @Override
    public double reduce(ReduceOp op, double a, double[] x, double[] y, int n) {
        if (op.isSum()) {
            return DoubleForms.sum(op, a, x, 0, y, 0, n);
        }
        double[] partial = new double[1];
        DoubleLoops.reduce(op, x, 0, y, 0, n, partial, 0);
        return partial[0];
    }

    @Override
    public double reduce(ReduceOp op, float a, float[] x, float[] y, int n) {
        if (op.isSum()) {
            return FloatForms.sum(op, a, x, 0, y, 0, n);
        }
        double[] partial = new double[1];
        FloatLoops.reduce(op, x, 0, y, 0, n, partial, 0);
        return partial[0];
    }

    @Override
    public void reduce(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, long n, double[] partials, int at) {
        int to = at;
        if (type == ElementType.F64) {
            DoubleOperand xs = new DoubleOperand(x);
            DoubleOperand ys = new DoubleOperand(y);
            for (long i = 0; i < n; i += BLOCK) {
                int length = (int) Math.min(BLOCK, n - i);
                DoubleForms.reduce(op, a, xs.load(i, length), xs.at(i), ys.load(i, length), ys.at(i), length, partials, to);
                to += op.width();
            }
        } else {
            FloatOperand xs = new FloatOperand(x);
            FloatOperand ys = new FloatOperand(y);
            for (long i = 0; i < n; i += BLOCK) {
                int length = (int) Math.min(BLOCK, n - i);
                FloatForms.reduce(op, (float) a, xs.load(i, length), xs.at(i), ys.load(i, length), ys.at(i), length, partials, to);
                to += op.width();
            }
        }
    }

    @Override
    public void scan(ElementType type, double carry, MemorySegment x, MemorySegment out, long n) {
        if (type == ElementType.F64) {
            DoubleOperand xs = new DoubleOperand(x);
            DoubleOperand outs = new DoubleOperand(out);
            double base = carry;
            for (long i = 0; i < n; i += BLOCK) {
                int length = (int) Math.min(BLOCK, n - i);
                DoubleLoops.scan(base, xs.load(i, length), xs.at(i), outs.array(), outs.at(i), length);
                outs.store(i, length);
                base = outs.array()[outs.at(i) + length - 1];
            }
        } else {
            FloatOperand xs = new FloatOperand(x);
            FloatOperand outs = new FloatOperand(out);
            float base = (float) carry;
            for (long i = 0; i < n; i += BLOCK) {
                int length = (int) Math.min(BLOCK, n - i);
                FloatLoops.scan(base, xs.load(i, length), xs.at(i), outs.array(), outs.at(i), length);
                outs.store(i, length);
                base = outs.array()[outs.at(i) + length - 1];
            }
        }
    }

    @Override
    public void gemm(GemmShape shape, MemorySegment a, MemorySegment b, MemorySegment c) {
        if (VectorModule.PRESENT && worthTiles(shape) && MatrixTrial.of(shape.type()).vector((long) work(shape))) {
            tiled(shape, a, b, c);
        } else {
            plain(shape, a, b, c);
        }
    }

    private static double work(GemmShape shape) {
        return (double) shape.m() * shape.n() * shape.k();
    }

    private static boolean worthTiles(GemmShape shape) {
        return !shape.scalesOnly() && work(shape) >= LEAST_TILED && shape.m() >= 8 && shape.n() >= 8;
    }

    private static void plain(GemmShape shape, MemorySegment a, MemorySegment b, MemorySegment c) {
        if (shape.type() == ElementType.F64) {
            DoubleGemm.run(shape, a, b, c);
        } else {
            FloatGemm.run(shape, a, b, c);
        }
    }

    /** By {@link MatrixTiles}; a C that is no array, or a part of one at an odd place, is copied to one. */
    private static void tiled(GemmShape s, MemorySegment a, MemorySegment b, MemorySegment c) {
        int bytes = s.type().bytes();
        Object array = c.heapBase().orElse(null);
        if ((s.type() == ElementType.F64 ? array instanceof double[] : array instanceof float[]) && c.address() % bytes == 0) {
            GemmBlocks.run(s, a, b, c, new MatrixTiles());
            return;
        }
        int length = Math.toIntExact(s.m() * s.n());
        MemorySegment own = s.type() == ElementType.F64 ? MemorySegment.ofArray(new double[length])
                : MemorySegment.ofArray(new float[length]);
        for (long i = 0; s.beta() != 0 && i < s.m(); i++) {
            MemorySegment.copy(c, s.c(i, 0) * bytes, own, i * s.n() * bytes, s.n() * bytes);
        }
        GemmBlocks.run(new GemmShape(s.type(), s.transA(), s.transB(), s.m(), s.n(), s.k(), s.alpha(), s.lda(), s.ldb(), s.beta(), s.n()),
                a, b, own, new MatrixTiles());
        for (long i = 0; i < s.m(); i++) {
            MemorySegment.copy(own, i * s.n() * bytes, c, s.c(i, 0) * bytes, s.n() * bytes);
        }
    }

    @Override
    public void gemv(GemvShape shape, MemorySegment a, MemorySegment x, MemorySegment y) {
        if (shape.trans() || shape.scalesOnly()) { // y as the row x A
            gemm(shape.asRow(), x, a, y);
        } else {
            GemvBlocks.rows(shape, a, x, y, this);
        }
    }

    @Override
    public long gemmUnit(ElementType type) {
        return MatrixTrial.of(type).isVector() ? 1L << 30 : 1L << 27;
    }

    /** An operand as an array and an index: the caller's own array, or a buffer of one block. */
    private static final class DoubleOperand {
        private final MemorySegment segment;
        private final double[] own;
        private final int base;
        private final double[] buffer;

        DoubleOperand(MemorySegment segment) {
            this.segment = segment;
            boolean usable = segment != null && segment.heapBase().orElse(null) instanceof double[] && segment.address() % 8 == 0;
            own = usable ? (double[]) segment.heapBase().get() : null;
            base = usable ? (int) (segment.address() / 8) : 0;
            buffer = usable || segment == null ? null : new double[BLOCK];
        }

        double[] array() {
            return own != null ? own : buffer;
        }

        int at(long i) {
            return own != null ? base + (int) i : 0;
        }

        double[] load(long i, int length) {
            if (buffer != null) {
                MemorySegment.copy(segment, ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * i, buffer, 0, length);
            }
            return array();
        }

        void store(long i, int length) {
            if (buffer != null) {
                MemorySegment.copy(buffer, 0, segment, ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * i, length);
            }
        }
    }

    /** As {@link DoubleOperand}, for floats. */
    private static final class FloatOperand {
        private final MemorySegment segment;
        private final float[] own;
        private final int base;
        private final float[] buffer;

        FloatOperand(MemorySegment segment) {
            this.segment = segment;
            boolean usable = segment != null && segment.heapBase().orElse(null) instanceof float[] && segment.address() % 4 == 0;
            own = usable ? (float[]) segment.heapBase().get() : null;
            base = usable ? (int) (segment.address() / 4) : 0;
            buffer = usable || segment == null ? null : new float[BLOCK];
        }

        float[] array() {
            return own != null ? own : buffer;
        }

        int at(long i) {
            return own != null ? base + (int) i : 0;
        }

        float[] load(long i, int length) {
            if (buffer != null) {
                MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * i, buffer, 0, length);
            }
            return array();
        }

        void store(long i, int length) {
            if (buffer != null) {
                MemorySegment.copy(buffer, 0, segment, ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * i, length);
            }
        }
    }
}
