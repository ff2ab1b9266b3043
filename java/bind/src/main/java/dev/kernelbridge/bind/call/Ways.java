package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.Struct;
import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.CType.Scalar;
import dev.kernelbridge.bind.c.Layouts;
import dev.kernelbridge.bind.c.Prototype;
import dev.kernelbridge.bind.call.Signature.Direction;
import dev.kernelbridge.bind.call.Signature.Parameter;
import dev.kernelbridge.bind.data.Enums;
import dev.kernelbridge.bind.data.Numbers;
import dev.kernelbridge.bind.data.Pointers;
import dev.kernelbridge.bind.data.Records;
import dev.kernelbridge.bind.data.Site;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the way of each argument: this is the table of C types and Java types, from Java to C. */
final class Ways {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final Map<Class<?>, Class<?>> BUFFERS = Map.of(ByteBuffer.class, byte.class, CharBuffer.class, char.class,
            ShortBuffer.class, short.class, IntBuffer.class, int.class, LongBuffer.class, long.class, FloatBuffer.class, float.class,
            DoubleBuffer.class, double.class);

    private final Prototype prototype;
    private final Signature java;
    private final MethodHandles.Lookup lookup;
    private final List<String> problems;
    private final int fixed;

    Ways(Prototype prototype, int fixed, Signature java, MethodHandles.Lookup lookup, List<String> problems) {
        this.prototype = prototype;
        this.java = java;
        this.lookup = lookup;
        this.problems = problems;
        this.fixed = fixed;
    }

    /** {@return the way of an argument; null, and a problem, if there is none} */
    Argument argument(int i, Parameter p) {
        CType.Parameter c = prototype.type().parameters().get(i);
        String name = c.name().isEmpty() ? p.name() : c.name();
        String what = "argument " + (i + 1) + (name.isEmpty() ? "" : " (" + name + ")") + " of " + prototype.name();
        Site site = new Site(lookup, what);
        Argument.Way way = null;
        try {
            way = i >= fixed && p.type().isPrimitive() ? promoted((Scalar) c.type(), p.type()) : way(c.type(), p, site);
            if (way != null && !(way instanceof Argument.Memory) && (!p.sizedBy().isEmpty() || p.direction() != Direction.BY_CONST
                    && !(way instanceof Argument.Written || way instanceof Argument.Text) || p.nullable() && p.type().isPrimitive())) {
                problem(what, c.type(), p, "has no memory that @SizedBy, @In, @Out, @InOut or @Nullable could speak of");
            }
        } catch (IllegalArgumentException e) {
            problems.add(java.where() + ": " + e.getMessage());
        }
        return new Argument(what, java.position(i), c.type(), way);
    }

    private Argument.Way way(CType c, Parameter p, Site site) {
        CType bare = c.strip(); // no pattern switch: linking one costs as much as binding ten functions
        if (bare instanceof CType.Pointer pointer) {
            return pointer(pointer, p, site);
        }
        CType.Enumeration e = bare instanceof CType.Enumeration declared ? declared
                : bare instanceof Scalar s && s.integer() && s != Scalar.BOOL ? new CType.Enumeration("", List.of(), s) : null;
        if (e != null && p.type().isEnum()) {
            MethodHandle toC = Enums.toC(e, p.type(), site);
            return new Argument.Value(Layouts.of(e.carrier()).carrier(), () -> toC);
        }
        if (bare instanceof Scalar || e != null) {
            return number(e != null ? e.carrier() : (Scalar) bare, c, p, site);
        }
        return bare instanceof CType.Aggregate a && !a.opaque() ? struct(a, p, site) : problem(site.where(), c, p, "cannot be passed");
    }

    /** C's default promotions: every value stays what it is. */
    private static Argument.Way promoted(Scalar s, Class<?> type) {
        Class<?> carrier = Layouts.of(s).carrier();
        return new Argument.Value(carrier, carrier == type ? null
                : () -> MethodHandles.explicitCastArguments(MethodHandles.identity(carrier), MethodType.methodType(carrier, type)));
    }

    private Argument.Way number(Scalar s, CType c, Parameter p, Site site) {
        if (!Numbers.writable(s, p.type())) {
            return problem(site.where(), c, p, "takes " + Numbers.choices(s));
        }
        Class<?> carrier = Layouts.of(s).carrier();
        boolean same = carrier == p.type();
        return new Argument.Value(carrier, same ? null : () -> Numbers.toC(s, p.type(), site.where() + ", " + c));
    }

