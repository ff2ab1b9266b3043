package dev.kernelbridge;

import static dev.kernelbridge.MatrixOperands.checkMatrix;
import static dev.kernelbridge.MatrixOperands.checkSize;

import dev.kernelbridge.plan.Session;
import dev.kernelbridge.plan.TrustedProducts;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.GemmShape;
import dev.kernelbridge.spi.GemvShape;
import dev.kernelbridge.spi.MatrixEngine;
import dev.kernelbridge.spi.Resident;
import dev.kernelbridge.vector.MatrixProducts;

/**
 * The matrix products of {@link VectorMath}. Matrices are row-major: element (i, j) lies at {@code i * ld + j}, where the leading
 * dimension ld is at least the number of columns. The order of all additions is fixed ({@link MatrixEngine}), so every backend gives the
 * same bits. NaN and infinities behave as IEEE 754 has them, except that what is multiplied by an alpha or beta of 0 is not looked at.
 */
abstract sealed class MatrixMath extends DoubleVectorMath permits VectorMath {

    MatrixMath(Session session) {
        super(session);
    }

    /** C = A B for A of m rows and k columns, B of k rows and n columns, all stored without gaps. */
    public void gemm(long m, long n, long k, double[] a, double[] b, double[] c) {
        gemm(false, false, m, n, k, 1, a, Math.max(1, k), b, Math.max(1, n), 0, c, Math.max(1, n));
    }

    /**
     * C = alpha op(A) op(B) + beta C, in O(m n k) time on all threads of the session.
     *
     * @param transA whether op(A) is the transpose of A, which is then stored with k rows and m columns
     * @param transB whether op(B) is the transpose of B, which is then stored with n rows and k columns
     * @param m      rows of op(A) and C
     * @param n      columns of op(B) and C
     * @param k      columns of op(A), rows of op(B)
     * @param beta   0: C is not read, and may hold anything
     * @throws IllegalArgumentException if a dimension is negative, a leading dimension too small, memory too short, or C has elements
     *         of A or B
     */
    public void gemm(boolean transA, boolean transB, long m, long n, long k, double alpha, double[] a, long lda, double[] b, long ldb,
            double beta, double[] c, long ldc) {
        gemm(transA, transB, m, n, k, alpha, whole("a", a), lda, whole("b", b), ldb, beta, whole("c", c), ldc);
    }

    /** The same on vectors that hold matrices: views of a part, of memory outside the heap, or resident ones. */
    public void gemm(boolean transA, boolean transB, long m, long n, long k, double alpha, DoubleVec a, long lda, DoubleVec b, long ldb,
            double beta, DoubleVec c, long ldc) {
        gemm(new GemmShape(ElementType.F64, transA, transB, m, n, k, alpha, lda, ldb, beta, ldc), a, b, c);
    }

    /** y = alpha A x + beta y. */
    public void gemv(long rows, long columns, double alpha, double[] a, double[] x, double beta, double[] y) {
        gemv(false, rows, columns, alpha, a, Math.max(1, columns), x, beta, y);
    }

    /**
     * y = alpha op(A) x + beta y, in O(rows * columns) time. Without transpose, y[i] = fma(alpha, dot(row i, x), beta * y[i]) with
     * {@link VectorMath}'s dot; with it, in the order of gemm.
     *
     * @param trans whether op(A) is the transpose of A
     * @param rows  of A as it is stored; y has so many elements, or x if trans
     * @param beta  0: y is not read, and may hold anything
     * @throws IllegalArgumentException if a dimension is negative, lda too small, memory too short, or y has elements of A or x
     */
    public void gemv(boolean trans, long rows, long columns, double alpha, double[] a, long lda, double[] x, double beta, double[] y) {
        gemv(trans, rows, columns, alpha, whole("a", a), lda, whole("x", x), beta, whole("y", y));
    }

    /** The same on vectors: views of a part, of memory outside the heap, or resident ones. */
    public void gemv(boolean trans, long rows, long columns, double alpha, DoubleVec a, long lda, DoubleVec x, double beta, DoubleVec y) {
        gemv(new GemvShape(ElementType.F64, trans, rows, columns, alpha, lda, beta), a, x, y);
    }

    /** C = A B for A of m rows and k columns, B of k rows and n columns, all stored without gaps. */
    public void gemm(long m, long n, long k, float[] a, float[] b, float[] c) {
        gemm(false, false, m, n, k, 1, a, Math.max(1, k), b, Math.max(1, n), 0, c, Math.max(1, n));
    }

    /** C = alpha op(A) op(B) + beta C of floats; all as for doubles. */
    public void gemm(boolean transA, boolean transB, long m, long n, long k, float alpha, float[] a, long lda, float[] b, long ldb,
            float beta, float[] c, long ldc) {
        gemm(transA, transB, m, n, k, alpha, whole("a", a), lda, whole("b", b), ldb, beta, whole("c", c), ldc);
    }

