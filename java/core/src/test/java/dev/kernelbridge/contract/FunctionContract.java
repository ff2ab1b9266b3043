package dev.kernelbridge.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Kernels;
import dev.kernelbridge.VectorMath;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * exp, log, sin, cos, tanh and pow: within 1 ulp of BigDecimal series (floats: of StrictMath on doubles), special values as StrictMath has
 * them, and the bits of every backend are those of the C functions, whose hashes native/test/functions_test.c has too.
 */
public final class FunctionContract {
    private static final String BACKENDS = "dev.kernelbridge.contract.UnderTest#backends";
    private static final double[] SPECIAL = {0.0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 4, -4, Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY, Double.NaN, 1000, -1000, 0x1p60, -0x1p60, 0x1p-60, 0x1p-126, 0x1p-149, -0x1p-149};

    private interface DoubleMap {
        void map(VectorMath v, double[] x, double[] y, double[] out);
    }

    private interface FloatMap {
        void map(VectorMath v, float[] x, float[] y, float[] out);
    }

    private interface Scalar {
        double of(double x, double y);
    }

    private interface Oracle {
        BigDecimal of(double x, double y);
    }

    private record Function(String name, DoubleMap doubles, FloatMap floats, Scalar strict, Oracle exact, long hash, long floatHash) {

        double[] of(VectorMath v, double[] x, double[] y) {
            double[] out = new double[x.length];
            doubles.map(v, x, y, out);
            return out;
        }

        float[] of(VectorMath v, float[] x, float[] y) {
            float[] out = new float[x.length];
            floats.map(v, x, y, out);
            return out;
        }
    }

