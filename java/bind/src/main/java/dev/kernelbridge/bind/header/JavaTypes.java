package dev.kernelbridge.bind.header;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.CType.Aggregate;
import dev.kernelbridge.bind.c.CType.Enumeration;
import dev.kernelbridge.bind.c.CType.Scalar;
import java.util.Locale;
import java.util.Optional;

/**
 * The table of C types and Java types, as a person would choose them: what has up to 32 bits is an int (unsigned ones of 32 bits the
 * same bits), what has more, or may have, a long; {@code const char *} a String; a pointer to numbers an array where C cannot keep it,
 * else a MemorySegment, as all other pointers.
 */
final class JavaTypes {

    private static final String SEGMENT = "MemorySegment";

    private final EnumTypes enums;
    private final Structs structs;

    JavaTypes(EnumTypes enums, Structs structs) {
        this.enums = enums;
        this.structs = structs;
    }

    /** {@return the type of a value} */
    String value(CType type) {
        return switch (type.strip()) {
            case CType.Void v -> "void";
            case Scalar s -> scalar(s);
            case Enumeration e -> enums.of(e).orElseGet(() -> scalar(e.carrier()));
            case Aggregate a -> structs.record(a).orElse(SEGMENT);
            default -> SEGMENT;
        };
    }

    private static String scalar(Scalar s) {
        return switch (s) {
            case BOOL -> "boolean";
            case CHAR, SCHAR, UCHAR, SHORT, USHORT, INT, UINT -> "int";
            case LONG, ULONG, LLONG, ULLONG -> "long";
            case FLOAT -> "float";
            case DOUBLE -> "double";
        };
    }

    /**
     * {@return the type of a result} Text that the caller would have to free stays a pointer.
     *
     * @param function its name: bytes that it calls text are text
     */
    String result(CType type, String function) {
        boolean text = type.strip() instanceof CType.Pointer p && p.toConst() && p.to().strip() instanceof Scalar s && (s == Scalar.CHAR
                || s == Scalar.UCHAR && function.toLowerCase(Locale.ROOT).matches(".*(text|string|str|name|message|msg|version)\\d*"));
        return text ? "String" : value(type);
    }

    /** {@return the type of what a callback gets} */
    String received(CType type) {
        return text(type) ? "String" : returned(type);
    }

    /** {@return the type of what a callback returns; enums are numbers there} */
    String returned(CType type) {
        return type.strip() instanceof Enumeration e ? scalar(e.carrier()) : value(type);
    }

    /** {@return whether it is {@code const char *}} */
    static boolean text(CType type) {
        return type.strip() instanceof CType.Pointer p && p.toConst() && p.to().strip() == Scalar.CHAR;
    }

    /** {@return the function that a pointer points to} */
    static Optional<CType.Function> function(CType type) {
        return type.strip() instanceof CType.Pointer p && p.to().strip() instanceof CType.Function f ? Optional.of(f) : Optional.empty();
    }

    /**
     * The type of a parameter.
     *
     * @param of the function's type
     * @param i which parameter
     */
    String parameter(CType.Function of, int i) {
        CType type = of.parameters().get(i).type();
        if (!(type.strip() instanceof CType.Pointer pointer)) {
            return value(type);
        }
        if (text(type)) {
            return owned(of, i) ? SEGMENT : "String";
        }
        return switch (pointer.to().strip()) {
            case Scalar s when outParameter(s, pointer) || !keeps(of) -> array(s);
            case Enumeration e when !keeps(of) -> array(e.carrier());
            case CType.Pointer p when !(of.result().strip() instanceof CType.Pointer) -> SEGMENT + "[]";
            default -> SEGMENT;
        };
    }

    private static String array(Scalar s) {
        return switch (s) {
            case BOOL -> "boolean[]";
            case CHAR, SCHAR, UCHAR -> "byte[]";
            case SHORT, USHORT -> "short[]";
            case INT, UINT -> "int[]";
            case LONG, ULONG, LLONG, ULLONG -> "long[]";
            case FLOAT -> "float[]";
            case DOUBLE -> "double[]";
        };
    }

    /** An integer that C writes: nobody keeps a pointer to a count. */
    private static boolean outParameter(Scalar s, CType.Pointer pointer) {
        return !pointer.toConst() && switch (s) {
            case SHORT, USHORT, INT, UINT, LONG, ULONG, LLONG, ULLONG -> true;
            default -> false;
        };
    }

    /**
     * Whether C has a place in which it could keep a pointer beyond the call: in what it returns, or in something that it may write.
     * An array of the Java heap is copied for the call alone.
     */
    private static boolean keeps(CType.Function of) {
        boolean handle = of.result().strip() instanceof CType.Pointer p && !text(p);
        return handle || of.parameters().stream().anyMatch(p -> p.type().strip() instanceof CType.Pointer pointer && !pointer.toConst()
                && (pointer.to().strip() instanceof Aggregate || pointer.to().strip() instanceof CType.Pointer));
    }

    /** Whether a destructor comes with it, {@code void (*)(void *)}: then it belongs to C when the function returns. */
    private static boolean owned(CType.Function of, int i) {
        for (int k = i + 1; k < of.parameters().size(); k++) {
            CType next = of.parameters().get(k).type();
            Optional<CType.Function> function = function(next);
            if (function.isPresent()) {
                CType.Function f = function.get();
                return f.result().strip() instanceof CType.Void && f.parameters().size() == 1
                        && f.parameters().getFirst().type().strip() instanceof CType.Pointer;
            }
            if (next.strip() instanceof CType.Pointer) {
                return false;
            }
        }
        return false;
    }
}
