package dev.kernelbridge.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kernelbridge.DoubleVec;
import dev.kernelbridge.FloatVec;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.VectorMath;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every elementwise operation against the same on scalars, bit by bit: on arrays, in place, on ranges and on resident vectors. */
public final class MapContract {
    private static final String BACKENDS = "dev.kernelbridge.contract.UnderTest#backends";
    private static final int[] LENGTHS = {0, 1, 2, 3, 7, 8, 15, 31, 33, 47, 48, 63, 64, 65, 300, 1000, 8193, 16_385};

    interface DoubleArrays {
        void run(VectorMath v, double[] x, double[] y, double[] z, double[] out);
    }

    interface DoubleVecs {
        void run(VectorMath v, DoubleVec x, DoubleVec y, DoubleVec z, DoubleVec out);
    }

    interface DoubleOracle {
        double of(double x, double y, double z);
    }

    record DoubleCase(String name, DoubleArrays arrays, DoubleVecs vecs, DoubleOracle oracle) {
    }

    static final List<DoubleCase> DOUBLES = List.of(
            new DoubleCase("add", (v, x, y, z, o) -> v.add(x, y, o), (v, x, y, z, o) -> v.add(x, y, o), (x, y, z) -> x + y),
            new DoubleCase("sub", (v, x, y, z, o) -> v.sub(x, y, o), (v, x, y, z, o) -> v.sub(x, y, o), (x, y, z) -> x - y),
            new DoubleCase("mul", (v, x, y, z, o) -> v.mul(x, y, o), (v, x, y, z, o) -> v.mul(x, y, o), (x, y, z) -> x * y),
            new DoubleCase("div", (v, x, y, z, o) -> v.div(x, y, o), (v, x, y, z, o) -> v.div(x, y, o), (x, y, z) -> x / y),
            new DoubleCase("fma", (v, x, y, z, o) -> v.fma(x, y, z, o), (v, x, y, z, o) -> v.fma(x, y, z, o),
                    (x, y, z) -> Math.fma(x, y, z)),
            new DoubleCase("scale", (v, x, y, z, o) -> v.scale(-1.5, x, o), (v, x, y, z, o) -> v.scale(-1.5, x, o), (x, y, z) -> -1.5 * x),
            new DoubleCase("axpy", (v, x, y, z, o) -> {
                    v.copy(y, o);
                    v.axpy(0.1, x, o);
                }, (v, x, y, z, o) -> {
                    v.copy(y, o);
                    v.axpy(0.1, x, o);
                }, (x, y, z) -> Math.fma(0.1, x, y)),
            new DoubleCase("axpby", (v, x, y, z, o) -> {
                    v.copy(y, o);
                    v.axpby(0.1, x, -3.3, o);
                }, (v, x, y, z, o) -> {
                    v.copy(y, o);
                    v.axpby(0.1, x, -3.3, o);
                }, (x, y, z) -> Math.fma(0.1, x, -3.3 * y)),
            new DoubleCase("abs", (v, x, y, z, o) -> v.abs(x, o), (v, x, y, z, o) -> v.abs(x, o), (x, y, z) -> Math.abs(x)),
            new DoubleCase("neg", (v, x, y, z, o) -> v.neg(x, o), (v, x, y, z, o) -> v.neg(x, o), (x, y, z) -> -x),
            new DoubleCase("sqrt", (v, x, y, z, o) -> v.sqrt(x, o), (v, x, y, z, o) -> v.sqrt(x, o), (x, y, z) -> Math.sqrt(x)),
            new DoubleCase("min", (v, x, y, z, o) -> v.min(x, y, o), (v, x, y, z, o) -> v.min(x, y, o), (x, y, z) -> Math.min(x, y)),
            new DoubleCase("max", (v, x, y, z, o) -> v.max(x, y, o), (v, x, y, z, o) -> v.max(x, y, o), (x, y, z) -> Math.max(x, y)),
            new DoubleCase("clamp", (v, x, y, z, o) -> v.clamp(x, -2.5, 0.75, o), (v, x, y, z, o) -> v.clamp(x, -2.5, 0.75, o), (x, y,
                    z) -> Math.min(Math.max(x, -2.5), 0.75)),
            new DoubleCase("fill", (v, x, y, z, o) -> v.fill(7.25, o), (v, x, y, z, o) -> v.fill(7.25, o), (x, y, z) -> 7.25),
            new DoubleCase("copy", (v, x, y, z, o) -> v.copy(x, o), (v, x, y, z, o) -> v.copy(x, o), (x, y, z) -> x));

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void mapsDoubles(Kernels k) {
        VectorMath v = k.vectors();
        for (int n : LENGTHS) {
            double[] x = doubles(n, 1);
            double[] y = doubles(n, 2);
            double[] z = doubles(n, 3);
            for (DoubleCase map : DOUBLES) {
                double[] out = new double[n];
                map.arrays().run(v, x, y, z, out);
                check(map, x, y, z, out, "arrays");
                if (!map.name().startsWith("axp")) {
                    double[] same = x.clone();
                    map.arrays().run(v, same, y, z, same);
                    check(map, x, y, z, same, "in place");
                }
                if (n > 8) {
                    double[] part = new double[n];
                    map.vecs().run(v, DoubleVec.of(x, 3, n - 8), DoubleVec.of(y, 0, n - 8), DoubleVec.of(z, 5, n - 8), DoubleVec.of(part,
                            1, n - 8));
                    assertEquals(0, part[0], map.name() + ": nothing before the range is written");
                    assertEquals(0, part[n - 7], map.name() + ": nothing behind the range is written");
                    for (int i = 0; i < n - 8; i++) {
                        assertSame(map.oracle().of(x[i + 3], y[i], z[i + 5]), part[i + 1], map.name(), "ranges", i, n);
                    }
                }
            }
            try (DoubleVec rx = v.upload(x); DoubleVec ry = v.upload(y); DoubleVec rz = v.upload(z); DoubleVec ro = v.residentDoubles(n)) {
                for (DoubleCase map : DOUBLES) {
                    map.vecs().run(v, rx, ry, rz, ro);
                    check(map, x, y, z, ro.toArray(), "resident");
                }
            }
        }
    }

