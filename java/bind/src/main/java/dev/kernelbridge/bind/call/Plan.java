package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.annotation.Fails;
import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Layouts;
import dev.kernelbridge.bind.c.Prototype;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A prototype and a Java signature held against each other: which way each value goes. Made when something is bound, without any
 * native code; what it cannot find a way for is a problem, and all problems are found at once.
 *
 * @param prototype the function, with a variadic tail's types as its last parameters
 * @param fixed how many parameters its prototype has itself
 * @param signature the Java side
 * @param arguments the way of each argument, in C's order
 * @param result the way back; what it needs to free it takes as its first argument until it is linked
 * @param check what the returned value is asked; null if nothing
 * @param errnoAt which Java parameter gets errno, or -1
 * @param arenaAt which Java parameter is the Arena of the result, or -1
 */
record Plan(Prototype prototype, int fixed, Signature signature, List<Argument> arguments, Result result, ReturnCheck check, int errnoAt,
        int arenaAt) {

    /**
     * Makes a plan.
     *
     * @param lookup rights on the types of the signature; null if they are public, or their packages open
     * @param constants what names in {@link Fails#but} may stand for
     * @param problems gets a sentence for each thing that does not fit
     * @return the plan, of no use if there were problems
     */
    static Plan of(Prototype prototype, Signature java, MethodHandles.Lookup lookup, Map<String, Object> constants, List<String> problems) {
        List<Signature.Parameter> visible = java.forC();
        Prototype called = new Tail(prototype, java).called(problems);
        int fixed = prototype.type().parameters().size();
        if (called == null) {
            return null;
        }
        Ways ways = new Ways(called, fixed, java, lookup, problems);
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < visible.size(); i++) {
            arguments.add(ways.argument(i, visible.get(i)));
        }
        ways.sizes(arguments);
        int arenaAt = -1;
        int errnoAt = -1;
        for (int i = 0; i < java.parameters().size(); i++) {
            boolean arena = java.parameters().get(i).type() == Arena.class;
            boolean errno = java.parameters().get(i).errno();
            if (arena && arenaAt >= 0 || errno && errnoAt >= 0) {
                problems.add(java.where() + " has two parameters " + (errno ? "with @Errno" : "of type Arena")
                        + ", and one would be left as it is");
            }
            arenaAt = arena ? i : arenaAt;
            errnoAt = errno ? i : errnoAt;
        }
        if (errnoAt >= 0 && java.parameters().get(errnoAt).type() != int[].class) {
            problems.add(java.where() + ": the parameter with @Errno is " + java.parameters().get(errnoAt).type().getTypeName()
                    + "; take int[]");
        }
        Answers answers = new Answers(called, java, lookup, problems);
        return new Plan(called, fixed, java, List.copyOf(arguments), answers.result(arenaAt >= 0), answers.check(constants), errnoAt,
                arenaAt);
    }

    /** {@return whether the call keeps errno} */
    boolean keepsErrno() {
        return errnoAt >= 0 || signature.errno() && check != null;
    }

    /** {@return whether the call needs a frame whatever its arguments are} */
    boolean alwaysFramed() {
        boolean framed = keepsErrno() || result.memory() == Result.Memory.FRAME;
        for (Argument a : arguments) {
            boolean given = a.way() instanceof Argument.Memory m && (m.given() || signature.isCritical());
            framed |= !given && !(a.way() instanceof Argument.Value);
        }
        return framed;
    }

    /** {@return whether the call may need a frame} */
    boolean framed() {
        boolean framed = alwaysFramed();
        for (Argument a : arguments) {
            framed |= a.way() instanceof Argument.Memory && !signature.isCritical();
        }
        return framed;
    }

    /** {@return what to say where that argument is too short} */
    String sizeText(int argument) {
        String size = signature.forC().get(argument).sizedBy();
        return arguments.get(argument).what() + " is too short: @SizedBy(\"" + size + "\")";
    }

    /**
     * {@return a handle that makes the call, of the signature's type}
     *
     * @param home where the function is, and the one that frees its result
     */
    MethodHandle link(Binder.Home home) {
        List<Linker.Option> options = new ArrayList<>();
        if (prototype.type().variadic()) {
            options.add(Linker.Option.firstVariadicArg(fixed));
        }
        if (signature.isCritical()) {
            options.add(Linker.Option.critical(true));
        }
        if (keepsErrno()) {
            options.add(Errno.CAPTURE);
        }
        MethodHandle downcall = Linker.nativeLinker().downcallHandle(home.address(prototype.name()), Layouts.of(prototype.type()),
                options.toArray(Linker.Option[]::new));
        Plan linked = this;
        if (!signature.freedBy().isEmpty()) {
            MethodHandle free = Linker.nativeLinker().downcallHandle(home.address(signature.freedBy()),
                    FunctionDescriptor.ofVoid(Layouts.of(new CType.Pointer(CType.VOID, false))));
            Argument.Handle conversion = () -> MethodHandles.insertArguments(result.conversion().make(), 0, free);
            linked = new Plan(prototype, fixed, signature, arguments, new Result(result.carrier(), conversion, result.memory(),
                    result.owner()),
                    check, errnoAt, arenaAt);
        }
        return CallWriter.write(linked, downcall);
    }
}
