package dev.kernelbridge.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Plain sums against the order that {@link VectorEngine#reduce} documents, the Vector API's forms against the plain ones, bit by bit. */
class VectorFormsTest {
    private static final int[] LENGTHS = IntStream.concat(IntStream.rangeClosed(1, 300),
            IntStream.of(1023, 1024, 1025, 2047, 2048, 2049, 4096 + 63, 8191, 8192)).toArray();
    private static final double[] ODD = {-0.0, 0.0, Double.MIN_VALUE, -1e-310, 1e300, -1e300, Double.NaN, Double.POSITIVE_INFINITY};

    @Test
    void addsInTheDocumentedOrder() {
        for (boolean odd : new boolean[] {false, true}) {
            double[] x = doubles(1, odd);
            double[] y = doubles(2, odd);
            float[] fx = floats(x);
            float[] fy = floats(y);
            for (int n : LENGTHS) {
                for (ReduceOp op : ReduceOp.values()) {
                    if (op.isSum()) {
                        int from = n % 7;
                        String what = op + " of " + n;
                        assertEquals(documented(op, 0.3, x, from, y, 5, n), DoubleSums.sum(op, 0.3, x, from, y, 5, n), what);
                        assertEquals(documented(op, 0.3f, fx, from, fy, 5, n), FloatSums.sum(op, 0.3f, fx, from, fy, 5, n), what);
                    }
                }
            }
        }
    }

    @Test
    void addsTheSameWithVectors() {
        assumeVectors();
        for (boolean odd : new boolean[] {false, true}) {
            double[] x = doubles(1, odd);
            double[] y = doubles(2, odd);
            float[] fx = floats(x);
            float[] fy = floats(y);
            for (int n : LENGTHS) {
                for (ReduceOp op : ReduceOp.values()) {
                    if (op.isSum() && n >= 64) {
                        int from = n % 7;
                        String what = op + " of " + n;
                        assertEquals(DoubleSums.sum(op, 0.3, x, from, y, 5, n), DoubleVectorSums.sum(op, 0.3, x, from, y, 5, n), what);
                        assertEquals(FloatSums.sum(op, 0.3f, fx, from, fy, 5, n), FloatVectorSums.sum(op, 0.3f, fx, from, fy, 5, n), what);
                        int first = (n - 16) / 64 * 64;
                        double[] lanes = new double[64];
                        DoubleVectorSums.part(op, 0.3, x, from, y, 5, first, lanes);
                        assertEquals(DoubleSums.sum(op, 0.3, x, from, y, 5, n),
                                DoubleVectorSums.rest(op, 0.3, x, from + first, y, 5 + first, n - first, lanes), what);
                        float[] flanes = new float[64];
                        FloatVectorSums.part(op, 0.3f, fx, from, fy, 5, first, flanes);
                        assertEquals(FloatSums.sum(op, 0.3f, fx, from, fy, 5, n),
                                FloatVectorSums.rest(op, 0.3f, fx, from + first, fy, 5 + first, n - first, flanes), what);
                    }
                }
            }
        }
    }

    /** A lane that took underflown products alone is -0, one without an element +0: no form may add a zero of its own. */
    @Test
    void keepsTheSignOfWhatUnderflows() {
        double[] x = new double[8192];
        double[] y = new double[8192];
        Arrays.fill(x, 1e-200);
        Arrays.fill(y, -1e-200);
        float[] fx = new float[8192];
        float[] fy = new float[8192];
        Arrays.fill(fx, 1e-30f);
        Arrays.fill(fy, -1e-30f);
        for (int n : LENGTHS) {
            assertEquals(n < 64 ? 0.0 : -0.0, documented(ReduceOp.DOT, 1, x, 0, y, 0, n), "the order itself, of " + n);
            assertEquals(documented(ReduceOp.DOT, 1, x, 0, y, 0, n), DoubleSums.sum(ReduceOp.DOT, 1, x, 0, y, 0, n), "doubles, " + n);
            assertEquals(documented(ReduceOp.DOT, 1f, fx, 0, fy, 0, n), FloatSums.sum(ReduceOp.DOT, 1f, fx, 0, fy, 0, n), "floats, " + n);
            if (n >= 64 && VectorModule.usable()) {
                assertEquals(-0.0, DoubleVectorSums.sum(ReduceOp.DOT, 1, x, 0, y, 0, n), "double vectors, " + n);
                assertEquals(-0f, FloatVectorSums.sum(ReduceOp.DOT, 1f, fx, 0, fy, 0, n), "float vectors, " + n);
            }
        }
        Arrays.fill(x, 0);
        Arrays.fill(fx, 0);
        for (int n : LENGTHS) { // a product that is -0 exactly does not make a lane -0
            assertEquals(0.0, DoubleSums.sum(ReduceOp.DOT, 1, x, 0, y, 0, n), "doubles, " + n);
            assertEquals(0f, FloatSums.sum(ReduceOp.DOT, 1f, fx, 0, fy, 0, n), "floats, " + n);
            if (n >= 64 && VectorModule.usable()) {
                assertEquals(0.0, DoubleVectorSums.sum(ReduceOp.DOT, 1, x, 0, y, 0, n), "double vectors, " + n);
                assertEquals(0f, FloatVectorSums.sum(ReduceOp.DOT, 1f, fx, 0, fy, 0, n), "float vectors, " + n);
            }
        }
    }

    @Test
    void takesExpTheSameWithVectors() {
        assumeVectors();
        Random random = new Random(3);
        double[] x = random.doubles(9000, -1000, 1000).toArray(); // every other eight have one beyond 708
        for (int i = 0; i < 3000; i++) {
            x[i] *= 0.7;
        }
        System.arraycopy(ODD, 0, x, 100, ODD.length);
        float[] f = floats(x);
        for (int i = 0; i < 6000; i++) {
            f[i] *= i < 100 ? 1 : 0.12f;
        }
        for (int n : LENGTHS) {
            double[] out = new double[n + 10];
            float[] fout = new float[n + 10];
            DoubleVectorExp.exp(x, n % 5, out, 3, n);
            FloatVectorExp.exp(f, n % 5, fout, 3, n);
            for (int i = 0; i < n; i++) {
                assertEquals(Exp.exp(x[n % 5 + i]), out[3 + i], "exp of " + n);
                assertEquals(Exp.exp(f[n % 5 + i]), fout[3 + i], "exp of " + n);
            }
            assertEquals(0, out[2] + out[3 + n] + fout[2] + fout[3 + n], "beside the result");
            double[] in = Arrays.copyOf(x, n);
            DoubleVectorExp.exp(in, 0, in, 0, n);
            for (int i = 0; i < n; i++) {
                assertEquals(Exp.exp(x[i]), in[i], "exp in place");
            }
        }
    }

    @Test
    void takesLogTheSameWithVectors() {
        assumeVectors();
        Random random = new Random(4);
        double[] x = random.longs(9000).mapToDouble(bits -> Double.longBitsToDouble(bits & Long.MAX_VALUE)).toArray(); // all exponents
        for (int i = 0; i < 3000; i++) {
            x[i] = 0.5 + random.nextDouble();
        }
        System.arraycopy(ODD, 0, x, 100, ODD.length);
        float[] f = floats(x);
        for (int i = 3000; i < f.length; i++) {
            f[i] = Float.intBitsToFloat(random.nextInt(Integer.MAX_VALUE));
        }
        for (int from : new int[] {0, 2995, 6000}) {
            for (int n = 1; n < 300; n++) {
                double[] out = new double[n + 10];
                float[] fout = new float[n + 10];
                DoubleVectorLog.log(x, from + n, out, 3, n);
                FloatVectorLog.log(f, from + n, fout, 3, n);
                for (int i = 0; i < n; i++) {
                    assertEquals(Log.log(x[from + n + i]), out[3 + i], "log of " + x[from + n + i]);
                    assertEquals(Log.log(f[from + n + i]), fout[3 + i], "log of " + f[from + n + i]);
                }
                assertEquals(0, out[2] + out[3 + n] + fout[2] + fout[3 + n], "beside the result");
            }
        }
    }

    /** Small and large, near multiples of a quarter turn, and what takes the rare way. */
    @Test
    void takesSinesTheSameWithVectors() {
        assumeVectors();
        Random random = new Random(5);
        double[] x = random.doubles(30_000, -8, 8).toArray();
        float[] f = floats(x);
        for (int i = 0; i < x.length; i++) {
            int range = i / 5000;
            int quarters = random.nextInt(1 << 3 + 3 * range) - (1 << 2 + 3 * range);
            x[i] = range < 4 ? x[i] * (1 << 5 * range) : quarters * (Math.PI / 2) + (range == 4 ? 0 : x[i] * 1e-12);
            f[i] = range < 4 ? f[i] * (1 << 4 * range) : (float) (quarters % 10_000 * (Math.PI / 2));
        }
        for (int i = 0; i < ODD.length; i++) {
            x[100 + 9 * i] = ODD[i];
            f[100 + 17 * i] = (float) ODD[i];
        }
        for (int from = 0; from < 29_000; from += 333) {
            int n = 1 + from % 997;
            double[] out = new double[n + 10];
            float[] fout = new float[n + 10];
            for (int quarters = 0; quarters < 2; quarters++) {
                DoubleVectorSine.sine(quarters, x, from, out, 3, n);
                FloatVectorSine.sine(quarters, f, from, fout, 3, n);
                for (int i = 0; i < n; i++) {
                    double v = x[from + i];
                    float w = f[from + i];
                    assertEquals(quarters == 0 ? Sine.sin(v) : Sine.cos(v), out[3 + i], quarters + " quarters and " + v);
                    assertEquals(quarters == 0 ? Sine.sin(w) : Sine.cos(w), fout[3 + i], quarters + " quarters and " + w);
                }
                assertEquals(0, out[2] + out[3 + n] + fout[2] + fout[3 + n], "beside the result");
            }
        }
    }

    /** Operands that begin at different places, or lie outside the heap, are moved: their results are those of each element alone. */
    @Test
    void mapsOperandsThatLieElsewhere() {
        double[] x = doubles(1, true);
        double[] y = doubles(2, true);
        double[] z = doubles(3, true);
        float[] fx = floats(x);
        float[] fy = floats(y);
        float[] fz = floats(z);
        try (Arena arena = Arena.ofConfined()) {
            for (MapOp op : MapOp.values()) {
                for (int n : new int[] {1, 63, 511, 512, 513, 1025, 2600}) {
                    double[] out = new double[n + 3];
                    float[] fout = new float[n + 3];
                    MemorySegment beside = op.operands() < 2 ? null : off(arena, part(y, 4, n));
                    MemorySegment fbeside = op.operands() < 2 ? null : off(arena, part(fy, 4, n));
                    MemorySegment third = op.operands() < 3 ? null : part(z, 2, n);
                    MemorySegment fthird = op.operands() < 3 ? null : part(fz, 2, n);
                    MemorySegment first = op.operands() < 1 ? null : n % 2 == 0 ? part(x, 1, n) : off(arena, part(x, 1, n));
                    MemorySegment ffirst = op.operands() < 1 ? null : n % 2 == 0 ? part(fx, 1, n) : off(arena, part(fx, 1, n));
                    MemorySegment native1 = off(arena, part(out, 0, n + 3));
                    MemorySegment native2 = off(arena, part(fout, 0, n + 3));
                    DoubleForms.map(op, -0.5, 2, first, beside, third, n < 600 ? part(out, 1, n) : native1.asSlice(8, 8L * n), n);
                    FloatForms.map(op, -0.5f, 2, ffirst, fbeside, fthird, n < 600 ? part(fout, 1, n) : native2.asSlice(4, 4L * n), n);
                    if (n >= 600) {
                        MemorySegment.copy(native1, 0, MemorySegment.ofArray(out), 0, native1.byteSize());
                        MemorySegment.copy(native2, 0, MemorySegment.ofArray(fout), 0, native2.byteSize());
                    }
                    for (int i = 0; i < n; i++) {
                        double[] result = {x[1 + i]};
                        float[] fresult = {fx[1 + i]};
                        DoubleLoops.map(op, -0.5, 2, result, new double[] {y[4 + i]}, new double[] {z[2 + i]}, result, 0, 1);
                        FloatLoops.map(op, -0.5f, 2, fresult, new float[] {fy[4 + i]}, new float[] {fz[2 + i]}, fresult, 0, 1);
                        assertEquals(result[0], out[1 + i], op + " at " + i + " of " + n);
                        assertEquals(fresult[0], fout[1 + i], op + " at " + i + " of " + n);
                    }
                    assertEquals(0, out[0] + out[n + 1] + fout[0] + fout[n + 1], "beside the result");
                }
            }
        }
    }

    /** What comes part by part is the same sum, the same extreme, the same prefix sums. */
    @Test
    void reducesWhatLiesOutsideTheHeap() {
        double[] x = doubles(1, false);
        double[] y = doubles(2, false);
        float[] fx = floats(x);
        float[] fy = floats(y);
        try (Arena arena = Arena.ofConfined()) {
            for (int n : new int[] {1, 16, 17, 100, 1023, 1024, 1025, 2047, 2048, 2049, 4096 + 63, 8191, 8192}) {
                for (ReduceOp op : ReduceOp.values()) {
                    double[] expected = new double[4];
                    double[] found = new double[4];
                    DoubleForms.reduce(op, 0.3, part(x, 3, n), part(y, 5, n), n, expected, 0);
                    FloatForms.reduce(op, 0.3f, part(fx, 3, n), part(fy, 5, n), n, expected, 2);
                    DoubleForms.reduce(op, 0.3, off(arena, part(x, 3, n)), part(y, 5, n), n, found, 0);
                    FloatForms.reduce(op, 0.3f, off(arena, part(fx, 3, n)), off(arena, part(fy, 5, n)), n, found, 2);
                    assertArrayEquals(expected, found, op + " of " + n);
                    if (op.isSum()) {
                        assertEquals(documented(op, 0.3, x, 3, y, 5, n), found[0], op + " of " + n);
                        assertEquals(documented(op, 0.3f, fx, 3, fy, 5, n), (float) found[2], op + " of " + n);
                    }
                }
                double[] sums = new double[n];
                float[] fsums = new float[n];
                DoubleForms.scan(0.5, part(x, 3, n), part(sums, 0, n), n);
                FloatForms.scan(0.5f, part(fx, 3, n), part(fsums, 0, n), n);
                MemorySegment inPlace = off(arena, part(x, 3, n));
                MemorySegment fout = arena.allocate(4L * n);
                DoubleForms.scan(0.5, inPlace, inPlace, n);
                FloatForms.scan(0.5f, part(fx, 3, n), fout, n);
                assertArrayEquals(sums, inPlace.toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED));
                assertArrayEquals(fsums, fout.toArray(ValueLayout.JAVA_FLOAT));
            }
        }
    }

    private static MemorySegment part(double[] array, int from, int n) {
        return MemorySegment.ofArray(array).asSlice(8L * from, 8L * n);
    }

    private static MemorySegment part(float[] array, int from, int n) {
        return MemorySegment.ofArray(array).asSlice(4L * from, 4L * n);
    }

    /** A copy at an odd address. */
    private static MemorySegment off(Arena arena, MemorySegment array) {
        return arena.allocate(array.byteSize() + 1).asSlice(1).copyFrom(array);
    }

    private static void assumeVectors() {
        assertTrue(VectorModule.PRESENT, "the tests of java/core run with --add-modules jdk.incubator.vector");
        assumeTrue(VectorModule.usable(), "this processor has no vectors of 512 bits");
    }

    private static double documented(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n) {
        double[] lanes = new double[64];
        for (int i = 0; i < n; i++) {
            double v = x[xi + i];
            lanes[i % 64] = switch (op) {
                case SUM -> lanes[i % 64] + v;
                case DOT -> Math.fma(v, y[yi + i], lanes[i % 64]);
                case SUMSQ -> Math.fma(a * v, a * v, lanes[i % 64]);
                case ASUM -> lanes[i % 64] + Math.abs(v);
                case SQDEV -> Math.fma(v - a, v - a, lanes[i % 64]);
                default -> throw new AssertionError(op);
            };
        }
        for (int half = 32; half > 0; half /= 2) {
            for (int j = 0; j < half; j++) {
                lanes[j] += lanes[j + half];
            }
        }
        return lanes[0];
    }

    private static float documented(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n) {
        float[] lanes = new float[64];
        for (int i = 0; i < n; i++) {
            float v = x[xi + i];
            lanes[i % 64] = switch (op) {
                case SUM -> lanes[i % 64] + v;
                case DOT -> Math.fma(v, y[yi + i], lanes[i % 64]);
                case SUMSQ -> Math.fma(a * v, a * v, lanes[i % 64]);
                case ASUM -> lanes[i % 64] + Math.abs(v);
                case SQDEV -> Math.fma(v - a, v - a, lanes[i % 64]);
                default -> throw new AssertionError(op);
            };
        }
        for (int half = 32; half > 0; half /= 2) {
            for (int j = 0; j < half; j++) {
                lanes[j] += lanes[j + half];
            }
        }
        return lanes[0];
    }

    /** Of mixed magnitudes, so that another order gives other bits; if odd, a few that only matter at the ends, and many of -0. */
    private static double[] doubles(int seed, boolean odd) {
        Random random = new Random(seed);
        double[] x = new double[8300];
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.scalb(random.nextDouble() - 0.5, random.nextInt(30));
            if (odd && i < 400) {
                x[i] = -0.0;
            } else if (odd && i % 97 == 0) {
                x[i] = ODD[i % ODD.length];
            }
        }
        return x;
    }

    private static float[] floats(double[] x) {
        float[] f = new float[x.length];
        for (int i = 0; i < f.length; i++) {
            f[i] = (float) x[i];
        }
        return f;
    }
}