    private static final List<Function> FUNCTIONS = List.of(
            new Function("exp", (v, x, y, o) -> v.exp(x, o), (v, x, y, o) -> v.exp(x, o), (x, y) -> StrictMath.exp(x),
                    (x, y) -> Exact.exp(new BigDecimal(x)), 0x4a4d2fe46f6a2f37L, 0x5efbf843d19d41c4L),
            new Function("log", (v, x, y, o) -> v.log(x, o), (v, x, y, o) -> v.log(x, o), (x, y) -> StrictMath.log(x),
                    (x, y) -> Exact.log(x), 0x385016290bdbe2d8L, 0x78803fb740000de0L),
            new Function("sin", (v, x, y, o) -> v.sin(x, o), (v, x, y, o) -> v.sin(x, o), (x, y) -> StrictMath.sin(x),
                    (x, y) -> Exact.sin(x), 0xc5e06d8e3f67d85fL, 0xabb96cce987d403dL),
            new Function("cos", (v, x, y, o) -> v.cos(x, o), (v, x, y, o) -> v.cos(x, o), (x, y) -> StrictMath.cos(x),
                    (x, y) -> Exact.cos(x), 0x02bf4a9da29733a1L, 0x3bb4df4daf27d36eL),
            new Function("tanh", (v, x, y, o) -> v.tanh(x, o), (v, x, y, o) -> v.tanh(x, o), (x, y) -> StrictMath.tanh(x),
                    (x, y) -> Exact.tanh(x), 0x17ff1ed322af1036L, 0xb70ca76c68d01733L),
            new Function("pow", (v, x, y, o) -> v.pow(x, y, o), (v, x, y, o) -> v.pow(x, y, o), StrictMath::pow, Exact::pow,
                    0x89ffaa2be7bcb4cbL, 0x0fe89ed99b178ea9L));

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void givesTheBitsOfC(Kernels k) {
        int n = 1 << 14;
        double[] x = new double[n];
        double[] y = new double[n];
        float[] xf = new float[n];
        float[] yf = new float[n];
        long state = 0;
        for (int i = 0; i < n; i++) { // splitmix64: half of them any bits, half of them ordinary numbers
            long r = mix(state += 0x9E3779B97F4A7C15L);
            x[i] = i % 2 == 0 ? Double.longBitsToDouble(r) : (r >> 12) * 0x1p-48;
            xf[i] = i % 2 == 0 ? Float.intBitsToFloat((int) r) : (float) x[i];
            r = mix(state += 0x9E3779B97F4A7C15L);
            y[i] = i % 4 == 0 ? Double.longBitsToDouble(r) : (r >> 12) * 0x1p-46;
            yf[i] = i % 4 == 0 ? Float.intBitsToFloat((int) r) : (float) y[i];
        }
        VectorMath v = k.vectors();
        for (Function f : FUNCTIONS) {
            long hash = 0;
            for (double value : f.of(v, x, y)) {
                hash = hash * 0x9E3779B97F4A7C15L + Double.doubleToLongBits(value);
            }
            assertEquals(Long.toHexString(f.hash()), Long.toHexString(hash), f.name());
            hash = 0;
            for (float value : f.of(v, xf, yf)) {
                hash = hash * 0x9E3779B97F4A7C15L + Float.floatToIntBits(value);
            }
            assertEquals(Long.toHexString(f.floatHash()), Long.toHexString(hash), f.name() + " of floats");
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void isWithinOneUlp(Kernels k) {
        for (Function f : FUNCTIONS) {
            double[] x = arguments(f.name());
            double[] y = new Random(7).doubles(x.length, -40, 40).toArray();
            double[] out = f.of(k.vectors(), x, y);
            for (int i = 0; i < x.length; i++) {
                double ulp = Math.ulp(out[i]);
                BigDecimal exact = f.exact().of(x[i], y[i]);
                double error = new BigDecimal(out[i]).subtract(exact).divide(new BigDecimal(ulp), MathContext.DECIMAL64).doubleValue();
                assertTrue(Math.abs(error) < 1, f.name() + "(" + x[i] + ", " + y[i] + ") = " + out[i] + " is off by " + error + " ulp");
            }
            isWithinOneUlpOfDouble(f, k.vectors(), x, y);
        }
    }

    private static void isWithinOneUlpOfDouble(Function f, VectorMath v, double[] x, double[] y) {
        float[] xf = new float[x.length];
        float[] yf = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            xf[i] = (float) x[i];
            yf[i] = (float) y[i] / 8;
        }
        float[] out = f.of(v, xf, yf);
        for (int i = 0; i < x.length; i++) {
            double exact = f.strict().of(xf[i], yf[i]);
            if (Math.abs(exact) > Float.MAX_VALUE || Double.isNaN(exact)) {
                assertEquals((float) exact, out[i], f.name());
            } else {
                double error = (out[i] - exact) / Math.ulp((float) exact);
                assertTrue(Math.abs(error) < 1, f.name() + "(" + xf[i] + ", " + yf[i] + ") = " + out[i] + " is off by " + error + " ulp");
            }
        }
    }

    /** Where the result is finite: ordinary, tiny, huge, and closest to multiples of pi/2. */
    private static double[] arguments(String name) {
        Random random = new Random(5);
        double[] x = new double[160];
        for (int i = 0; i < x.length; i++) {
            double any = Double.longBitsToDouble(random.nextLong() >>> 1);
            x[i] = switch (i % 4) {
                case 0 -> random.nextDouble(-4, 4);
                case 1 -> name.equals("exp") || name.equals("tanh") ? random.nextDouble(-700, 700) : Double.isFinite(any) ? any : 1e300;
                case 2 -> random.nextInt(1 << 20) * (Math.PI / 2);
                default -> random.nextDouble(0.5, 2);
            };
            if (name.equals("exp") || name.equals("tanh")) {
                x[i] %= 700;
            } else if (name.equals("log")) {
                x[i] = Math.abs(x[i]) + Double.MIN_VALUE;
            } else if (name.equals("pow")) {
                x[i] = i % 4 == 3 ? x[i] : 1 + Math.abs(x[i] % 1000);
            }
        }
        x[0] = name.equals("exp") ? -745 : 0x1.6ac5b262ca1ffp849; // the closest to a multiple of pi/2 (Muller, "Elementary Functions")
        if (name.equals("pow") || name.equals("tanh")) {
            x[0] = 1e-300;
        }
        return x;
    }

    /** Against StrictMath, which Java's rules bind to the same special values and which is exact there. */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void hasTheSpecialValuesOfMath(Kernels k) {
        int n = SPECIAL.length;
        double[] x = new double[n * n];
        double[] y = new double[n * n];
        float[] xf = new float[n * n];
        float[] yf = new float[n * n];
        for (int i = 0; i < n * n; i++) {
            x[i] = SPECIAL[i / n];
            y[i] = SPECIAL[i % n];
            xf[i] = (float) x[i];
            yf[i] = (float) y[i];
        }
        for (Function f : FUNCTIONS) {
            double[] out = f.of(k.vectors(), x, y);
            float[] outf = f.of(k.vectors(), xf, yf);
            for (int i = 0; i < n * n; i++) {
                String what = f.name() + "(" + x[i] + ", " + y[i] + ")";
                double expected = f.strict().of(x[i], y[i]);
                same(expected, out[i], Math.ulp(expected), what);
                same((float) expected, outf[i], Math.ulp((float) expected), what + " as floats");
            }
        }
    }

    /** The same infinity, NaN, zero or one with its sign; other numbers may differ by an ulp. */
    private static void same(double expected, double found, double ulp, String what) {
        boolean exact = expected == 0 || Math.abs(expected) == 1 || !Double.isFinite(expected);
        if (exact) {
            assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(found), what + ": " + found + ", not " + expected);
        } else {
            assertTrue(Math.abs(expected - found) <= ulp, () -> what + ": " + found + ", not " + expected);
        }
    }

    private static long mix(long state) {
        long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
