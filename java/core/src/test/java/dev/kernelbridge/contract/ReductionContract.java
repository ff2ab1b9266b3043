package dev.kernelbridge.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.DoubleVec;
import dev.kernelbridge.FloatVec;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.VectorMath;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reductions: the sums against their documented order, written here once more and plainly, bit by bit; the extremes against Math.min and
 * Math.max; compensated sums against BigDecimal where plain ones are wrong.
 */
public final class ReductionContract {
    private static final String BACKENDS = "dev.kernelbridge.contract.UnderTest#backends";
    private static final int[] LENGTHS = {0, 1, 2, 3, 7, 47, 63, 64, 65, 127, 300, 4097, 8191, 8192, 8193, 40_001};

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void compensatesWhatPlainSumsLose(Kernels k) {
        VectorMath v = k.vectors();
        int n = UnderTest.isSimulator(k) ? 10_001 : 100_001;
        Random random = new Random(7);
        double[] x = new double[n];
        double[] y = new double[n];
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal dot = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) { // products cancel almost: the condition is about 10^12
            x[i] = (i % 2 == 0 ? random.nextDouble() : -x[i - 1]) * (i % 2 == 0 ? 1e6 : 1 + 1e-12 * random.nextDouble());
            y[i] = 1 + (i % 2 == 0 ? 0 : 1e-13);
            sum = sum.add(new BigDecimal(x[i]));
            dot = dot.add(new BigDecimal(x[i]).multiply(new BigDecimal(y[i])));
        }
        assertEquals(sum.doubleValue(), v.sumCompensated(x), 2 * Math.ulp(sum.doubleValue()));
        assertEquals(dot.doubleValue(), v.dotCompensated(x, y), 2 * Math.ulp(dot.doubleValue()));
        assertEquals(Double.POSITIVE_INFINITY, v.sumCompensated(new double[] {1, Double.POSITIVE_INFINITY, 2}));
        assertEquals(Double.NaN, v.sumCompensated(new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}));
        assertEquals(Double.NaN, v.dotCompensated(new double[] {0, 1}, new double[] {Double.POSITIVE_INFINITY, 1}));
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void takesTheVarianceFarFromZero(Kernels k) {
        int n = 10_001;
        double[] x = new double[n];
        float[] f = new float[n];
        BigDecimal mean = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
            x[i] = 1e9 + i % 10;
            f[i] = 30_000 + i % 10;
            mean = mean.add(new BigDecimal(x[i]));
        }
        mean = mean.divide(BigDecimal.valueOf(n), MathContext.DECIMAL128);
        BigDecimal squares = BigDecimal.ZERO;
        for (double value : x) {
            squares = squares.add(new BigDecimal(value).subtract(mean).pow(2));
        }
        double exact = squares.divide(BigDecimal.valueOf(n - 1), MathContext.DECIMAL128).doubleValue();
        assertEquals(exact, k.vectors().variance(x), 1e-13 * exact);
        assertEquals(exact, k.vectors().variance(f), 1e-5 * exact, "the same deviations");
        assertEquals(0.5, k.vectors().variance(new double[] {1, 2}));
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void refusesToReduceNothing(Kernels k) {
        VectorMath v = k.vectors();
        double[] none = {};
        assertEquals(0, v.asum(none));
        assertEquals(0, v.sumCompensated(none));
        String message = assertThrows(IllegalArgumentException.class, () -> v.min(none)).getMessage();
        assertTrue(message.contains("x: length 0") && message.contains("at least one"), message);
        assertThrows(IllegalArgumentException.class, () -> v.argMax(DoubleVec.of()));
        assertThrows(IllegalArgumentException.class, () -> v.mean(new float[0]));
        assertThrows(IllegalArgumentException.class, () -> v.variance(new double[1]));
        assertThrows(NullPointerException.class, () -> v.max((FloatVec) null));
    }

    private static void assertPlace(int n, String name, long expected, long found, long resident) {
        assertEquals(expected, found, () -> name + " of " + n);
        assertEquals(expected, resident, () -> name + " of resident " + n);
    }

    private static double pairwise(double[] blocks, int from, int to) {
        if (to - from <= 1) {
            return to == from ? 0 : blocks[from];
        }
        int middle = from + Integer.highestOneBit(to - from - 1);
        return pairwise(blocks, from, middle) + pairwise(blocks, middle, to);
    }

    private static double[] pairs(double[][] blocks, int from, int to) {
        if (to - from <= 1) {
            return to == from ? new double[2] : blocks[from];
        }
        int middle = from + Integer.highestOneBit(to - from - 1);
        double[] p = pairs(blocks, from, middle);
        double[] q = pairs(blocks, middle, to);
        double t = p[0] + q[0];
        double z = t - p[0];
        return new double[] {t, p[1] + q[1] + ((p[0] - (t - z)) + (q[0] - z))};
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void reducesDoublesInTheDocumentedOrder(Kernels k) {
        VectorMath v = k.vectors();
        for (int n : LENGTHS) {
            double[] x = doubles(n, 1);
            double[] y = doubles(n, 2);
            try (DoubleVec rx = v.upload(x); DoubleVec ry = v.upload(y)) {
                assertSame(n, "asum", doubleSum(n, (i, sum) -> sum + Math.abs(x[i])), v.asum(x), v.asum(rx));
                assertSame(n, "sumCompensated", compensated(x, null), v.sumCompensated(x), v.sumCompensated(rx));
                assertSame(n, "dotCompensated", compensated(x, y), v.dotCompensated(x, y), v.dotCompensated(rx, ry));
                if (n > 0) {
                    double mean = wideDoubleSum(n, (i, sum) -> sum + x[i]) / n;
                    assertSame(n, "mean", mean, v.mean(x), v.mean(rx));
                    assertSame(n, "min", least(x), v.min(x), v.min(rx));
                    assertSame(n, "max", most(x), v.max(x), v.max(rx));
                    assertPlace(n, "argMin", first(x, least(x), false), v.argMin(x), v.argMin(rx));
                    assertPlace(n, "argMax", first(x, most(x), false), v.argMax(x), v.argMax(rx));
                    assertPlace(n, "argMaxAbs", first(x, most(absolute(x)), true), v.argMaxAbs(x), v.argMaxAbs(rx));
                }
                if (n > 1) {
                    double mean = wideDoubleSum(n, (i, sum) -> sum + x[i]) / n;
                    double near = mean;
                    double squares = wideDoubleSum(n, (i, sum) -> {
                        double d = x[i] - near;
                        return Math.fma(d, d, sum);
                    });
                    double variance = (squares - n * (mean - near) * (mean - near)) / (n - 1);
                    assertSame(n, "variance", variance, v.variance(x), v.variance(rx));
                }
            }
        }
    }

    /** Of equal extremes the first counts, in whatever block and lane it is; -0 is below +0, and a NaN is before all. */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void findsDoubleExtremes(Kernels k) {
        VectorMath v = k.vectors();
        for (int n : new int[] {1, 5, 64, 200, 8192, 8193, 20_000}) {
            Random random = new Random(n);
            for (int round = 0; round < 20; round++) {
                double[] x = new double[n];
                for (int i = 0; i < n; i++) {
                    x[i] = random.nextInt(9) - 4;
                    x[i] = x[i] == 0 && random.nextBoolean() ? -0.0 : x[i];
                }
                if (round % 4 == 1) {
                    x[random.nextInt(n)] = Double.NaN;
                }
                if (round % 4 == 2) {
                    x[random.nextInt(n)] = Double.NEGATIVE_INFINITY;
                    x[random.nextInt(n)] = Double.POSITIVE_INFINITY;
                }
                if (round % 4 == 3) {
                    for (int i = 0; i < n; i++) {
                        x[i] = x[i] == 0 ? x[i] : 0;
                    }
                }
                assertSame(n, "min", least(x), v.min(x), v.min(x));
                assertSame(n, "max", most(x), v.max(x), v.max(x));
                assertPlace(n, "argMin", first(x, least(x), false), v.argMin(x), v.argMin(DoubleVec.of(x)));
                assertPlace(n, "argMax", first(x, most(x), false), v.argMax(x), v.argMax(DoubleVec.of(x)));
                assertPlace(n, "argMaxAbs", first(x, most(absolute(x)), true), v.argMaxAbs(x), v.argMaxAbs(DoubleVec.of(x)));
            }
        }
    }

    private interface DoubleStep {
        double apply(int i, double sum);
    }

    private static void assertSame(int n, String name, double expected, double found, double resident) {
        assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(found), () -> name + " of " + n + ": " + found + " instead of " + expected);
        assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(resident), () -> name + " of resident " + n + ": " + resident + " instead of " + expected);
    }

    private static double doubleSum(int n, DoubleStep step) {
        return wideDoubleSum(n, step);
    }

    /** The documented order: blocks of 8192, 64 lanes, halves folded; blocks pairwise with the left part the largest power of two. */
    private static double wideDoubleSum(int n, DoubleStep step) {
        double[] blocks = new double[(n + 8191) / 8192];
        for (int b = 0; b < blocks.length; b++) {
            double[] lane = new double[64];
            for (int i = b * 8192; i < Math.min(n, (b + 1) * 8192); i++) {
                lane[i % 64] = step.apply(i, lane[i % 64]);
            }
            for (int half = 32; half > 0; half /= 2) {
                for (int j = 0; j < half; j++) {
                    lane[j] += lane[j + half];
                }
            }
            blocks[b] = lane[0];
        }
        return pairwise(blocks, 0, blocks.length);
    }

    /** The sums and errors of the lanes, folded with the errors of the folds; then blocks likewise, in double. */
    private static double compensated(double[] x, double[] y) {
        double[][] blocks = new double[(x.length + 8191) / 8192][];
        for (int b = 0; b < blocks.length; b++) {
            double[] s = new double[64];
            double[] c = new double[64];
            for (int i = b * 8192; i < Math.min(x.length, (b + 1) * 8192); i++) {
                double p = y == null ? x[i] : x[i] * y[i];
                double q = y == null ? 0 : Math.fma(x[i], y[i], -p);
                double t = s[i % 64] + p;
                double z = t - s[i % 64];
                double e = (s[i % 64] - (t - z)) + (p - z);
                c[i % 64] += e + q;
                s[i % 64] = t;
            }
            for (int half = 32; half > 0; half /= 2) {
                for (int j = 0; j < half; j++) {
                    double t = s[j] + s[j + half];
                    double z = t - s[j];
                    double e = (s[j] - (t - z)) + (s[j + half] - z);
                    c[j] = c[j] + c[j + half] + e;
                    s[j] = t;
                }
            }
            blocks[b] = new double[] {s[0], c[0]};
        }
        double[] pair = pairs(blocks, 0, blocks.length);
        return (pair[0] + pair[1]);
    }

    private static double least(double[] x) {
        double least = x[0];
        for (double value : x) {
            least = Math.min(least, value);
        }
        return least;
    }

    private static double most(double[] x) {
        double most = x[0];
        for (double value : x) {
            most = Math.max(most, value);
        }
        return most;
    }

    private static double[] absolute(double[] x) {
        double[] magnitudes = x.clone();
        for (int i = 0; i < x.length; i++) {
            magnitudes[i] = Math.abs(x[i]);
        }
        return magnitudes;
    }

    private static int first(double[] x, double value, boolean absolute) {
        int i = 0;
        while (Double.compare(absolute ? Math.abs(x[i]) : x[i], value) != 0) {
            i++;
        }
        return i;
    }

    private static double[] doubles(int n, int seed) {
        Random random = new Random(1000L * seed + n);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextDouble(-10, 10);
        }
        return x;
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void reducesFloatsInTheDocumentedOrder(Kernels k) {
        VectorMath v = k.vectors();
        for (int n : LENGTHS) {
            float[] x = floats(n, 1);
            float[] y = floats(n, 2);
            try (FloatVec rx = v.upload(x); FloatVec ry = v.upload(y)) {
                assertSame(n, "asum", floatSum(n, (i, sum) -> sum + Math.abs(x[i])), v.asum(x), v.asum(rx));
                assertSame(n, "sumCompensated", compensated(x, null), v.sumCompensated(x), v.sumCompensated(rx));
                assertSame(n, "dotCompensated", compensated(x, y), v.dotCompensated(x, y), v.dotCompensated(rx, ry));
                if (n > 0) {
                    double mean = wideFloatSum(n, (i, sum) -> sum + x[i]) / n;
                    assertSame(n, "mean", (float) mean, v.mean(x), v.mean(rx));
                    assertSame(n, "min", least(x), v.min(x), v.min(rx));
                    assertSame(n, "max", most(x), v.max(x), v.max(rx));
                    assertPlace(n, "argMin", first(x, least(x), false), v.argMin(x), v.argMin(rx));
                    assertPlace(n, "argMax", first(x, most(x), false), v.argMax(x), v.argMax(rx));
                    assertPlace(n, "argMaxAbs", first(x, most(absolute(x)), true), v.argMaxAbs(x), v.argMaxAbs(rx));
                }
                if (n > 1) {
                    double mean = wideFloatSum(n, (i, sum) -> sum + x[i]) / n;
                    float near = (float) mean;
                    double squares = wideFloatSum(n, (i, sum) -> {
                        float d = x[i] - near;
                        return Math.fma(d, d, sum);
                    });
                    double variance = (squares - n * (mean - near) * (mean - near)) / (n - 1);
                    assertSame(n, "variance", (float) variance, v.variance(x), v.variance(rx));
                }
            }
        }
    }

    /** Of equal extremes the first counts, in whatever block and lane it is; -0 is below +0, and a NaN is before all. */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void findsFloatExtremes(Kernels k) {
        VectorMath v = k.vectors();
        for (int n : new int[] {1, 5, 64, 200, 8192, 8193, 20_000}) {
            Random random = new Random(n);
            for (int round = 0; round < 20; round++) {
                float[] x = new float[n];
                for (int i = 0; i < n; i++) {
                    x[i] = random.nextInt(9) - 4;
                    x[i] = x[i] == 0 && random.nextBoolean() ? -0.0f : x[i];
                }
                if (round % 4 == 1) {
                    x[random.nextInt(n)] = Float.NaN;
                }
                if (round % 4 == 2) {
                    x[random.nextInt(n)] = Float.NEGATIVE_INFINITY;
                    x[random.nextInt(n)] = Float.POSITIVE_INFINITY;
                }
                if (round % 4 == 3) {
                    for (int i = 0; i < n; i++) {
                        x[i] = x[i] == 0 ? x[i] : 0;
                    }
                }
                assertSame(n, "min", least(x), v.min(x), v.min(x));
                assertSame(n, "max", most(x), v.max(x), v.max(x));
                assertPlace(n, "argMin", first(x, least(x), false), v.argMin(x), v.argMin(FloatVec.of(x)));
                assertPlace(n, "argMax", first(x, most(x), false), v.argMax(x), v.argMax(FloatVec.of(x)));
                assertPlace(n, "argMaxAbs", first(x, most(absolute(x)), true), v.argMaxAbs(x), v.argMaxAbs(FloatVec.of(x)));
            }
        }
    }

    private interface FloatStep {
        float apply(int i, float sum);
    }

    private static void assertSame(int n, String name, float expected, float found, float resident) {
        assertEquals(Float.floatToIntBits(expected), Float.floatToIntBits(found), () -> name + " of " + n + ": " + found + " instead of " + expected);
        assertEquals(Float.floatToIntBits(expected), Float.floatToIntBits(resident), () -> name + " of resident " + n + ": " + resident + " instead of " + expected);
    }

    private static float floatSum(int n, FloatStep step) {
        return (float) wideFloatSum(n, step);
    }

    /** The documented order: blocks of 8192, 64 lanes, halves folded; blocks pairwise with the left part the largest power of two. */
    private static double wideFloatSum(int n, FloatStep step) {
        double[] blocks = new double[(n + 8191) / 8192];
        for (int b = 0; b < blocks.length; b++) {
            float[] lane = new float[64];
            for (int i = b * 8192; i < Math.min(n, (b + 1) * 8192); i++) {
                lane[i % 64] = step.apply(i, lane[i % 64]);
            }
            for (int half = 32; half > 0; half /= 2) {
                for (int j = 0; j < half; j++) {
                    lane[j] += lane[j + half];
                }
            }
            blocks[b] = lane[0];
        }
        return pairwise(blocks, 0, blocks.length);
    }

    /** The sums and errors of the lanes, folded with the errors of the folds; then blocks likewise, in double. */
    private static float compensated(float[] x, float[] y) {
        double[][] blocks = new double[(x.length + 8191) / 8192][];
        for (int b = 0; b < blocks.length; b++) {
            float[] s = new float[64];
            float[] c = new float[64];
            for (int i = b * 8192; i < Math.min(x.length, (b + 1) * 8192); i++) {
                float p = y == null ? x[i] : x[i] * y[i];
                float q = y == null ? 0 : Math.fma(x[i], y[i], -p);
                float t = s[i % 64] + p;
                float z = t - s[i % 64];
                float e = (s[i % 64] - (t - z)) + (p - z);
                c[i % 64] += e + q;
                s[i % 64] = t;
            }
            for (int half = 32; half > 0; half /= 2) {
                for (int j = 0; j < half; j++) {
                    float t = s[j] + s[j + half];
                    float z = t - s[j];
                    float e = (s[j] - (t - z)) + (s[j + half] - z);
                    c[j] = c[j] + c[j + half] + e;
                    s[j] = t;
                }
            }
            blocks[b] = new double[] {s[0], c[0]};
        }
        double[] pair = pairs(blocks, 0, blocks.length);
        return (float) (pair[0] + pair[1]);
    }

    private static float least(float[] x) {
        float least = x[0];
        for (float value : x) {
            least = Math.min(least, value);
        }
        return least;
    }

    private static float most(float[] x) {
        float most = x[0];
        for (float value : x) {
            most = Math.max(most, value);
        }
        return most;
    }

    private static float[] absolute(float[] x) {
        float[] magnitudes = x.clone();
        for (int i = 0; i < x.length; i++) {
            magnitudes[i] = Math.abs(x[i]);
        }
        return magnitudes;
    }

    private static int first(float[] x, float value, boolean absolute) {
        int i = 0;
        while (Float.compare(absolute ? Math.abs(x[i]) : x[i], value) != 0) {
            i++;
        }
        return i;
    }

    private static float[] floats(int n, int seed) {
        Random random = new Random(1000L * seed + n);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextFloat(-10, 10);
        }
        return x;
    }
}
