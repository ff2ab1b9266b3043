package dev.kernelbridge.bind.header;

import dev.kernelbridge.bind.CHeader.Entry;
import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.CType.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Enums that functions or structs use, as Java enums. Not those whose constants are flags to be combined, which no Java enum can hold;
 * not very large ones, since the JVM bounds a class's initializer; their constants, and those of enums that are no type of anything,
 * are constants of the interface.
 */
final class EnumTypes {

    private static final int MOST = 1000;

    private final Chosen chosen;
    private final Map<Enumeration, String> java = new LinkedHashMap<>();
    private final Set<String> constants = new HashSet<>();

    EnumTypes(Chosen chosen, JavaNames names) {
        this.chosen = chosen;
        for (Enumeration e : chosen.enums()) {
            boolean ours = !chosen.name(e).isEmpty() && (chosen.own(chosen.key(e)) || chosen.own(chosen.name(e)));
            if (ours && e.constants().size() <= MOST && !flags(e)) {
                java.put(e, names.type(chosen.name(e)));
                e.constants().forEach(c -> constants.add(c.name()));
            }
        }
    }

    /** {@return the Java enum; none if it is a number} */
    Optional<String> of(CType type) {
        return type.strip() instanceof Enumeration e ? Optional.ofNullable(java.get(e)) : Optional.empty();
    }

    /** {@return whether a Java enum has that constant} */
    boolean has(String constant) {
        return constants.contains(constant);
    }

    /** Powers of two and what is combined of them, and not simply 0, 1, 2, 3: to be combined. */
    private static boolean flags(Enumeration e) {
        long bits = 0;
        int powers = 0;
        boolean fromZero = true;
        boolean fromOne = true;
        for (int i = 0; i < e.constants().size(); i++) {
            long value = e.constants().get(i).value();
            fromZero &= value == i;
            fromOne &= value == i + 1;
            if (Long.bitCount(value) == 1) {
                powers++;
                bits |= value;
            }
        }
        long combined = bits;
        return !fromZero && !fromOne && powers >= 3 && e.constants().stream().allMatch(c -> (c.value() & ~combined) == 0);
    }

    /** {@return the declaration in C, for the text that is read when the interface is used} */
    static String text(Enumeration e, String onlyName) {
        String head = e.tag().isEmpty() ? "typedef enum {" : "enum " + e.tag() + " {";
        StringBuilder all = new StringBuilder(head);
        int width = head.length();
        for (CType.Constant c : e.constants()) {
            boolean unsigned = c.value() < 0 && !e.carrier().signed();
            String item = c.name() + " = " + (unsigned ? Long.toUnsignedString(c.value()) + "u" : c.value() == Long.MIN_VALUE
                    ? "-" + Long.MAX_VALUE + " - 1" : Long.toString(c.value())) + (c == e.constants().getLast() ? "" : ",");
            if (width + item.length() > Page.WIDTH - 20) {
                all.append("\n   ");
                width = 3;
            }
            all.append(' ').append(item);
            width += item.length() + 1;
        }
        return all.append(e.tag().isEmpty() ? " } " + onlyName + ";" : " };").toString();
    }

    void write(Page page, List<Entry> entries) {
        java.forEach((e, name) -> {
            page.gap();
            page.lines(Javadoc.framed("    ", withName(chosen.comment(chosen.key(e)), e)));
            page.line("    enum " + name + " {");
            body(page, e, name);
            page.line("    }");
            entries.add(new Entry("enum", chosen.name(e), true, name + ", " + Structs.counted(e.constants().size(), "constant"), chosen.line(chosen.key(e))));
        });
    }

    private List<String> withName(String comment, Enumeration e) {
        String c = "C's {@code " + (e.tag().isEmpty() ? chosen.name(e) : e.toString()) + "}.";
        List<String> own = Javadoc.of("", comment);
        if (own.isEmpty()) {
            return List.of(c);
        }
        return Structs.opened(own, c);
    }

    private void body(Page page, Enumeration e, String name) {
        Map<Long, String> first = new LinkedHashMap<>();
        Map<String, String> aliases = new LinkedHashMap<>();
        Map<String, String> words = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (CType.Constant c : e.constants()) {
            String word = JavaNames.word(c.name());
            while (!taken.add(word)) {
                word += "_";
            }
            words.put(word, c.name());
            if (first.putIfAbsent(c.value(), word) != null) {
                aliases.put(word, first.get(c.value()));
            }
        }
        boolean wide = first.keySet().stream().anyMatch(v -> !JavaLiterals.isInt(v));
        String number = wide ? "long" : "int";
        String field = taken.contains("value") ? "number" + (taken.contains("number") ? "_" : "") : "value";
        int left = first.size();
        for (Map.Entry<Long, String> c : first.entrySet()) {
            page.lines(Javadoc.of("        ", chosen.comment(words.get(c.getValue()))));
            page.line("        " + c.getValue() + "(" + JavaLiterals.number(c.getKey()) + ")" + (--left == 0 ? ";" : ","));
        }
        aliases.forEach((alias, constant) -> {
            page.gap();
            page.lines(Javadoc.framed("        ", List.of("Another name of {@link #" + constant + "}.")));
            page.line("        public static final " + name + " " + alias + " = " + constant + ";");
        });
        page.gap();
        page.line("        private final " + number + " " + field + ";");
        page.gap();
        page.line("        " + name + "(" + number + " " + field + ") {");
        page.line("            this." + field + " = " + field + ";");
        page.line("        }");
        page.gap();
        page.line("        /** {@return its number in C} */");
        page.line("        public " + number + " value() {");
        page.line("            return " + field + ";");
        page.line("        }");
    }
}
