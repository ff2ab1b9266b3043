package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.VectorEngine;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Arrays for operands that are no float array (native memory, mapped files, parts of arrays of another type): they are brought here part
 * by part. C2 of JDK 25 makes no SIMD of loops over memory segments, and such loops were seen 200 times slower where heap memory came, too.
 */
final class FloatScratch {
    /** Elements of a part of a sum: they stay in the first-level cache. The last may have 63 more, for the vectors want some. */
    static final int PART = 2048;
    /** Of a map, which also leaves room for the memory that its result goes to. */
    static final int MAPPED = PART / 2;
    private static final Pool<FloatScratch> POOL = new Pool<>(FloatScratch::new);
    private static final int FEW = PART + VectorEngine.LANES;
    private static final int OPERANDS = 3;

    /** What a sum's parts leave for the next. */
    final float[] lanes = new float[VectorEngine.LANES];
    private final float[][] arrays = new float[OPERANDS][];

    private FloatScratch() {
    }

    static FloatScratch take() {
        return POOL.take();
    }

    void give() {
        POOL.give(this);
    }

    /** The array that the operand lies in; null if it does not, or is read-only. It begins there at {@link #index}. */
    static float[] array(MemorySegment operand) {
        return operand != null && operand.heapBase().orElse(null) instanceof float[] array && operand.address() % 4 == 0 ? array : null;
    }

    static int index(MemorySegment operand) {
        return operand == null ? 0 : (int) (operand.address() / 4);
    }

    /** An array of so many elements at least, the same for the same operand. */
    float[] array(int operand, int length) {
        float[] array = arrays[operand];
        if (array == null || array.length < length) {
            array = new float[length <= FEW ? FEW : VectorEngine.BLOCK];
            arrays[operand] = array;
        }
        return array;
    }

    /** Elements from that one on, brought to the array of that number; null for null. */
    float[] load(int operand, MemorySegment from, long at, int length) {
        if (from == null) {
            return null;
        }
        float[] array = array(operand, length);
        MemorySegment.copy(from, ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * at, array, 0, length);
        return array;
    }

    static void store(float[] array, MemorySegment to, long at, int length) {
        MemorySegment.copy(array, 0, to, ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * at, length);
    }
}
