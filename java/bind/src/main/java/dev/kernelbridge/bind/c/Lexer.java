package dev.kernelbridge.bind.c;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a text into tokens and comments, in one pass, and never fails: what is no token becomes a {@link Token.Kind#BAD} one, which is
 * an error only where a declaration needs it. Line markers of a preprocessor ({@code # 12 "file.h"}) set file and line.
 */
final class Lexer {

    private static final Set<String> LITERAL_PREFIXES = Set.of("L", "u", "U", "u8");
    private static final Set<String> LONG_SIGNS = Set.of("...", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "->", "::", "##", "++",
            "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=");
    private static final String[] SINGLE_SIGNS = new String[128]; // most tokens are signs, and need no string of their own
    private static final int LONGEST_WORD = 1000; // C promises 63; messages repeat words
    private static final int LINE_DIGITS = 9; // a line marker's number is an int

    static {
        for (char c = 0; c < SINGLE_SIGNS.length; c++) {
            SINGLE_SIGNS[c] = String.valueOf(c);
        }
    }

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Source.Comment> comments = new ArrayList<>();
    private final List<String> files = new ArrayList<>(List.of(""));
    private final Map<String, Integer> numbers = new HashMap<>(Map.of("", 0)); // of files, by their names
    private int[] commentsBefore = new int[64];
    private int at;
    private int line = 1;
    private int lineStart;
    private int file;
    private boolean first = true;

    private Lexer(String text) {
        this.text = text;
    }

    static Source read(String text) {
        Lexer lexer = new Lexer(text);
        lexer.all();
        return new Source(text, List.copyOf(lexer.tokens), List.copyOf(lexer.comments),
                Arrays.copyOf(lexer.commentsBefore, lexer.tokens.size()), List.copyOf(lexer.files));
    }

    private void all() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                at++;
                newLine();
                first = true;
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\u000b' || c == '\ufeff') {
                at++;
            } else if (c == '\\' && continued(at) > 0) {
                at += continued(at);
                newLine();
            } else if (c == '/' && peek(1) == '*') {
                blockComment();
            } else if (c == '/' && peek(1) == '/') {
                lineComment();
            } else if (c == '#' && first && marker()) {
                first = true;
            } else {
                token(c);
                first = false;
            }
        }
        add(Token.Kind.END, "", at, at);
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    /** The length of a backslash with the line's end behind it, or 0. */
    private int continued(int from) {
        return text.startsWith("\\\n", from) ? 2 : text.startsWith("\\\r\n", from) ? 3 : 0;
    }

    private void newLine() {
        line++;
        lineStart = at;
    }

    private void blockComment() {
        int start = at;
        int startLine = line;
        int startColumn = at - lineStart + 1;
        int end = text.indexOf("*/", at + 2);
        at = end < 0 ? text.length() : end + 2;
        int stop = at;
        for (int n = text.indexOf('\n', start, stop); n >= 0; n = text.indexOf('\n', n + 1, stop)) {
            line++;
            lineStart = n + 1;
        }
        if (end < 0) {
            add(new Token(Token.Kind.BAD, "a comment without its end */", start, stop, startLine, startColumn, file, first, tokens.size()));
        } else {
            comments.add(new Source.Comment(start, stop, startLine, line, file, first, false));
        }
    }

    private void lineComment() {
        int start = at;
        int startLine = line;
        while (at < text.length() && text.charAt(at) != '\n') {
            int more = text.charAt(at) == '\\' ? continued(at) : 0;
            at += Math.max(1, more);
            if (more > 0) {
                newLine();
            }
        }
        comments.add(new Source.Comment(start, at, startLine, line, file, first, true));
    }

    /** Reads {@code # 12 "file.h" 1 3} or {@code #line 12 "file.h"}; false if it is another directive. */
    private boolean marker() {
        int i = blanks(at + 1);
        if (text.startsWith("line", i)) {
            i = blanks(i + 4);
        }
        int digits = i;
        while (i < text.length() && i - digits <= LINE_DIGITS && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        if (i == digits || i - digits > LINE_DIGITS) {
            return false;
        }
        int number = Integer.parseInt(text, digits, i, 10);
        i = blanks(i);
        int lineEnd = text.indexOf('\n', i);
        lineEnd = lineEnd < 0 ? text.length() : lineEnd;
        if (i < lineEnd && text.charAt(i) == '"') {
            int close = text.lastIndexOf('"', lineEnd - 1);
            String name = close > i ? text.substring(i + 1, close).replace("\\\\", "\\") : "";
            file = name.equals(files.get(file)) ? file : number(name);
        }
        at = lineEnd;
        line = number - 1; // the line's end, which comes now, makes it that number
        return true;
    }

    private int number(String name) {
        return numbers.computeIfAbsent(name, n -> {
            files.add(n);
            return files.size() - 1;
        });
    }

    private int blanks(int i) {
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        return i;
    }

    private void token(char c) {
        int start = at;
        if (wordStart(c)) {
            while (at < text.length() && wordPart(text.charAt(at))) {
                at++;
            }
            String word = text.substring(start, at);
            char next = peek(0);
            if ((next == '"' || next == '\'') && LITERAL_PREFIXES.contains(word)) {
                quoted(start, next);
            } else if (word.length() > LONGEST_WORD) {
                add(Token.Kind.BAD, "a word of " + word.length() + " characters", start, at);
            } else {
                add(Token.Kind.WORD, word, start, at);
            }
        } else if (digit(c) || c == '.' && digit(peek(1))) {
            number(start);
        } else if (c == '"' || c == '\'') {
            quoted(start, c);
        } else if (c > '~' || c < ' ' || c == '`' || c == '@' || c == '\\') {
            at++;
            add(Token.Kind.BAD, c > ' ' ? "the character '" + c + "'" : "a control character (" + (int) c + ")", start, at);
        } else {
            for (int length = 3; length > 1; length--) {
                if (at + length <= text.length() && LONG_SIGNS.contains(text.substring(at, at + length))) {
                    at += length;
                    add(Token.Kind.SIGN, text.substring(start, at), start, at);
                    return;
                }
            }
            at++;
            add(Token.Kind.SIGN, SINGLE_SIGNS[c], start, at);
        }
    }

    private void number(int start) {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            char before = text.charAt(at - 1);
            boolean exponentSign = (c == '+' || c == '-') && "eEpP".indexOf(before) >= 0;
            boolean separator = c == '\'' && wordPart(peek(1));
            if (!wordPart(c) && c != '.' && !exponentSign && !separator) {
                break;
            }
            at++;
        }
        add(Token.Kind.NUMBER, text.substring(start, at), start, at);
    }

    private void quoted(int start, char quote) {
        int startLine = line;
        int startColumn = start - lineStart + 1;
        at++;
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            int more = c == '\\' ? continued(at) : 0;
            at += c != '\\' ? 1 : more > 0 ? more : at + 1 < text.length() && text.charAt(at + 1) != '\n' ? 2 : 1;
            if (more > 0) {
                newLine();
            }
            if (c == quote) {
                Token.Kind kind = quote == '"' ? Token.Kind.STRING : Token.Kind.CHARACTER;
                add(new Token(kind, text.substring(start, at), start, at, startLine, startColumn, file, first, tokens.size()));
                return;
            }
        }
        String what = (quote == '"' ? "a string" : "a character") + " without its closing " + quote;
        add(new Token(Token.Kind.BAD, what, start, at, startLine, startColumn, file, first, tokens.size()));
    }

    private void add(Token.Kind kind, String written, int start, int end) {
        add(new Token(kind, written, start, end, line, start - lineStart + 1, file, first, tokens.size()));
    }

    private void add(Token token) {
        if (tokens.size() == commentsBefore.length) {
            commentsBefore = Arrays.copyOf(commentsBefore, 2 * commentsBefore.length);
        }
        commentsBefore[tokens.size()] = comments.size();
        tokens.add(token);
    }

    static boolean wordStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$';
    }

    static boolean wordPart(char c) {
        return wordStart(c) || digit(c);
    }

    static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