    /** The same on vectors that hold matrices: views of a part, of memory outside the heap, or resident ones. */
    public void gemm(boolean transA, boolean transB, long m, long n, long k, float alpha, FloatVec a, long lda, FloatVec b, long ldb,
            float beta, FloatVec c, long ldc) {
        gemm(new GemmShape(ElementType.F32, transA, transB, m, n, k, alpha, lda, ldb, beta, ldc), a, b, c);
    }

    /** y = alpha A x + beta y. */
    public void gemv(long rows, long columns, float alpha, float[] a, float[] x, float beta, float[] y) {
        gemv(false, rows, columns, alpha, a, Math.max(1, columns), x, beta, y);
    }

    /** y = alpha op(A) x + beta y of floats; all as for doubles. */
    public void gemv(boolean trans, long rows, long columns, float alpha, float[] a, long lda, float[] x, float beta, float[] y) {
        gemv(trans, rows, columns, alpha, whole("a", a), lda, whole("x", x), beta, whole("y", y));
    }

    /** The same on vectors: views of a part, of memory outside the heap, or resident ones. */
    public void gemv(boolean trans, long rows, long columns, float alpha, FloatVec a, long lda, FloatVec x, float beta, FloatVec y) {
        gemv(new GemvShape(ElementType.F32, trans, rows, columns, alpha, lda, beta), a, x, y);
    }

    private static DoubleVec whole(String name, double[] array) {
        return DoubleVec.of(array, 0, length(name, array));
    }

    private static FloatVec whole(String name, float[] array) {
        return FloatVec.of(array, 0, length(name, array));
    }

    private void gemm(GemmShape s, Vec a, Vec b, Vec c) {
        long aRows = s.transA() ? s.k() : s.m();
        long aColumns = s.transA() ? s.m() : s.k();
        long bRows = s.transB() ? s.n() : s.k();
        long bColumns = s.transB() ? s.k() : s.n();
        checkSize("m", s.m());
        checkSize("n", s.n());
        checkSize("k", s.k());
        checkMatrix("a", length("a", a), aRows, aColumns, s.lda());
        checkMatrix("b", length("b", b), bRows, bColumns, s.ldb());
        checkMatrix("c", length("c", c), s.m(), s.n(), s.ldc());
        if (allResident(a, b, c)) {
            Engine engine = session.engine(); // once: another thread's call may move the session on
            Resident[] all = {of(engine, a, "a"), of(engine, b, "b"), of(engine, c, "c")};
            checkApart("a", "c", a == c);
            checkApart("b", "c", b == c);
            onResident(engine, () -> {
                TrustedProducts.of(engine, s.type()).gemmResident(s, all[0], 0, all[1], 0, all[2], 0);
                return null;
            });
            keep(a, b, c);
        } else {
            checkUsable("a", a);
            checkUsable("b", b);
            checkWritable("c", c);
            int bytes = s.type().bytes();
            checkApart("a", "c", MatrixOperands.overlap(a.host(), aRows, aColumns, s.lda(), c.host(), s.m(), s.n(), s.ldc(), bytes));
            checkApart("b", "c", MatrixOperands.overlap(b.host(), bRows, bColumns, s.ldb(), c.host(), s.m(), s.n(), s.ldc(), bytes));
            MatrixProducts.gemm(host.multiplies(s.type(), s.m(), s.n(), s.k()), s, a.host(), b.host(), c.host());
            keep(a, b, c);
        }
    }

    private void gemv(GemvShape s, Vec a, Vec x, Vec y) {
        checkSize("rows", s.rows());
        checkSize("columns", s.columns());
        checkMatrix("a", length("a", a), s.rows(), s.columns(), s.lda());
        checkVector("x", length("x", x), s.inner());
        checkVector("y", length("y", y), s.outer());
        if (allResident(a, x, y)) {
            Engine engine = session.engine();
            Resident[] all = {of(engine, a, "a"), of(engine, x, "x"), of(engine, y, "y")};
            checkApart("a", "y", a == y);
            checkApart("x", "y", x == y);
            onResident(engine, () -> {
                TrustedProducts.of(engine, s.type()).gemvResident(s, all[0], 0, all[1], 0, all[2], 0);
                return null;
            });
            keep(a, x, y);
        } else {
            checkUsable("a", a);
            checkUsable("x", x);
            checkWritable("y", y);
            int bytes = s.type().bytes();
            long length = Math.max(1, s.outer());
            checkApart("a", "y", MatrixOperands.overlap(a.host(), s.rows(), s.columns(), s.lda(), y.host(), 1, s.outer(), length, bytes));
            checkApart("x", "y", MatrixOperands.overlap(x.host(), 1, s.inner(), s.inner() + 1, y.host(), 1, s.outer(), length, bytes));
            MatrixProducts.gemv(host.others(), s, a.host(), x.host(), y.host());
            keep(a, x, y);
        }
    }

    private static void checkVector(String name, long length, long needed) {
        if (length < needed) {
            throw new IllegalArgumentException(name + ": length " + length + ", but op(A) needs " + needed
                    + " elements; give a longer one");
        }
    }

    private static void checkApart(String read, String written, boolean overlap) {
        if (overlap) {
            throw new IllegalArgumentException(written + ": has elements of " + read + "; the result is written while " + read
                    + " is read, so give memory that is apart");
        }
    }
}
