package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.HostVectorEngine;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.VectorEngine;

/**
 * Maps of arrays so short that a call of C takes longer than the plain loops, which give the same bits: the conductors leave them to Java
 * where the engine is the processor's. Through the API JAVA's add takes 10 ns for 8 elements, 15 for 48 and 22 for 64, FFM's 19, 23 and 21.
 * Sums are not worth it: 20 ns in Java from 4 elements on, as in C.
 */
public final class LittleArrays {
    private static final int MAPPED = 48;

    private LittleArrays() {
    }

    /** Whether n elements are mapped here. */
    public static boolean suit(VectorEngine engine, MapOp op, int n) {
        return n <= MAPPED && !op.slow() && engine instanceof HostVectorEngine;
    }

    /** {@link VectorEngine#map(MapOp, double, double, double[], double[], double[], double[], int)} */
    public static void map(MapOp op, double a, double b, double[] x, double[] y, double[] z, double[] out, int n) {
        DoubleLoops.map(op, a, b, x, 0, y, 0, z, 0, out, 0, n);
    }

    /** {@link VectorEngine#map(MapOp, float, float, float[], float[], float[], float[], int)} */
    public static void map(MapOp op, float a, float b, float[] x, float[] y, float[] z, float[] out, int n) {
        FloatLoops.map(op, a, b, x, 0, y, 0, z, 0, out, 0, n);
    }
}
