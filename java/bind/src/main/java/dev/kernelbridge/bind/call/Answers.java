package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.Struct;
import dev.kernelbridge.bind.StructType;
import dev.kernelbridge.bind.annotation.Fails;
import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.CType.Scalar;
import dev.kernelbridge.bind.c.Layouts;
import dev.kernelbridge.bind.c.Nearest;
import dev.kernelbridge.bind.c.Prototype;
import dev.kernelbridge.bind.data.Enums;
import dev.kernelbridge.bind.data.Numbers;
import dev.kernelbridge.bind.data.Pointers;
import dev.kernelbridge.bind.data.Records;
import dev.kernelbridge.bind.data.Site;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;

/** Finds the way of what a function returns: the table of C types and Java types, from C to Java, and what a failure looks like. */
final class Answers {

    private final CType c;
    private final Prototype prototype;
    private final Signature java;
    private final List<String> problems;
    private final Site site;

    Answers(Prototype prototype, Signature java, MethodHandles.Lookup lookup, List<String> problems) {
        this.c = prototype.type().result();
        this.prototype = prototype;
        this.java = java;
        this.problems = problems;
        this.site = new Site(lookup, "the result of " + prototype.name());
    }

    /**
     * {@return the way; null, and a problem, if there is none}
     *
     * @param arena whether the method has an Arena for it
     */
    Result result(boolean arena) {
        try {
            Result result = way(arena);
            if (arena && result != null && result.memory() != Result.Memory.ARENA && !result.owner()) {
                return problem("needs no Arena; leave the parameter out");
            }
            return result;
        } catch (IllegalArgumentException e) {
            problems.add(java.where() + ": " + e.getMessage());
            return null;
        }
    }

    private Result way(boolean arena) {
        Class<?> type = java.result();
        boolean freed = !java.freedBy().isEmpty();
        if (freed && (java.isCritical() || !(c.strip() instanceof CType.Pointer) || type != String.class && type != MemorySegment.class)) {
            return problem(java.isCritical() ? "is freed by another call, which a @Critical one cannot be followed by; leave @Critical out"
                    : "cannot be freed; @FreedBy is for a pointer that becomes a String or a MemorySegment");
        }
        if (type == void.class) {
            return Result.plain(c.strip() instanceof CType.Void ? void.class : dropped(), null);
        }
        CType bare = c.strip(); // no pattern switch, as in Ways
        if (bare instanceof CType.Pointer pointer) {
            return pointer(pointer, freed, arena);
        }
        CType.Enumeration e = bare instanceof CType.Enumeration declared ? declared
                : bare instanceof Scalar s && s.integer() && s != Scalar.BOOL ? new CType.Enumeration("", List.of(), s) : null;
        if (e != null && type.isEnum()) {
            return constant(e, type);
        }
        if (bare instanceof Scalar || e != null) {
            return number(e != null ? e.carrier() : (Scalar) bare);
        }
        return bare instanceof CType.Aggregate a && !a.opaque() ? struct(a) : problem("is nothing that Java could return");
    }

    /** A value that the method does not want still comes in its register. */
    private Class<?> dropped() {
        if (c.strip() instanceof CType.Aggregate) {
            throw site.refuse("it is a struct, which has to go somewhere; return it");
        }
        return c.strip() instanceof CType.Pointer ? MemorySegment.class : Layouts.of(c).varHandle().varType();
    }

    private Result constant(CType.Enumeration e, Class<?> type) {
        MethodHandle toJava = Enums.toJava(e, type, site);
        return Result.plain(Layouts.of(e.carrier()).carrier(), () -> toJava);
    }

    private Result number(Scalar s) {
        if (!Numbers.readable(s, java.result())) {
            return problem("takes " + Numbers.choices(s));
        }
        Class<?> carrier = Layouts.of(s).carrier();
        return Result.plain(carrier, carrier == java.result() ? null : () -> Numbers.toJava(s, java.result(), site.where() + ", " + c
                + ","));
    }

