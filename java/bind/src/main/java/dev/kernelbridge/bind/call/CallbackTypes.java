package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.Struct;
import dev.kernelbridge.bind.StructType;
import dev.kernelbridge.bind.annotation.SizedBy;
import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Layouts;
import dev.kernelbridge.bind.data.Codec;
import dev.kernelbridge.bind.data.Enums;
import dev.kernelbridge.bind.data.Handles;
import dev.kernelbridge.bind.data.Numbers;
import dev.kernelbridge.bind.data.Pointers;
import dev.kernelbridge.bind.data.Records;
import dev.kernelbridge.bind.data.Site;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

/**
 * What a lambda gets for C's arguments, and what C gets for its result. Where the interface is generic, so that a type is Object at
 * run time, it gets the type that holds all values.
 */
final class CallbackTypes {

    private static final MethodHandle BOXED = Handles.of(CallbackTypes.class, "boxed", long.class, String.class, Object.class);
    private static final MethodHandle ADDRESS = Pointers.address();
    private static final MethodHandle VALUE = Handles.of(CallbackTypes.class, "value", MemorySegment.class, String.class, long.class,
            MemorySegment.class);
    private static final MethodHandle MEMORY = Handles.of(CallbackTypes.class, "memory", MemorySegment.class, long.class);
    private static final MethodHandle STRUCT_AT = Handles.of(CallbackTypes.class, "structAt", Struct.class, StructType.class,
            MemorySegment.class);
    private static final MethodHandle STRUCT = Handles.of(CallbackTypes.class, "struct", MemorySegment.class, String.class,
            CType.Aggregate.class, Struct.class);
    private static final MethodHandle IS_NULL = Handles.of(CallbackTypes.class, "isNull", boolean.class, MemorySegment.class);

    private CallbackTypes() {
    }

    /** {@return (Object lambda, carriers…)carrier} from the interface's method, (Object lambda, Java types…)Java type. */
    static MethodHandle adapt(CType.Function type, Method method, MethodHandle java, Site site) {
        if (type.variadic()) {
            throw site.refuse("a variadic function cannot be written in Java; declare the arguments that it gets");
        }
        int count = type.parameters().size();
        if (method.getParameterCount() != count) {
            throw site.refuse(method.getName() + " has " + method.getParameterCount() + " parameters, and C gives it " + count);
        }
        MethodHandle[] filters = new MethodHandle[count];
        MethodHandle sized = java;
        for (int i = count - 1; i >= 0; i--) {
            CType.Parameter parameter = type.parameters().get(i);
            Site part = site.at("parameter " + (parameter.name().isEmpty() ? Integer.toString(i + 1) : parameter.name()));
            SizedBy size = method.getParameters()[i].getAnnotation(SizedBy.class);
            if (size == null) {
                filters[i] = toJava(parameter.type(), method.getParameterTypes()[i], part);
            } else {
                sized = SizedPointers.collect(sized, type, i, size.value(), part);
            }
        }
        MethodHandle filtered = sized == java ? MethodHandles.filterArguments(java, 1, filters) : SizedPointers.share(sized, type, filters);
        Class<?> result = method.getReturnType();
        if (type.result().strip() instanceof CType.Void) {
            if (result != void.class) {
                throw site.refuse(method.getName() + " returns " + result.getTypeName() + ", which C does not take; it must be void");
            }
            return filtered;
        }
        return MethodHandles.filterReturnValue(filtered, toC(type.result(), result, site.at("result")));
    }

