package dev.kernelbridge.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.DoubleVec;
import dev.kernelbridge.FloatVec;
import dev.kernelbridge.KernelInterruptedException;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.VectorMath;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every backend's vector kernels must get right: maps against the same operation on scalars, bit by bit; reductions against their
 * documented order, written here once more and plainly, and against BigDecimal; exp against a BigDecimal series.
 */
public final class VectorContract {
    private static final String BACKENDS = "dev.kernelbridge.contract.UnderTest#backends";
    /** Around the lanes, the blocks, and what backends use as chunks. */
    private static final int[] LENGTHS = {0, 1, 2, 3, 7, 47, 48, 63, 64, 65, 127, 255, 257, 1000, 4097, 8191, 8192, 8193, 16_384, 16_385, 40_001};

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void mapsDoubles(Kernels k) {
        VectorMath v = k.vectors();
        for (int n : LENGTHS) {
            double[] x = doubles(n, 1);
            double[] y = doubles(n, 2);
            double[] z = doubles(n, 3);
            double[] out = new double[n];
            v.add(x, y, out);
            assertMap(out, i -> x[i] + y[i], "add");
            v.mul(x, y, out);
            assertMap(out, i -> x[i] * y[i], "mul");
            v.fma(x, y, z, out);
            assertMap(out, i -> Math.fma(x[i], y[i], z[i]), "fma");
            v.scale(-1.5, x, out);
            assertMap(out, i -> -1.5 * x[i], "scale");
            double[] inPlace = y.clone();
            v.axpy(0.1, x, inPlace);
            assertMap(inPlace, i -> Math.fma(0.1, x[i], y[i]), "axpy");
            double[] self = x.clone();
            v.mul(self, self, self);
            assertMap(self, i -> x[i] * x[i], "mul in place");
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void mapsFloats(Kernels k) {
        VectorMath v = k.vectors();
        for (int n : LENGTHS) {
            float[] x = floats(n, 1);
            float[] y = floats(n, 2);
            float[] z = floats(n, 3);
            float[] out = new float[n];
            v.add(x, y, out);
            assertMap(out, i -> x[i] + y[i], "add");
            v.mul(x, y, out);
            assertMap(out, i -> x[i] * y[i], "mul");
            v.fma(x, y, z, out);
            assertMap(out, i -> Math.fma(x[i], y[i], z[i]), "fma");
            v.scale(-1.5f, x, out);
            assertMap(out, i -> -1.5f * x[i], "scale");
            float[] inPlace = y.clone();
            v.axpy(0.1f, x, inPlace);
            assertMap(inPlace, i -> Math.fma(0.1f, x[i], y[i]), "axpy");
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void reducesInTheDocumentedOrder(Kernels k) {
        VectorMath v = k.vectors();
        for (int n : LENGTHS) {
            double[] x = doubles(n, 4);
            double[] y = doubles(n, 5);
            assertEquals(Double.doubleToLongBits(ordered(n, (i, sum) -> sum + x[i])), Double.doubleToLongBits(v.sum(x)), "sum of " + n);
            assertEquals(Double.doubleToLongBits(ordered(n, (i, sum) -> Math.fma(x[i], y[i], sum))), Double.doubleToLongBits(v.dot(x, y)), "dot of " + n);
            assertEquals(Math.sqrt(ordered(n, (i, sum) -> Math.fma(x[i], x[i], sum))), v.nrm2(x), "nrm2 of " + n);
            float[] f = floats(n, 6);
            float[] g = floats(n, 7);
            assertEquals((float) orderedFloat(n, (i, sum) -> sum + f[i]), v.sum(f), "float sum of " + n);
            assertEquals((float) orderedFloat(n, (i, sum) -> Math.fma(f[i], g[i], sum)), v.dot(f, g), "float dot of " + n);
            assertEquals((float) Math.sqrt(orderedFloat(n, (i, sum) -> Math.fma(f[i], f[i], sum))), v.nrm2(f), "float nrm2 of " + n);
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void reducesAccurately(Kernels k) {
        int n = UnderTest.isSimulator(k) ? 100_003 : 1_000_003;
        double[] x = doubles(n, 8);
        BigDecimal exact = BigDecimal.ZERO;
        double magnitude = 0;
        for (double value : x) {
            exact = exact.add(new BigDecimal(value));
            magnitude += Math.abs(value);
        }
        double error = exact.subtract(new BigDecimal(k.vectors().sum(x))).abs().doubleValue();
        assertTrue(error <= 160 * 0x1p-53 * magnitude, "error " + error); // 128 additions in a lane, and the folds
    }

    /** Longer than a chunk of the conductor, so that several calls are put together. */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void takesLongVectors(Kernels k) {
        int n = UnderTest.isSimulator(k) ? 70_001 : 9_000_001;
        float[] x = new float[n];
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = i % 7;
            y[i] = i % 3;
        }
        k.vectors().axpy(2, x, y);
        long sum = 0;
        for (int i = 0; i < n; i++) {
            assertEquals(2 * (i % 7) + i % 3, y[i]);
            sum += 2 * (i % 7) + i % 3;
        }
        assertEquals((float) sum, k.vectors().sum(y)); // partial sums of small integers are exact
        float[] out = new float[n]; // not in place, and larger than the caches: a processor's C writes past them
        k.vectors().add(x, y, out);
        assertMap(out, i -> x[i] + y[i], "add");
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void takesRangesSegmentsAndResidentVectors(Kernels k) {
        VectorMath v = k.vectors();
        double[] x = doubles(1000, 9);
        double[] y = doubles(1000, 10);
        double expected = ordered(900, (i, sum) -> Math.fma(x[i + 50], y[i + 7], sum));
        assertEquals(expected, v.dot(DoubleVec.of(x, 50, 900), DoubleVec.of(y, 7, 900)), "array ranges");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sx = arena.allocate(8 * 901, 64).asSlice(8, 8 * 900); // off the vector's alignment
            MemorySegment.copy(x, 50, sx, ValueLayout.JAVA_DOUBLE, 0, 900);
            assertEquals(expected, v.dot(DoubleVec.of(sx), DoubleVec.of(y, 7, 900)), "native and heap");
            DoubleVec out = DoubleVec.of(sx);
            v.axpy(2, DoubleVec.of(y, 7, 900), out);
            double[] result = out.toArray();
            assertMap(result, i -> Math.fma(2.0, y[i + 7], x[i + 50]), "axpy into native memory");
        }
        double[] target = x.clone();
        v.add(DoubleVec.of(x, 0, 10), DoubleVec.of(y, 0, 10), DoubleVec.of(target, 990, 10));
        assertArrayEquals(java.util.Arrays.copyOf(x, 990), java.util.Arrays.copyOf(target, 990), "nothing beside the range is written");
        try (DoubleVec rx = v.upload(x); DoubleVec ry = v.upload(y); DoubleVec out = v.residentDoubles(1000)) {
            assertEquals(0.0, v.sum(out), "resident vectors begin as zeros");
            v.mul(rx, ry, out);
            v.axpy(0.5, rx, out);
            v.exp(out, out);
            double[] chained = new double[1000];
            v.mul(x, y, chained);
            v.axpy(0.5, x, chained);
            v.exp(chained, chained);
            assertArrayEquals(chained, out.toArray(), "a chain on the device");
            assertEquals(v.dot(x, y), v.dot(rx, ry));
            assertEquals(v.nrm2(x), v.nrm2(rx));
        }
        float[] f = floats(777, 11);
        try (FloatVec rf = v.upload(f)) {
            v.scale(3f, rf, rf);
            assertMap(rf.toArray(), i -> 3f * f[i], "float scale on the device");
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void expIsWithinOneUlp(Kernels k) {
        double[] x = new double[6000];
        Random random = new Random(12);
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 3 == 0 ? random.nextDouble(-745.2, 709.8) : i % 3 == 1 ? random.nextDouble(-1, 1) : random.nextGaussian() * 1e-3;
        }
        double[] y = new double[x.length];
        k.vectors().exp(x, y);
        for (int i = 0; i < x.length; i++) {
            double ulp = Math.ulp(y[i]);
            double error = series(x[i]).subtract(new BigDecimal(y[i])).divide(new BigDecimal(ulp), MathContext.DECIMAL64).abs().doubleValue();
            assertTrue(error <= 1, "exp(" + x[i] + ") is off by " + error + " ulp");
        }
        float[] f = new float[100_000];
        for (int i = 0; i < f.length; i++) {
            f[i] = -104f + i * (193f / f.length);
        }
        float[] g = new float[f.length];
        k.vectors().exp(f, g);
        for (int i = 0; i < f.length; i++) {
            assertTrue(Math.abs(Math.exp(f[i]) - g[i]) <= Math.ulp(g[i]), "expf(" + f[i] + ") = " + g[i]);
        }
    }

    /** Long enough for several threads of a processor: every piece in its place, memory of one thread too, and interrupts. */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void takesFunctionsOfLongVectors(Kernels k) {
        int n = UnderTest.isSimulator(k) ? 20_001 : 600_001;
        VectorMath v = k.vectors();
        double[] x = doubles(n, 12);
        double[] expected = new double[n];
        for (int from = 0; from < n; from += 10_000) {
            double[] part = Arrays.copyOfRange(x, from, Math.min(n, from + 10_000));
            v.exp(part, part);
            System.arraycopy(part, 0, expected, from, part.length);
        }
        double[] out = new double[n];
        v.exp(x, out);
        assertMap(out, i -> expected[i], "exp");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment own = arena.allocate(8L * n, 8);
            MemorySegment.copy(x, 0, own, ValueLayout.JAVA_DOUBLE, 0, n);
            v.exp(DoubleVec.of(own), DoubleVec.of(own));
            assertMap(DoubleVec.of(own).toArray(), i -> expected[i], "exp in place in a confined arena");
        }
        v.exp(x, x);
        assertMap(x, i -> expected[i], "exp in place");
        boolean threads = Set.of(Backend.JAVA, Backend.FFM, Backend.JNI).contains(k.report().backend());
        if (threads && Runtime.getRuntime().availableProcessors() > 1) {
            Thread.currentThread().interrupt();
            assertThrows(KernelInterruptedException.class, () -> v.exp(x, out));
            assertTrue(Thread.interrupted());
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void specialValuesAreIeee(Kernels k) {
        VectorMath v = k.vectors();
        double inf = Double.POSITIVE_INFINITY;
        double[] y = new double[7];
        v.exp(new double[] {0, -0.0, inf, -inf, Double.NaN, 709.79, -745.14}, y);
        assertArrayEquals(new double[] {1, 1, inf, 0, Double.NaN, inf, 0}, y);
        float[] g = new float[6];
        v.exp(new float[] {0, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, 88.73f, -104f}, g);
        assertArrayEquals(new float[] {1, Float.POSITIVE_INFINITY, 0, Float.NaN, Float.POSITIVE_INFINITY, 0}, g);
        assertEquals(Double.NaN, v.sum(new double[] {inf, -inf}));
        assertEquals(Double.NaN, v.dot(new double[] {0, 1}, new double[] {inf, 1}));
        assertEquals(inf, v.sum(new double[] {1, inf}));
        assertEquals(Double.NaN, v.nrm2(new double[] {1, Double.NaN, 2}));
        assertEquals(inf, v.nrm2(new double[] {1, -inf}));
        assertEquals(Double.NaN, v.nrm2(new double[] {inf, Double.NaN}));
        assertEquals(Float.NaN, v.nrm2(new float[] {Float.NaN, Float.POSITIVE_INFINITY}));
        assertEquals(5e300, v.nrm2(new double[] {3e300, -4e300}), 1e285);
        assertEquals(5e-310, v.nrm2(new double[] {3e-310, 4e-310}), 1e-323);
        assertEquals(Double.MIN_VALUE, v.nrm2(new double[] {Double.MIN_VALUE, 0}));
        assertEquals(5e30f, v.nrm2(new float[] {3e30f, 4e30f}), 1e24f);
        assertEquals(5e-40f, v.nrm2(new float[] {3e-40f, 4e-40f}), 3e-45f);
        assertEquals(0, v.nrm2(new double[3]));
        double[] tiny = {Double.MIN_VALUE, 3e-310};
        v.add(tiny, tiny, tiny);
        assertArrayEquals(new double[] {2 * Double.MIN_VALUE, 6e-310}, tiny, "subnormal numbers are kept");
        float[] tinyFloat = {Float.MIN_VALUE, 3e-40f};
        v.scale(2f, tinyFloat, tinyFloat);
        assertArrayEquals(new float[] {2 * Float.MIN_VALUE, 2 * 3e-40f}, tinyFloat);
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void refusesBadInputBeforeAnythingIsWritten(Kernels k) {
        VectorMath v = k.vectors();
        double[] three = {1, 2, 3};
        double[] four = new double[4];
        String message = assertThrows(IllegalArgumentException.class, () -> v.add(three, three, four)).getMessage();
        assertTrue(message.contains("out: length 4") && message.contains("x has 3"), message);
        assertThrows(IllegalArgumentException.class, () -> v.dot(three, four));
        assertThrows(NullPointerException.class, () -> v.sum((double[]) null));
        assertThrows(IndexOutOfBoundsException.class, () -> DoubleVec.of(three, 2, 2));
        double[] five = {1, 2, 3, 4, 5};
        assertThrows(IllegalArgumentException.class, () -> v.scale(2, DoubleVec.of(five, 0, 4), DoubleVec.of(five, 1, 4)));
        assertArrayEquals(new double[] {1, 2, 3, 4, 5}, five, "a refused overlap has written nothing");
        DoubleVec closed = v.upload(three);
        closed.close();
        closed.close();
        assertTrue(assertThrows(IllegalStateException.class, () -> v.sum(closed)).getMessage().contains("closed"));
        try (DoubleVec resident = v.upload(three)) {
            assertThrows(IllegalArgumentException.class, () -> v.dot(resident, DoubleVec.of(three)));
            assertThrows(IllegalArgumentException.class, () -> resident.copyTo(four));
            if (k.report().backend() != Backend.JAVA) {
                message = assertThrows(IllegalArgumentException.class, () -> Kernels.on(Backend.JAVA).vectors().sum(resident)).getMessage();
                assertTrue(message.contains("lives on") && message.contains("upload"), message);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> v.residentDoubles(-1));
        DeviceFailedException full = assertThrows(DeviceFailedException.class, () -> v.residentDoubles(1L << 45));
        assertEquals(DeviceFailedException.Kind.OUT_OF_MEMORY, full.kind());
    }

    /** Native code would write to read-only memory, or read what is no longer there, and the JVM would end. */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void refusesMemoryThatMayNotBeUsed(Kernels k) throws InterruptedException {
        VectorMath v = k.vectors();
        double[] x = {1, 2, 3};
        double[] kept = {4, 5, 6};
        for (MemorySegment segment : new MemorySegment[] {MemorySegment.ofArray(kept), Arena.ofAuto().allocate(24, 8)}) {
            DoubleVec readOnly = DoubleVec.of(segment.asReadOnly());
            String message = assertThrows(IllegalArgumentException.class, () -> v.scale(2, DoubleVec.of(x), readOnly)).getMessage();
            assertTrue(message.startsWith("out: read-only memory"), message);
            v.sum(readOnly); // to read is allowed
        }
        assertArrayEquals(new double[] {4, 5, 6}, kept);
        try (Arena mine = Arena.ofConfined()) {
            DoubleVec confined = DoubleVec.of(mine.allocate(24, 8));
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread other = new Thread(() -> {
                try {
                    v.scale(2, DoubleVec.of(x), confined);
                } catch (Throwable e) {
                    thrown.set(e);
                }
            });
            other.start();
            other.join();
            assertTrue(thrown.get() instanceof WrongThreadException, "thrown: " + thrown.get());
            assertEquals(0, v.sum(confined));
        }
        Arena closed = Arena.ofShared();
        DoubleVec gone = DoubleVec.of(closed.allocate(24, 8));
        closed.close();
        assertThrows(IllegalStateException.class, () -> v.sum(gone));
        assertThrows(IllegalStateException.class, () -> v.scale(2, DoubleVec.of(x), gone));
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void saysHowMuchMemoryThereIsNot(Kernels k) {
        for (long length : new long[] {1L << 50, Long.MAX_VALUE / 8}) {
            DeviceFailedException e = assertThrows(DeviceFailedException.class, () -> k.vectors().residentDoubles(length));
            assertEquals(DeviceFailedException.Kind.OUT_OF_MEMORY, e.kind(), e.getMessage());
            assertTrue(e.getMessage().contains(String.valueOf(8 * length)), e.getMessage());
        }
        assertEquals(6, k.vectors().sum(new double[] {1, 2, 3}), "and goes on");
    }

    private interface DoubleAt {
        double at(int i);
    }

    private interface FloatAt {
        float at(int i);
    }

    interface DoubleStep {
        double apply(int i, double sum);
    }

    interface FloatStep {
        float apply(int i, float sum);
    }

    private static void assertMap(double[] out, DoubleAt expected, String what) {
        for (int i = 0; i < out.length; i++) {
            int at = i;
            assertEquals(Double.doubleToLongBits(expected.at(i)), Double.doubleToLongBits(out[i]), () -> what + " at " + at + " of " + out.length);
        }
    }

    private static void assertMap(float[] out, FloatAt expected, String what) {
        for (int i = 0; i < out.length; i++) {
            int at = i;
            assertEquals(Float.floatToIntBits(expected.at(i)), Float.floatToIntBits(out[i]), () -> what + " at " + at + " of " + out.length);
        }
    }

    /** The documented order: blocks of 8192, 64 lanes, halves folded; blocks pairwise with the left part the largest power of two. */
    static double ordered(int n, DoubleStep step) {
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

    static double orderedFloat(int n, FloatStep step) {
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

    private static double pairwise(double[] blocks, int from, int to) {
        if (to - from <= 1) {
            return to == from ? 0 : blocks[from];
        }
        int middle = from + Integer.highestOneBit(to - from - 1);
        return pairwise(blocks, from, middle) + pairwise(blocks, middle, to);
    }

    /** e^x to 40 digits: the series at x / 2^12, squared twelve times. */
    private static BigDecimal series(double x) {
        MathContext digits = new MathContext(60);
        BigDecimal r = new BigDecimal(x).divide(BigDecimal.valueOf(4096), digits);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int i = 1; i < 40; i++) {
            term = term.multiply(r, digits).divide(BigDecimal.valueOf(i), digits);
            sum = sum.add(term, digits);
        }
        for (int i = 0; i < 12; i++) {
            sum = sum.multiply(sum, digits);
        }
        return sum;
    }

    private static double[] doubles(int n, int seed) {
        return new Random(1000L * seed + n).doubles(n, -10, 10).toArray();
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
