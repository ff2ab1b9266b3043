package dev.kernelbridge.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.GemmBlocks;
import dev.kernelbridge.spi.GemmShape;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The tiles of the Vector API, cold as they are in a test, against the plain loops that {@code GemmContract} checks. */
class MatrixTilesTest {
    private static final int[][] SHAPES = {{1, 1, 1}, {8, 24, 16}, {9, 50, 7}, {17, 31, 300}, {5, 97, 257}, {33, 8, 40}};

    @Test
    void tilesGiveTheBitsOfTheLoops() {
        assumeTrue(VectorModule.PRESENT, "this JVM has no module jdk.incubator.vector");
        Random random = new Random(3);
        int count = 0;
        for (int[] shape : SHAPES) {
            for (int trans = 0; trans < 4; trans++) {
                boolean ta = (trans & 1) != 0;
                boolean tb = trans > 1;
                int m = shape[0];
                int n = shape[1];
                int k = shape[2];
                int gap = count++ % 3;
                GemmShape f64 = new GemmShape(ElementType.F64, ta, tb, m, n, k, -0.7, (ta ? m : k) + gap, (tb ? k : n) + gap,
                        count % 2, n + gap);
                double[] a = random.doubles((ta ? k : m) * f64.lda(), -1, 1).toArray();
                double[] b = random.doubles((tb ? n : k) * f64.ldb(), -1, 1).toArray();
                double[] c = random.doubles(m * f64.ldc(), -1, 1).toArray();
                double[] expected = c.clone();
                DoubleGemm.run(f64, MemorySegment.ofArray(a), MemorySegment.ofArray(b), MemorySegment.ofArray(expected));
                // A in bytes, as memory outside the heap would be: another way into the panels
                MemorySegment bytes = MemorySegment.ofArray(new byte[8 * a.length]).copyFrom(MemorySegment.ofArray(a));
                GemmBlocks.run(f64, trans == 0 ? bytes : MemorySegment.ofArray(a), MemorySegment.ofArray(b), MemorySegment.ofArray(c),
                        new MatrixTiles());
                assertArrayEquals(expected, c, "doubles, " + f64);

                GemmShape f32 = new GemmShape(ElementType.F32, ta, tb, m, n, k, -0.7f, f64.lda(), f64.ldb(), f64.beta(), f64.ldc());
                float[] floats = floats(expected);
                float[] result = floats(expected);
                FloatGemm.run(f32, MemorySegment.ofArray(floats(a)), MemorySegment.ofArray(floats(b)), MemorySegment.ofArray(floats));
                GemmBlocks.run(f32, MemorySegment.ofArray(floats(a)), MemorySegment.ofArray(floats(b)), MemorySegment.ofArray(result),
                        new MatrixTiles());
                assertArrayEquals(floats, result, "floats, " + f32);
            }
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
