package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Layouts;
import dev.kernelbridge.bind.data.Handles;
import dev.kernelbridge.bind.data.Numbers;
import dev.kernelbridge.bind.data.Site;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/** A callback's pointers of which another argument says how many elements there are: segments of that size, or copies as arrays. */
final class SizedPointers {

    private static final MethodHandle TIMES = Handles.of(SizedPointers.class, "times", long.class, String.class, long.class, long.class);
    private static final MethodHandle SEGMENT = Handles.of(SizedPointers.class, "segment", MemorySegment.class, long.class,
            MemorySegment.class, long.class);
    private static final MethodHandle ARRAY = Handles.of(SizedPointers.class, "array", Object.class, ValueLayout.class,
            MemorySegment.class, long.class);

    private SizedPointers() {
    }

    /**
     * {@return the handle with its parameter {@code 1 + i} made of all of C's arguments, which take its place}
     *
     * @param java (Object lambda, …) with Java types up to that parameter
     * @param size the product that says how many elements
     */
    static MethodHandle collect(MethodHandle java, CType.Function type, int i, String size, Site site) {
        Class<?> wanted = java.type().parameterType(1 + i);
        if (!(type.parameters().get(i).type().strip() instanceof CType.Pointer pointer)) {
            throw site.refuse("@SizedBy is for pointers, and it is " + type.parameters().get(i).type());
        }
        CType of = pointer.to().strip();
        CType.Scalar scalar = of instanceof CType.Void ? CType.Scalar.CHAR : of instanceof CType.Scalar s ? s : null;
        MethodHandle make;
        if (wanted == MemorySegment.class) {
            make = MethodHandles.insertArguments(SEGMENT, 0, scalar == null ? Layouts.of(of).byteSize() : Layouts.of(scalar).byteSize());
        } else if (wanted.isArray() && scalar != null && scalar != CType.Scalar.BOOL
                && Layouts.of(scalar).carrier() == wanted.getComponentType()) {
            make = ARRAY.bindTo(Layouts.of(scalar).withByteAlignment(1))
                    .asType(MethodType.methodType(wanted, MemorySegment.class, long.class));
        } else {
            throw site.mismatch(pointer, wanted, "MemorySegment"
                    + (scalar == null || scalar == CType.Scalar.BOOL ? "" : " or " + Layouts.of(scalar).carrier().getName() + "[]"));
        }
        // (pointer, count)T, count of all arguments: (pointer, arguments…)T, of which the first is the one at i
        List<Class<?>> carriers = Layouts.of(type).toMethodType().parameterList();
        MethodHandle all = MethodHandles.collectArguments(make, 1, count(type, size, site));
        int[] order = new int[1 + carriers.size()];
        order[0] = i;
        for (int k = 0; k < carriers.size(); k++) {
            order[1 + k] = k;
        }
        all = MethodHandles.permuteArguments(all, MethodType.methodType(wanted, carriers), order);
        return MethodHandles.collectArguments(java, 1 + i, all);
    }

    /** {@return (Object lambda, carriers…)} of a handle with some parameters collected, and the others still to be converted. */
    static MethodHandle share(MethodHandle java, CType.Function type, MethodHandle[] filters) {
        MethodType carriers = Layouts.of(type).toMethodType();
        List<Integer> order = new ArrayList<>(List.of(0));
        MethodHandle all = java;
        for (int i = 0; i < filters.length; i++) {
            if (filters[i] != null) {
                all = MethodHandles.filterArguments(all, order.size(), filters[i]);
                order.add(1 + i);
            } else {
                for (int k = 0; k < filters.length; k++) {
                    order.add(1 + k);
                }
            }
        }
        MethodType result = carriers.insertParameterTypes(0, Object.class).changeReturnType(java.type().returnType());
        return MethodHandles.permuteArguments(all, result, order.stream().mapToInt(Integer::intValue).toArray());
    }

    /** {@return (carriers…)long} */
    private static MethodHandle count(CType.Function type, String size, Site site) {
        List<Class<?>> carriers = Layouts.of(type).toMethodType().parameterList();
        MethodHandle product = MethodHandles.dropArguments(MethodHandles.constant(long.class, 1L), 0, carriers);
        for (String factor : size.split("\\*")) {
            String name = factor.strip();
            MethodHandle times = MethodHandles.insertArguments(TIMES, 0, site.where() + ", sized by " + size); // (long, long)long
            if (name.matches("\\d{1,18}")) {
                product = MethodHandles.filterReturnValue(product, MethodHandles.insertArguments(times, 1, Long.parseLong(name)));
                continue;
            }
            int k = 0;
            while (k < carriers.size() && !type.parameters().get(k).name().equals(name)) {
                k++;
            }
            if (k == carriers.size() || !(type.parameters().get(k).type().strip() instanceof CType.Scalar scalar) || !scalar.integer()) {
                throw site.refuse("@SizedBy(\"" + size + "\"): " + (name.isEmpty() ? "a factor" : name) + " is no integer parameter of "
                        + type);
            }
            MethodHandle value = MethodHandles.filterArguments(times, 1, Numbers.toJava(scalar, long.class, site.where()));
            MethodHandle both = MethodHandles.collectArguments(value, 0, product); // (carriers…, carrier k)long
            int[] order = new int[carriers.size() + 1];
            for (int j = 0; j < carriers.size(); j++) {
                order[j] = j;
            }
            order[carriers.size()] = k;
            product = MethodHandles.permuteArguments(both, MethodType.methodType(long.class, carriers), order);
        }
        return product;
    }

    private static long times(String what, long a, long b) {
        if (b < 0) {
            throw new ArithmeticException(what + ": a size is negative: " + b);
        }
        return Math.multiplyExact(a, b);
    }

    private static MemorySegment segment(long size, MemorySegment pointer, long count) {
        return pointer.address() == 0 ? MemorySegment.NULL : pointer.reinterpret(Math.multiplyExact(size, count));
    }

    private static Object array(ValueLayout layout, MemorySegment pointer, long count) {
        if (pointer.address() == 0) {
            return null;
        }
        int length = Math.toIntExact(count);
        Object array = Array.newInstance(layout.carrier(), length);
        MemorySegment.copy(pointer.reinterpret(Math.multiplyExact(layout.byteSize(), count)), layout, 0, array, 0, length);
        return array;
    }
}
