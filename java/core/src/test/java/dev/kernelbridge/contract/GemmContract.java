package dev.kernelbridge.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.DoubleVec;
import dev.kernelbridge.FloatVec;
import dev.kernelbridge.KernelInterruptedException;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.VectorMath;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every backend's matrix products must get right: the documented order, written here once more with three loops, bit by bit; small
 * integers, whose products are exact in every order; and BigDecimal.
 */
public final class GemmContract {
    private static final String BACKENDS = "dev.kernelbridge.contract.UnderTest#backends";
    /** m, n, k around the tiles in registers, in shared memory and in caches, and around the depth of a block. */
    private static final int[][] SHAPES = {{1, 1, 1}, {1, 40, 7}, {40, 1, 7}, {7, 23, 8}, {8, 24, 16}, {9, 25, 17}, {16, 16, 255},
        {15, 49, 256}, {17, 47, 257}, {31, 33, 300}, {33, 97, 40}, {63, 65, 64}, {65, 63, 31}, {130, 70, 20}, {5, 3, 1030}};

    /** A product with all its arguments, of doubles; floats take the same values, rounded. */
    private record Case(boolean ta, boolean tb, int m, int n, int k, double alpha, int lda, int ldb, double beta, int ldc, double[] a,
            double[] b, double[] c) {

        static Case of(boolean ta, boolean tb, int m, int n, int k, double alpha, double beta, int gap, long seed) {
            int lda = Math.max(1, (ta ? m : k) + gap);
            int ldb = Math.max(1, (tb ? k : n) + gap);
            int ldc = Math.max(1, n + gap);
            Random random = new Random(seed);
            return new Case(ta, tb, m, n, k, alpha, lda, ldb, beta, ldc, values(random, (ta ? k : m) * lda),
                    values(random, (tb ? n : k) * ldb), values(random, m * ldc));
        }

        double a(int i, int p) {
            return a[ta ? p * lda + i : i * lda + p];
        }

        double b(int p, int j) {
            return b[tb ? j * ldb + p : p * ldb + j];
        }

        /** The documented order. */
        double[] expected() {
            double[] result = c.clone();
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = beta == 0 ? 0 : beta * c[i * ldc + j];
                    for (int from = 0; alpha != 0 && from < k; from += 256) {
                        double acc = 0;
                        for (int p = from; p < Math.min(k, from + 256); p++) {
                            acc = Math.fma(a(i, p), b(p, j), acc);
                        }
                        sum = Math.fma(alpha, acc, sum);
                    }
                    result[i * ldc + j] = sum;
                }
            }
            return result;
        }

        float[] expectedFloats() {
            float[] result = floats(c);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    float sum = beta == 0 ? 0 : (float) beta * result[i * ldc + j];
                    for (int from = 0; alpha != 0 && from < k; from += 256) {
                        float acc = 0;
                        for (int p = from; p < Math.min(k, from + 256); p++) {
                            acc = Math.fma((float) a(i, p), (float) b(p, j), acc);
                        }
                        sum = Math.fma((float) alpha, acc, sum);
                    }
                    result[i * ldc + j] = sum;
                }
            }
            return result;
        }

        double[] by(VectorMath v) {
            double[] result = c.clone();
            v.gemm(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, result, ldc);
            return result;
        }

        float[] floatsBy(VectorMath v) {
            float[] result = floats(c);
            v.gemm(ta, tb, m, n, k, (float) alpha, floats(a), lda, floats(b), ldb, (float) beta, result, ldc);
            return result;
        }

        void check(VectorMath v) {
            assertArrayEquals(expected(), by(v), () -> "doubles, " + this);
            assertArrayEquals(expectedFloats(), floatsBy(v), () -> "floats, " + this);
        }

        @Override
        public String toString() {
            return m + " x " + n + " x " + k + ", transposed " + ta + " " + tb + ", alpha " + alpha + ", beta " + beta + ", ld " + lda
                    + " " + ldb + " " + ldc;
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void multipliesInTheDocumentedOrder(Kernels k) {
        VectorMath v = k.vectors();
        double[][] scalars = {{1, 0}, {1, 1}, {-0.7, 1.3}, {2, -1}};
        int count = 0;
        for (int[] shape : SHAPES) {
            for (int trans = 0; trans < 4; trans++) {
                double[] scalar = scalars[count % 4];
                Case.of((trans & 1) != 0, trans > 1, shape[0], shape[1], shape[2], scalar[0], scalar[1], count % 3, count).check(v);
                count++;
            }
        }
    }

    /** All sizes up to 33, in each dimension alone and in all of them. */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void multipliesEverySmallSize(Kernels k) {
        VectorMath v = k.vectors();
        for (int n = 0; n <= 33; n++) {
            Case.of(n % 2 == 0, n % 3 == 0, n, n, n, 1, n % 2, n % 2, n).check(v);
            Case.of(n % 3 == 0, n % 2 == 0, n, 5, 3, 1, 1, 0, n).check(v);
            Case.of(false, n % 2 == 0, 3, n, 5, -1, 1, 1, n).check(v);
            Case.of(n % 2 == 0, false, 5, 3, n, 1, -1, 1, n).check(v);
        }
    }

    /** More than one unit and one block of each kind; small integers, so that a plain triple loop of longs tells the answer. */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void multipliesLargeMatricesExactly(Kernels k) {
        if (UnderTest.isSimulator(k)) {
            exact(k.vectors(), 70, 131, 270);
            return;
        }
        exact(k.vectors(), 401, 131, 517);
        exact(k.vectors(), 53, 1603, 260);
    }

    private static void exact(VectorMath v, int m, int n, int depth) {
        for (int trans = 0; trans < 4; trans++) {
            boolean ta = (trans & 1) != 0;
            boolean tb = trans > 1;
            double[] a = new double[m * depth];
            double[] b = new double[depth * n];
            for (int i = 0; i < a.length; i++) {
                a[i] = i % 13 - 6;
            }
            for (int i = 0; i < b.length; i++) {
                b[i] = i % 11 - 5;
            }
            double[] c = new double[m * n];
            Arrays.fill(c, 3);
            v.gemm(ta, tb, m, n, depth, 2, a, ta ? m : depth, b, tb ? depth : n, -1, c, n);
            float[] f = new float[m * n];
            v.gemm(ta, tb, m, n, depth, 1, floats(a), ta ? m : depth, floats(b), tb ? depth : n, 0, f, n);
            for (int i = 0; i < m; i += 7) {
                for (int j = 0; j < n; j++) {
                    long sum = 0;
                    for (int p = 0; p < depth; p++) {
                        sum += (long) (a[ta ? p * m + i : i * depth + p] * b[tb ? j * depth + p : p * n + j]);
                    }
                    assertEquals(2 * sum - 3, c[i * n + j], "C[" + i + "][" + j + "], transposed " + ta + " " + tb);
                    assertEquals(sum, f[i * n + j], "float C[" + i + "][" + j + "], transposed " + ta + " " + tb);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void multipliesAccurately(Kernels k) {
        Case product = Case.of(false, false, 3, 2, 1000, 1, 0, 0, 77);
        double[] c = product.by(k.vectors());
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 2; j++) {
                BigDecimal exact = BigDecimal.ZERO;
                double magnitude = 0;
                for (int p = 0; p < 1000; p++) {
                    exact = exact.add(new BigDecimal(product.a(i, p)).multiply(new BigDecimal(product.b(p, j))));
                    magnitude += Math.abs(product.a(i, p) * product.b(p, j));
                }
                double error = exact.subtract(new BigDecimal(c[i * 2 + j])).abs().doubleValue();
                assertTrue(error <= 260 * 0x1p-53 * magnitude, "error " + error); // a chain of 256, and four blocks
            }
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void vectorsAreMultipliedInTheDocumentedOrder(Kernels k) {
        VectorMath v = k.vectors();
        int[][] shapes = {{1, 1}, {1, 65}, {65, 1}, {7, 64}, {9, 1000}, {300, 33}, {520, 700}, {3, 8192}, {2, 20_000}, {5, 70_000},
            {1030, 3}};
        int count = 0;
        for (int[] shape : shapes) {
            if (UnderTest.isSimulator(k) && shape[0] * shape[1] > 100_000) {
                continue;
            }
            for (boolean trans : new boolean[] {false, true}) {
                gemv(v, trans, shape[0], shape[1], 1, 0, count % 3, count);
                gemv(v, trans, shape[0], shape[1], -0.3, 0.7, count % 3, ++count);
            }
        }
    }

    private static void gemv(VectorMath v, boolean trans, int rows, int columns, double alpha, double beta, int gap, long seed) {
        Random random = new Random(seed);
        int lda = columns + gap;
        double[] a = values(random, rows * lda);
        double[] x = values(random, trans ? rows : columns);
        double[] y = values(random, trans ? columns : rows);
        double[] result = y.clone();
        v.gemv(trans, rows, columns, alpha, a, lda, x, beta, result);
        float[] floats = floats(y);
        v.gemv(trans, rows, columns, (float) alpha, floats(a), lda, floats(x), (float) beta, floats);
        String what = rows + " x " + columns + ", transposed " + trans + ", lda " + lda;
        if (trans) {
            Case same = new Case(true, false, columns, 1, rows, alpha, lda, 1, beta, 1, a, x, y);
            assertArrayEquals(same.expected(), result, what);
            assertArrayEquals(same.expectedFloats(), floats, "float " + what);
            return;
        }
        for (int i = 0; i < rows; i++) {
            int at = i * lda;
            double dot = v.dot(DoubleVec.of(a, at, columns), DoubleVec.of(x)); // whose order VectorContract checks
            assertEquals(Math.fma(alpha, dot, beta == 0 ? 0 : beta * y[i]), result[i], what + ", y[" + i + "]");
            float single = v.dot(FloatVec.of(floats(Arrays.copyOfRange(a, at, at + columns))), FloatVec.of(floats(x)));
            assertEquals(Math.fma((float) alpha, single, beta == 0 ? 0 : (float) beta * (float) y[i]), floats[i],
                    "float " + what + ", y[" + i + "]");
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void scalarsOfZeroLookAtNothing(Kernels k) {
        VectorMath v = k.vectors();
        double nan = Double.NaN;
        double[] bad = {nan, nan, nan, nan};
        double[] c = {nan, nan, nan, nan};
        v.gemm(2, 2, 2, new double[] {1, 2, 3, 4}, new double[] {1, 0, 0, 1}, c);
        assertArrayEquals(new double[] {1, 2, 3, 4}, c, "beta 0 overwrites NaN");
        v.gemm(false, false, 2, 2, 2, 0, bad, 2, bad, 2, 3, c, 2);
        assertArrayEquals(new double[] {3, 6, 9, 12}, c, "alpha 0 ignores A and B");
        v.gemm(false, false, 2, 2, 0, 1, new double[0], 1, new double[0], 2, -1, c, 2);
        assertArrayEquals(new double[] {-3, -6, -9, -12}, c, "k of 0 scales");
        v.gemm(false, false, 2, 2, 2, 0, bad, 2, bad, 2, 0, c, 2);
        assertArrayEquals(new double[4], c, "both 0 clear");
        double[] signed = {-0.0, 5};
        v.gemm(false, false, 1, 2, 1, 0, bad, 1, bad, 2, 2, signed, 2);
        assertArrayEquals(new double[] {-0.0, 10}, signed, "2 * -0 is -0: nothing is added");
        double[] tiny = {1};
        v.gemm(1, 1, 1, new double[] {-1e-200}, new double[] {1e-200}, tiny);
        assertArrayEquals(new double[] {0.0}, tiny, "an underflow to -0 is added to 0");
        float[] y = {Float.NaN, 1};
        v.gemv(2, 2, 1, new float[] {1, 2, 3, 4}, new float[] {1, 1}, 0, y);
        assertArrayEquals(new float[] {3, 7}, y);
        v.gemv(false, 2, 2, 0, floats(bad), 2, floats(bad), 2, y);
        assertArrayEquals(new float[] {6, 14}, y);
        v.gemv(true, 0, 2, 1, new float[0], 2, new float[0], 0.5f, y);
        assertArrayEquals(new float[] {3, 7}, y);
        double inf = Double.POSITIVE_INFINITY;
        double[] one = new double[1];
        v.gemm(1, 1, 2, new double[] {0, 1}, new double[] {inf, 1}, one);
        assertArrayEquals(new double[] {nan}, one, "0 * infinity");
        v.gemm(1, 1, 2, new double[] {2, 1}, new double[] {inf, 1}, one);
        assertArrayEquals(new double[] {inf}, one);
        v.gemm(0, 3, 4, new double[0], new double[12], new double[0]);
        v.gemm(3, 0, 4, new double[12], new double[0], new double[0]);
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void takesSegmentsAndResidentVectors(Kernels k) {
        VectorMath v = k.vectors();
        Case product = Case.of(false, true, 40, 51, 300, 0.5, 2, 3, 5);
        double[] expected = product.expected();
        try (Arena arena = Arena.ofConfined(); DoubleVec ra = v.upload(product.a); DoubleVec rb = v.upload(product.b);
                DoubleVec rc = v.upload(product.c)) {
            DoubleVec a = DoubleVec.of(inNative(arena, product.a, 8));
            DoubleVec c = DoubleVec.of(inNative(arena, product.c, 8));
            v.gemm(false, true, 40, 51, 300, 0.5, a, product.lda, DoubleVec.of(product.b), product.ldb, 2, c, product.ldc);
            assertArrayEquals(expected, c.toArray(), "A and C in native memory, B in the heap");
            DoubleVec odd = DoubleVec.of(inNative(arena, product.c, 4));
            v.gemm(false, true, 40, 51, 300, 0.5, DoubleVec.of(inNative(arena, product.a, 1)), product.lda, DoubleVec.of(product.b),
                    product.ldb, 2, odd, product.ldc);
            assertArrayEquals(expected, odd.toArray(), "at odd addresses");
            v.gemm(false, true, 40, 51, 300, 0.5, ra, product.lda, rb, product.ldb, 2, rc, product.ldc);
            assertArrayEquals(expected, rc.toArray(), "resident");
            double[] larger = new double[10 * 7 + product.c.length];
            System.arraycopy(product.c, 0, larger, 35, product.c.length);
            v.gemm(false, true, 40, 51, 300, 0.5, DoubleVec.of(MemorySegment.ofArray(product.a).asReadOnly()), product.lda,
                    DoubleVec.of(product.b), product.ldb, 2, DoubleVec.of(larger, 35, product.c.length), product.ldc);
            assertArrayEquals(expected, Arrays.copyOfRange(larger, 35, 35 + expected.length), "a range of an array");
            assertArrayEquals(new double[35], Arrays.copyOf(larger, 35), "nothing before it is written");
            double[] x = Arrays.copyOf(product.b, 300);
            double[] y = new double[40];
            v.gemv(false, 40, 300, 1, product.a, product.lda, x, 0, y);
            try (DoubleVec rx = v.upload(x); DoubleVec ry = v.residentDoubles(40)) {
                v.gemv(false, 40, 300, 1, ra, product.lda, rx, 0, ry);
                assertArrayEquals(y, ry.toArray(), "resident gemv");
            }
            DoubleVec mixed = DoubleVec.of(inNative(arena, new double[40], 8));
            v.gemv(false, 40, 300, 1, DoubleVec.of(product.a), product.lda, DoubleVec.of(x), 0, mixed);
            assertArrayEquals(y, mixed.toArray(), "y in native memory");
        }
    }

    /** As blocked algorithms use it: one block of a matrix is updated by others of the same matrix. */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void updatesABlockByOthersOfItsMatrix(Kernels k) {
        int ld = 20;
        double[] all = values(new Random(6), 20 * ld);
        double[] before = all.clone();
        int below = 8 * ld;
        DoubleVec a = DoubleVec.of(all, below, 12 * ld - 12);
        DoubleVec b = DoubleVec.of(all, 8, 8 * ld - 8);
        DoubleVec c = DoubleVec.of(all, below + 8, 12 * ld - 8);
        k.vectors().gemm(false, false, 12, 12, 8, -1, a, ld, b, ld, 1, c, ld);
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 20; j++) {
                double expected = before[i * ld + j];
                if (i >= 8 && j >= 8) {
                    double sum = 0;
                    for (int p = 0; p < 8; p++) {
                        sum = Math.fma(before[i * ld + p], before[p * ld + j], sum);
                    }
                    expected = Math.fma(-1, sum, expected);
                }
                assertEquals(expected, all[i * ld + j], "[" + i + "][" + j + "]");
            }
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void refusesBadInputBeforeAnythingIsWritten(Kernels k) {
        VectorMath v = k.vectors();
        double[] four = {1, 2, 3, 4};
        double[] c = {9, 9, 9, 9};
        refused("m: -1", () -> v.gemm(-1, 2, 2, four, four, c));
        refused("k: -3", () -> v.gemm(2, 2, -3, four, four, c));
        refused("a: length 4, but 2 rows of 3", () -> v.gemm(2, 2, 3, four, new double[6], c));
        refused("b: length 4, but 3 rows of 2", () -> v.gemm(2, 2, 3, new double[6], four, c));
        refused("c: length 4, but 3 rows of 2", () -> v.gemm(3, 2, 1, four, four, c));
        refused("lda: 1", () -> v.gemm(false, false, 2, 2, 2, 1, four, 1, four, 2, 0, c, 2));
        refused("ldc: 0", () -> v.gemm(false, false, 2, 2, 2, 1, four, 2, four, 2, 0, c, 0));
        refused("a: length 4, but 2 rows of 2 elements, 9223372036854775807 apart, need 9223372036854775809",
                () -> v.gemm(false, false, 2, 2, 2, 1, four, Long.MAX_VALUE, four, 2, 0, c, 2));
        refused("rows", () -> v.gemm(1L << 62, 1L << 62, 1, four, four, c));
        refused("c: has elements of a", () -> v.gemm(2, 2, 2, c, four, c));
        refused("c: has elements of b", () -> v.gemm(2, 2, 2, four, c, c));
        double[] seven = new double[7];
        refused("c: has elements of a",
                () -> v.gemm(false, false, 2, 2, 2, 1, DoubleVec.of(seven, 0, 4), 2, DoubleVec.of(four), 2, 0, 
                        DoubleVec.of(seven, 3, 4), 2));
        refused("x: length 2, but op(A) needs 3", () -> v.gemv(1, 3, 1, four, new double[2], 0, c));
        refused("y: length 1, but op(A) needs 2", () -> v.gemv(2, 2, 1, four, four, 0, new double[1]));
        refused("y: has elements of x", () -> v.gemv(2, 2, 1, four, c, 0, c));
        refused("y: has elements of a", () -> v.gemv(2, 2, 1, c, four, 0, c));
        refused("rows: -1", () -> v.gemv(-1, 2, 1, four, four, 0, c));
        refused("c: read-only memory", () -> v.gemm(false, false, 2, 2, 2, 1, DoubleVec.of(four), 2, DoubleVec.of(four), 2, 0,
                DoubleVec.of(MemorySegment.ofArray(c).asReadOnly()), 2));
        assertThrows(NullPointerException.class, () -> v.gemm(2, 2, 2, four, (double[]) null, c));
        try (DoubleVec resident = v.upload(four); DoubleVec other = v.upload(four)) {
            refused("some vectors are in host memory", () -> v.gemm(false, false, 2, 2, 2, 1, resident, 2, DoubleVec.of(four), 2, 0,
                    DoubleVec.of(c), 2));
            refused("c: has elements of a", () -> v.gemm(false, false, 2, 2, 2, 1, resident, 2, other, 2, 0, resident, 2));
        }
        assertArrayEquals(new double[] {9, 9, 9, 9}, c, "nothing was written");
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void feelsAnInterrupt(Kernels k) {
        int n = 600;
        double[] a = new double[n * n];
        Thread.currentThread().interrupt();
        assertThrows(KernelInterruptedException.class, () -> k.vectors().gemm(n, n, n, a, a.clone(), a.clone()));
        assertTrue(Thread.interrupted(), "the interrupt is kept");
        assertFalse(Thread.interrupted());
    }

    private static void refused(String begin, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(begin), message);
    }

    private static MemorySegment inNative(Arena arena, double[] values, int offset) {
        MemorySegment segment = arena.allocate(8L * values.length + offset, 64).asSlice(offset, 8L * values.length);
        MemorySegment.copy(values, 0, segment, ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, values.length);
        return segment;
    }

    private static double[] values(Random random, int n) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextDouble(-1, 1);
        }
        return values;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
