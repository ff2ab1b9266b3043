package dev.kernelbridge;

import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.Resident;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
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
     * A view of what is between a buffer's position and its limit.
     *
     * @throws IllegalArgumentException if its bytes are not in the machine's order
     */
    public static FloatVec from(FloatBuffer buffer) {
        if (buffer.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("buffer: its byte order is " + buffer.order() + ", the machine's is " + ByteOrder.nativeOrder()
                    + "; set order(ByteOrder.nativeOrder()) before taking the view");
        }
        return of(MemorySegment.ofBuffer(buffer));
    }

    /**
     * A view of foreign memory, an Arrow vector's ({@code getDataBufferAddress()}) or a library's. It must hold that many elements and
     * outlive the view: nobody can check either, and reading beyond ends the JVM. The JVM wants
     * {@code --enable-native-access} for it.
     *
     * @throws IllegalArgumentException if the address is 0 while the length is not, or the length is negative
     */
    public static FloatVec ofAddress(long address, long length) {
        if (length < 0 || length > Long.MAX_VALUE / 4 || address == 0 && length > 0) {
            throw new IllegalArgumentException("address, length: " + address + ", " + length + "; an address that is not 0 and a length from 0 to "
                    + Long.MAX_VALUE / 4 + " are needed");
        }
        return of(MemorySegment.ofAddress(address).reinterpret(4 * length));
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
        read(0, MemorySegment.ofArray(array));
    }

    /** A new array with all elements. */
    public float[] toArray() {
        float[] array = new float[Math.toIntExact(length())];
        copyTo(array);
        return array;
    }
}
