package dev.kernelbridge.bind.data;

import dev.kernelbridge.bind.c.CType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.WrongMethodTypeException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Enums of C as enums of Java: constants of the same names, or with a method {@code value()} that says their value. A number that
 * no constant has is an exception.
 */
public final class Enums {

    private static final MethodHandle TO_JAVA = Handles.of(Enums.class, "constant", Object.class, Map.class, String.class, long.class);
    private static final MethodHandle TO_C = Handles.of(Enums.class, "value", long.class, Map.class, String.class, Object.class);

    private Enums() {
    }

    static Codec codec(CType.Enumeration type, Class<?> java, Site site) {
        return Codec.raw(type.carrier()).convert(toJava(type, java, site), toC(type, java, site));
    }

    /** {@return (carrier)java} */
    public static MethodHandle toJava(CType.Enumeration type, Class<?> java, Site site) {
        Map<Long, Object> constants = new HashMap<>();
        values(type, java, site).forEach((constant, value) -> constants.putIfAbsent(value, constant));
        MethodHandle number = Numbers.toJava(type.carrier(), long.class, site.where());
        return MethodHandles.filterReturnValue(number, MethodHandles.insertArguments(TO_JAVA, 0, constants,
                site.where() + ": " + java.getSimpleName()).asType(MethodType.methodType(java, long.class)));
    }

    /** {@return (java)carrier} */
    public static MethodHandle toC(CType.Enumeration type, Class<?> java, Site site) {
        MethodHandle number = MethodHandles.insertArguments(TO_C, 0, values(type, java, site), site.where())
                .asType(MethodType.methodType(long.class, java));
        return MethodHandles.filterReturnValue(number, Numbers.toC(type.carrier(), long.class, site.where()));
    }

    private static Map<Object, Long> values(CType.Enumeration type, Class<?> java, Site site) {
        Map<String, Long> c = new LinkedHashMap<>();
        type.constants().forEach(constant -> c.put(constant.name(), constant.value()));
        List<?> constants = List.of(java.getEnumConstants());
        Map<Object, Long> values = new HashMap<>();
        if (c.keySet().containsAll(constants.stream().map(k -> ((Enum<?>) k).name()).toList())) {
            constants.forEach(k -> values.put(k, c.get(((Enum<?>) k).name())));
            return values;
        }
        try {
            Method value = java.getDeclaredMethod("value");
            MethodHandle ask = site.reach(java, rights -> rights.unreflect(value)).asType(MethodType.methodType(long.class, Object.class));
            for (Object constant : constants) {
                values.put(constant, (long) ask.invokeExact(constant));
            }
            return values;
        } catch (NoSuchMethodException | WrongMethodTypeException e) {
            String other = constants.stream().map(k -> ((Enum<?>) k).name()).filter(n -> !c.containsKey(n)).findFirst().orElse("");
            throw site.refuse(type + " has no constant " + other + " of " + java.getName() + "; " + Site.known(other, c.keySet())
                    + "; or give the Java enum a method \"long value()\"");
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException(java.getName() + ".value() threw", e);
        }
    }

    private static Object constant(Map<Long, Object> constants, String what, long value) {
        Object constant = constants.get(value);
        if (constant == null) {
            throw new ArithmeticException(what + " has no constant for " + value);
        }
        return constant;
    }

    private static long value(Map<Object, Long> values, String where, Object constant) {
        if (constant == null) {
            throw new NullPointerException(where + " is null");
        }
        return values.get(constant);
    }
}
