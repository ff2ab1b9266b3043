package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.BindingException;
import dev.kernelbridge.bind.c.Prototype;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Calls whose arguments' types are only known when they are made: the variadic tail as {@code Object...}, and {@link
 * dev.kernelbridge.bind.NativeFunction#call}. One linked handle for each combination of types, kept.
 */
public final class Variadic {

    private static final int MOST = 256; // combinations; a program that has more of them starts again

    private final int fixed;
    private final Function<List<Class<?>>, MethodHandle> link;
    private final Map<List<Class<?>>, MethodHandle> linked = new ConcurrentHashMap<>();

    /**
     * Makes one.
     *
     * @param fixed how many arguments come before those whose types vary
     * @param link makes a handle for the types of the others
     */
    public Variadic(int fixed, Function<List<Class<?>>, MethodHandle> link) {
        this.fixed = fixed;
        this.link = link;
    }

    /** {@return a handle of that type, whose last parameter is the Object[] of the tail} */
    static MethodHandle handle(Prototype prototype, Signature java, Function<Signature, MethodHandle> link) {
        Variadic variadic = new Variadic(java.parameters().size() - 1, tail -> link.apply(java.withTail(tail)));
        try {
            MethodHandle call = MethodHandles.lookup().bind(variadic, "callWithTail", MethodType.methodType(Object.class, Object[].class));
            return call.asCollector(Object[].class, java.parameters().size()).asType(java.type());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private Object callWithTail(Object[] arguments) throws Throwable {
        Object[] tail = arguments[fixed] == null ? new Object[0] : (Object[]) arguments[fixed];
        Object[] all = Arrays.copyOf(arguments, fixed + tail.length);
        System.arraycopy(tail, 0, all, fixed, tail.length);
        return call(all);
    }

    /** {@return what the function returned} */
    public Object call(Object... all) throws Throwable {
        List<Class<?>> types = new ArrayList<>(all.length - fixed);
        for (int i = fixed; i < all.length; i++) {
            types.add(type(all[i], i));
        }
        MethodHandle handle = linked.get(types);
        if (handle == null) {
            if (linked.size() >= MOST) {
                linked.clear();
            }
            handle = link.apply(types);
            handle = handle.asType(handle.type().generic()).asSpreader(Object[].class, all.length);
            linked.put(List.copyOf(types), handle);
        }
        return (Object) handle.invokeExact(all);
    }

    /** {@return the type that a value is bound as: a primitive one for a boxed one} */
    private static Class<?> type(Object value, int at) {
        return switch (value) {
            case null -> throw new BindingException("argument " + (at + 1)
                    + " is null, which has no type; for NULL take MemorySegment.NULL");
            case MemorySegment s -> MemorySegment.class;
            case java.nio.ByteBuffer b -> java.nio.ByteBuffer.class;
            case java.nio.CharBuffer b -> java.nio.CharBuffer.class;
            case java.nio.ShortBuffer b -> java.nio.ShortBuffer.class;
            case java.nio.IntBuffer b -> java.nio.IntBuffer.class;
            case java.nio.LongBuffer b -> java.nio.LongBuffer.class;
            case java.nio.FloatBuffer b -> java.nio.FloatBuffer.class;
            case java.nio.DoubleBuffer b -> java.nio.DoubleBuffer.class;
            case MemorySegment[] s -> MemorySegment[].class;
            case Enum<?> e -> e.getDeclaringClass();
            default -> lambda(value.getClass()) ? value.getClass().getInterfaces()[0]
                    : MethodType.methodType(value.getClass()).unwrap().returnType();
        };
    }

    /** Whether it is a lambda, which goes by its functional interface. */
    private static boolean lambda(Class<?> type) {
        return (type.isHidden() || type.isSynthetic()) && type.getInterfaces().length == 1;
    }
}
