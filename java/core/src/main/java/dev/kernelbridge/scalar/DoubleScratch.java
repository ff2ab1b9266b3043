package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.VectorEngine;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Arrays for operands that are no double array (native memory, mapped files, parts of arrays of another type): they are brought here part
 * by part. C2 of JDK 25 makes no SIMD of loops over memory segments, and such loops were seen 200 times slower where heap memory came, too.
 */
final class DoubleScratch {
    /** Elements of a part of a sum: they stay in the first-level cache. The last may have 63 more, for the vectors want some. */
    static final int PART = 1024;
    /** Of a map, which also leaves room for the memory that its result goes to. */
    static final int MAPPED = PART / 2;
    private static final Pool<DoubleScratch> POOL = new Pool<>(DoubleScratch::new);
    private static final int FEW = PART + VectorEngine.LANES;
    private static final int OPERANDS = 3;

    /** What a sum's parts leave for the next. */
    final double[] lanes = new double[VectorEngine.LANES];
    private final double[][] arrays = new double[OPERANDS][];

    private DoubleScratch() {
    }

    static DoubleScratch take() {
        return POOL.take();
    }

    void give() {
        POOL.give(this);
    }

    /** The array that the operand lies in; null if it does not, or is read-only. It begins there at {@link #index}. */
    static double[] array(MemorySegment operand) {
        return operand != null && operand.heapBase().orElse(null) instanceof double[] array && operand.address() % 8 == 0 ? array : null;
    }

    static int index(MemorySegment operand) {
        return operand == null ? 0 : (int) (operand.address() / 8);
    }

    /** An array of so many elements at least, the same for the same operand. */
    double[] array(int operand, int length) {
        double[] array = arrays[operand];
        if (array == null || array.length < length) {
            array = new double[length <= FEW ? FEW : VectorEngine.BLOCK];
            arrays[operand] = array;
        }
        return array;
    }

    /** Elements from that one on, brought to the array of that number; null for null. */
    double[] load(int operand, MemorySegment from, long at, int length) {
        if (from == null) {
            return null;
        }
        double[] array = array(operand, length);
        MemorySegment.copy(from, ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * at, array, 0, length);
        return array;
    }

    static void store(double[] array, MemorySegment to, long at, int length) {
        MemorySegment.copy(array, 0, to, ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * at, length);
    }
}