    private Argument.Way struct(CType.Aggregate a, Parameter p, Site site) {
        MemoryLayout layout = Layouts.of(a);
        if (p.type().isRecord()) {
            return new Argument.Written(Records.writer(lookup, p.type().asSubclass(Record.class), a), layout.byteSize(),
                    layout.byteAlignment(),
                    false);
        }
        if (p.type() == Struct.class) {
            StructGuard guard = new StructGuard(a, site.where());
            return new Argument.Value(MemorySegment.class, () -> bound(guard, "value", Struct.class));
        }
        if (p.type() == MemorySegment.class) {
            return new Argument.Value(MemorySegment.class, () -> MethodHandles.insertArguments(own("value", MemorySegment.class,
                    String.class,
                    long.class, MemorySegment.class), 0, site.where(), layout.byteSize()));
        }
        return problem(site.where(), a, p, "takes a record with the names of its members, a Struct or a MemorySegment");
    }

    private Argument.Way pointer(CType.Pointer pointer, Parameter p, Site site) {
        Class<?> type = p.type();
        CType to = pointer.to().strip();
        Direction direction = p.direction() != Direction.BY_CONST ? p.direction() : pointer.toConst() ? Direction.IN : Direction.INOUT;
        if (pointer.toConst() && direction != Direction.IN) {
            return problem(site.where(), pointer, p, "is const, and @Out or @InOut says that C writes it");
        }
        if (to instanceof CType.Function f && type != MemorySegment.class) {
            return callback(f, pointer, p, site);
        }
        if (type == String.class && Pointers.text(pointer)) {
            return direction == Direction.OUT || p.direction() == Direction.INOUT
                    ? problem(site.where(), pointer, p, "cannot be written through a String; take byte[] or a MemorySegment")
                    : new Argument.Text(p.nullable());
        }
        if (type.isRecord() && to instanceof CType.Aggregate a && !a.opaque()) {
            if (direction != Direction.IN) {
                return problem(site.where(), pointer, p,
                        "may be written by C, and a record cannot; annotate it with @In, or take a Struct");
            }
            MemoryLayout layout = Layouts.of(a);
            return new Argument.Written(Records.writer(lookup, type.asSubclass(Record.class), a), layout.byteSize(), layout.byteAlignment(),
                    p.nullable());
        }
        Argument.Handle segment = segment(to, type, site);
        if (segment == null) {
            return problem(site.where(), pointer, p, "takes " + choices(pointer));
        }
        boolean given = !type.isArray();
        return new Argument.Memory(segment, back(type), direction, p.nullable(), given, java.strict(), elementSize(to), List.of());
    }

    private Argument.Way callback(CType.Function f, CType.Pointer pointer, Parameter p, Site site) {
        if (!p.type().isInterface()) {
            return problem(site.where(), pointer, p, "takes a functional interface or a MemorySegment");
        }
        if (java.isCritical()) {
            return problem(site.where(), pointer, p, "is a callback, and a @Critical call cannot come back to Java; leave @Critical out");
        }
        Callbacks callbacks = Callbacks.of(f, p.type(), lookup);
        return new Argument.Lambda(bound(callbacks, "stub", Object.class, Arena.class), p.nullable());
    }

    /** {@return what makes (type)MemorySegment; null if memory of that type is not such a pointer's} */
    private Argument.Handle segment(CType to, Class<?> type, Site site) {
        if (type == MemorySegment.class) {
            return () -> own("segment", MemorySegment.class, MemorySegment.class);
        }
        if (type == Struct.class && to instanceof CType.Aggregate a && !a.opaque()) {
            StructGuard guard = new StructGuard(a, site.where());
            return () -> bound(guard, "through", Struct.class);
        }
        if (type == Struct.class && to instanceof CType.Void) {
            return () -> own(StructGuard.class, "any", MemorySegment.class, Struct.class);
        }
        if (type == MemorySegment[].class) {
            return to instanceof CType.Pointer
                    ? () -> own("array", MemorySegment.class, String.class, MemorySegment[].class).bindTo(site.where()) : null;
        }
        if (Buffer.class.isAssignableFrom(type)) {
            boolean fits = to instanceof CType.Void || type == Buffer.class || BUFFERS.get(type) != null && element(to, BUFFERS.get(type));
            return fits ? () -> own("buffer", MemorySegment.class, String.class, Buffer.class).bindTo(site.where()) : null;
        }
        if (type.isArray() && type.componentType().isPrimitive() && (to instanceof CType.Void || element(to, type.componentType()))) {
            return () -> own("array", MemorySegment.class, type);
        }
        return null;
    }

    private static Argument.Handle back(Class<?> type) {
        return type == boolean[].class || type == MemorySegment[].class ? () -> own("back", void.class, type, MemorySegment.class) : null;
    }

    /** Whether a Java array's elements have the bits of C's. */
    private static boolean element(CType to, Class<?> component) {
        Scalar s = to instanceof CType.Enumeration e ? e.carrier() : to instanceof Scalar scalar ? scalar : null;
        if (s == null) {
            return false;
        }
        if (!s.integer() || s == Scalar.BOOL || component == boolean.class || component == float.class || component == double.class) {
            return Layouts.of(s).carrier() == component;
        }
        return Layouts.of(s).byteSize() == (component == byte.class ? 1 : component == short.class || component == char.class ? 2
                : component == int.class ? 4 : 8);
    }