    private static void check(DoubleCase map, double[] x, double[] y, double[] z, double[] out, String form) {
        for (int i = 0; i < out.length; i++) {
            assertSame(map.oracle().of(x[i], y[i], z[i]), out[i], map.name(), form, i, out.length);
        }
    }

    private static void assertSame(double expected, double found, String name, String form, int i, int n) {
        assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(found),
                () -> name + " on " + form + ": " + found + " instead of " + expected + " at " + i
                + " of " + n);
    }

    /** Ordinary numbers, and every ninth a special one. */
    private static double[] doubles(int n, int seed) {
        Random random = new Random(1000L * seed + n);
        double[] special = {0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -Double.MIN_NORMAL,
                Double.MAX_VALUE, 1};
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextInt(9) == 0 ? special[random.nextInt(special.length)] : random.nextDouble(-10, 10);
        }
        return x;
    }

    interface FloatArrays {
        void run(VectorMath v, float[] x, float[] y, float[] z, float[] out);
    }

    interface FloatVecs {
        void run(VectorMath v, FloatVec x, FloatVec y, FloatVec z, FloatVec out);
    }

    interface FloatOracle {
        float of(float x, float y, float z);
    }

    record FloatCase(String name, FloatArrays arrays, FloatVecs vecs, FloatOracle oracle) {
    }

    static final List<FloatCase> FLOATS = List.of(
            new FloatCase("add", (v, x, y, z, o) -> v.add(x, y, o), (v, x, y, z, o) -> v.add(x, y, o), (x, y, z) -> x + y),
            new FloatCase("sub", (v, x, y, z, o) -> v.sub(x, y, o), (v, x, y, z, o) -> v.sub(x, y, o), (x, y, z) -> x - y),
            new FloatCase("mul", (v, x, y, z, o) -> v.mul(x, y, o), (v, x, y, z, o) -> v.mul(x, y, o), (x, y, z) -> x * y),
            new FloatCase("div", (v, x, y, z, o) -> v.div(x, y, o), (v, x, y, z, o) -> v.div(x, y, o), (x, y, z) -> x / y),
            new FloatCase("fma", (v, x, y, z, o) -> v.fma(x, y, z, o), (v, x, y, z, o) -> v.fma(x, y, z, o),
                    (x, y, z) -> Math.fma(x, y, z)),
            new FloatCase("scale", (v, x, y, z, o) -> v.scale(-1.5f, x, o), (v, x, y, z, o) -> v.scale(-1.5f, x, o),
                    (x, y, z) -> -1.5f * x),
            new FloatCase("axpy", (v, x, y, z, o) -> {
                    v.copy(y, o);
                    v.axpy(0.1f, x, o);
                }, (v, x, y, z, o) -> {
                    v.copy(y, o);
                    v.axpy(0.1f, x, o);
                }, (x, y, z) -> Math.fma(0.1f, x, y)),
            new FloatCase("axpby", (v, x, y, z, o) -> {
                    v.copy(y, o);
                    v.axpby(0.1f, x, -3.3f, o);
                }, (v, x, y, z, o) -> {
                    v.copy(y, o);
                    v.axpby(0.1f, x, -3.3f, o);
                }, (x, y, z) -> Math.fma(0.1f, x, -3.3f * y)),
            new FloatCase("abs", (v, x, y, z, o) -> v.abs(x, o), (v, x, y, z, o) -> v.abs(x, o), (x, y, z) -> Math.abs(x)),
            new FloatCase("neg", (v, x, y, z, o) -> v.neg(x, o), (v, x, y, z, o) -> v.neg(x, o), (x, y, z) -> -x),
            new FloatCase("sqrt", (v, x, y, z, o) -> v.sqrt(x, o), (v, x, y, z, o) -> v.sqrt(x, o), (x, y, z) -> (float) Math.sqrt(x)),
            new FloatCase("min", (v, x, y, z, o) -> v.min(x, y, o), (v, x, y, z, o) -> v.min(x, y, o), (x, y, z) -> Math.min(x, y)),
            new FloatCase("max", (v, x, y, z, o) -> v.max(x, y, o), (v, x, y, z, o) -> v.max(x, y, o), (x, y, z) -> Math.max(x, y)),
            new FloatCase("clamp", (v, x, y, z, o) -> v.clamp(x, -2.5f, 0.75f, o), (v, x, y, z, o) -> v.clamp(x, -2.5f, 0.75f, o), (x, y,
                    z) -> Math.min(Math.max(x, -2.5f), 0.75f)),
            new FloatCase("fill", (v, x, y, z, o) -> v.fill(7.25f, o), (v, x, y, z, o) -> v.fill(7.25f, o), (x, y, z) -> 7.25f),
            new FloatCase("copy", (v, x, y, z, o) -> v.copy(x, o), (v, x, y, z, o) -> v.copy(x, o), (x, y, z) -> x));

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void mapsFloats(Kernels k) {
        VectorMath v = k.vectors();
        for (int n : LENGTHS) {
            float[] x = floats(n, 1);
            float[] y = floats(n, 2);
            float[] z = floats(n, 3);
            for (FloatCase map : FLOATS) {
                float[] out = new float[n];
                map.arrays().run(v, x, y, z, out);
                check(map, x, y, z, out, "arrays");
                if (!map.name().startsWith("axp")) {
                    float[] same = x.clone();
                    map.arrays().run(v, same, y, z, same);
                    check(map, x, y, z, same, "in place");
                }
                if (n > 8) {
                    float[] part = new float[n];
                    map.vecs().run(v, FloatVec.of(x, 3, n - 8), FloatVec.of(y, 0, n - 8), FloatVec.of(z, 5, n - 8), FloatVec.of(part, 1,
                            n - 8));
                    assertEquals(0, part[0], map.name() + ": nothing before the range is written");
                    assertEquals(0, part[n - 7], map.name() + ": nothing behind the range is written");
                    for (int i = 0; i < n - 8; i++) {
                        assertSame(map.oracle().of(x[i + 3], y[i], z[i + 5]), part[i + 1], map.name(), "ranges", i, n);
                    }
                }
            }
            try (FloatVec rx = v.upload(x); FloatVec ry = v.upload(y); FloatVec rz = v.upload(z); FloatVec ro = v.residentFloats(n)) {
                for (FloatCase map : FLOATS) {
                    map.vecs().run(v, rx, ry, rz, ro);
                    check(map, x, y, z, ro.toArray(), "resident");
                }
            }
        }
    }

    private static void check(FloatCase map, float[] x, float[] y, float[] z, float[] out, String form) {
        for (int i = 0; i < out.length; i++) {
            assertSame(map.oracle().of(x[i], y[i], z[i]), out[i], map.name(), form, i, out.length);
        }
    }

    private static void assertSame(float expected, float found, String name, String form, int i, int n) {
        assertEquals(Float.floatToIntBits(expected), Float.floatToIntBits(found),
                () -> name + " on " + form + ": " + found + " instead of " + expected + " at " + i
                + " of " + n);
    }

    /** Ordinary numbers, and every ninth a special one. */
    private static float[] floats(int n, int seed) {
        Random random = new Random(1000L * seed + n);
        float[] special = {0, -0.0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MIN_NORMAL,
                Float.MAX_VALUE, 1};
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextInt(9) == 0 ? special[random.nextInt(special.length)] : random.nextFloat(-10, 10);
        }
        return x;
    }
}
