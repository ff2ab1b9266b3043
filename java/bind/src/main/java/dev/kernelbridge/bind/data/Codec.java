package dev.kernelbridge.bind.data;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Layouts;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle.AccessMode;

/**
 * How a value of a C type in memory becomes a Java value of one type, and back: two method handles, found and checked once. The
 * memory need not be aligned, so that bytes from a file can be read, too.
 *
 * @param get {@code (MemorySegment, long offset)java}
 * @param set {@code (MemorySegment, long offset, java)void}
 */
public record Codec(MethodHandle get, MethodHandle set) {

    private static final MethodHandle ADD = Handles.of(Codec.class, "add", long.class, long.class, long.class);

    /**
     * Finds it.
     *
     * @param type the C type
     * @param java the Java type
     * @param site for messages
     * @throws IllegalArgumentException if that Java type cannot hold it
     */
    public static Codec of(CType type, Class<?> java, Site site) {
        return switch (type.strip()) {
            case CType.Scalar scalar -> scalar(scalar, java, site);
            case CType.Enumeration e when java.isEnum() -> Enums.codec(e, java, site);
            case CType.Enumeration e -> scalar(e.carrier(), java, site);
            case CType.Pointer pointer -> Pointers.codec(pointer, java, site);
            case CType.Array array -> Sequences.codec(array, java, site);
            case CType.Aggregate aggregate when java.isRecord() -> Records.codec(aggregate, java.asSubclass(Record.class), site);
            default -> throw site.mismatch(type, java, choices(type));
        };
    }

    /** {@return the Java type that holds all its values; for a 64-bit unsigned one its bits; null for a struct} */
    public static Class<?> natural(CType type) {
        return switch (type.strip()) {
            case CType.Scalar s -> switch (s) {
                case UCHAR, USHORT -> int.class;
                case UINT -> long.class;
                default -> Layouts.of(s).carrier();
            };
            case CType.Enumeration e -> natural(e.carrier());
            case CType.Pointer p -> MemorySegment.class;
            case CType.Array a when a.of().strip() == CType.Scalar.CHAR -> String.class;
            case CType.Array a when a.of().strip() instanceof CType.Scalar s -> Layouts.of(s).carrier().arrayType();
            case CType.Array a -> natural(a.of()) == null ? null : natural(a.of()).arrayType();
            default -> null;
        };
    }

    /** {@return the Java types for a C type, for a message} */
    public static String choices(CType type) {
        return switch (type.strip()) {
            case CType.Scalar scalar -> Numbers.choices(scalar);
            case CType.Enumeration e -> Numbers.choices(e.carrier()) + ", or a Java enum with the same constants";
            case CType.Pointer p -> "MemorySegment";
            case CType.Array a -> Sequences.choices(a);
            case CType.Aggregate a when !a.opaque() -> a.union() ? "a record with one of its members"
                    : "a record with the names of its members";
            default -> "a pointer to it";
        };
    }

    /** Memory as the carrier of an arithmetic type. */
    static Codec raw(CType.Scalar type) {
        var handle = Layouts.of(type).withByteAlignment(1).varHandle();
        return new Codec(handle.toMethodHandle(AccessMode.GET), handle.toMethodHandle(AccessMode.SET));
    }

    private static Codec scalar(CType.Scalar type, Class<?> java, Site site) {
        Codec raw = raw(type);
        return raw.convert(Numbers.toJava(type, java, site.where()),
                Numbers.writable(type, java) ? Numbers.toC(type, java, site.where()) : refusing(java, raw.set.type().parameterType(2),
                site.where() + " is " + type + ", which cannot hold every " + java.getName()));
    }

    /** This one, that many bytes further on. */
    Codec at(long offset) {
        MethodHandle add = MethodHandles.insertArguments(ADD, 0, offset);
        return new Codec(MethodHandles.filterArguments(get, 1, add), MethodHandles.filterArguments(set, 1, add));
    }

    /** This one, seen through conversions: {@code (a)b} after reading, {@code (b)a} before writing. */
    Codec convert(MethodHandle afterGet, MethodHandle beforeSet) {
        return new Codec(MethodHandles.filterReturnValue(get, afterGet), MethodHandles.filterArguments(set, 2, beforeSet));
    }

    /** {@return (from)to that always throws} */
    static MethodHandle refusing(Class<?> from, Class<?> to, String message) {
        MethodHandle raise = MethodHandles.throwException(to, UnsupportedOperationException.class);
        MethodHandle make = Handles.of(Codec.class, "unsupported", UnsupportedOperationException.class, String.class);
        return MethodHandles.dropArguments(MethodHandles.foldArguments(raise, make.bindTo(message)), 0, from);
    }

    private static long add(long a, long b) {
        return a + b;
    }

    private static UnsupportedOperationException unsupported(String message) {
        return new UnsupportedOperationException(message);
    }
}