    private Result pointer(CType.Pointer pointer, boolean freed, boolean arena) {
        Class<?> type = java.result();
        if (type == String.class && Pointers.text(pointer)) {
            return Result.plain(MemorySegment.class, freed
                    ? () -> MethodHandles.insertArguments(own("textAndFree", String.class, MethodHandle.class, MethodHandle.class,
                    MemorySegment.class),
                    1, Pointers.text()) : Pointers::text);
        }
        if (type == MemorySegment.class) {
            if (!freed) {
                return Result.plain(MemorySegment.class, () -> Pointers.sized(pointer));
            }
            Argument.Handle owned = () -> MethodHandles.insertArguments(own(arena ? "owned" : "collected", MemorySegment.class, arena
                    ? new Class<?>[] {MethodHandle.class, MethodHandle.class, MemorySegment.class, Arena.class}
                    : new Class<?>[] {MethodHandle.class, MethodHandle.class, MemorySegment.class}), 1, Pointers.sized(pointer));
            return new Result(MemorySegment.class, owned, Result.Memory.NONE, arena);
        }
        if (type.isRecord() && pointer.to().strip() instanceof CType.Aggregate a && !a.opaque()) {
            MethodHandle read = Records.reader(site.lookup(), type.asSubclass(Record.class), a);
            return Result.plain(MemorySegment.class, () -> MethodHandles.insertArguments(own("read", Object.class, MethodHandle.class,
                    MethodHandle.class, MemorySegment.class), 0, Pointers.sized(pointer), read.asType(MethodType.methodType(Object.class,
                    MemorySegment.class))));
        }
        if (type == Struct.class && pointer.to().strip() instanceof CType.Aggregate a && !a.opaque()) {
            return Result.plain(MemorySegment.class, view(a));
        }
        return problem("takes MemorySegment" + (Pointers.text(pointer) ? " or String" : "")
                + (pointer.to().strip() instanceof CType.Aggregate a && !a.opaque()
                ? ", a Struct, or a record with the names of its members" : ""));
    }

    private Result struct(CType.Aggregate a) {
        if (java.result().isRecord()) {
            MethodHandle read = Records.reader(site.lookup(), java.result().asSubclass(Record.class), a);
            return new Result(MemorySegment.class, () -> read, Result.Memory.FRAME, false);
        }
        if (java.result() == Struct.class) {
            return new Result(MemorySegment.class, view(a), Result.Memory.ARENA, false);
        }
        return java.result() == MemorySegment.class ? new Result(MemorySegment.class, null, Result.Memory.ARENA, false)
                : problem("takes a record with the names of its members, a Struct or a MemorySegment");
    }

    private Argument.Handle view(CType.Aggregate a) {
        StructType type = site.lookup() == null ? StructType.of(a) : StructType.of(a).with(site.lookup());
        return () -> Ways.own(StructGuard.class, "at", Struct.class, StructType.class, MemorySegment.class).bindTo(type);
    }

    /** {@return when the value means failure; null if it never does} */
    ReturnCheck check(Map<String, Object> constants) {
        Fails fails = java.fails();
        if (fails == null) {
            if (java.errno()) {
                problems.add(java.where()
                        + ": @Errno says what goes into the exception of @Fails, which is not there; add @Fails, or a last "
                        + "parameter @Errno int[] that gets it");
            }
            return null;
        }
        Scalar s = c.strip() instanceof CType.Enumeration e ? e.carrier() : c.strip() instanceof Scalar scalar ? scalar : null;
        boolean pointer = c.strip() instanceof CType.Pointer;
        String odd = s == null && !pointer || s != null && !s.integer() ? "a failure is told by an integer or a pointer"
                : s != null && !s.signed() && fails.value() == Fails.When.NEGATIVE
                ? "an unsigned value is never negative; MINUS_ONE is all bits"
                : s != null && fails.value() == Fails.When.NULL ? "it is no pointer; take ZERO"
                : fails.value() == Fails.When.ALWAYS && fails.but().length == 0 ? "every value would be a failure; say which are not"
                : null;
        if (odd != null) {
            problem("has @Fails(" + fails.value() + "): " + odd);
            return null;
        }
        int bits = pointer ? 64 : (int) (8 * Layouts.of(s).byteSize());
        long[] but = new long[fails.but().length];
        for (int i = 0; i < but.length; i++) {
            but[i] = value(fails.but()[i], constants) << 64 - bits >> 64 - bits;
        }
        return new ReturnCheck(prototype.name(), fails.value(), but, s == null || s.signed() ? -1 : -1L >>> 64 - bits);
    }

    private long value(String word, Map<String, Object> constants) {
        if (word.matches("-?\\d{1,18}")) {
            return Long.parseLong(word);
        }
        if (constants.get(word) instanceof Long value) {
            return value;
        }
        problems.add(java.where() + ": @Fails(but = \"" + word + "\") is neither a number nor an integer constant of the C text"
                + Nearest.question(word, constants.keySet()));
        return 0;
    }

    private Result problem(String reason) {
        problems.add(java.where() + ": " + site.where() + " is " + c + " in C and " + java.result().getTypeName() + " in Java: it "
                + reason);
        return null;
    }

    private static MethodHandle own(String name, Class<?> result, Class<?>... parameters) {
        return Ways.own(Lower.class, name, result, parameters);
    }
}
