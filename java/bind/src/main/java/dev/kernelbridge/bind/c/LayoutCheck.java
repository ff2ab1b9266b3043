package dev.kernelbridge.bind.c;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the compiler lays structs and unions out as {@link Layouts} does. Exists because a flag ({@code -fpack-struct}, {@code
 * -fshort-enums}) can change that: C text appended to a source has the compiler write its own sizes and offsets into the library,
 * where they are compared before anything is called.
 */
public final class LayoutCheck {

    /** The table's name in the library: pairs of what {@link #expected} lists. */
    public static final String SYMBOL = "kernelbridge_layouts";

    private final Map<String, Long> expected; // an expression in C, and what we think that it is

    private LayoutCheck(Map<String, Long> expected) {
        this.expected = expected;
    }

    /**
     * The check of some types.
     *
     * @param types complete structs and unions by their names in C, as {@code struct point} or a typedef's name
     * @param enums enums by their tags
     */
    public static LayoutCheck of(Map<String, CType.Aggregate> types, Map<String, CType.Enumeration> enums) {
        Map<String, Long> expected = new LinkedHashMap<>();
        types.forEach((name, type) -> {
            MemoryLayout layout = Layouts.of(type);
            expected.put("sizeof(" + name + ")", layout.byteSize());
            expected.put("__extension__ _Alignof(" + name + ")", layout.byteAlignment());
            members(name, "", type, 0, expected);
        });
        enums.forEach((tag, type) -> expected.put("sizeof(enum " + tag + ")", Layouts.of(type).byteSize()));
        return new LayoutCheck(expected);
    }

    /** {@return C text that has the compiler write down what it makes of these types} */
    public String source() {
        List<String> values = new ArrayList<>(expected.keySet());
        values.add("0"); // C has no empty arrays
        return "__extension__ __attribute__((visibility(\"default\"))) const unsigned long long " + SYMBOL + "[] = { " + String.join(",\n    ", values) + " };";
    }

    /**
     * What the compiler made of them otherwise.
     *
     * @param table the library's {@link #SYMBOL}
     * @return a sentence about the first difference; empty if there is none
     */
    public Optional<String> difference(MemorySegment table) {
        MemorySegment values = table.reinterpret((expected.size() + 1L) * Long.BYTES);
        long i = 0;
        for (Map.Entry<String, Long> entry : expected.entrySet()) {
            long found = values.getAtIndex(ValueLayout.JAVA_LONG, i++);
            if (found != entry.getValue()) {
                return Optional.of("the compiler says that " + entry.getKey() + " is " + found + ", and the platform's rules say "
                        + entry.getValue());
            }
        }
        return Optional.empty();
    }

    private static void members(String type, String path, CType.Aggregate aggregate, long base, Map<String, Long> expected) {
        long[] offsets = Layouts.offsets(aggregate);
        for (int i = 0; i < offsets.length; i++) {
            CType.Member member = aggregate.members().get(i);
            if (!member.name().isEmpty()) {
                expected.put("__builtin_offsetof(" + type + ", " + path + member.name() + ")", base + offsets[i]);
            }
            if (member.type().strip() instanceof CType.Aggregate inner && inner.tag().isEmpty()) { // no name to ask for it by itself
                members(type, member.name().isEmpty() ? path : path + member.name() + ".", inner, base + offsets[i], expected);
            }
        }
    }
}
