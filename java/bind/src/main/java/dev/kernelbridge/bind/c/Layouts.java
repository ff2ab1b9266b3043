package dev.kernelbridge.bind.c;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Layouts of C's types on this platform: sizes and alignments are what the JDK's linker says ({@link Linker#canonicalLayouts}),
 * padding is what the System V, AAPCS64 and Windows ABIs say: each member at the next multiple of its alignment, the whole rounded
 * up to its largest. Stateless.
 */
public final class Layouts {

    private static final Map<String, MemoryLayout> CANONICAL = Linker.nativeLinker().canonicalLayouts();
    private static final AddressLayout ADDRESS = (AddressLayout) CANONICAL.get("void*");

    /** Layouts of structs by the struct itself: one that holds others twice over would be built twice as often at each level. */
    private static final Map<CType.Aggregate, MemoryLayout> MADE = Collections.synchronizedMap(new WeakHashMap<>());

    private Layouts() {
    }

    /**
     * The layout of a value of that type.
     *
     * @throws IllegalArgumentException if there are no such values: void, a function, an opaque struct, an array of unknown length
     *     that is not a struct's last member
     */
    public static MemoryLayout of(CType type) {
        CType bare = type.strip(); // no pattern switch: linking it costs a JVM that has just started milliseconds, in its first binding
        if (bare instanceof CType.Scalar scalar) {
            return of(scalar);
        }
        if (bare instanceof CType.Enumeration e) {
            return of(e.carrier());
        }
        if (bare instanceof CType.Pointer) {
            return ADDRESS;
        }
        if (bare instanceof CType.Array a && a.length() >= 0) {
            return MemoryLayout.sequenceLayout(a.length(), of(a.of()));
        }
        if (bare instanceof CType.Aggregate a && !a.opaque()) {
            return made(a);
        }
        throw new IllegalArgumentException("there are no values of type " + type + ", only pointers to it");
    }

    /** {@return the layout of an arithmetic type} */
    public static ValueLayout of(CType.Scalar scalar) {
        String key = switch (scalar) {
            case BOOL -> "bool";
            case CHAR, SCHAR, UCHAR -> "char";
            case SHORT, USHORT -> "short";
            case INT, UINT -> "int";
            case LONG, ULONG -> "long";
            case LLONG, ULLONG -> "long long";
            case FLOAT -> "float";
            case DOUBLE -> "double";
        };
        return (ValueLayout) CANONICAL.get(key);
    }

    /** {@return the type {@code size_t} of this platform} */
    public static CType.Scalar sizeT() {
        return CANONICAL.get("size_t").byteSize() == CANONICAL.get("long").byteSize() ? CType.Scalar.ULONG : CType.Scalar.ULLONG;
    }

    /** {@return what the linker wants to know of a function, without its variadic tail} */
    public static FunctionDescriptor of(CType.Function function) {
        MemoryLayout[] parameters = function.parameters().stream().map(p -> of(p.type())).toArray(MemoryLayout[]::new);
        return function.result().strip() instanceof CType.Void
                ? FunctionDescriptor.ofVoid(parameters) : FunctionDescriptor.of(of(function.result()), parameters);
    }

    /** {@return how far each member is from the beginning, in bytes, in the members' order} */
    public static long[] offsets(CType.Aggregate aggregate) {
        long[] offsets = new long[aggregate.members().size()];
        long end = 0;
        for (int i = 0; i < offsets.length && !aggregate.union(); i++) {
            CType type = aggregate.members().get(i).type().strip();
            boolean flexible = type instanceof CType.Array a && a.length() < 0;
            MemoryLayout layout = of(flexible ? ((CType.Array) type).of() : type);
            offsets[i] = end + (-end & layout.byteAlignment() - 1);
            end = offsets[i] + layout.byteSize();
        }
        return offsets;
    }

    /** {@return the type {@code wchar_t} of this platform} */
    public static CType.Scalar wideChar() {
        return CANONICAL.get("wchar_t").byteSize() == 2 ? CType.Scalar.USHORT : CType.Scalar.INT;
    }

    private static MemoryLayout made(CType.Aggregate aggregate) {
        MemoryLayout made = MADE.get(aggregate);
        if (made == null) {
            made = aggregate(aggregate);
            MADE.put(aggregate, made);
        }
        return made;
    }

    private static MemoryLayout aggregate(CType.Aggregate aggregate) {
        List<MemoryLayout> parts = new ArrayList<>();
        long size = 0;
        long alignment = 1;
        for (CType.Member member : aggregate.members()) {
            // A flexible array has no bytes of its own, but its elements' alignment counts.
            boolean flexible = member.type().strip() instanceof CType.Array a && a.length() < 0;
            CType type = flexible ? new CType.Array(((CType.Array) member.type().strip()).of(), 0) : member.type();
            MemoryLayout layout = member.name().isEmpty() ? of(type) : of(type).withName(member.name());
            alignment = Math.max(alignment, layout.byteAlignment());
            if (aggregate.union()) {
                size = Math.max(size, layout.byteSize());
            } else {
                long gap = -size & layout.byteAlignment() - 1;
                if (gap > 0) {
                    parts.add(MemoryLayout.paddingLayout(gap));
                }
                size = Math.addExact(size, Math.addExact(gap, layout.byteSize()));
            }
            parts.add(layout);
        }
        long tail = -size & alignment - 1;
        if (!aggregate.union()) {
            if (tail > 0) {
                parts.add(MemoryLayout.paddingLayout(tail));
            }
            return MemoryLayout.structLayout(parts.toArray(MemoryLayout[]::new)).withName(aggregate.toString());
        }
        if (tail > 0) { // rounds a union up: a member of that size that nobody names
            parts.add(MemoryLayout.paddingLayout(size + tail));
        }
        return MemoryLayout.unionLayout(parts.toArray(MemoryLayout[]::new)).withName(aggregate.toString());
    }
}
