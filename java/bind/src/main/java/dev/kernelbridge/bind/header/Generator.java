package dev.kernelbridge.bind.header;

import dev.kernelbridge.bind.CHeader.Entry;
import dev.kernelbridge.bind.c.Declarations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes one interface for a header: its constants, enums, structs, records and callback types, then its functions, and in the end
 * what was left out. The same declarations give the same text.
 */
public final class Generator {

    /** By which a generated file is known again. */
    public static final String MARK = "Made by {@code kernels bind ";

    private static final List<String> FOREIGN = List.of("Arena", "MemorySegment");
    private static final List<String> FACE = List.of("C", "CText", "Callback", "NativeLibrary", "StructType");
    private static final List<String> ANNOTATIONS = List.of("CFunction", "MayLack", "Nullable", "SizedBy");

    /**
     * What was written.
     *
     * @param source the source file's text
     * @param entries what is bound, in the header's order, and what is not
     */
    public record Written(String source, List<Entry> entries) {
    }

    private Generator() {
    }

    /** Writes the source for what {@code order} wants of the declarations. */
    public static Written write(Declarations declarations, Order order) {
        JavaNames names = new JavaNames(order.className());
        Chosen chosen = new Chosen(declarations, order);
        EnumTypes enums = new EnumTypes(chosen, names);
        List<Entry> entries = new ArrayList<>();
        Page constants = new Page();
        new Constants(chosen, enums, names).write(constants, entries);
        Structs structs = new Structs(chosen, enums, names);
        JavaTypes types = new JavaTypes(enums, structs);
        Callables callables = new Callables(chosen, structs, types, names);
        Functions functions = new Functions(chosen, structs, callables, types, names);

        Page body = new Page();
        body.lines(constants.all());
        structs.writeTypes(body, entries);
        enums.write(body, entries);
        structs.writeRecords(body, types);
        callables.write(body, entries);
        factories(body, order, structs);
        functions.write(body, entries);
        leftOut(body, chosen.refused());

        entries.sort(Comparator.comparingInt(Entry::line));
        entries.addAll(chosen.refused());
        return new Written(text(order, body), List.copyOf(entries));
    }

    private static void factories(Page page, Order order, Structs structs) {
        String name = order.className();
        String open = order.library().isEmpty() ? "NativeLibrary.process()" : "NativeLibrary.open(" + JavaLiterals.string(order.library()) + ")";
        page.gap();
        page.line("    /** {@return the functions of " + (order.library().isEmpty() ? "the C library that is in the process"
                : "the library {@code " + order.library() + "}") + "; keep it in a static final field} */");
        page.line("    static " + name + " open() {");
        page.line("        return on(" + open + ");");
        page.line("    }");
        page.gap();
        page.line("    /** {@return the functions of a library that was opened by other means} */");
        page.line("    static " + name + " on(NativeLibrary library) {");
        page.line("        return " + (structs.text().isEmpty() ? "library" : structs.text() + ".on(library)") + ".bind(MethodHandles.lookup(), " + name
                + ".class);");
        page.line("    }");
    }

    private static void leftOut(Page page, List<Entry> refused) {
        if (refused.isEmpty()) {
            return;
        }
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        refused.forEach(e -> byReason.computeIfAbsent(e.text().replace(" (" + e.name() + ")", ""), r -> new ArrayList<>()).add(e.name().isEmpty() ? "line " + e.line() : e.name()));
        page.gap();
        page.line("    // Not bound:");
        byReason.forEach((reason, names) -> {
            comment(page, Javadoc.plain(reason) + ":", "    // - ");
            comment(page, String.join(", ", names), "    //   ");
        });
    }

    private static void comment(Page page, String text, String head) {
        String line = head;
        String sign = "";
        for (String word : text.split(" ")) {
            if (line.length() + word.length() + 1 > Page.WIDTH && !sign.isEmpty()) {
                page.line(line);
                line = "    //   ";
                sign = "";
            }
            line += sign + word;
            sign = " ";
        }
        page.line(line);
    }

    private static String text(Order order, Page body) {
        Page page = new Page();
        if (!order.packageName().isEmpty()) {
            page.line("package " + order.packageName() + ";");
            page.gap();
        }
        FACE.stream().filter(body::uses).forEach(name -> page.line("import dev.kernelbridge.bind." + name + ";"));
        ANNOTATIONS.stream().filter(name -> name.equals("MayLack") || body.uses(name)).forEach(name -> page.line("import dev.kernelbridge.bind.annotation." + name + ";"));
        FOREIGN.stream().filter(body::uses).forEach(name -> page.line("import java.lang.foreign." + name + ";"));
        page.line("import java.lang.invoke.MethodHandles;");
        page.gap();
        page.lines(Javadoc.framed("", List.of(
                "What {@code " + Javadoc.escaped(order.header()) + "} declares, for Java. Names are C's.",
                "<p>" + MARK + Javadoc.escaped(order.header()) + "}.",
                "<p>An int or long stands for an unsigned number of its width by the same bits. Arrays are copied for the call; where C may keep a",
                "pointer longer it takes a MemorySegment, of an Arena that is open as long. A function pointer lives as long as the Arena that it",
                "was made with. What is {@code @Nullable} may be null, which is C's NULL. A function that another version of the library lacks is an",
                "exception when it is called.")));
        page.line("@MayLack");
        page.line("public interface " + order.className() + " {");
        body.all().forEach(page::line);
        page.line("}");
        return String.join("\n", page.all()) + "\n";
    }

    /** {@return whether a word is Java's own, and so no name} */
    public static boolean isFree(String word) {
        return JavaNames.word(word).equals(word);
    }
}
