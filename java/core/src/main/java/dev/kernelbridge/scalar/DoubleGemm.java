package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.GemmShape;
import dev.kernelbridge.spi.MatrixEngine;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Matrix products of doubles in plain loops that C2 makes vectors of. It does so only where all arrays have the same index: so each row of
 * a block of B is an array of its own. Four rows of B go to two rows of C at a time, which halves the loads and stores for each fma.
 */
final class DoubleGemm {
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    /** Columns of a block: 512 KB of B, for the second-level cache. */
    private static final int WIDTH = 256;
    /** Rows of A that are gathered at a time. */
    private static final int HEIGHT = 32;

    private final GemmShape s;
    private final MemorySegment a;
    private final MemorySegment b;
    private final MemorySegment c;
    private final double[][] ofA;
    private final double[][] ofB;
    private final double[] line = new double[MatrixEngine.DEPTH];
    private final double[] acc0 = new double[WIDTH];
    private final double[] acc1 = new double[WIDTH];
    private final double[] old = new double[WIDTH];

    private DoubleGemm(GemmShape s, MemorySegment a, MemorySegment b, MemorySegment c) {
        this.s = s;
        this.a = a;
        this.b = b;
        this.c = c;
        int depth = (int) Math.min(MatrixEngine.DEPTH, s.k());
        ofA = new double[(int) Math.min(HEIGHT, s.m())][depth];
        ofB = new double[depth][(int) Math.min(WIDTH, s.n())];
    }

    /** C = alpha op(A) op(B) + beta C, in the order of {@link MatrixEngine}. */
    static void run(GemmShape s, MemorySegment a, MemorySegment b, MemorySegment c) {
        DoubleGemm gemm = new DoubleGemm(s, a, b, c);
        for (long j = 0; j < s.n(); j += WIDTH) {
            int n = (int) Math.min(WIDTH, s.n() - j);
            if (s.scalesOnly()) {
                gemm.scale(j, n);
            }
            for (long p = 0; p < s.k() && !s.scalesOnly(); p += MatrixEngine.DEPTH) {
                gemm.block(j, n, p, (int) Math.min(MatrixEngine.DEPTH, s.k() - p));
            }
        }
    }

    private void scale(long j, int n) {
        for (long i = 0; i < s.m(); i++) {
            fetchOld(i, j, n, s.beta());
            MemorySegment.copy(old, 0, c, DOUBLE, s.c(i, j) * Double.BYTES, n);
        }
    }

    private void block(long j, int n, long p, int depth) {
        gather(b, s.transB(), ofB, depth, n, s.b(p, j), s.ldb());
        for (long from = 0; from < s.m(); from += HEIGHT) {
            int rows = (int) Math.min(HEIGHT, s.m() - from);
            gather(a, s.transA(), ofA, rows, depth, s.a(from, p), s.lda());
            for (int i = 0; i < rows; i += 2) {
                boolean two = i + 1 < rows;
                sum(ofA[i], two ? ofA[i + 1] : ofA[i], depth, n);
                add(acc0, from + i, j, n, p == 0 ? s.beta() : 1);
                if (two) {
                    add(acc1, from + i + 1, j, n, p == 0 ? s.beta() : 1);
                }
            }
        }
    }

    /** A part of a matrix, {@code to[i][j]} for so many rows and columns; transposed, memory has its columns one behind the other. */
    private void gather(MemorySegment from, boolean transposed, double[][] to, int rows, int columns, long at, long ld) {
        if (!transposed) {
            for (int i = 0; i < rows; i++) {
                MemorySegment.copy(from, DOUBLE, (at + i * ld) * Double.BYTES, to[i], 0, columns);
            }
            return;
        }
        for (int j = 0; j < columns; j++) {
            MemorySegment.copy(from, DOUBLE, (at + j * ld) * Double.BYTES, line, 0, rows);
            for (int i = 0; i < rows; i++) {
                to[i][j] = line[i];
            }
        }
    }

    private void sum(double[] a0, double[] a1, int depth, int n) {
        Arrays.fill(acc0, 0, n, 0);
        Arrays.fill(acc1, 0, n, 0);
        int p = 0;
        for (; p < depth - 3; p += 4) {
            eight(acc0, acc1, ofB[p], ofB[p + 1], ofB[p + 2], ofB[p + 3], a0[p], a0[p + 1], a0[p + 2], a0[p + 3], a1[p], a1[p + 1],
                    a1[p + 2], a1[p + 3], n);
        }
        for (; p < depth; p++) {
            two(acc0, acc1, ofB[p], a0[p], a1[p], n);
        }
    }

    private static void eight(double[] c0, double[] c1, double[] b0, double[] b1, double[] b2, double[] b3, double s0, double s1, double s2,
            double s3, double t0, double t1, double t2, double t3, int n) {
        for (int j = 0; j < n; j++) {
            c0[j] = Math.fma(s3, b3[j], Math.fma(s2, b2[j], Math.fma(s1, b1[j], Math.fma(s0, b0[j], c0[j]))));
            c1[j] = Math.fma(t3, b3[j], Math.fma(t2, b2[j], Math.fma(t1, b1[j], Math.fma(t0, b0[j], c1[j]))));
        }
    }

    private static void two(double[] c0, double[] c1, double[] b, double s, double t, int n) {
        for (int j = 0; j < n; j++) {
            c0[j] = Math.fma(s, b[j], c0[j]);
            c1[j] = Math.fma(t, b[j], c1[j]);
        }
    }

    private void add(double[] acc, long i, long j, int n, double beta) {
        fetchOld(i, j, n, beta);
        scaleAndAdd(s.alpha(), acc, old, n);
        MemorySegment.copy(old, 0, c, DOUBLE, s.c(i, j) * Double.BYTES, n);
    }

    private static void scaleAndAdd(double alpha, double[] acc, double[] to, int n) {
        for (int j = 0; j < n; j++) {
            to[j] = Math.fma(alpha, acc[j], to[j]);
        }
    }

    /** What is there, times beta; for a beta of 0 nothing is looked at. */
    private void fetchOld(long i, long j, int n, double beta) {
        if (beta == 0) {
            Arrays.fill(old, 0, n, 0);
            return;
        }
        MemorySegment.copy(c, DOUBLE, s.c(i, j) * Double.BYTES, old, 0, n);
        for (int q = 0; q < n; q++) {
            old[q] = beta * old[q];
        }
    }
}
