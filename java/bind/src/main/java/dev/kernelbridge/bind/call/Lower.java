package dev.kernelbridge.bind.call;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** What the code of a call does to a value on its way to C and back, beyond a conversion of numbers. Stateless. */
final class Lower {

    private static final long NO_PRODUCT = Long.MIN_VALUE;

    private Lower() {
    }

    /** Refuses null. */
    static void required(Object value, String what) {
        if (value == null) {
            throw new NullPointerException(what + " is null; annotate it with @Nullable if NULL is meant");
        }
    }

    /** Refuses NULL. */
    static void pointed(MemorySegment memory, String what) {
        if (memory.address() == 0 && memory.isNative()) {
            throw new NullPointerException(what + " is NULL; annotate it with @Nullable if that is meant");
        }
    }

    /** Refuses memory that C may write and Java may not. */
    static void writable(MemorySegment memory, String what) {
        if (memory.isReadOnly()) {
            throw new IllegalArgumentException(what + " is read-only, and C may write it; if it does not, annotate it with @In");
        }
    }

    static MemorySegment segment(MemorySegment memory) {
        return memory == null ? MemorySegment.NULL : memory;
    }

    static MemorySegment array(byte[] array) {
        return array == null ? MemorySegment.NULL : MemorySegment.ofArray(array);
    }

    static MemorySegment array(short[] array) {
        return array == null ? MemorySegment.NULL : MemorySegment.ofArray(array);
    }

    static MemorySegment array(char[] array) {
        return array == null ? MemorySegment.NULL : MemorySegment.ofArray(array);
    }

    static MemorySegment array(int[] array) {
        return array == null ? MemorySegment.NULL : MemorySegment.ofArray(array);
    }

    static MemorySegment array(long[] array) {
        return array == null ? MemorySegment.NULL : MemorySegment.ofArray(array);
    }

    static MemorySegment array(float[] array) {
        return array == null ? MemorySegment.NULL : MemorySegment.ofArray(array);
    }

    static MemorySegment array(double[] array) {
        return array == null ? MemorySegment.NULL : MemorySegment.ofArray(array);
    }

    static MemorySegment array(boolean[] array) {
        if (array == null) {
            return MemorySegment.NULL;
        }
        byte[] bytes = new byte[array.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (array[i] ? 1 : 0);
        }
        return MemorySegment.ofArray(bytes);
    }

    static void back(boolean[] array, MemorySegment bytes) {
        for (int i = 0; array != null && i < array.length; i++) {
            array[i] = bytes.get(ValueLayout.JAVA_BYTE, i) != 0;
        }
    }

    /** The addresses of segments; null in it is NULL. */
    static MemorySegment array(String what, MemorySegment[] array) {
        if (array == null) {
            return MemorySegment.NULL;
        }
        MemorySegment addresses = MemorySegment.ofArray(new long[array.length]);
        for (int i = 0; i < array.length; i++) {
            MemorySegment one = segment(array[i]);
            if (!one.isNative()) {
                throw new IllegalArgumentException(what + "[" + i + "] lies in the Java heap and has no address; allocate it in an Arena");
            }
            if (!one.scope().isAlive()) {
                throw new IllegalStateException(what + "[" + i + "]: its Arena is closed");
            }
            addresses.setAtIndex(ValueLayout.ADDRESS_UNALIGNED, i, one);
        }
        return addresses;
    }

    /** An element that C left alone stays the same segment, with its size and scope. */
    static void back(MemorySegment[] array, MemorySegment addresses) {
        for (int i = 0; array != null && i < array.length; i++) {
            MemorySegment now = addresses.getAtIndex(ValueLayout.ADDRESS_UNALIGNED, i);
            if (now.address() != segment(array[i]).address()) {
                array[i] = now;
            }
        }
    }

    /** What lies between a buffer's position and limit. */
    static MemorySegment buffer(String what, Buffer buffer) {
        if (buffer == null) {
            return MemorySegment.NULL;
        }
        ByteOrder order = switch (buffer) {
            case ByteBuffer b -> ByteOrder.nativeOrder(); // bytes have none
            case CharBuffer b -> b.order();
            case ShortBuffer b -> b.order();
            case IntBuffer b -> b.order();
            case LongBuffer b -> b.order();
            case FloatBuffer b -> b.order();
            case DoubleBuffer b -> b.order();
        };
        if (order != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException(what + " is in byte order " + order + ", and C reads " + ByteOrder.nativeOrder()
                    + "; call order(ByteOrder.nativeOrder()) before the view is made");
        }
        try {
            return MemorySegment.ofBuffer(buffer);
        } catch (RuntimeException noMemory) {
            throw new IllegalArgumentException(what + " is a view of text, which has no memory of its own; copy it into a char[]", noMemory);
        }
    }

