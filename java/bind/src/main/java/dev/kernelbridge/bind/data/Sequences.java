package dev.kernelbridge.bind.data;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Layouts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Arrays within structs: as Java arrays of exactly their length, and arrays of {@code char} as Strings. */
public final class Sequences {

    private static final MethodHandle READ = Handles.of(Sequences.class, "read", Object.class, Elements.class, MemorySegment.class,
            long.class);
    private static final MethodHandle WRITE = Handles.of(Sequences.class, "write", void.class, Elements.class, MemorySegment.class,
            long.class, Object.class);
    private static final MethodHandle READ_TEXT = Handles.of(Sequences.class, "text", String.class, long.class, MemorySegment.class,
            long.class);
    private static final MethodHandle WRITE_TEXT = Handles.of(Sequences.class, "writeText", void.class, String.class, long.class,
            MemorySegment.class, long.class, String.class);

    private Sequences() {
    }

    /** What an array's loop needs to know. */
    private record Elements(Class<?> java, int length, long size, ValueLayout bulk, MethodHandle get, MethodHandle set, String where) {
    }

    static Codec codec(CType.Array array, Class<?> java, Site site) {
        if (array.length() < 0) {
            throw site.refuse("it is " + array + ", whose length C does not say; reach its elements one by one, as [0]");
        }
        if (java == String.class && text(array)) {
            return new Codec(MethodHandles.insertArguments(READ_TEXT, 0, array.length()),
                    MethodHandles.insertArguments(WRITE_TEXT, 0, site.where(), array.length()));
        }
        if (!java.isArray()) {
            throw site.mismatch(array, java, choices(array));
        }
        if (array.length() > Integer.MAX_VALUE) {
            throw site.refuse("it is " + array + ", longer than a Java array");
        }
        Class<?> element = java.getComponentType();
        Codec one = Codec.of(array.of(), element, site.at("elements"));
        Elements elements = new Elements(element, (int) array.length(), Layouts.of(array.of()).byteSize(), bulk(array.of(), element),
                one.get().asType(MethodType.methodType(Object.class, MemorySegment.class, long.class)),
                one.set().asType(MethodType.methodType(void.class, MemorySegment.class, long.class, Object.class)), site.where());
        return new Codec(READ.bindTo(elements).asType(MethodType.methodType(java, MemorySegment.class, long.class)),
                WRITE.bindTo(elements).asType(MethodType.methodType(void.class, MemorySegment.class, long.class, java)));
    }

    /** The layout with which whole arrays are copied; null where each element has to be looked at. */
    private static ValueLayout bulk(CType of, Class<?> java) {
        if (!(of.strip() instanceof CType.Scalar scalar) || scalar == CType.Scalar.BOOL) {
            return null;
        }
        ValueLayout layout = Layouts.of(scalar).withByteAlignment(1);
        return layout.carrier() == java ? layout : null;
    }

    /** {@return whether its elements are bytes, which may be text} */
    public static boolean text(CType.Array array) {
        return Pointers.text(new CType.Pointer(array.of(), false));
    }

    static String choices(CType.Array array) {
        CType of = array.of().strip();
        String element = of instanceof CType.Scalar s ? Layouts.of(s).carrier().getName() : of instanceof CType.Pointer ? "MemorySegment"
                : of instanceof CType.Array a ? choices(a)
                : of instanceof CType.Enumeration e ? Layouts.of(e.carrier()).carrier().getName() : "a record";
        return element + "[]" + (text(array) ? " or String" : "");
    }

    private static Object read(Elements elements, MemorySegment memory, long offset) throws Throwable {
        Object array = Array.newInstance(elements.java, elements.length);
        if (elements.bulk != null) {
            MemorySegment.copy(memory, elements.bulk, offset, array, 0, elements.length);
            return array;
        }
        for (int i = 0; i < elements.length; i++) {
            Array.set(array, i, elements.get.invokeExact(memory, offset + i * elements.size));
        }
        return array;
    }

    private static void write(Elements elements, MemorySegment memory, long offset, Object array) throws Throwable {
        if (array == null || Array.getLength(array) != elements.length) {
            throw new IllegalArgumentException(elements.where + " needs " + elements.length + " elements, not "
                    + (array == null ? "null" : Integer.toString(Array.getLength(array))));
        }
        if (elements.bulk != null) {
            MemorySegment.copy(array, 0, memory, elements.bulk, offset, elements.length);
            return;
        }
        for (int i = 0; i < elements.length; i++) {
            elements.set.invokeExact(memory, offset + i * elements.size, Array.get(array, i));
        }
    }

    /** {@return a copy of the text in an array of bytes, up to its NUL or end} */
    public static String text(long length, MemorySegment memory, long offset) {
        MemorySegment bytes = memory.asSlice(offset, length);
        long end = 0;
        while (end < length && bytes.get(ValueLayout.JAVA_BYTE, end) != 0) {
            end++;
        }
        return new String(bytes.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    private static void writeText(String where, long length, MemorySegment memory, long offset, String text) {
        byte[] bytes = Objects.requireNonNull(text, where).getBytes(StandardCharsets.UTF_8);
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException(where + ": C would end the text at its character " + text.indexOf(0) + ", which is NUL");
        }
        if (bytes.length >= length) {
            throw new IllegalArgumentException(where + " has room for " + (length - 1) + " bytes of text and its end, not for "
                    + bytes.length);
        }
        Unicode.whole(text, where);
        MemorySegment room = memory.asSlice(offset, length);
        MemorySegment.copy(bytes, 0, room, ValueLayout.JAVA_BYTE, 0, bytes.length);
        room.asSlice(bytes.length).fill((byte) 0);
    }
}
