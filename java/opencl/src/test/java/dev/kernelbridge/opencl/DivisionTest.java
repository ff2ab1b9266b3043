package dev.kernelbridge.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.MapOp;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Quotients and roots of floats on a device that says it does not round them correctly, against Java's, which are correctly rounded. PoCL
 * does round them, so our steps are asked for, and bad guesses are for native/test/divide_test.c.
 * {@code -Dkernelbridge.test.divisions=100000000} tries so many.
 */
class DivisionTest {
    private static final int MANY = Integer.getInteger("kernelbridge.test.divisions", 2_000_000);
    private static final int CHUNK = 1 << 20;
    /** Around the ends of the ranges. */
    private static final int[] EDGES = {0, 1, 2, 3, 0x7ffffe, 0x7fffff, 0x800000, 0x800001, 0xffffff, 0x1000000, 0x3f7fffff, 0x3f800000,
        0x3f800001, 0x3fffffff, 0x40000000, 0x40400000, 0x400000, 0x555555, 0x7e7fffff, 0x7e800000, 0x7e800001, 0x7f000000, 0x7f7ffffe,
        0x7f7fffff, 0x7f800000, 0x7fc00000};

    @Test
    void ourOwnStepsAreAskedForWhereTheDeviceHasNone() {
        assertTrue(OpenClEngine.options(Here.withoutRounding()).endsWith(" -DKB_OWN_DIVISION"));
        ClDevice device = Here.device();
        assertEquals(device.roundsDivisions(), OpenClEngine.options(device).endsWith(" -cl-fp32-correctly-rounded-divide-sqrt"));
    }

    @Test
    void ourOwnStepsRoundCorrectly() {
        try (OpenClEngine engine = OpenClEngine.open(Here.withoutRounding())) {
            int n = 4 * EDGES.length * EDGES.length;
            float[] x = new float[n];
            float[] y = new float[n];
            for (int i = 0; i < n; i++) {
                x[i] = Float.intBitsToFloat(EDGES[i / 4 % EDGES.length] | (i & 1) << 31);
                y[i] = Float.intBitsToFloat(EDGES[i / 4 / EDGES.length] | (i & 2) << 30);
            }
            check(engine, x, y);
            Random random = new Random(7);
            x = new float[Math.min(CHUNK, MANY)];
            y = new float[x.length];
            for (long done = 0; done < MANY; done += x.length) {
                for (int i = 0; i < x.length; i++) {
                    x[i] = sample(random);
                    y[i] = sample(random);
                }
                check(engine, x, y);
            }
        }
    }

    private static void check(OpenClEngine engine, float[] x, float[] y) {
        float[] out = new float[x.length];
        run(engine, MapOp.DIV, x, y, out);
        for (int i = 0; i < out.length; i++) {
            if (Float.floatToIntBits(out[i]) != Float.floatToIntBits(x[i] / y[i])) {
                assertEquals(x[i] / y[i], out[i], Float.toHexString(x[i]) + " / " + Float.toHexString(y[i]));
            }
        }
        run(engine, MapOp.SQRT, x, null, out);
        for (int i = 0; i < out.length; i++) {
            float root = (float) Math.sqrt(x[i]); // rounded twice, which is known to be harmless for a root
            if (Float.floatToIntBits(out[i]) != Float.floatToIntBits(root)) {
                assertEquals(root, out[i], "sqrt " + Float.toHexString(x[i]));
            }
        }
    }

    private static void run(OpenClEngine engine, MapOp op, float[] x, float[] y, float[] out) {
        engine.vectors().map(ElementType.F32, op, 0, 0, MemorySegment.ofArray(x), y == null ? null : MemorySegment.ofArray(y), null,
                MemorySegment.ofArray(out), out.length);
    }

    /** Any bits, subnormal numbers, short significands (quotients that are exact, and ties), and neighbours of 1. */
    private static float sample(Random random) {
        int bits = random.nextInt();
        return Float.intBitsToFloat(switch (random.nextInt(5)) {
            case 0 -> bits & 0x807fffff;
            case 1 -> bits & -1 << random.nextInt(24);
            case 2 -> 0x3f800000 + (bits & 0xffffff);
            default -> bits;
        });
    }
}
