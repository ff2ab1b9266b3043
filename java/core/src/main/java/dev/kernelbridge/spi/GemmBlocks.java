package dev.kernelbridge.spi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The blocks of a matrix product for a CPU's caches, whoever multiplies them: a block of A for the second-level cache and panels of B that
 * go through it (K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34, 2008), both packed in the
 * order in which they are read. Matrices may be arrays in the heap, on which C works in calls of a quarter of a millisecond at most; so
 * these loops are here.
 */
public final class GemmBlocks {
    /** Rows of A in a block: 384 KB of doubles in packed form, a part of a second-level cache of 1 MB or more. */
    private static final long MOST_ROWS = 192;
    /** Columns of B in a block: 3 MB of doubles, a part of the last cache. */
    private static final long MOST_COLUMNS = 1536;
    /** Elements that are packed in one call: 0.1 ms. */
    private static final long PACKED = 1 << 16;
    /** Multiplications below which packing costs more than it saves: about 128^3. */
    private static final long SMALL = 1 << 21;
    /** Rows of A that make too little use of a packed B. */
    private static final long FEW_ROWS = 24;

    private GemmBlocks() {
    }

    /** C = alpha op(A) op(B) + beta C. */
    public static void run(GemmShape shape, MemorySegment a, MemorySegment b, MemorySegment c, MatrixKernel kernel) {
        if (shape.m() == 0 || shape.n() == 0) {
            return;
        }
        ElementType type = shape.type();
        boolean multiplies = !shape.scalesOnly();
        if (kernel.takes(type, c) && (!multiplies || kernel.takes(type, a) && kernel.takes(type, b))) {
            calls(shape, a, b, c, kernel);
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment own = copy(arena, type, c, shape.c(shape.m() - 1, shape.n()));
            calls(shape, multiplies ? copy(arena, type, a, 1 + shape.a(shape.m() - 1, shape.k() - 1)) : null,
                    multiplies ? copy(arena, type, b, 1 + shape.b(shape.k() - 1, shape.n() - 1)) : null, own, kernel);
            for (long i = 0; i < shape.m(); i++) { // what lies between the rows may be somebody else's
                MemorySegment.copy(own, shape.c(i, 0) * type.bytes(), c, shape.c(i, 0) * type.bytes(), shape.n() * type.bytes());
            }
        }
    }

    /** So many elements in native memory. */
    static MemorySegment copy(Arena arena, ElementType type, MemorySegment from, long elements) {
        MemorySegment to = arena.allocate(elements * type.bytes(), 64);
        MemorySegment.copy(from, 0, to, 0, to.byteSize());
        return to;
    }

    private static void calls(GemmShape shape, MemorySegment a, MemorySegment b, MemorySegment c, MatrixKernel kernel) {
        if (shape.scalesOnly()) {
            scale(shape, c, kernel);
        } else if (!direct(shape, a, b, c, kernel)) {
            packed(shape, a, b, c, kernel);
        }
    }

    private static void scale(GemmShape s, MemorySegment c, MatrixKernel kernel) {
        long columns = Math.min(s.n(), Math.min(PACKED, kernel.budget(s.type())));
        long rows = Math.min(s.m(), Math.max(1, Math.min(PACKED, kernel.budget(s.type())) / columns));
        for (long i = 0; i < s.m(); i += rows) {
            for (long j = 0; j < s.n(); j += columns) {
                kernel.multiplyPacked(s.type(), Math.min(rows, s.m() - i), Math.min(columns, s.n() - j), 0, 0, null, 0, 0, s.beta(), c,
                        s.c(i, j), s.ldc());
            }
        }
    }

