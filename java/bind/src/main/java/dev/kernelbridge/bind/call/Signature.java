package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.annotation.Critical;
import dev.kernelbridge.bind.annotation.Errno;
import dev.kernelbridge.bind.annotation.Fails;
import dev.kernelbridge.bind.annotation.FreedBy;
import dev.kernelbridge.bind.annotation.In;
import dev.kernelbridge.bind.annotation.InOut;
import dev.kernelbridge.bind.annotation.Nullable;
import dev.kernelbridge.bind.annotation.Out;
import dev.kernelbridge.bind.annotation.SizedBy;
import java.lang.annotation.Annotation;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * The Java side of a binding.
 *
 * @param where the method or types, for messages
 * @param result the result's type
 * @param parameters the parameters, also those that C does not see
 * @param varargs whether the last parameter takes the variadic tail
 * @param isCritical whether the call is made without leaving Java
 * @param errno whether errno is kept for the exception
 * @param fails when the returned value means failure; null if it never does
 * @param freedBy the function that frees the result; empty if nobody has to
 * @param strict whether a segment of address 0 is NULL only where that is allowed, as Java's null is
 */
public record Signature(String where, Class<?> result, List<Parameter> parameters, boolean varargs, boolean isCritical, boolean errno,
        Fails fails, String freedBy, boolean strict) {

    /** Which way a heap array is copied; by the prototype's const if nobody says. */
    enum Direction { BY_CONST, IN, OUT, INOUT }

    /**
     * A parameter.
     *
     * @param name its name, where the class file has it; else empty
     * @param type its type
     * @param direction which way it is copied
     * @param nullable whether null is NULL
     * @param sizedBy how many elements there must be; empty if that is not known
     * @param errno whether it receives errno, and C does not see it
     */
    record Parameter(String name, Class<?> type, Direction direction, boolean nullable, String sizedBy, boolean errno) {

        boolean forC() {
            return !errno && type != Arena.class;
        }

        static Parameter of(Class<?> type) {
            return new Parameter("", type, Direction.BY_CONST, false, "", false);
        }
    }

    public Signature {
        parameters = List.copyOf(parameters);
    }

    /** {@return the signature of an interface's method, with its annotations} */
    public static Signature of(Method method) {
        boolean isCritical = false;
        boolean errno = false;
        Fails fails = null;
        String freedBy = "";
        for (Annotation a : method.getAnnotations()) {
            isCritical |= a instanceof Critical;
            errno |= a instanceof Errno;
            fails = a instanceof Fails f ? f : fails;
            freedBy = a instanceof FreedBy f ? f.value() : freedBy;
        }
        Class<?>[] types = method.getParameterTypes();
        List<Parameter> all = new ArrayList<>(types.length);
        java.lang.reflect.Parameter[] parameters = method.getParameters();
        for (int i = 0; i < types.length; i++) {
            all.add(parameter(parameters[i], types[i]));
        }
        boolean varargs = method.isVarArgs() && types[types.length - 1] == Object[].class;
        String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        return new Signature(text(method.getReturnType(), name, types), method.getReturnType(), all, varargs, isCritical, errno, fails,
                freedBy, true);
    }

    private static Parameter parameter(java.lang.reflect.Parameter p, Class<?> type) {
        boolean in = false;
        boolean out = false;
        boolean nullable = false;
        boolean errno = false;
        String sizedBy = "";
        for (Annotation a : p.getAnnotations()) {
            in |= a instanceof In || a instanceof InOut;
            out |= a instanceof Out || a instanceof InOut;
            nullable |= a instanceof Nullable;
            errno |= a instanceof Errno;
            sizedBy = a instanceof SizedBy s ? s.value().isEmpty() ? " " : s.value() : sizedBy; // a blank is no size, and is refused as one
        }
        Direction direction = in ? out ? Direction.INOUT : Direction.IN : out ? Direction.OUT : Direction.BY_CONST;
        return new Parameter(p.isNamePresent() ? p.getName() : "", type, direction, nullable, sizedBy, errno);
    }

    /** {@return a signature of plain types} */
    public static Signature of(String name, Class<?> result, Class<?>... parameters) {
        return new Signature(text(result, name, parameters), result, Arrays.stream(parameters).map(Parameter::of).toList(), false, false,
                false, null, "", false);
    }

    /** {@return this one, with other types for the variadic tail, where a segment of address 0 is NULL and nobody could say so} */
    Signature withTail(List<Class<?>> tail) {
        List<Parameter> all = new ArrayList<>(parameters.subList(0, parameters.size() - 1));
        tail.forEach(type -> all.add(new Parameter("", type, Direction.BY_CONST, !type.isPrimitive(), "", false)));
        return new Signature(where, result, all, false, isCritical, errno, fails, freedBy, strict);
    }

    /** {@return the parameters that C sees} */
    List<Parameter> forC() {
        List<Parameter> seen = new ArrayList<>(parameters.size());
        for (Parameter p : parameters) {
            if (p.forC()) {
                seen.add(p);
            }
        }
        return seen;
    }

    /** {@return where among all parameters that one is, of those that C sees} */
    int position(int seen) {
        int left = seen;
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).forC() && left-- == 0) {
                return i;
            }
        }
        throw new IndexOutOfBoundsException(seen);
    }

    /** {@return the type of the handle} */
    MethodType type() {
        return MethodType.methodType(result, parameters.stream().<Class<?>>map(Parameter::type).toList());
    }

    private static String text(Class<?> result, String name, Class<?>... parameters) {
        StringJoiner all = new StringJoiner(", ", result.getSimpleName() + " " + name + "(", ")");
        for (Class<?> parameter : parameters) {
            all.add(parameter.getSimpleName());
        }
        return all.toString();
    }
}
