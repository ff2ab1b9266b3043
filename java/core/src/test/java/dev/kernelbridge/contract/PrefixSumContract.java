package dev.kernelbridge.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.DoubleVec;
import dev.kernelbridge.FloatVec;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.VectorMath;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Prefix sums: in their documented order, written here once more and plainly, bit by bit; and against BigDecimal. */
public final class PrefixSumContract {
    private static final String BACKENDS = "dev.kernelbridge.contract.UnderTest#backends";
    private static final int[] LENGTHS = {0, 1, 2, 7, 8, 9, 63, 64, 65, 129, 500, 8191, 8192, 8193, 16_385, 40_001};

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void sumsUpInTheDocumentedOrder(Kernels k) {
        VectorMath v = k.vectors();
        for (int n : LENGTHS) {
            double[] x = new Random(n).doubles(n, -10, 10).toArray();
            double[] expected = inOrder(x);
            double[] out = new double[n];
            v.cumulativeSum(x, out);
            assertArrayEquals(expected, out, "doubles " + n);
            double[] inPlace = x.clone();
            v.cumulativeSum(inPlace, inPlace);
            assertArrayEquals(expected, inPlace, "in place " + n);
            float[] f = new float[n];
            for (int i = 0; i < n; i++) {
                f[i] = (float) x[i];
            }
            float[] expectedFloats = inOrder(f);
            float[] outFloats = new float[n];
            v.cumulativeSum(f, outFloats);
            assertArrayEquals(expectedFloats, outFloats, "floats " + n);
            try (DoubleVec rx = v.upload(x); DoubleVec ro = v.residentDoubles(n); FloatVec rf = v.upload(f)) {
                v.cumulativeSum(rx, ro);
                assertArrayEquals(expected, ro.toArray(), "resident " + n);
                v.cumulativeSum(rf, rf);
                assertArrayEquals(expectedFloats, rf.toArray(), "resident floats in place " + n);
            }
            if (n > 4) {
                double[] part = new double[n];
                v.cumulativeSum(DoubleVec.of(x, 0, n - 4), DoubleVec.of(part, 3, n - 4));
                assertEquals(0, part[2]);
                assertEquals(0, part[n - 1]);
                assertArrayEquals(Arrays.copyOf(expected, n - 4), Arrays.copyOfRange(part, 3, n - 1), "a range " + n);
            }
        }
    }

    /** Longer than what one call takes: the next begins where it ended. */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void sumsLongVectorsUp(Kernels k) {
        int n = UnderTest.isSimulator(k) ? 70_001 : 4_200_000;
        double[] x = new double[n];
        Arrays.fill(x, 0.1);
        double[] out = new double[n];
        k.vectors().cumulativeSum(x, out);
        for (int i : new int[] {0, 8191, 8192, n / 2, n - 1}) {
            double exact = new BigDecimal(0.1).multiply(BigDecimal.valueOf(i + 1)).doubleValue();
            assertEquals(exact, out[i], exact * 0x1p-53 * (30 + 128 + i / 8192), "at " + i); // one rounding a step
        }
        int[] ones = new int[1000];
        Arrays.fill(ones, Integer.MAX_VALUE);
        k.vectors().cumulativeSum(ones, ones);
        assertEquals(1000 * Integer.MAX_VALUE, ones[999], "modulo 2^32");
        long[] longs = {1, 2, Long.MAX_VALUE};
        k.vectors().cumulativeSum(longs, longs);
        assertArrayEquals(new long[] {1, 3, Long.MIN_VALUE + 2}, longs);
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void keepsSpecialValuesAndRefusesBadInput(Kernels k) {
        VectorMath v = k.vectors();
        double[] x = {-0.0, 1, Double.POSITIVE_INFINITY, 2, Double.NEGATIVE_INFINITY, 3};
        v.cumulativeSum(x, x);
        assertArrayEquals(new double[] {0, 1, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN, Double.NaN}, x);
        String message = assertThrows(IllegalArgumentException.class, () -> v.cumulativeSum(new double[3], new double[4])).getMessage();
        assertTrue(message.contains("out: length 4"), message);
        double[] five = {1, 2, 3, 4, 5};
        assertThrows(IllegalArgumentException.class, () -> v.cumulativeSum(DoubleVec.of(five, 0, 4), DoubleVec.of(five, 1, 4)));
        assertArrayEquals(new double[] {1, 2, 3, 4, 5}, five);
        assertThrows(NullPointerException.class, () -> v.cumulativeSum((int[]) null, new int[1]));
    }

    static double[] inOrder(double[] x) {
        double[] out = new double[x.length];
        double base = 0;
        double offset = 0;
        for (int tile = 0; tile < x.length; tile += 64) {
            if (tile > 0 && tile % 8192 == 0) {
                base = out[tile - 1];
                offset = 0;
            }
            double[] s = Arrays.copyOf(Arrays.copyOfRange(x, tile, Math.min(tile + 64, x.length)), 64);
            double[] totals = new double[8];
            for (int group = 0; group < 8; group++) {
                double[] eight = Arrays.copyOfRange(s, 8 * group, 8 * group + 8);
                koggeStone(eight);
                System.arraycopy(eight, 0, s, 8 * group, 8);
                totals[group] = eight[7];
            }
            koggeStone(totals);
            for (int i = 0; i < 64; i++) {
                s[i] = (i < 8 ? 0 : totals[i / 8 - 1]) + s[i];
                if (tile + i < x.length) {
                    out[tile + i] = base + offset + s[i];
                }
            }
            offset += s[63];
        }
        return out;
    }

    private static void koggeStone(double[] eight) {
        for (int d : new int[] {1, 2, 4}) {
            double[] old = eight.clone();
            for (int j = d; j < 8; j++) {
                eight[j] = old[j - d] + old[j];
            }
        }
    }

    static float[] inOrder(float[] x) {
        float[] out = new float[x.length];
        float base = 0;
        float offset = 0;
        for (int tile = 0; tile < x.length; tile += 64) {
            if (tile > 0 && tile % 8192 == 0) {
                base = out[tile - 1];
                offset = 0;
            }
            float[] s = Arrays.copyOf(Arrays.copyOfRange(x, tile, Math.min(tile + 64, x.length)), 64);
            float[] totals = new float[8];
            for (int group = 0; group < 8; group++) {
                float[] eight = Arrays.copyOfRange(s, 8 * group, 8 * group + 8);
                koggeStone(eight);
                System.arraycopy(eight, 0, s, 8 * group, 8);
                totals[group] = eight[7];
            }
            koggeStone(totals);
            for (int i = 0; i < 64; i++) {
                s[i] = (i < 8 ? 0 : totals[i / 8 - 1]) + s[i];
                if (tile + i < x.length) {
                    out[tile + i] = base + offset + s[i];
                }
            }
            offset += s[63];
        }
        return out;
    }

    private static void koggeStone(float[] eight) {
        for (int d : new int[] {1, 2, 4}) {
            float[] old = eight.clone();
            for (int j = d; j < 8; j++) {
                eight[j] = old[j - d] + old[j];
            }
        }
    }
}
