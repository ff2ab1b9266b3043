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

/**
 * Vector math in loops over arrays, plain or of the Vector API ({@link DoubleForms}). Operands that are no array of the element's type
 * (native memory, mapped files) are copied to such part by part: {@link DoubleScratch}.
 */
final class JavaVectors extends HostVectorEngine {
    /** Multiplications from which panels pay: 64^3. */
    private static final double LEAST_TILED = 1 << 18;

    @Override
    public void map(ElementType type, MapOp op, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out,
            long n) {
        if (type == ElementType.F64) {
            DoubleForms.map(op, a, b, x, y, z, out, n);
        } else {
            FloatForms.map(op, (float) a, (float) b, x, y, z, out, n);
        }
    }

    @Override
    public void map(MapOp op, double a, double b, double[] x, double[] y, double[] z, double[] out, int n) {
        if (n > BLOCK) {
            super.map(op, a, b, x, y, z, out, n);
            return;
        }
        DoubleForms.map(op, a, b, x, y, z, out, 0, n);
    }

    @Override
    public void map(MapOp op, float a, float b, float[] x, float[] y, float[] z, float[] out, int n) {
        if (n > BLOCK) {
            super.map(op, a, b, x, y, z, out, n);
            return;
        }
        FloatForms.map(op, a, b, x, y, z, out, 0, n);
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
        if (type == ElementType.F64) {
            DoubleForms.reduce(op, a, x, y, n, partials, at);
        } else {
            FloatForms.reduce(op, (float) a, x, y, n, partials, at);
        }
    }

    @Override
    public void scan(ElementType type, double carry, MemorySegment x, MemorySegment out, long n) {
        if (type == ElementType.F64) {
            DoubleForms.scan(carry, x, out, n);
        } else {
            FloatForms.scan((float) carry, x, out, n);
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
}
