package dev.kernelbridge.spi;

/**
 * What a product of a matrix and a vector computes: y = alpha op(A) x + beta y. A is stored in rows, each {@code lda} elements behind the
 * one before it.
 *
 * @param trans   whether op(A) is the transpose of what is stored
 * @param rows    of A as it is stored
 * @param columns of A as it is stored
 */
public record GemvShape(ElementType type, boolean trans, long rows, long columns, double alpha, long lda, double beta) {

    /** The elements of x. */
    public long inner() {
        return trans ? rows : columns;
    }

    /** The elements of y. */
    public long outer() {
        return trans ? columns : rows;
    }

    /** The same for elements of y from {@code from} on; A then begins at {@link #a}. */
    public GemvShape part(long count) {
        return new GemvShape(type, trans, trans ? rows : count, trans ? count : columns, alpha, lda, beta);
    }

    /** Where in A the element {@code from} of y begins. */
    public long a(long from) {
        return trans ? from : from * lda;
    }

    /** With the transpose of A, or without A: y as the row x A, whose sums gemm takes in the same order. */
    public GemmShape asRow() {
        return new GemmShape(type, false, false, 1, outer(), inner(), alpha, Math.max(1, inner()), lda, beta, Math.max(1, outer()));
    }

    /** Whether A and x count for nothing, be they NaN: y is multiplied by beta, or cleared. */
    public boolean scalesOnly() {
        return alpha == 0 || inner() == 0;
    }
}
