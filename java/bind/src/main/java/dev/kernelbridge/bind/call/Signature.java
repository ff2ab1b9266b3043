package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.annotation.Errno;
import dev.kernelbridge.bind.annotation.Fails;
import dev.kernelbridge.bind.annotation.FreedBy;
import dev.kernelbridge.bind.annotation.In;
import dev.kernelbridge.bind.annotation.InOut;
import dev.kernelbridge.bind.annotation.Nullable;
import dev.kernelbridge.bind.annotation.Out;
import dev.kernelbridge.bind.annotation.Short;
import dev.kernelbridge.bind.annotation.SizedBy;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The Java side of a binding.
 *
 * @param where the method or types, for messages
 * @param result the result's type
 * @param parameters the parameters, also those that C does not see
 * @param varargs whether the last parameter takes the variadic tail
 * @param isShort whether the call is made without leaving Java
 * @param errno whether errno is kept for the exception
 * @param fails when the returned value means failure; null if it never does
 * @param freedBy the function that frees the result; empty if nobody has to
 * @param strict whether a segment of address 0 is NULL only where that is allowed, as Java's null is
 */
public record Signature(String where, Class<?> result, List<Parameter> parameters, boolean varargs, boolean isShort, boolean errno,
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
        List<Parameter> all = new ArrayList<>();
        for (java.lang.reflect.Parameter p : method.getParameters()) {
            Direction direction = p.isAnnotationPresent(InOut.class) || p.isAnnotationPresent(In.class) && p.isAnnotationPresent(Out.class)
                    ? Direction.INOUT : p.isAnnotationPresent(In.class) ? Direction.IN
                    : p.isAnnotationPresent(Out.class) ? Direction.OUT : Direction.BY_CONST;
            all.add(new Parameter(p.isNamePresent() ? p.getName() : "", p.getType(), direction, p.isAnnotationPresent(Nullable.class),
                    Optional.ofNullable(p.getAnnotation(SizedBy.class)).map(SizedBy::value).orElse(""), p.isAnnotationPresent(Errno.class)));
        }
        return new Signature(text(method.getReturnType(), method.getDeclaringClass().getSimpleName() + "." + method.getName(),
                method.getParameterTypes()), method.getReturnType(), all, method.isVarArgs() && last(all) == Object[].class,
                method.isAnnotationPresent(Short.class), method.isAnnotationPresent(Errno.class), method.getAnnotation(Fails.class),
                Optional.ofNullable(method.getAnnotation(FreedBy.class)).map(FreedBy::value).orElse(""), true);
    }

    /** {@return a signature of plain types} */
    public static Signature of(String name, Class<?> result, Class<?>... parameters) {
        return new Signature(text(result, name, parameters), result, Arrays.stream(parameters).map(Parameter::of).toList(), false, false,
                false, null, "", false);
    }

    /** {@return this one, with other types for the variadic tail} */
    Signature withTail(List<Class<?>> tail) {
        List<Parameter> all = new ArrayList<>(parameters.subList(0, parameters.size() - 1));
        tail.forEach(type -> all.add(Parameter.of(type)));
        return new Signature(where, result, all, false, isShort, errno, fails, freedBy, strict);
    }

    /** {@return the parameters that C sees} */
    List<Parameter> forC() {
        return parameters.stream().filter(Parameter::forC).toList();
    }

    /** {@return where the parameters that C sees are among all} */
    int[] positions() {
        return IntStream.range(0, parameters.size()).filter(i -> parameters.get(i).forC()).toArray();
    }

    /** {@return the type of the handle} */
    MethodType type() {
        return MethodType.methodType(result, parameters.stream().<Class<?>>map(Parameter::type).toList());
    }

    private static Class<?> last(List<Parameter> all) {
        return all.isEmpty() ? null : all.getLast().type();
    }

    private static String text(Class<?> result, String name, Class<?>... parameters) {
        return result.getSimpleName() + " " + name
                + Arrays.stream(parameters).map(Class::getSimpleName).collect(Collectors.joining(", ", "(", ")"));
    }
}
