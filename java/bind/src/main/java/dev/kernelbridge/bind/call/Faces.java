package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.BindingException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The methods of an interface that stand for C functions. */
final class Faces {

    private Faces() {
    }

    /** {@return the abstract methods, by name; without those of Object, and without those that a more special one overrides} */
    static List<Method> methods(Class<?> face) {
        if (!face.isInterface() || face.isAnnotation() || face.isHidden() || face.isSealed()) {
            throw new BindingException(face.getName() + " is " + (face.isSealed() ? "sealed" : face.isHidden() ? "hidden" : "no interface")
                    + "; bind an interface with a method for each function");
        }
        Map<String, Method> all = new TreeMap<>(); // loops here and no streams: a JVM that has just started links each lambda for a while
        for (Method method : face.getMethods()) {
            if (Modifier.isAbstract(method.getModifiers()) && !ofObject(method)) {
                Method other = all.put(method.getName() + InterfaceWriter.type(method), method);
                if (other != null && !(List.of(method.getAnnotations()).equals(List.of(other.getAnnotations()))
                        && Arrays.deepEquals(method.getParameterAnnotations(), other.getParameterAnnotations()))) {
                    throw new BindingException(face.getName() + " has " + method.getName() + " from " + other.getDeclaringClass().getName()
                            + " and from " + method.getDeclaringClass().getName() + ", with other annotations; declare it in "
                            + face.getSimpleName() + " itself");
                }
            }
        }
        return List.copyOf(all.values());
    }

    /** {@return the one abstract method of a functional interface, and of the same name what a super-interface left} */
    static List<Method> single(Class<?> face) {
        List<Method> all = methods(face);
        long shapes = all.stream().map(m -> m.getName() + "/" + m.getParameterCount()).distinct().count();
        if (shapes != 1) {
            throw new BindingException(face.getName() + " has " + shapes + " abstract methods; a functional interface has one");
        }
        return all;
    }

    /** {@return whether each class has such a method from Object} */
    static boolean ofObject(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        return switch (method.getName()) {
            case "toString", "hashCode" -> parameters.length == 0;
            case "equals" -> parameters.length == 1 && parameters[0] == Object.class;
            default -> false;
        };
    }
}
