package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.Struct;
import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.CType.Scalar;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The C types that Java types stand for where nobody gives a prototype: those of their width, {@code long} being {@code int64_t}
 * everywhere.
 */
final class Derived {

    private static final CType VOID_POINTER = new CType.Pointer(CType.VOID, false);

    private Derived() {
    }

    /**
     * {@return the function's type}
     *
     * @param problems gets a sentence for each type that stands for nothing
     */
    static CType.Function function(Signature java, List<String> problems) {
        List<CType.Parameter> parameters = new ArrayList<>();
        List<Signature.Parameter> visible = java.forC();
        for (Signature.Parameter p : java.varargs() ? visible.subList(0, visible.size() - 1) : visible) {
            CType type = of(p.type(), p.direction() == Signature.Direction.IN);
            if (type == null || type == CType.VOID) {
                problems.add(unclear(java, "parameter " + (parameters.size() + 1), p.type()));
            }
            parameters.add(new CType.Parameter(p.name(), type == null ? VOID_POINTER : type));
        }
        CType result = of(java.result(), true);
        if (result == null) {
            problems.add(unclear(java, "the result", java.result()));
        }
        return new CType.Function(result == null ? CType.VOID : result, parameters, java.varargs());
    }

    private static String unclear(Signature java, String what, Class<?> type) {
        return java.where() + ": " + what + " is " + type.getTypeName() + ", which stands for no C type by itself; give the prototype, as "
                + "@CFunction(\"…\") or in a C text";
    }

    /** {@return the type that goes into a variadic tail, after C's default promotions; null if there is none} */
    static CType promoted(Class<?> java, boolean readOnly) {
        CType type = of(java, readOnly); // scanf writes through its tail
        if (type == Scalar.FLOAT) {
            return Scalar.DOUBLE;
        }
        return java.isPrimitive() && type instanceof Scalar s && s.integer() && java != long.class ? Scalar.INT : type;
    }

    /** {@return the C type, null if there is none} */
    static CType of(Class<?> java, boolean readOnly) {
        if (java.isPrimitive()) {
            return java == void.class ? CType.VOID : primitive(java);
        }
        if (java == String.class) {
            return new CType.Pointer(Scalar.CHAR, true);
        }
        if (java == MemorySegment[].class) {
            return new CType.Pointer(VOID_POINTER, readOnly);
        }
        if (java.isArray() && java.componentType().isPrimitive()) {
            return new CType.Pointer(primitive(java.componentType()), readOnly);
        }
        if (java == MemorySegment.class || java == Struct.class || Buffer.class.isAssignableFrom(java)) {
            return readOnly ? new CType.Pointer(CType.VOID, true) : VOID_POINTER;
        }
        if (java.isEnum()) {
            return Scalar.INT;
        }
        return java.isInterface() ? callback(java) : null;
    }

    private static CType callback(Class<?> face) {
        List<Method> all = Arrays.stream(face.getMethods()).filter(m -> Modifier.isAbstract(m.getModifiers())
                && !Faces.ofObject(m)).toList();
        if (all.size() != 1) {
            return null;
        }
        List<CType.Parameter> parameters = new ArrayList<>();
        for (Class<?> p : all.getFirst().getParameterTypes()) {
            if (of(p, true) == null) {
                return null;
            }
            parameters.add(new CType.Parameter("", of(p, true)));
        }
        CType result = of(all.getFirst().getReturnType(), true);
        return result == null ? null : new CType.Pointer(new CType.Function(result, parameters, false), false);
    }

    private static CType primitive(Class<?> java) {
        if (java == boolean.class) {
            return Scalar.BOOL;
        }
        if (java == byte.class) {
            return Scalar.SCHAR;
        }
        if (java == short.class) {
            return Scalar.SHORT;
        }
        if (java == char.class) {
            return Scalar.USHORT;
        }
        if (java == int.class) {
            return Scalar.INT;
        }
        return java == long.class ? Scalar.LLONG : java == float.class ? Scalar.FLOAT : Scalar.DOUBLE;
    }
}
