package dev.kernelbridge.bind;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.CType.Scalar;
import dev.kernelbridge.bind.c.Layouts;
import dev.kernelbridge.bind.c.Prototype;
import dev.kernelbridge.bind.call.Binder;
import dev.kernelbridge.bind.call.Signature;
import dev.kernelbridge.bind.call.Variadic;
import dev.kernelbridge.bind.data.Pointers;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Objects;

/**
 * One C function. Safe to share between threads.
 *
 * <pre>{@code
 * NativeFunction cbrt = NativeLibrary.open("m").function("double cbrt(double)");
 * Object two = cbrt.call(8.0);
 * DoubleUnaryOperator fast = cbrt.as(DoubleUnaryOperator.class); // keep it: calls through it cost what hand-written FFM costs
 * }</pre>
 */
public final class NativeFunction {

    private final Prototype prototype;
    private final MemorySegment address;
    private final Binder binder;
    private final Variadic calls;

    NativeFunction(Prototype prototype, MemorySegment address, Binder binder) {
        this.prototype = prototype;
        this.address = address;
        this.binder = binder;
        Class<?> result = natural(prototype.type().result());
        this.calls = new Variadic(0, types -> binder.handle(null, prototype,
                Signature.of(prototype.name(), result, types.toArray(Class[]::new))));
    }

    /** {@return its declaration in C} */
    public String prototype() {
        return prototype.toString();
    }

    /** {@return where it is, for C that takes a pointer to a function} */
    public MemorySegment address() {
        return address;
    }

    /**
     * Calls it. The arguments' types are looked at in every call; for a call that must be quick, see {@link #as}.
     *
     * @param arguments one for each parameter, then those of the variadic tail. NULL is {@link MemorySegment#NULL}; arrays are copied
     *     to C, and back unless they are const; an int will do for a double
     * @return null for void, Boolean, Integer (also for unsigned types of less than 32 bits), Long, Float, Double, String for
     *     {@code char *}, MemorySegment for other pointers, Struct for structs
     * @throws BindingException if number or types of the arguments do not fit
     * @throws IllegalArgumentException if a value does not
     */
    public Object call(Object... arguments) {
        Object[] all = Objects.requireNonNull(arguments, "arguments").clone();
        List<CType.Parameter> parameters = prototype.type().parameters();
        for (int i = 0; i < Math.min(all.length, parameters.size()); i++) {
            CType type = parameters.get(i).type().strip();
            boolean exact = all[i] instanceof Short || all[i] instanceof Byte;
            if (type == Scalar.DOUBLE && (exact || all[i] instanceof Integer || all[i] instanceof Float)) {
                all[i] = ((Number) all[i]).doubleValue();
            } else if (type == Scalar.FLOAT && exact) {
                all[i] = ((Number) all[i]).floatValue();
            }
        }
        try {
            return calls.call(all);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            return NativeFunction.<RuntimeException, Object>raise(e); // what a callback of the caller's threw
        }
    }

    /**
     * This function as a functional interface, whose method may have the annotations of an interface's.
     *
     * @param face the interface, as {@code DoubleUnaryOperator} or one of your own
     * @return an implementation; keep it in a static final field, and the JIT compiles a call of it to a call of C
     * @throws BindingException if its method does not fit the prototype
     */
    public <T> T as(Class<T> face) {
        return binder.as(null, face, prototype);
    }

    /** The same for an interface that only the caller can see. */
    public <T> T as(MethodHandles.Lookup lookup, Class<T> face) {
        return binder.as(Objects.requireNonNull(lookup, "lookup"), face, prototype);
    }

    /** {@return the linker's own handle, with its types and without any check; without a variadic tail} */
    public MethodHandle handle() {
        Linker.Option[] options = prototype.type().variadic()
                ? new Linker.Option[] {Linker.Option.firstVariadicArg(prototype.type().parameters().size())} : new Linker.Option[0];
        return Linker.nativeLinker().downcallHandle(address, Layouts.of(prototype.type()), options);
    }

    @Override
    public String toString() {
        return prototype + " of " + binder.home().name();
    }

    /** The Java type that holds every value of a C type. */
    private static Class<?> natural(CType type) {
        return switch (type.strip()) {
            case CType.Void v -> void.class;
            case Scalar s when s == Scalar.BOOL || !s.integer() -> Layouts.of(s).carrier();
            case Scalar s -> Layouts.of(s).byteSize() < 4 || s.signed() && Layouts.of(s).byteSize() == 4 ? int.class : long.class;
            case CType.Enumeration e -> Layouts.of(e).byteSize() <= 4 ? int.class : long.class;
            case CType.Pointer p when Pointers.text(p) -> String.class;
            case CType.Aggregate a -> Struct.class;
            default -> MemorySegment.class;
        };
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable, R> R raise(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
