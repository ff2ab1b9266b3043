package dev.kernelbridge.bind.header;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A C comment as Javadoc: its words, its lines and its paragraphs, with all signs escaped that would mean something to Java. Doxygen's
 * {@code @param}, {@code @return} and {@code @brief} are understood, with either sign; what is indented as an example stays one.
 */
final class Javadoc {

    private static final Pattern TAG = Pattern.compile("^\\s*[@\\\\](params?|returns?|result|brief|short|retval)\\b(?:\\[[a-z, ]*\\])?\\s*(.*)$");
    private static final Pattern RULE = Pattern.compile("[-=*_#~+]{3,}");
    private static final Pattern FIRST_WORD = Pattern.compile("^([A-Za-z_][A-Za-z_0-9]*)[\\s:,-]*(.*)$", Pattern.DOTALL);
    private static final int EXAMPLE = 4; // this much further in than the paragraphs is no prose

    private final List<List<String>> paragraphs = new ArrayList<>();
    private final Map<String, List<String>> parameters = new LinkedHashMap<>();
    private List<String> result = List.of();
    private int base;

    private Javadoc() {
    }

    /** {@return a comment of its own lines, at that indentation; none if there is nothing to say} */
    static List<String> of(String indent, String comment) {
        return of(indent, comment, Map.of(), false);
    }

    /**
     * The same for a method.
     *
     * @param names Java's names of C's parameters
     * @param returns whether it returns anything
     */
    static List<String> of(String indent, String comment, Map<String, String> names, boolean returns) {
        Javadoc doc = new Javadoc();
        doc.read(comment, names, returns);
        return doc.write(indent, names);
    }

    private void read(String comment, Map<String, String> names, boolean returns) {
        List<String> lines = comment.lines().map(l -> l.replace("\t", "        ").replaceAll("\\p{Cntrl}", " ").stripTrailing())
                .map(l -> RULE.matcher(l.strip()).matches() ? "" : l).toList();
        base = lines.stream().skip(1).filter(l -> !l.isBlank()).mapToInt(Javadoc::indentation).min().orElse(0);
        List<String> into = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = i == 0 ? " ".repeat(base) + lines.get(i).strip() : lines.get(i);
            Matcher tag = TAG.matcher(line);
            if (line.isBlank()) {
                into = null;
            } else if (tag.matches()) {
                into = tagged(tag.group(1), tag.group(2), names, returns);
            } else if (into == null) {
                into = paragraph(line);
            } else {
                into.add(line);
            }
        }
    }

    private List<String> paragraph(String line) {
        List<String> into = new ArrayList<>(List.of(line));
        paragraphs.add(into);
        return into;
    }

    private List<String> tagged(String tag, String text, Map<String, String> names, boolean returns) {
        if (tag.startsWith("param")) {
            Matcher word = FIRST_WORD.matcher(text);
            if (word.matches() && names.containsKey(word.group(1)) && !parameters.containsKey(word.group(1))) {
                List<String> into = new ArrayList<>(List.of(word.group(2)));
                parameters.put(word.group(1), into);
                return into;
            }
            return paragraph(" ".repeat(base) + text);
        }
        if (tag.startsWith("ret") && returns && result.isEmpty() && !tag.equals("retval")) {
            result = new ArrayList<>(List.of(text));
            return result;
        }
        return paragraph(" ".repeat(base) + text);
    }

    private List<String> write(String indent, Map<String, String> names) {
        List<String> body = new ArrayList<>();
        for (List<String> paragraph : paragraphs) {
            boolean example = !body.isEmpty() && paragraph.stream().allMatch(l -> indentation(l) >= base + EXAMPLE);
            if (example) {
                body.add("<pre>");
                paragraph.forEach(l -> body.add(escaped(l.substring(base))));
                body.add("</pre>");
            } else {
                prose(indent, body.isEmpty() ? "" : "<p>", "", paragraph, body);
            }
        }
        names.forEach((c, java) -> {
            if (parameters.containsKey(c) && parameters.get(c).stream().anyMatch(l -> !l.isBlank())) {
                prose(indent, "@param " + java + " ", "    ", parameters.get(c), body);
            }
        });
        if (result.stream().anyMatch(l -> !l.isBlank())) {
            prose(indent, "@return ", "    ", result, body);
        }
        return framed(indent, body);
    }

    /** {@return those lines as a comment; on one line if that is all} */
    static List<String> framed(String indent, List<String> body) {
        if (body.isEmpty()) {
            return List.of();
        }
        if (body.size() == 1 && indent.length() + body.getFirst().length() + 7 <= Page.WIDTH && !body.getFirst().startsWith("@")) {
            return List.of(indent + "/** " + body.getFirst() + " */");
        }
        List<String> all = new ArrayList<>(List.of(indent + "/**"));
        boolean tags = false;
        for (String line : body) {
            if (line.startsWith("@") && !tags) {
                tags = true;
                if (all.size() > 1) {
                    all.add(indent + " *");
                }
            } else if (line.startsWith("<p>") && all.size() > 1) {
                all.add(indent + " *");
            }
            all.add((indent + " * " + line).stripTrailing());
        }
        all.add(indent + " */");
        return all;
    }

    /** Its lines stay lines; only one that is too long is broken. */
    private static void prose(String indent, String head, String hanging, List<String> lines, List<String> into) {
        int width = Page.WIDTH - indent.length() - 3;
        boolean first = true;
        for (String line : lines) {
            String rest = (first ? head : hanging) + escaped(line.strip());
            while (rest.length() > width && rest.lastIndexOf(' ', width) > head.length()) {
                int at = rest.lastIndexOf(' ', width);
                into.add(rest.substring(0, at));
                rest = hanging + rest.substring(at + 1);
            }
            into.add(rest);
            first = false;
        }
    }

    private static int indentation(String line) {
        int at = 0;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    /** The text with nothing in it that ends a comment, begins a tag, or is an escape of Java's. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;").replace("\\", "&#92;")
                .replace("*/", "*&#47;").replace("/*", "&#47;*");
    }

    /** {@return a text that may stand behind {@code //}} */
    static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").replace("\\u", "\\ u");
    }
}
