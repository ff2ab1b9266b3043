package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Layouts;
import dev.kernelbridge.bind.data.Handles;
import dev.kernelbridge.bind.data.Site;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;

/**
 * Java lambdas as C function pointers of one type. Made once for a pair of C type and functional interface, which is when their
 * types are compared; then each lambda costs one upcall stub.
 *
 * <p>The lambda is reachable as long as its Arena is open. C must not call a stub whose Arena is closed, which nobody can catch, and
 * must not leave a callback with {@code longjmp}. A stub that is called with hardly any stack left ends the JVM, since its first
 * frames overflow before anything can catch that. Making one sees to it that there is
 * some left, which saved a lambda handed straight to a call in all tries; frames of C between that are large undo it.
 */
public final class Callbacks {

    private static final MethodHandle ENTER = Handles.of(Trap.class, "enter", Trap.class);
    private static final MethodHandle PROBE = trap("probe");
    private static final MethodHandle KEEP = trap("keep", Throwable.class);
    private static final MethodHandle LEAVE = trap("leave");

    private final Class<?> shape;
    private final FunctionDescriptor descriptor;
    private final MethodHandle code; // (Object lambda, carriers…)carrier; throws nothing

    private Callbacks(Class<?> shape, FunctionDescriptor descriptor, MethodHandle code) {
        this.shape = shape;
        this.descriptor = descriptor;
        this.code = code;
    }

    /**
     * Compares a C function type with a functional interface.
     *
     * @param lookup rights on the interface; null if it is public, or its package open
     * @throws dev.kernelbridge.bind.BindingException if they do not fit
     */
    public static Callbacks of(CType.Function type, Class<?> shape, MethodHandles.Lookup lookup) {
        Site site = new Site(lookup, "callback " + shape.getSimpleName() + " for " + new CType.Pointer(type, false));
        Method method = single(shape);
        MethodHandle java = site.reach(shape, rights -> rights.unreflect(method));
        java = java.asType(java.type().changeParameterType(0, Object.class));
        FunctionDescriptor descriptor = Layouts.of(type);
        return new Callbacks(shape, descriptor, guarded(CallbackTypes.adapt(type, method, java, site), CallbackTypes.zero(type.result())));
    }

    /** {@return a function pointer that calls the lambda, valid as long as the Arena is open} */
    public static MemorySegment stub(CType.Function type, Class<?> shape, Object lambda, Arena arena) {
        return of(type, shape, null).stub(lambda, arena);
    }

    /** {@return a function pointer that calls the lambda, valid as long as the Arena is open} */
    public MemorySegment stub(Object lambda, Arena arena) {
        if (!shape.isInstance(Objects.requireNonNull(lambda, "lambda"))) {
            throw new IllegalArgumentException("a " + lambda.getClass().getName() + " is no " + shape.getName());
        }
        Trap.room(); // for the first callback: once it is compiled, making a stub takes less stack than calling one
        return Linker.nativeLinker().upcallStub(code.bindTo(lambda), descriptor, arena);
    }

    /** The one abstract method of a functional interface; of overriding ones the most special. */
    private static Method single(Class<?> shape) {
        List<Method> all = Faces.single(shape);
        return all.stream().filter(m -> all.stream().noneMatch(other -> other.getDeclaringClass() != m.getDeclaringClass()
                && m.getDeclaringClass().isAssignableFrom(other.getDeclaringClass()))).findFirst().orElseThrow();
    }

    /** The same code, which keeps what it throws for the caller of C and returns zero. */
    private static MethodHandle guarded(MethodHandle code, MethodHandle zero) {
        MethodHandle probed = MethodHandles.foldArguments(MethodHandles.dropArguments(code, 0, Trap.class), PROBE);
        MethodHandle failed = MethodHandles.foldArguments(MethodHandles.dropArguments(zero, 0, Trap.class, Throwable.class), KEEP);
        MethodHandle caught = MethodHandles.catchException(probed, Throwable.class,
                MethodHandles.permuteArguments(failed, failed.type().changeParameterType(0, Throwable.class)
                        .changeParameterType(1, Trap.class), 1, 0));
        Class<?> result = code.type().returnType();
        MethodHandle leave = result == void.class ? LEAVE
                : MethodHandles.foldArguments(MethodHandles.dropArguments(MethodHandles.identity(result), 1, Trap.class), 1, LEAVE);
        return MethodHandles.foldArguments(MethodHandles.tryFinally(caught, MethodHandles.dropArguments(leave, 0, Throwable.class)), ENTER);
    }

    private static MethodHandle trap(String name, Class<?>... parameters) {
        try {
            return MethodHandles.lookup().findVirtual(Trap.class, name, MethodType.methodType(void.class, parameters));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