    /** {@return (carrier)java} */
    private static MethodHandle toJava(CType type, Class<?> java, Site site) {
        Class<?> natural = natural(type);
        if (java != natural && !java.isPrimitive() && java.isAssignableFrom(MethodType.methodType(natural).wrap().returnType())) {
            MethodHandle handle = toJava(type, natural, site);
            return handle.asType(handle.type().changeReturnType(java));
        }
        return switch (type.strip()) {
            case CType.Scalar scalar -> Numbers.toJava(scalar, java, site.where());
            case CType.Enumeration e when java.isEnum() -> Enums.toJava(e, java, site);
            case CType.Enumeration e -> Numbers.toJava(e.carrier(), java, site.where());
            case CType.Pointer p when java == MemorySegment.class -> Pointers.sized(p);
            case CType.Pointer p when java == String.class && Pointers.text(p) -> Pointers.text();
            case CType.Pointer p when java == Struct.class && p.to().strip() instanceof CType.Aggregate a && !a.opaque() ->
                STRUCT_AT.bindTo(struct(a, site));
            case CType.Pointer p when java.isRecord() && p.to().strip() instanceof CType.Aggregate a -> {
                MethodHandle read = Records.reader(site.lookup(), java.asSubclass(Record.class), a)
                        .asType(MethodType.methodType(java, MemorySegment.class));
                MethodHandle none = MethodHandles.dropArguments(MethodHandles.constant(java, null), 0, MemorySegment.class);
                yield MethodHandles.guardWithTest(IS_NULL, none, MethodHandles.filterArguments(read, 0, Pointers.sized(p)));
            }
            case CType.Aggregate a when java == Struct.class -> STRUCT_AT.bindTo(struct(a, site));
            case CType.Aggregate a when java == MemorySegment.class -> MethodHandles.identity(MemorySegment.class);
            case CType.Aggregate a when java.isRecord() -> Records.reader(site.lookup(), java.asSubclass(Record.class), a)
                    .asType(MethodType.methodType(java, MemorySegment.class));
            default -> throw site.mismatch(type, java, choices(type, false));
        };
    }

    /** {@return (java)carrier} */
    private static MethodHandle toC(CType type, Class<?> java, Site site) {
        switch (type.strip()) {
            case CType.Scalar scalar when !java.isPrimitive() && java.isAssignableFrom(Long.class)
                    && Numbers.writable(scalar, long.class) -> {
                MethodHandle number = BOXED.bindTo(site.where()).asType(MethodType.methodType(long.class, java));
                return MethodHandles.filterReturnValue(number, Numbers.toC(scalar, long.class, site.where()));
            }
            case CType.Scalar scalar when !java.isPrimitive() && MethodType.methodType(java).hasWrappers() -> {
                Class<?> primitive = MethodType.methodType(java).unwrap().returnType();
                return Numbers.toC(scalar, primitive, site.where()).asType(MethodType.methodType(Layouts.of(scalar).carrier(), java));
            }
            case CType.Scalar scalar when java == Object.class || java == Number.class && !scalar.integer() -> {
                Class<?> carrier = Layouts.of(scalar).carrier();
                return MethodHandles.identity(carrier).asType(MethodType.methodType(carrier, java));
            }
            case CType.Scalar scalar -> {
                return Numbers.toC(scalar, java, site.where());
            }
            case CType.Enumeration e when java.isEnum() -> {
                return Enums.toC(e, java, site);
            }
            case CType.Enumeration e -> {
                return toC(e.carrier(), java, site);
            }
            case CType.Pointer p when java.isAssignableFrom(MemorySegment.class) -> {
                return ADDRESS.bindTo(site.where()).asType(MethodType.methodType(MemorySegment.class, java));
            }
            case CType.Pointer p when java == Struct.class && p.to().strip() instanceof CType.Aggregate a -> {
                return MethodHandles.insertArguments(STRUCT, 0, site.where(), a);
            }
            case CType.Aggregate a when java == Struct.class -> {
                MethodHandle given = MethodHandles.insertArguments(VALUE, 0, site.where(), Layouts.of(a).byteSize());
                return MethodHandles.filterReturnValue(MethodHandles.insertArguments(STRUCT, 0, site.where(), a), given);
            }
            case CType.Aggregate a when java.isAssignableFrom(MemorySegment.class) -> {
                return MethodHandles.insertArguments(VALUE, 0, site.where(), Layouts.of(a).byteSize())
                        .asType(MethodType.methodType(MemorySegment.class, java));
            }
            case CType.Aggregate a when java.isRecord() -> {
                MethodHandle write = Records.writer(site.lookup(), java.asSubclass(Record.class), a);
                MethodHandle both = MethodHandles.foldArguments(MethodHandles.dropArguments(MethodHandles.identity(MemorySegment.class),
                        1, Record.class),
                        MethodHandles.permuteArguments(write, MethodType.methodType(void.class, MemorySegment.class, Record.class), 1, 0));
                return MethodHandles.foldArguments(both, MethodHandles.insertArguments(MEMORY, 0, Layouts.of(a).byteSize()))
                        .asType(MethodType.methodType(MemorySegment.class, java));
            }
            default -> throw site.mismatch(type, java, choices(type, true));
        }
    }

