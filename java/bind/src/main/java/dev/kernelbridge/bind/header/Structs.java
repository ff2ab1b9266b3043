package dev.kernelbridge.bind.header;

import dev.kernelbridge.bind.CHeader.Entry;
import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.CType.Aggregate;
import dev.kernelbridge.bind.c.CType.Enumeration;
import dev.kernelbridge.bind.c.CType.Member;
import dev.kernelbridge.bind.c.CType.Named;
import dev.kernelbridge.bind.c.Layouts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Structs: their declarations in C as a text within the interface, which the parser reads when the interface is used, so that places
 * and sizes are the running platform's; a StructType for each; and a record where all members are values that a record can hold.
 */
final class Structs {

    private static final int MOST_COMPONENTS = 60;
    private static final int LONGEST_TEXT = 40_000; // bytes of one string constant; the class file takes 65,535

    private final Chosen chosen;
    private final EnumTypes enums;
    private final Map<Aggregate, String> fields = new LinkedHashMap<>();
    private final Map<Aggregate, String> records = new LinkedHashMap<>();
    private final String text;

    Structs(Chosen chosen, EnumTypes enums, JavaNames names) {
        this.chosen = chosen;
        this.enums = enums;
        this.text = chosen.structs().isEmpty() && chosen.enums().isEmpty() ? "" : names.field("DECLARATIONS");
        for (Aggregate a : chosen.structs()) {
            fields.put(a, names.field(chosen.name(a)));
            if (recordable(a)) {
                records.put(a, names.type(chosen.name(a)));
            }
        }
    }

    /** {@return the name of the interface's C text; empty if it needs none} */
    String text() {
        return text;
    }

    /** {@return the record for values of a struct} */
    Optional<String> record(CType type) {
        return type.strip() instanceof Aggregate a ? Optional.ofNullable(records.get(a)) : Optional.empty();
    }

    /** {@return the StructType's field} */
    Optional<String> field(CType type) {
        return type.strip() instanceof Aggregate a ? Optional.ofNullable(fields.get(a)) : Optional.empty();
    }

    private boolean recordable(Aggregate a) {
        return !a.union() && !a.members().isEmpty() && a.members().size() <= MOST_COMPONENTS && a.members().stream().allMatch(m ->
                JavaNames.component(m.name()) && !m.name().isEmpty() && switch (m.type().strip()) {
                    case CType.Scalar s -> true;
                    case Enumeration e -> true;
                    case CType.Pointer p -> chosen.byValue(a); // a copy of pointers is of use only where C itself copies them
                    case Aggregate inner -> records.containsKey(inner);
                    default -> false;
                });
    }

