package dev.kernelbridge.jni;

import dev.kernelbridge.spi.ElementType;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Where an operand lies, which decides how JNI can reach it without a copy. */
enum Place {
    /** In an array of its element type: pinned. */
    HEAP,
    /** In native memory, aligned: by address. */
    NATIVE,
    /** In neither, or operands of one call in different places. */
    OTHER;

    /** Where an operand of n elements lies; one that is shorter fails here, for C would read on behind it. */
    static Place of(ElementType type, MemorySegment operand, long n) {
        Objects.checkFromIndexSize(0, Math.multiplyExact(n, type.bytes()), operand.byteSize());
        if (operand.address() % type.bytes() != 0) {
            return OTHER;
        }
        if (operand.isNative()) {
            return NATIVE;
        }
        Object array = array(operand); // null for read-only segments
        return (type == ElementType.F64 ? array instanceof double[] : array instanceof float[]) ? HEAP : OTHER;
    }

    /** Where all operands lie that are not null. */
    static Place ofAll(ElementType type, long n, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out) {
        Place place = of(type, x, n);
        place = join(place, type, n, y);
        place = join(place, type, n, z);
        return join(place, type, n, out);
    }

    private static Place join(Place place, ElementType type, long n, MemorySegment operand) {
        return operand == null || of(type, operand, n) == place ? place : OTHER;
    }

    /** The array of an operand on the heap; null for null. */
    static Object array(MemorySegment operand) {
        return operand == null ? null : operand.heapBase().orElse(null);
    }

    /** The index of the first element within the array. */
    static long index(ElementType type, MemorySegment operand) {
        return operand == null ? 0 : operand.address() / type.bytes();
    }

    /** The address of an operand in native memory; 0 for null. Fails, as FFM does, if the memory is closed or another thread's. */
    static long address(MemorySegment operand) {
        if (operand == null) {
            return 0;
        }
        if (!operand.scope().isAlive()) {
            throw new IllegalStateException("Already closed");
        }
        if (!operand.isAccessibleBy(Thread.currentThread())) { // its thread might close it under us
            throw new WrongThreadException("Attempted access outside owning thread");
        }
        return operand.address();
    }
}
