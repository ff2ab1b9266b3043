package dev.kernelbridge.bind.data;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Layouts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle.AccessMode;

/**
 * Pointers in memory. A pointer to a type of known size reads as a segment of one such value, others as one of no bytes, and NULL as
 * {@link MemorySegment#NULL}; how many there are, and for how long, only the C code knows.
 */
public final class Pointers {

    /** Apart, as in {@link Numbers}. */
    private static final class Made {
        static final MethodHandle SIZED = Handles.of(Pointers.class, "sized", MemorySegment.class, long.class, MemorySegment.class);
        static final MethodHandle TEXT = Handles.of(Pointers.class, "text", String.class, MemorySegment.class);
        static final MethodHandle ADDRESS = Handles.of(Pointers.class, "address", MemorySegment.class, String.class,
                MemorySegment.class);
    }

    private Pointers() {
    }

    static Codec codec(CType.Pointer pointer, Class<?> java, Site site) {
        var handle = ValueLayout.ADDRESS_UNALIGNED.varHandle();
        Codec raw = new Codec(handle.toMethodHandle(AccessMode.GET), handle.toMethodHandle(AccessMode.SET));
        MethodHandle address = Made.ADDRESS.bindTo(site.where());
        if (java == MemorySegment.class) {
            return raw.convert(sized(pointer), address);
        }
        if (java == String.class && text(pointer)) {
            return raw.convert(Made.TEXT, Codec.refusing(String.class, MemorySegment.class, site.where() + " is " + pointer
                    + ", which can be read as a String, and set to memory that outlives it only: arena.allocateFrom(text)"));
        }
        throw site.mismatch(pointer, java, "MemorySegment" + (text(pointer) ? ", or, to read only, String" : ""));
    }

    /** {@return (MemorySegment)MemorySegment: the address with the size of what a pointer of that type points to} */
    public static MethodHandle sized(CType.Pointer pointer) {
        long size = targetSize(pointer);
        return size == 0 ? MethodHandles.identity(MemorySegment.class) : MethodHandles.insertArguments(Made.SIZED, 0, size);
    }

    /** {@return (MemorySegment)String: a copy of the text, UTF-8; null for NULL} */
    public static MethodHandle text() {
        return Made.TEXT;
    }

    /** {@return (String where, MemorySegment)MemorySegment: a pointer as C gets it} */
    public static MethodHandle address() {
        return Made.ADDRESS;
    }

    /** {@return whether it may point to text} */
    public static boolean text(CType.Pointer pointer) {
        return pointer.to().strip() instanceof CType.Scalar s
                && (s == CType.Scalar.CHAR || s == CType.Scalar.SCHAR || s == CType.Scalar.UCHAR);
    }

    /** {@return the bytes of what a pointer of that type points to; 0 where C does not say} */
    static long targetSize(CType.Pointer pointer) {
        return switch (pointer.to().strip()) {
            case CType.Void v -> 0;
            case CType.Function f -> 0;
            case CType.Aggregate a when a.opaque() -> 0;
            case CType.Array a when a.length() < 0 -> 0;
            case CType to -> Layouts.of(to).byteSize();
        };
    }

    /** {@return the pointer in memory, with the size of what it points to} */
    public static MemorySegment read(CType.Pointer pointer, MemorySegment memory, long offset) {
        return sized(targetSize(pointer), memory.get(ValueLayout.ADDRESS_UNALIGNED, offset));
    }

    private static MemorySegment sized(long size, MemorySegment pointer) {
        return pointer.address() == 0 ? MemorySegment.NULL : pointer.reinterpret(size);
    }

    public static String text(MemorySegment pointer) {
        return pointer.address() == 0 ? null : pointer.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** {@return a pointer as C gets it, NULL for null} */
    public static MemorySegment address(String where, MemorySegment value) {
        if (value == null) {
            return MemorySegment.NULL;
        }
        if (!value.isNative()) {
            throw new IllegalArgumentException(where + ": an array of the Java heap has no address; allocate it in an Arena");
        }
        if (!value.scope().isAlive()) {
            throw new IllegalStateException(where + ": its Arena is closed");
        }
        return value;
    }
}