    private static long elementSize(CType to) {
        boolean known = to instanceof Scalar || to instanceof CType.Enumeration || to instanceof CType.Pointer
                || to instanceof CType.Aggregate a && !a.opaque() || to instanceof CType.Array array && array.length() >= 0;
        return known ? Math.max(1, Layouts.of(to).byteSize()) : 1;
    }

    private static String choices(CType.Pointer pointer) {
        return switch (pointer.to().strip()) {
            case CType.Void v -> "MemorySegment, an array of a primitive type, or a buffer";
            case Scalar s -> "MemorySegment, " + Layouts.of(s).carrier() + "[], or such a buffer"
                    + (Pointers.text(pointer) ? ", or String" : "");
            case CType.Enumeration e -> "MemorySegment or int[]";
            case CType.Pointer p -> "MemorySegment or MemorySegment[]";
            case CType.Aggregate a when !a.opaque() -> "MemorySegment, a Struct, or, where C only reads it, a record";
            default -> "MemorySegment";
        };
    }

    /** Reads what {@code @SizedBy} says. */
    void sizes(List<Argument> arguments) {
        List<Parameter> visible = java.forC();
        for (int i = 0; i < arguments.size(); i++) {
            if (!visible.get(i).sizedBy().isEmpty() && arguments.get(i).way() instanceof Argument.Memory m) {
                List<Argument.Factor> size = new ArrayList<>();
                for (String word : visible.get(i).sizedBy().split("\\*", -1)) {
                    size.add(factor(word.strip(), i, arguments));
                }
                Argument a = arguments.get(i);
                arguments.set(i, new Argument(a.what(), a.at(), a.type(), new Argument.Memory(m.segment(), m.back(), m.direction(),
                        m.nullable(),
                        m.given(), m.strict(), m.elementSize(), size)));
            }
        }
    }

    private Argument.Factor factor(String word, int of, List<Argument> arguments) {
        if (word.matches("\\d{1,18}")) {
            return new Argument.Factor(Long.parseLong(word), -1);
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = prototype.type().parameters().get(i).name();
            names.add(name.isEmpty() ? java.forC().get(i).name() : name);
        }
        int at = names.indexOf(word);
        if (at < 0) {
            List<String> known = names.stream().filter(n -> !n.isEmpty()).toList();
            problems.add(java.where() + ": " + arguments.get(of).what() + " is @SizedBy(\"" + java.forC().get(of).sizedBy()
                    + "\"), and no parameter "
                    + "is called \"" + word + "\"; " + (known.isEmpty()
                    ? "none has a name: give the prototype with names in @CFunction, or compile the interface with -parameters"
                    : "there are " + String.join(", ", known)));
        } else if (!counts(arguments.get(at))) {
            problems.add(java.where() + ": " + arguments.get(of).what() + " is @SizedBy(\"" + word + "\"), which is "
                    + arguments.get(at).type() + "; a size is an integer, or the first element of an int[] or long[]");
        } else if (arguments.get(at).way() instanceof Argument.Memory m && m.direction() == Direction.OUT) {
            problems.add(java.where() + ": " + arguments.get(of).what() + " is @SizedBy(\"" + word + "\"), which goes in, and @Out hides it from"
                    + " C; annotate " + word + " with @InOut");
        } else {
            return new Argument.Factor(0, at);
        }
        return new Argument.Factor(0, -1);
    }

    /** Whether it is an integer, or a pointer to one. */
    private static boolean counts(Argument a) {
        if (a.way() instanceof Argument.Value v) {
            return v.carrier() != boolean.class && v.carrier() != float.class && v.carrier() != double.class
                    && v.carrier() != MemorySegment.class;
        }
        return a.way() instanceof Argument.Memory m && ((CType.Pointer) a.type().strip()).to().strip() instanceof Scalar s && s.integer()
                && m.elementSize() >= 4;
    }

    private Argument.Way problem(String what, CType c, Parameter p, String reason) {
        problems.add(java.where() + ": " + what + " is " + c + " in C and " + p.type().getTypeName() + " in Java: it " + reason);
        return null;
    }

    /** {@return a handle of an object's own method, which makes a segment} */
    private static MethodHandle bound(Object owner, String name, Class<?>... parameters) {
        try {
            return LOOKUP.bind(owner, name, MethodType.methodType(MemorySegment.class, parameters));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle own(String name, Class<?> result, Class<?>... parameters) {
        return own(Lower.class, name, result, parameters);
    }

    static MethodHandle own(Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
        try {
            return LOOKUP.findStatic(owner, name, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
