package dev.kernelbridge.bind.fortran;

import dev.kernelbridge.bind.BindingException;
import dev.kernelbridge.bind.ColumnMajor;
import dev.kernelbridge.bind.fortran.Routine.Argument;
import dev.kernelbridge.bind.fortran.Routine.Intent;
import dev.kernelbridge.bind.fortran.Routine.Kind;
import dev.kernelbridge.bind.fortran.Routine.Type;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Java interfaces over Fortran routines. A proxy is enough: a routine that is worth calling takes longer than the 20 ns that it costs.
 */
public final class Interfaces {

    /** A method's routine, and which argument it returns; -1 if none is left out. */
    private record Bound(Call call, int returned) {
    }

    private Interfaces() {
    }

    /** An implementation of {@code type} by those calls. */
    public static <T> T of(Class<T> type, Map<String, Call> calls, String library) {
        if (!type.isInterface()) {
            throw new BindingException(type.getName() + " is not an interface; declare the routines as methods of one");
        }
        Map<Method, Bound> bound = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (java.lang.reflect.Modifier.isAbstract(method.getModifiers())) {
                Call call = calls.get(method.getName().toLowerCase(Locale.ROOT));
                try {
                    bound.put(method, bound(method, call, calls));
                } catch (BindingException e) {
                    wrong.add(e.getMessage());
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new BindingException(wrong);
        }
        InvocationHandler handler = (proxy, method, arguments) -> {
            Bound b = bound.get(method);
            if (b != null) {
                return invoke(b, method, arguments == null ? new Object[0] : arguments);
            }
            return switch (method.getName()) {
                case "toString" -> type.getSimpleName() + " in " + library;
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> MethodHandles.privateLookupIn(type, MethodHandles.lookup()).unreflectSpecial(method, type).bindTo(proxy)
                        .invokeWithArguments(arguments == null ? new Object[0] : arguments); // also of an interface that is not public
            };
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Bound b, Method method, Object[] given) {
        if (b.returned() < 0) {
            return b.call().with(given);
        }
        Object[] all = new Object[given.length + 1];
        System.arraycopy(given, 0, all, 0, b.returned());
        System.arraycopy(given, b.returned(), all, b.returned() + 1, given.length - b.returned());
        Object place = java.lang.reflect.Array.newInstance(method.getReturnType(), 1);
        all[b.returned()] = place;
        b.call().with(all);
        return java.lang.reflect.Array.get(place, 0);
    }

    private static Bound bound(Method method, Call call, Map<String, Call> calls) {
        String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        if (call == null) {
            throw new BindingException(name + ": no such routine is declared; declared are " + String.join(", ", calls.keySet()));
        }
        Routine routine = call.routine();
        Class<?> result = method.getReturnType();
        int returned = -1;
        if (routine.result().isPresent()) {
            if (result != carrier(routine.result().get())) {
                throw new BindingException(name + " returns " + result.getSimpleName() + ", and " + routine + " returns "
                        + routine.result().get() + ": declare it as " + carrier(routine.result().get()));
            }
        } else if (result != void.class) {
            for (int i = 0; i < routine.arguments().size(); i++) {
                Argument a = routine.arguments().get(i);
                returned = a.scalar() && a.intent() == Intent.OUT ? i : returned;
            }
            if (returned < 0 || result != carrier(routine.arguments().get(returned).type())) {
                throw new BindingException(name + " returns " + result.getSimpleName() + ", and " + routine
                        + " has no last scalar of intent(out) of that type: declare it void, or the intent");
            }
        }
        List<Argument> arguments = new ArrayList<>(routine.arguments());
        if (returned >= 0) {
            arguments.remove(returned);
        }
        Class<?>[] parameters = method.getParameterTypes();
        if (parameters.length != arguments.size()) {
            throw new BindingException(name + " has " + parameters.length + " parameters, and " + routine + " takes " + arguments.size()
                    + (returned >= 0 ? " beside " + routine.arguments().get(returned).name() + ", which the method returns" : ""));
        }
        for (int i = 0; i < parameters.length; i++) {
            if (!fits(arguments.get(i), parameters[i])) {
                throw new BindingException(name + ": parameter " + (i + 1) + " is " + parameters[i].getSimpleName() + ", and the routine's is "
                        + arguments.get(i) + ": declare it as " + wanted(arguments.get(i)));
            }
        }
        return new Bound(call, returned);
    }

    private static boolean fits(Argument a, Class<?> java) {
        Class<?> carrier = carrier(a.type());
        if (java == MemorySegment.class) {
            return !a.byValue();
        }
        if (a.type().kind() == Kind.CHARACTER) {
            return java == byte[].class || java == String.class && (a.intent() == Intent.IN || a.intent() == Intent.UNKNOWN);
        }
        boolean array = java == carrier.arrayType() && !a.byValue();
        if (!a.scalar()) {
            return array || java == ColumnMajor.class && carrier == double.class;
        }
        boolean in = a.intent() == Intent.IN || a.intent() == Intent.UNKNOWN;
        boolean value = java == carrier || carrier == int.class && java == long.class || carrier == long.class && java == int.class;
        return array || in && value && a.type().kind() != Kind.COMPLEX;
    }

    private static String wanted(Argument a) {
        String carrier = carrier(a.type()).getSimpleName();
        if (a.type().kind() == Kind.CHARACTER) {
            return a.intent() == Intent.IN || a.intent() == Intent.UNKNOWN ? "String or byte[]" : "byte[]";
        }
        if (!a.scalar()) {
            return carrier + "[], " + (carrier.equals("double") ? "ColumnMajor " : "") + "or MemorySegment";
        }
        return a.intent() == Intent.IN ? carrier : a.intent() == Intent.UNKNOWN ? carrier + " or " + carrier + "[]" : carrier + "[] of length 1";
    }

    private static Class<?> carrier(Type type) {
        return type.kind() == Kind.LOGICAL ? boolean.class : Call.layout(type).carrier();
    }
}
