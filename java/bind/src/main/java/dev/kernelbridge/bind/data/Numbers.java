package dev.kernelbridge.bind.data;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Layouts;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Arithmetic types of C as Java's primitive types hold them, as method handles that C2 compiles to nothing or to one comparison.
 *
 * <p>One rule: of the same width it is the same bits, signed or not; of another width it is the same value, and a value that the
 * other side has not is an exception, never a truncation. {@code char} is 16 bits wide only; {@code float} and {@code double} are
 * themselves, except that a C {@code float} can be read as a double.
 */
public final class Numbers {

    /** Apart, since many who ask whether types fit never link a call: handles take a JVM that has just started milliseconds. */
    private static final class Checks {
        static final MethodHandle LOW_BITS = Handles.of(Numbers.class, "lowBits", long.class, long.class, long.class);
        static final MethodHandle TO_C = Handles.of(Numbers.class, "checkToC", long.class, long.class, long.class, String.class,
                long.class);
        static final MethodHandle TO_JAVA = Handles.of(Numbers.class, "checkToJava", long.class, long.class, long.class, String.class,
                long.class);
    }

    private Numbers() {
    }

    /** {@return whether a C number of that type can be had as that Java type} */
    public static boolean readable(CType.Scalar c, Class<?> java) {
        return writable(c, java) || c == CType.Scalar.FLOAT && java == double.class;
    }

    /** {@return whether a Java value of that type can be given for that C type} */
    public static boolean writable(CType.Scalar c, Class<?> java) {
        Class<?> carrier = Layouts.of(c).carrier();
        if (c == CType.Scalar.BOOL || !c.integer()) {
            return java == carrier;
        }
        return java == char.class ? bits(carrier) == 16 : bits(java) > 0;
    }

    /** {@return the Java types for it, for a message} */
    public static String choices(CType.Scalar c) {
        String same = Layouts.of(c).carrier().getName();
        if (c == CType.Scalar.BOOL || !c.integer()) {
            return same;
        }
        return same + (c.signed() ? "" : " (the same bits)") + ", or another integer type, which is checked";
    }

    /**
     * {@return C to Java: {@code (carrier)java}}
     *
     * @param where what the value is, for the message of the exception
     */
    public static MethodHandle toJava(CType.Scalar c, Class<?> java, String where) {
        Class<?> carrier = Layouts.of(c).carrier();
        if (!readable(c, java)) {
            throw new Site(null, where).mismatch(c, java, choices(c));
        }
        if (!c.integer() || bits(carrier) == bits(java)) {
            return cast(MethodHandles.identity(java), java, carrier);
        }
        MethodHandle value = widen(carrier, c.signed());
        if (bits(java) < bits(carrier)) {
            long low = c.signed() ? least(java) : 0; // an unsigned value above 2^63 is negative here, and refused as such
            MethodHandle check = MethodHandles.insertArguments(Checks.TO_JAVA, 0, low, most(java), where + " does not fit " + java.getName());
            value = MethodHandles.filterReturnValue(value, check);
        }
        return cast(value, java, carrier);
    }

    /**
     * {@return Java to C: {@code (java)carrier}}
     *
     * @param where what the value is, for the message of the exception
     */
    public static MethodHandle toC(CType.Scalar c, Class<?> java, String where) {
        Class<?> carrier = Layouts.of(c).carrier();
        if (!writable(c, java)) {
            throw new Site(null, where).mismatch(c, java, choices(c));
        }
        if (!c.integer() || bits(carrier) == bits(java)) {
            return cast(MethodHandles.identity(java), carrier, java);
        }
        MethodHandle value = widen(java, true);
        if (bits(java) > bits(carrier) || !c.signed()) {
            MethodHandle check = MethodHandles.insertArguments(Checks.TO_C, 0, least(c), most(c), where + " is " + c);
            value = MethodHandles.filterReturnValue(value, check);
        }
        return cast(value, carrier, java);
    }

    /** {@return the least value of a C integer} */
    static long least(CType.Scalar c) {
        return c.signed() ? -1L << bits(Layouts.of(c).carrier()) - 1 : 0;
    }

    /** {@return the greatest value of a C integer, or of Java's if that is less} */
    static long most(CType.Scalar c) {
        int bits = bits(Layouts.of(c).carrier());
        return c == CType.Scalar.BOOL ? 1 : -1L >>> Math.max(1, 64 - bits + (c.signed() ? 1 : 0));
    }

    private static long least(Class<?> java) {
        return java == char.class ? 0 : -1L << bits(java) - 1;
    }

    private static long most(Class<?> java) {
        return java == char.class ? Character.MAX_VALUE : -1L >>> 65 - bits(java);
    }

    /** {@return the width of a Java integer type; 0 for all others} */
    static int bits(Class<?> java) {
        return java == byte.class ? 8 : java == short.class || java == char.class ? 16 : java == int.class ? 32
                : java == long.class ? 64 : 0;
    }

    /** {@return (from)long of the same value} */
    private static MethodHandle widen(Class<?> from, boolean signed) {
        MethodHandle value = cast(MethodHandles.identity(long.class), long.class, from);
        return signed || from == char.class || bits(from) == 64 ? value
                : MethodHandles.filterReturnValue(value, MethodHandles.insertArguments(Checks.LOW_BITS, 0, -1L >>> 64 - bits(from)));
    }

    private static MethodHandle cast(MethodHandle handle, Class<?> to, Class<?> from) {
        return MethodHandles.explicitCastArguments(handle, MethodType.methodType(to, from));
    }

    private static long lowBits(long mask, long value) {
        return value & mask;
    }

    private static long checkToC(long low, long high, String what, long value) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(what + ", " + low + " to " + high + ", not " + value);
        }
        return value;
    }

    private static long checkToJava(long low, long high, String what, long value) {
        if (value < low || value > high) {
            throw new ArithmeticException(what + ": it is " + (low == 0 ? Long.toUnsignedString(value) : Long.toString(value)));
        }
        return value;
    }
}
