package dev.kernelbridge.spi;

import java.lang.foreign.MemorySegment;

/**
 * The matrix kernels of a device. The order of all additions is part of the contract, so that every backend gives the same bits.
 *
 * <p><b>gemm</b>: c begins as {@code beta * C[i][j]}, or as 0 without a look at C where beta is 0. If alpha is 0 or k is 0 that is the
 * result, and A and B are not looked at. Else the products are taken in blocks of {@link #DEPTH}: for each block acc begins at 0,
 * {@code acc = fma(A[i][p], B[p][j], acc)} in the order of p, and then {@code c = fma(alpha, acc, c)}. Each fma is one rounding.
 *
 * <p><b>gemv</b>: with the transpose of A, that is the order of gemm. Without, a row's sum is exactly
 * {@link VectorEngine#reduce DOT} of the row and x, its blocks folded pairwise as everywhere, and {@code y = fma(alpha, dot, beta * y)}:
 * one chain of fma a row would use one lane of a SIMD register.
 *
 * <p>Segments begin at the first element; the caller has checked lengths, and that what is written overlaps nothing that is read.
 */
public interface MatrixEngine {

    /**
     * Products that are added up before alpha and C come in: a tile of C stays in registers so long, and panels of it fit a
     * first cache.
     */
    int DEPTH = 256;

    /** C = alpha op(A) op(B) + beta C in host memory. A failure leaves C as it was. */
    void gemm(GemmShape shape, MemorySegment a, MemorySegment b, MemorySegment c);

    /** The same on this engine's own memory, from these elements on; may return before it is done, in order with the other calls. */
    void gemmResident(GemmShape shape, Resident a, long aAt, Resident b, long bAt, Resident c, long cAt);

    /** y = alpha op(A) x + beta y in host memory. A failure leaves y as it was. */
    void gemv(GemvShape shape, MemorySegment a, MemorySegment x, MemorySegment y);

    /** The same on this engine's own memory, from these elements on; may return before it is done, in order with the other calls. */
    void gemvResident(GemvShape shape, Resident a, long aAt, Resident x, long xAt, Resident y, long yAt);

    /** How many multiplications make a unit of some 10 ms. */
    long gemmUnit(ElementType type);
}
