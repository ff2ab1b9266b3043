package dev.kernelbridge.bind.c;

import dev.kernelbridge.bind.c.CType.Scalar;
import java.util.Locale;

/**
 * A constant's value with its type, since C's arithmetic depends on it: {@code (unsigned)-1 >> 1} is 2147483647.
 *
 * @param type its type
 * @param bits a whole number's value, extended to 64 bits as its type says
 * @param real a floating value
 */
record Value(Scalar type, long bits, double real) {

    private static final boolean SIGNED_CHAR = signedChar();

    static Value of(Scalar type, long bits) {
        int unused = Long.SIZE - size(type);
        long fitted = type == Scalar.BOOL ? (bits == 0 ? 0 : 1) : signed(type) ? bits << unused >> unused : bits << unused >>> unused;
        return new Value(type, fitted, 0);
    }

    static Value of(Scalar type, double real) {
        return new Value(type, 0, type == Scalar.FLOAT ? (float) real : real);
    }

    /** {@return an int, or what is wider where that is needed} */
    static Value fitting(long bits) {
        Value narrow = of(Scalar.INT, bits);
        return narrow.bits == bits ? narrow : of(StandardTypes.wide()[0], bits);
    }

    static Value truth(boolean is) {
        return of(Scalar.INT, is ? 1 : 0);
    }

    boolean whole() {
        return type.integer();
    }

    boolean isTrue() {
        return whole() ? bits != 0 : real != 0;
    }

    boolean negative() {
        return whole() ? signed(type) && bits < 0 : real < 0;
    }

    /** {@return the value as its type's own cast makes it} */
    Value to(Scalar wanted) {
        if (wanted.integer()) {
            return wanted == Scalar.BOOL ? of(wanted, isTrue() ? 1 : 0) : of(wanted, whole() ? bits : fromReal());
        }
        return of(wanted, asDouble());
    }

    private long fromReal() {
        return real >= 0x1p63 ? (long) (real - 0x1p63) ^ Long.MIN_VALUE : (long) real;
    }

    double asDouble() {
        if (!whole()) {
            return real;
        }
        return bits < 0 && !signed(type) ? (double) (bits >>> 1 | bits & 1) * 2 : (double) bits;
    }

    /** {@return it with the type that arithmetic gives it: nothing narrower than int} */
    Value promoted() {
        return whole() && size(type) < size(Scalar.INT) || type == Scalar.BOOL ? to(Scalar.INT) : this;
    }

    /** {@return the type in which two values meet} */
    static Scalar common(Value a, Value b) {
        if (!a.whole() || !b.whole()) {
            return a.type == Scalar.DOUBLE || b.type == Scalar.DOUBLE ? Scalar.DOUBLE : Scalar.FLOAT;
        }
        Scalar x = a.promoted().type;
        Scalar y = b.promoted().type;
        Scalar higher = rank(x) >= rank(y) ? x : y;
        Scalar lower = higher == x ? y : x;
        if (x == y || signed(x) == signed(y) || !signed(higher)) {
            return rank(x) == rank(y) && x != y ? unsigned(higher) : higher;
        }
        return size(higher) > size(lower) ? higher : unsigned(higher);
    }

    /** The declaration order of {@link Scalar} has the ranks, a signed and an unsigned type each. */
    private static int rank(Scalar type) {
        return type.ordinal() - (signed(type) ? 0 : 1);
    }

    private static Scalar unsigned(Scalar type) {
        return signed(type) ? Scalar.values()[type.ordinal() + 1] : type;
    }

    static int size(Scalar type) {
        return (int) Layouts.of(type).byteSize() * Byte.SIZE;
    }

    /** {@return whether it has negative values here; a plain char has none on most that are not x86, Apple's and Windows excepted} */
    static boolean signed(Scalar type) {
        return type == Scalar.CHAR ? SIGNED_CHAR : type.signed();
    }

    private static boolean signedChar() {
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return arch.contains("86") || arch.contains("amd64") || os.contains("mac") || os.contains("windows");
    }

    /** {@return it as {@link Declarations#constants} keeps it} */
    Object boxed() {
        if (whole()) {
            return bits;
        }
        return real;
    }
}
