package dev.kernelbridge.bind.fortran;

import java.util.ArrayList;
import java.util.List;

/**
 * A Fortran text cut into statements: comments gone, continued lines joined, in lower case and without blanks but one between words.
 * Reads the free form and, line by line, what the fixed form of Fortran 77 adds to it: comment lines that begin with {@code *} or
 * {@code C}, and a continuation mark in the sixth column.
 */
final class Statements {

    /**
     * A statement.
     *
     * @param line where it begins, from 1
     * @param text its text
     */
    record Statement(int line, String text) {
    }

    private Statements() {
    }

    static List<Statement> of(String source) {
        List<Statement> all = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        int begin = 0;
        boolean goesOn = false;
        int number = 0;
        boolean fixed = looksFixed(source);
        for (String line : source.lines().toList()) {
            number++;
            if (fixed && !line.isEmpty() && "*cC".indexOf(line.charAt(0)) >= 0) {
                continue;
            }
            boolean marked = fixed && line.length() > 5 && line.substring(0, 5).isBlank() && " 0".indexOf(line.charAt(5)) < 0
                    && line.charAt(5) != '!';
            String code = withoutComment(marked ? line.substring(6) : line).strip();
            if (code.isEmpty()) {
                continue;
            }
            if (!marked && !goesOn) {
                end(open, begin, all);
                begin = number;
            }
            goesOn = code.endsWith("&");
            code = goesOn ? code.substring(0, code.length() - 1) : code;
            open.append(code.startsWith("&") ? code.substring(1) : code).append(' ');
        }
        end(open, begin, all);
        return all;
    }

    /** Whether a line is what only the fixed form allows: a star in the first column. Nothing begins with a continuation. */
    private static boolean looksFixed(String source) {
        if (source.lines().filter(line -> !line.isBlank()).findFirst().orElse("").matches(" {5}[^ 0!].*")) {
            return false;
        }
        return source.lines().anyMatch(line -> line.startsWith("*"))
                || source.lines().filter(line -> !line.isBlank()).allMatch(line -> line.startsWith("      ") || "cC*!".indexOf(line.charAt(0)) >= 0
                        && (line.length() == 1 || !Character.isLetterOrDigit(line.charAt(1))) || line.startsWith("     "));
    }

    private static void end(StringBuilder open, int line, List<Statement> all) {
        StringBuilder part = new StringBuilder();
        char quote = 0;
        for (char c : open.append(';').toString().toCharArray()) {
            if (quote == 0 && c == ';') {
                String text = squeeze(part.toString());
                if (!text.isEmpty()) {
                    all.add(new Statement(line, text));
                }
                part.setLength(0);
                continue;
            }
            quote = quote == c ? 0 : quote == 0 && (c == '\'' || c == '"') ? c : quote;
            part.append(quote == 0 ? Character.toLowerCase(c) : c);
        }
        open.setLength(0);
    }

    private static String squeeze(String text) {
        return text.strip().replaceAll("\\s+", " ").replaceAll(" ?([(),:*=+\\-/]) ?", "$1");
    }

    private static String withoutComment(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && c == '!') {
                return line.substring(0, i);
            }
            quote = quote == c ? 0 : quote == 0 && (c == '\'' || c == '"') ? c : quote;
        }
        return line;
    }
}