    void writeTypes(Page page, List<Entry> entries) {
        if (text.isEmpty()) {
            return;
        }
        page.gap();
        page.line("    /** Structs and enums as C declares them. */");
        List<String> blocks = new ArrayList<>();
        chosen.enums().stream().filter(e -> !chosen.name(e).isEmpty()).forEach(e -> blocks.add(EnumTypes.text(e, chosen.name(e))));
        chosen.structs().forEach(a -> blocks.add(declaration(a)));
        List<List<String>> parts = parts(blocks);
        page.line("    CText " + text + " = C.parse(" + (parts.size() > 1 ? "String.join(\"\"," : "") + "\"\"\"");
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).forEach(l -> page.broken("            ", l));
            page.line("            \"\"\"" + (i + 1 < parts.size() ? ", \"\"\"" : parts.size() > 1 ? "));" : ");"));
        }
        fields.forEach((a, name) -> {
            List<String> comment = Javadoc.of("    ", chosen.comment(chosen.key(a)));
            page.gap();
            page.lines(comment.isEmpty() ? Javadoc.framed("    ", List.of("C's {@code " + cName(a) + "}.")) : comment);
            page.line("    StructType " + name + " = " + text + (a.union() ? ".union(\"" : ".struct(\"") + (a.tag().isEmpty() ? chosen.name(a) : a.tag())
                    + "\");");
            entries.add(new Entry(a.union() ? "union" : "struct", chosen.name(a), true, counted(a.members().size(), "member") + ", " + Layouts.of(a).byteSize()
                    + " bytes here" + (records.containsKey(a) ? ", record " + records.get(a) : ""), chosen.line(chosen.key(a))));
        });
    }

    void writeRecords(Page page, JavaTypes types) {
        records.forEach((a, name) -> {
            page.gap();
            List<String> body = new ArrayList<>(List.of("A {@code " + cName(a) + "} as a value."));
            a.members().forEach(m -> {
                String comment = oneLine(chosen.comment(chosen.key(a) + "." + m.name()));
                if (!comment.isEmpty()) {
                    body.add("@param " + m.name() + " " + Javadoc.escaped(comment));
                }
            });
            page.lines(Javadoc.framed("    ", body));
            page.list("    ", "record " + name + "(", a.members().stream().map(m -> types.value(m.type()) + " " + m.name()).toList(), ") {");
            page.line("    }");
        });
    }

    static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private String cName(Aggregate a) {
        return a.tag().isEmpty() || !chosen.name(a).equals(a.tag()) ? chosen.name(a) : a.toString();
    }

    /** The lines, in as many parts as one string constant after the other can hold. */
    private static List<List<String>> parts(List<String> blocks) {
        List<List<String>> parts = new ArrayList<>(List.of(new ArrayList<>()));
        int length = 0;
        for (String line : blocks.stream().flatMap(String::lines).toList()) {
            int bytes = line.getBytes(StandardCharsets.UTF_8).length + Page.WIDTH / 2; // with what breaking it adds
            if (length + bytes > LONGEST_TEXT && length > 0) {
                parts.add(new ArrayList<>());
                length = 0;
            }
            parts.getLast().add(line);
            length += bytes;
        }
        return parts;
    }

    private String declaration(Aggregate a) {
        String word = a.union() ? "union" : "struct";
        return a.tag().isEmpty() ? "typedef " + word + " {\n" + members(a, "    ") + "} " + chosen.name(a) + ";"
                : word + " " + a.tag() + " {\n" + members(a, "    ") + "};";
    }

    private String members(Aggregate a, String indent) {
        StringBuilder all = new StringBuilder();
        for (Member m : a.members()) {
            CType type = m.name().isEmpty() || nameless(m.type()) ? inline(m.type(), indent) : chosen.portable().of(m.type());
            String line = indent + type.text(m.name()) + ";";
            String comment = inBlock(oneLine(chosen.comment(chosen.key(a) + "." + m.name())));
            int width = Page.WIDTH - 12;
            if (comment.isEmpty() || m.name().isEmpty()) {
                all.append(line).append('\n');
            } else if (line.length() + comment.length() + 6 <= width) {
                all.append(line).append("  // ").append(comment).append('\n');
            } else {
                for (String rest = comment; !rest.isEmpty();) {
                    int room = width - indent.length() - 3;
                    int at = rest.length() <= room || rest.lastIndexOf(' ', room) < 0 ? rest.length() : rest.lastIndexOf(' ', room);
                    all.append(indent).append("// ").append(rest, 0, at).append('\n');
                    rest = rest.substring(at).strip();
                }
                all.append(line).append('\n');
            }
        }
        return all.toString();
    }

    /** Whether the type is written where it is used, since it has no name to be called by. */
    private boolean nameless(CType type) {
        return switch (type) {
            case CType.Array a -> nameless(a.of());
            case CType.Pointer p -> nameless(p.to());
            case Aggregate a -> a.tag().isEmpty() && chosen.name(a).isEmpty();
            case Enumeration e -> e.tag().isEmpty() && chosen.name(e).isEmpty();
            default -> false;
        };
    }

    /** The same type, whose innermost struct goes by its own text. */
    private CType inline(CType type, String indent) {
        return switch (type) {
            case CType.Array a -> new CType.Array(inline(a.of(), indent), a.length());
            case CType.Pointer p -> new CType.Pointer(inline(p.to(), indent), p.toConst());
            case Aggregate a when a.tag().isEmpty() -> new Named((a.union() ? "union" : "struct") + " {\n" + members(a, indent + "    ")
                    + indent + "}", a);
            case Enumeration e -> new Named(e.carrier().toString(), e);
            default -> chosen.portable().of(type);
        };
    }

    private static String oneLine(String comment) {
        String line = comment.replaceAll("\\s+", " ").strip();
        return line.length() > 300 ? "" : line;
    }

    /** A text block's own signs are no part of a comment. */
    private static String inBlock(String comment) {
        return comment.replace('\\', '/').replace("\"\"\"", "'''");
    }

    /** {@return a finished comment with one more line at its beginning} */
    static List<String> opened(List<String> framed, String line) {
        List<String> body = new ArrayList<>(List.of(line));
        if (framed.size() == 1) {
            body.add("<p>" + framed.getFirst().substring(4, framed.getFirst().length() - 3));
            return body;
        }
        List<String> inner = framed.subList(1, framed.size() - 1).stream().map(l -> l.length() > 3 ? l.substring(3) : "").filter(l -> !l.isEmpty()).toList();
        body.add((inner.getFirst().startsWith("@") || inner.getFirst().startsWith("<pre>") ? "" : "<p>") + inner.getFirst());
        body.addAll(inner.subList(1, inner.size()));
        return body;
    }
}