    /** {@return ()carrier: what C gets when the lambda threw} */
    static MethodHandle zero(CType type) {
        return switch (type.strip()) {
            case CType.Void v -> MethodHandles.zero(void.class);
            case CType.Aggregate a -> MethodHandles.insertArguments(MEMORY, 0, Layouts.of(a).byteSize());
            case CType.Pointer p -> MethodHandles.constant(MemorySegment.class, MemorySegment.NULL);
            case CType t -> MethodHandles.zero(((ValueLayout) Layouts.of(t)).carrier());
        };
    }

    /** {@return the Java type that holds all values, which a generic lambda gets} */
    private static Class<?> natural(CType type) {
        return type.strip() instanceof CType.Aggregate ? MemorySegment.class : Codec.natural(type);
    }

    private static String choices(CType type, boolean result) {
        return switch (type.strip()) {
            case CType.Scalar s -> Numbers.choices(s);
            case CType.Enumeration e -> Numbers.choices(e.carrier()) + ", or a Java enum";
            case CType.Pointer p when p.to().strip() instanceof CType.Aggregate a && !a.opaque() ->
                "MemorySegment, Struct" + (result ? "" : " or a record");
            case CType.Pointer p -> "MemorySegment" + (Pointers.text(p) && !result ? " or String" : "");
            default -> "MemorySegment, Struct or a record";
        };
    }

    private static long boxed(String where, Object number) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return ((Number) number).longValue();
        }
        throw number == null ? new NullPointerException(where + " is null")
                : new ClassCastException(where + " must be an integer, not " + number.getClass().getName());
    }

    private static MemorySegment value(String where, long size, MemorySegment value) {
        if (value == null) {
            throw new NullPointerException(where + " is null");
        }
        if (value.byteSize() < size) {
            throw new IllegalArgumentException(where + " needs " + size + " bytes, not " + value.byteSize());
        }
        return value.asSlice(0, size);
    }

    /** Memory for a struct on its way out of an upcall, which copies it. */
    private static MemorySegment memory(long size) {
        return MemorySegment.ofArray(new long[(int) (size + 7 >>> 3)]);
    }

    private static StructType struct(CType.Aggregate type, Site site) {
        return site.lookup() == null ? StructType.of(type) : StructType.of(type).with(site.lookup());
    }

    private static Struct structAt(StructType type, MemorySegment pointer) {
        return !pointer.isNative() || pointer.address() != 0
                ? type.at(pointer.byteSize() == 0 ? pointer.reinterpret(type.size()) : pointer) : null;
    }

    private static MemorySegment struct(String where, CType.Aggregate type, Struct value) {
        if (value != null && value.type().aggregate() != type) {
            throw new IllegalArgumentException(where + " is " + type + ", not " + value.type());
        }
        return value == null ? MemorySegment.NULL : value.segment();
    }

    private static boolean isNull(MemorySegment pointer) {
        return pointer.address() == 0;
    }
}
