package dev.kernelbridge.spi;

import java.lang.foreign.MemorySegment;

/**
 * What a CPU backend multiplies with: tiles of C, some rows by some columns, summed up in registers. {@link GemmBlocks} and
 * {@link GemvBlocks} have the loops around it. Offsets are in elements.
 */
public interface MatrixKernel {
    /** The rows of a tile, which a packed panel of A has. */
    int rows();

    /** The columns of a tile, which a packed panel of B has. */
    int columns(ElementType type);

    /** How many multiplications a call may take: heap arrays hold up garbage collections until it returns. */
    long budget(ElementType type);

    /** Memory for packed panels; given back by {@link #give}. */
    MemorySegment take(ElementType type, long elements);

    /** Takes it back. */
    void give(MemorySegment scratch);

    /** Whether it can work on this memory; what it cannot is copied to native memory first. */
    boolean takes(ElementType type, MemorySegment operand);

    /** Whether {@link #multiply} and {@link #gemv} can work on these three in one call. */
    boolean together(ElementType type, MemorySegment a, MemorySegment b, MemorySegment c);

    /**
     * Packs {@code count} rows of A, or columns of B, of depth k into panels; what is missing of the last one becomes 0.
     *
     * @param ofB    whether it is B
     * @param across whether a row of A (a column of B) lies in a row of memory, and the next one {@code ld} behind it
     */
    void pack(ElementType type, boolean ofB, boolean across, long count, long k, MemorySegment x, long at, long ld, MemorySegment packed,
            long packedAt);

    /** C = alpha A B + beta C of packed panels, for k up to {@link MatrixEngine#DEPTH}; for a k of 0 there are none. */
    void multiplyPacked(ElementType type, long m, long n, long k, double alpha, MemorySegment packed, long aAt, long bAt, double beta,
            MemorySegment c, long cAt, long ldc);

    /** C = alpha A B + beta C of matrices as they are, for any k; element (i, p) of A lies at {@code aAt + i * row + p * step}. */
    void multiply(ElementType type, long m, long n, long k, double alpha, MemorySegment a, long aAt, long row, long step, MemorySegment b,
            long bAt, long ldb, double beta, MemorySegment c, long cAt, long ldc);

    /** y = alpha op(A) x + beta y, with {@link MatrixEngine#DEPTH} rows at most if A is transposed. */
    void gemv(GemvShape shape, MemorySegment a, long aAt, MemorySegment x, long xAt, MemorySegment y, long yAt);
}
