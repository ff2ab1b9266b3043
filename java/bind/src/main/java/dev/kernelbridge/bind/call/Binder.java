package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.BindingException;
import dev.kernelbridge.bind.NativeLibraryException;
import dev.kernelbridge.bind.annotation.CFunction;
import dev.kernelbridge.bind.annotation.MayLack;
import dev.kernelbridge.bind.annotation.Name;
import dev.kernelbridge.bind.c.Nearest;
import dev.kernelbridge.bind.c.Prototype;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Binds functions and interfaces of one library.
 *
 * @param home the library
 * @param text the prototypes of a C text by name; empty where there is no text, and types come from Java
 * @param constants the constants of that text
 */
public record Binder(Home home, Map<String, Prototype> text, Map<String, Object> constants) {

    /** What a binder wants of a library. */
    public interface Home {

        /** {@return what to call it in messages} */
        String name();

        /** {@return the address of a function that is there for sure} */
        MemorySegment address(String function);

        /** Throws one exception for all functions of the set that it lacks. */
        void require(Set<String> functions);

        /** {@return a prototype from text} */
        Prototype parse(String prototype);

        /** {@return why the text left a function out, to stand behind a sentence; empty if it did not} */
        String whyNot(String function);
    }

    private static final MethodHandle REFUSE = refusal();

    /** {@return an object that implements the interface by the library's functions} */
    public <T> T bind(MethodHandles.Lookup lookup, Class<T> face) {
        List<Method> methods = Faces.methods(face);
        List<String> problems = new ArrayList<>();
        List<Signature> signatures = new ArrayList<>();
        List<Prototype> prototypes = new ArrayList<>();
        for (Method method : methods) {
            Signature java = Signature.of(method);
            Prototype c = prototype(method, java, problems);
            signatures.add(java);
            prototypes.add(c);
            if (c != null) {
                plan(c, java, lookup, problems);
            }
        }
        refuse(problems);
        boolean mayLack = face.isAnnotationPresent(MayLack.class);
        if (!mayLack) {
            requireSymbols(prototypes, signatures);
        }
        return InterfaceWriter.write(lookup, face, methods, i -> mayLack ? linkIfThere(prototypes.get(i), signatures.get(i), lookup)
                : link(prototypes.get(i), signatures.get(i), lookup),
                face.getSimpleName() + " of " + home.name());
    }

    /** {@return an object that implements a functional interface by that function} */
    public <T> T as(MethodHandles.Lookup lookup, Class<T> face, Prototype c) {
        List<Method> methods = Faces.single(face);
        List<String> problems = new ArrayList<>();
        List<Signature> signatures = methods.stream().map(Signature::of).toList();
        signatures.forEach(java -> plan(c, java, lookup, problems));
        refuse(problems);
        requireSymbols(List.of(c), signatures);
        return InterfaceWriter.write(lookup, face, methods, i -> link(c, signatures.get(i), lookup), c + " of " + home.name());
    }

    /** {@return a handle of exactly these types} */
    public MethodHandle handle(MethodHandles.Lookup lookup, Prototype c, Signature java) {
        List<String> problems = new ArrayList<>();
        plan(c, java, lookup, problems);
        refuse(problems);
        requireSymbols(List.of(c), List.of(java));
        return link(c, java, lookup);
    }

    /** {@return the prototype that Java types stand for} */
    public static Prototype derive(String name, Signature java) {
        List<String> problems = new ArrayList<>();
        Prototype prototype = new Prototype(name, Derived.function(java, problems));
        refuse(problems);
        return prototype;
    }

    private Prototype prototype(Method method, Signature java, List<String> problems) {
        Name name = method.getAnnotation(Name.class);
        CFunction given = method.getAnnotation(CFunction.class);
        if (given != null) {
            try {
                Prototype c = home.parse(given.value());
                return name == null ? c : new Prototype(name.value(), c.type());
            } catch (IllegalArgumentException e) {
                problems.add(java.where() + ": " + e.getMessage());
                return null;
            }
        }
        String symbol = name == null ? method.getName() : name.value();
        String why = home.whyNot(symbol);
        if (text.isEmpty() && why.isEmpty()) { // what the text refuses is not guessed from Java
            int before = problems.size();
            Prototype derived = new Prototype(symbol, Derived.function(java, problems));
            return problems.size() == before ? derived : null;
        }
        Prototype c = text.get(symbol);
        if (c == null) {
            problems.add(java.where() + ": the C text has no function " + symbol + Nearest.question(symbol, text.keySet()) + why);
        }
        return c;
    }

    private void plan(Prototype c, Signature java, MethodHandles.Lookup lookup, List<String> problems) {
        if (!java.varargs()) {
            Plan.of(c, java, lookup, constants, problems);
        } else if (!c.type().variadic()) {
            problems.add(java.where() + " ends in Object..., and C has no variadic tail: " + c);
        } else {
            Plan.of(c, java.withTail(List.of()), lookup, constants, problems);
        }
    }

    /** The function, or what throws for want of it. */
    private MethodHandle linkIfThere(Prototype c, Signature java, MethodHandles.Lookup lookup) {
        try {
            requireSymbols(List.of(c), List.of(java));
        } catch (NativeLibraryException missing) {
            MethodHandle refuse = MethodHandles.insertArguments(REFUSE, 0, missing.reason(), missing.fix());
            return MethodHandles.foldArguments(MethodHandles.empty(java.type()), refuse);
        }
        return link(c, java, lookup);
    }

    private static void refuse(String reason, String fix) {
        throw new NativeLibraryException(reason, fix, null);
    }

    private MethodHandle link(Prototype c, Signature java, MethodHandles.Lookup lookup) {
        if (java.varargs()) {
            return Variadic.handle(c, java, tailed -> link(c, tailed, lookup));
        }
        List<String> problems = new ArrayList<>();
        Plan plan = Plan.of(c, java, lookup, constants, problems);
        refuse(problems);
        return plan.link(home);
    }

    private void requireSymbols(List<Prototype> prototypes, List<Signature> signatures) {
        Set<String> symbols = new LinkedHashSet<>();
        for (Prototype c : prototypes) {
            symbols.add(c.name());
        }
        for (Signature java : signatures) {
            if (!java.freedBy().isEmpty()) {
                symbols.add(java.freedBy());
            }
        }
        home.require(symbols);
    }

    private static MethodHandle refusal() {
        try {
            return MethodHandles.lookup().findStatic(Binder.class, "refuse", MethodType.methodType(void.class, String.class, String.class));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new BindingException(problems);
        }
    }
}
