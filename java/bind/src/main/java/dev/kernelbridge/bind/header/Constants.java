package dev.kernelbridge.bind.header;

import dev.kernelbridge.bind.CHeader.Entry;
import java.util.List;
import java.util.Locale;

/** Macros and enum constants as constants of the interface: int where the value fits, else long, double or String. */
final class Constants {

    private static final int LONGEST = 8192; // of a string: the class file bounds it, and no constant is that long

    private final Chosen chosen;
    private final EnumTypes enums;
    private final JavaNames names;

    Constants(Chosen chosen, EnumTypes enums, JavaNames names) {
        this.chosen = chosen;
        this.enums = enums;
        this.names = names;
    }

    void write(Page page, List<Entry> entries) {
        chosen.all().constants().forEach((name, value) -> {
            if (!chosen.own(name) || enums.has(name) || guard(name)) {
                return;
            }
            if (value instanceof String s && s.length() > LONGEST) {
                chosen.refused().add(new Entry("refused", name, false, "a string of " + s.length() + " characters; read it with C.parse",
                        chosen.line(name)));
                return;
            }
            String type = value instanceof Double ? "double" : value instanceof String ? "String" : JavaLiterals.isInt((long) value) ? "int" : "long";
            List<String> comment = Javadoc.of("    ", chosen.comment(name));
            if (!comment.isEmpty()) {
                page.gap();
                page.lines(comment);
            }
            page.constant("    ", type + " " + names.field(name) + " = ", value);
            entries.add(new Entry("constant", name, true, type + " " + text(value), chosen.line(name)));
        });
    }

    private static String text(Object value) {
        return value instanceof String s ? JavaLiterals.string(s) : value instanceof Double d ? JavaLiterals.number(d) : value.toString();
    }

    /** Whether it only says that the header was read: {@code ZLIB_H} of zlib.h. */
    private boolean guard(String name) {
        String file = chosen.order().header().replaceAll(".*[/\\\\]", "").replaceAll("[^A-Za-z0-9]+", "_").toUpperCase(Locale.ROOT);
        String bare = name.replaceAll("^_+|_+$", "").toUpperCase(Locale.ROOT);
        return bare.equals(file) || bare.equals(file + "_INCLUDED") || bare.equals(file.replaceFirst("_H$", "_INCLUDED"));
    }
}
