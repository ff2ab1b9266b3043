package dev.kernelbridge;

import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.Resident;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** A {@link Vec} of floats. */
public final class FloatVec extends Vec {

    FloatVec(long length, MemorySegment host, Resident resident, Engine owner) {
        super(length, host, resident, owner);
    }

    /** A view of an array: changes show both ways. */
    public static FloatVec of(float... array) {
        Objects.requireNonNull(array, "array: null; an array is needed");
        return new FloatVec(array.length, MemorySegment.ofArray(array), null, null);
    }

    /**
     * A view of {@code length} elements of an array from {@code offset} on.
     *
     * @throws IndexOutOfBoundsException if they do not lie within the array
     */
    public static FloatVec of(float[] array, int offset, int length) {
        Objects.requireNonNull(array, "array: null; an array is needed");
        Objects.checkFromIndexSize(offset, length, array.length);
        return new FloatVec(length, MemorySegment.ofArray(array).asSlice(4L * offset, 4L * length), null, null);
    }

    /**
     * A view of native, mapped or heap memory, in the machine's byte order.
     *
     * @throws IllegalArgumentException if its size is no multiple of 4 bytes
     */
    public static FloatVec of(MemorySegment segment) {
        if (segment.byteSize() % 4 != 0) {
            throw new IllegalArgumentException("segment: " + segment.byteSize() + " bytes are no whole number of floats of 4 bytes");
        }
        return new FloatVec(segment.byteSize() / 4, segment, null, null);
    }

    /**
     * Copies all elements into {@code array}; for a resident vector, after the operations before it.
     *
     * @throws IllegalArgumentException if the lengths differ
     */
    public void copyTo(float[] array) {
        if (array.length != length()) {
            throw new IllegalArgumentException("array: length " + array.length + ", the vector has " + length() + "; both must be equal");
        }
        MemorySegment to = MemorySegment.ofArray(array);
        if (isResident()) {
            resident("this").read(0, to);
        } else {
            MemorySegment.copy(host(), 0, to, 0, to.byteSize());
        }
    }

    /** A new array with all elements. */
    public float[] toArray() {
        float[] array = new float[Math.toIntExact(length())];
        copyTo(array);
        return array;
    }
}
