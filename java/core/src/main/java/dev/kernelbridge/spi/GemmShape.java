package dev.kernelbridge.spi;

/**
 * What a matrix product computes: C = alpha op(A) op(B) + beta C, where op(A) has m rows and k columns, op(B) k rows and n columns.
 * Matrices are row-major; a row begins {@code ld} elements behind the one before it.
 *
 * @param transA whether op(A) is the transpose of what is stored
 * @param transB the same of B
 * @param lda    at least 1 and the columns that A is stored with; {@code ldb}, {@code ldc} likewise
 */
public record GemmShape(ElementType type, boolean transA, boolean transB, long m, long n, long k, double alpha, long lda, long ldb,
        double beta, long ldc) {

    /** Where element (i, p) of op(A) lies. */
    public long a(long i, long p) {
        return transA ? p * lda + i : i * lda + p;
    }

    /** Where element (p, j) of op(B) lies. */
    public long b(long p, long j) {
        return transB ? j * ldb + p : p * ldb + j;
    }

    /** Where element (i, j) of C lies. */
    public long c(long i, long j) {
        return i * ldc + j;
    }

    /** The same for so many of C's rows and columns. */
    public GemmShape part(long rows, long columns) {
        return new GemmShape(type, transA, transB, rows, columns, k, alpha, lda, ldb, beta, ldc);
    }

    /** Whether A and B count for nothing, be they NaN: C is multiplied by beta, or cleared. */
    public boolean scalesOnly() {
        return alpha == 0 || k == 0;
    }
}