    /** Refuses memory with fewer elements than C will take. */
    static void sized(MemorySegment memory, long elementSize, long count, String what) {
        if (count < 0 || count > memory.byteSize() / elementSize) {
            short_(memory, elementSize, count, what);
        }
    }

    private static void short_(MemorySegment memory, long elementSize, long count, String what) {
        if (memory.address() == 0 && memory.isNative()) {
            return; // NULL, which the method allows: C's way to say that there is none
        }
        if (count < 0) {
            throw new IllegalArgumentException(what + (count == NO_PRODUCT ? " has a negative factor, or is beyond 2^63" : " says " + count));
        }
        boolean bare = memory.isNative() && memory.byteSize() == 0;
        throw new IllegalArgumentException(what + " says " + count + ", and there are " + memory.byteSize() / elementSize
                + (bare ? ": a pointer that came from C; say how much there is with reinterpret" : ""));
    }

    /** {@return the product of two sizes; negative if there is none, which {@link #sized} refuses} */
    static long times(long a, long b) {
        return a < 0 || b < 0 || Math.multiplyHigh(a, b) != 0 || a * b < 0 ? NO_PRODUCT : a * b;
    }

    /** {@return the first element of a length that C reads and writes} */
    static long first(MemorySegment memory, long elementSize, String what) {
        if (memory.byteSize() < elementSize) {
            throw new IllegalArgumentException(what + " is empty, and its first element is a size");
        }
        return elementSize == 8 ? memory.get(ValueLayout.JAVA_LONG_UNALIGNED, 0) : memory.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    }

    /** {@return a value of a struct that C gets a copy of} */
    static MemorySegment value(String what, long size, MemorySegment memory) {
        if (memory == null) {
            throw new NullPointerException(what + " is null, and a struct goes by value");
        }
        if (memory.byteSize() < size) {
            throw new IllegalArgumentException(what + " takes " + size + " bytes, and the segment has " + memory.byteSize());
        }
        return memory;
    }

    /** Refuses an Arena that nothing can be put into. */
    static void open(Arena arena) {
        if (arena == null) {
            throw new NullPointerException("the Arena of the result is null");
        }
        if (!arena.scope().isAlive()) {
            throw new IllegalStateException("the Arena of the result is closed");
        }
    }

    /** Writes errno where the caller wants it. */
    static void errno(MemorySegment state, int[] errno) {
        errno[0] = Errno.in(state);
    }

    /** Refuses an array without room for errno. */
    static void errnoRoom(int[] errno) {
        if (errno == null || errno.length == 0) {
            throw new IllegalArgumentException("the int[] for errno " + (errno == null ? "is null" : "has no element"));
        }
    }

    static String textAndFree(MethodHandle free, MethodHandle read, MemorySegment text) throws Throwable {
        try {
            return (String) read.invokeExact(text);
        } finally {
            if (text.address() != 0) {
                free.invokeExact(text);
            }
        }
    }

    /** What a function returned and another frees when the arena is closed. */
    static MemorySegment owned(MethodHandle free, MethodHandle sized, MemorySegment memory, Arena arena) throws Throwable {
        if (memory.address() == 0) {
            return MemorySegment.NULL;
        }
        MemorySegment known = (MemorySegment) sized.invokeExact(memory);
        try {
            return known.reinterpret(arena, dying -> {
                try {
                    free.invokeExact(dying);
                } catch (Throwable e) {
                    throw new IllegalStateException("C throws nothing", e);
                }
            });
        } catch (RuntimeException e) { // another thread's arena, or one that was closed meanwhile
            free.invokeExact(memory);
            throw e;
        }
    }

    static MemorySegment collected(MethodHandle free, MethodHandle sized, MemorySegment memory) throws Throwable {
        return owned(free, sized, memory, Arena.ofAuto());
    }

    /** A record behind a pointer; null behind NULL. */
    static Object read(MethodHandle sized, MethodHandle read, MemorySegment memory) throws Throwable {
        return memory.address() == 0 ? null : (Object) read.invokeExact((MemorySegment) sized.invokeExact(memory));
    }
}
