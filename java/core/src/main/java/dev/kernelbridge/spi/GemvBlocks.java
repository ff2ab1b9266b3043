package dev.kernelbridge.spi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Cuts a product of a matrix and a vector into calls of a quarter of a millisecond at most, since A may be an array in the heap. */
public final class GemvBlocks {
    /** Elements of A in a call, which comes from memory at 10 GB/s or more. */
    private static final long MOST = 1 << 16;

    private GemvBlocks() {
    }

    /** y = alpha op(A) x + beta y; {@code engine} is whose the kernel is. */
    public static void run(GemvShape shape, MemorySegment a, MemorySegment x, MemorySegment y, MatrixKernel kernel, VectorEngine engine) {
        if (shape.outer() == 0) {
            return;
        }
        ElementType type = shape.type();
        if (!shape.scalesOnly() && !kernel.together(type, a, x, y)) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment own = GemmBlocks.copy(arena, type, y, shape.outer());
                calls(shape, GemmBlocks.copy(arena, type, a, shape.lda() * (shape.rows() - 1) + shape.columns()),
                        GemmBlocks.copy(arena, type, x, shape.inner()), own, kernel, engine);
                MemorySegment.copy(own, 0, y, 0, own.byteSize());
            }
        } else if (shape.scalesOnly() && !kernel.takes(type, y)) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment own = GemmBlocks.copy(arena, type, y, shape.outer());
                calls(shape, null, null, own, kernel, engine);
                MemorySegment.copy(own, 0, y, 0, own.byteSize());
            }
        } else {
            calls(shape, a, x, y, kernel, engine);
        }
    }

    private static void calls(GemvShape s, MemorySegment a, MemorySegment x, MemorySegment y, MatrixKernel kernel, VectorEngine engine) {
        long most = Math.min(MOST, kernel.budget(s.type()));
        if (s.scalesOnly()) {
            GemvShape scaled = new GemvShape(s.type(), false, s.outer(), 0, 0, 1, s.beta());
            for (long i = 0, count; i < s.outer(); i += count) {
                count = Math.min(most, s.outer() - i);
                kernel.gemv(scaled.part(count), null, 0, null, 0, y, i);
            }
        } else if (s.trans()) {
            long depth = Math.min(MatrixEngine.DEPTH, s.rows());
            long width = Math.max(1, most / depth);
            for (long p = 0; p < s.rows(); p += depth) {
                GemvShape block = new GemvShape(s.type(), true, Math.min(depth, s.rows() - p), s.columns(), s.alpha(), s.lda(),
                        p == 0 ? s.beta() : 1);
                for (long j = 0, count; j < s.columns(); j += count) {
                    count = Math.min(width, s.columns() - j);
                    kernel.gemv(block.part(count), a, p * s.lda() + j, x, p, y, j);
                }
            }
        } else if (s.columns() > most) {
            rows(s, a, x, y, engine);
        } else {
            long height = most / s.columns();
            for (long i = 0, count; i < s.rows(); i += count) {
                count = Math.min(height, s.rows() - i);
                kernel.gemv(s.part(count), a, i * s.lda(), x, 0, y, i);
            }
        }
    }

    /** The same without transpose, where a row's sum is a reduction of the engine as any other. */
    public static void rows(GemvShape s, MemorySegment a, MemorySegment x, MemorySegment y, VectorEngine engine) {
        double[] partials = new double[Math.toIntExact(Math.ceilDiv(s.columns(), VectorEngine.BLOCK))];
        for (long i = 0; i < s.rows(); i++) {
            engine.reduce(s.type(), ReduceOp.DOT, 0, a.asSlice(i * s.lda() * s.type().bytes()), x, s.columns(), partials, 0);
            double dot = pairwise(partials, 0, partials.length);
            if (s.type() == ElementType.F64) {
                double old = s.beta() == 0 ? 0 : s.beta() * y.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * i);
                y.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * i, Math.fma(s.alpha(), dot, old));
            } else {
                float old = s.beta() == 0 ? 0 : (float) s.beta() * y.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * i);
                y.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * i, Math.fma((float) s.alpha(), (float) dot, old));
            }
        }
    }

    /** The sum of a reduction's blocks, at least one: the left part is the largest power of two. */
    public static double pairwise(double[] partials, int from, int to) {
        if (to - from == 1) {
            return partials[from];
        }
        int middle = from + Integer.highestOneBit(to - from - 1);
        return pairwise(partials, from, middle) + pairwise(partials, middle, to);
    }
}
