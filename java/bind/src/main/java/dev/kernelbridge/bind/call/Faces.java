package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.BindingException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

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
        return Arrays.stream(face.getMethods()).filter(m -> Modifier.isAbstract(m.getModifiers()) && !ofObject(m))
                .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toGenericString)).toList();
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
        try {
            return Modifier.isPublic(Object.class.getMethod(method.getName(), method.getParameterTypes()).getModifiers());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
