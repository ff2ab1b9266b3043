package dev.kernelbridge.bind.header;

import java.util.ArrayList;
import java.util.List;

/** A source text that grows line by line, none longer than 140 columns where there is a place to break it. */
final class Page {

    static final int WIDTH = 140;

    private final List<String> lines = new ArrayList<>();

    void line(String line) {
        lines.add(line.stripTrailing());
    }

    void lines(List<String> more) {
        more.forEach(this::line);
    }

    /** An empty line, unless there is one or a block has just begun. */
    void gap() {
        if (!lines.isEmpty() && !lines.getLast().isEmpty() && !lines.getLast().endsWith("{")) {
            lines.add("");
        }
    }

    /** {@code head(item, item, …)tail}, on as many lines as it needs. */
    void list(String indent, String head, List<String> items, String tail) {
        String line = indent + head;
        for (int i = 0; i < items.size(); i++) {
            String item = items.get(i) + (i + 1 < items.size() ? "," : tail);
            boolean space = !line.endsWith("(") && !line.isBlank();
            if (line.length() + (space ? 1 : 0) + item.length() > WIDTH && !line.isBlank() && (i > 0 || line.length() > WIDTH / 2)) {
                line(line);
                line = indent + "        ";
                space = false;
            }
            line += (space ? " " : "") + item;
        }
        line(items.isEmpty() ? line + tail : line);
    }

    /** A line of another language, which may be broken at any space. */
    void broken(String indent, String text) {
        String rest = indent + text;
        int inner = indent.length() + text.length() - text.stripLeading().length();
        while (rest.length() > WIDTH) {
            int at = rest.lastIndexOf(' ', WIDTH);
            if (at <= inner + 8) {
                break;
            }
            line(rest.substring(0, at));
            rest = " ".repeat(inner + 8) + rest.substring(at + 1);
        }
        line(rest);
    }

    /** {@code head"text"tail}, broken behind commas and spaces. */
    void string(String indent, String head, String text, String tail) {
        String start = indent + head;
        String rest = text;
        while (start.length() + JavaLiterals.string(rest).length() + tail.length() > WIDTH) {
            int at = rest.lastIndexOf(' ', WIDTH - start.length() - 8);
            if (at <= 0) {
                break;
            }
            line(start + JavaLiterals.string(rest.substring(0, at + 1)));
            rest = rest.substring(at + 1);
            start = indent + "        + ";
        }
        line(start + JavaLiterals.string(rest) + tail);
    }

    /** {@code head = value;} */
    void constant(String indent, String head, Object value) {
        switch (value) {
            case String s -> string(indent, head, s, ";");
            case Double d -> line(indent + head + JavaLiterals.number(d) + ";");
            default -> line(indent + head + JavaLiterals.number((long) value) + ";");
        }
    }

    boolean uses(String word) {
        return lines.stream().map(String::strip).filter(l -> !l.startsWith("*") && !l.startsWith("/")).anyMatch(l -> holds(l, word));
    }

    private static boolean holds(String line, String word) {
        for (int at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
            boolean before = at > 0 && Character.isJavaIdentifierPart(line.charAt(at - 1));
            int end = at + word.length();
            if (!before && (end == line.length() || !Character.isJavaIdentifierPart(line.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    List<String> all() {
        return lines;
    }
}