    /** Without packing, if that pays; false if not. */
    private static boolean direct(GemmShape s, MemorySegment a, MemorySegment b, MemorySegment c, MatrixKernel kernel) {
        int width = kernel.columns(s.type());
        double all = (double) s.m() * s.n() * s.k();
        if (s.transB() || all > SMALL && s.m() > FEW_ROWS && s.n() > width || !kernel.together(s.type(), a, b, c)) {
            return false;
        }
        long columns = s.n();
        long rows = s.m();
        if (all > kernel.budget(s.type())) { // in slices of whole tiles
            columns = Math.min(columns, width * Math.max(1, kernel.budget(s.type()) / width / s.k() / Math.min(rows, kernel.rows())));
            rows = Math.min(rows, kernel.rows() * Math.max(1, kernel.budget(s.type()) / kernel.rows() / s.k() / columns));
            if ((double) rows * columns * s.k() > kernel.budget(s.type())) {
                return false; // very deep: block by block
            }
        }
        for (long i = 0; i < s.m(); i += rows) {
            for (long j = 0; j < s.n(); j += columns) {
                kernel.multiply(s.type(), Math.min(rows, s.m() - i), Math.min(columns, s.n() - j), s.k(), s.alpha(), a, s.a(i, 0),
                        s.transA() ? 1 : s.lda(), s.transA() ? s.lda() : 1, b, s.b(0, j), s.ldb(), s.beta(), c, s.c(i, j), s.ldc());
            }
        }
        return true;
    }

    private static void packed(GemmShape s, MemorySegment a, MemorySegment b, MemorySegment c, MatrixKernel kernel) {
        int height = kernel.rows();
        int width = kernel.columns(s.type());
        long depth = Math.min(MatrixEngine.DEPTH, s.k());
        long most = Math.max(1, kernel.budget(s.type()) / (depth * width) / height) * height; // rows for one panel of B in a call
        long rows = even(s.m(), Math.min(MOST_ROWS, most), height);
        long columns = even(s.n(), MOST_COLUMNS, width);
        long slice = Math.max(1, kernel.budget(s.type()) / (depth * rows) / width) * width;
        MemorySegment scratch = kernel.take(s.type(), (rows + columns) * depth);
        long aAt = columns * depth;
        for (long j = 0; j < s.n(); j += columns) {
            long n = Math.min(columns, s.n() - j);
            for (long p = 0; p < s.k(); p += depth) {
                long k = Math.min(depth, s.k() - p);
                pack(s, true, b, p, j, n, k, scratch, 0, kernel);
                for (long i = 0; i < s.m(); i += rows) {
                    long m = Math.min(rows, s.m() - i);
                    pack(s, false, a, p, i, m, k, scratch, aAt, kernel);
                    sweep(s, m, n, k, slice, scratch, aAt, p == 0 ? s.beta() : 1, c, s.c(i, j), kernel);
                }
            }
        }
        kernel.give(scratch);
    }

    /**
     * A block of A meets all panels of B. A method of its own, since the JIT counts calls: as a loop in the other it stayed
     * interpreted.
     */
    private static void sweep(GemmShape s, long m, long n, long k, long slice, MemorySegment scratch, long aAt, double beta,
            MemorySegment c, long cAt, MatrixKernel kernel) {
        for (long q = 0; q < n; q += slice) {
            kernel.multiplyPacked(s.type(), m, Math.min(slice, n - q), k, s.alpha(), scratch, aAt, q * k, beta, c, cAt + q, s.ldc());
        }
    }

    private static void pack(GemmShape s, boolean ofB, MemorySegment x, long p, long from, long count, long k, MemorySegment scratch,
            long at, MatrixKernel kernel) {
        int panel = ofB ? kernel.columns(s.type()) : kernel.rows();
        long step = Math.max(1, PACKED / k / panel) * panel;
        for (long q = 0; q < count; q += step) {
            kernel.pack(s.type(), ofB, ofB ? s.transB() : !s.transA(), Math.min(step, count - q), k, x,
                    ofB ? s.b(p, from + q) : s.a(from + q, p), ofB ? s.ldb() : s.lda(), scratch, at + q * k);
        }
    }

    /** Blocks of {@code most} or less, alike but for the last: one that is left with a few columns would have all of A packed for it. */
    private static long even(long n, long most, int tile) {
        return Math.ceilDiv(Math.ceilDiv(n, Math.ceilDiv(n, most)), tile) * tile;
    }
}
