package dev.kernelbridge.bind.c;

import java.util.List;

/**
 * A text cut into tokens, with its comments.
 *
 * @param text the text
 * @param tokens its tokens; the last is the end
 * @param comments its comments
 * @param commentsBefore how many comments there are before each token
 * @param files the files that line markers name; the first is the empty name of the text itself
 */
record Source(String text, List<Token> tokens, List<Comment> comments, int[] commentsBefore, List<String> files) {

    private static final int SHOWN = 100; // characters of a line that a message shows: a minified text may be one line

    /**
     * A comment.
     *
     * @param start where it begins, with its signs
     * @param end where it ends
     * @param firstLine its first line
     * @param lastLine its last line
     * @param file its file's number
     * @param ownLine whether nothing but space is before it on its line
     * @param toLineEnd whether it is a {@code //} comment
     */
    record Comment(int start, int end, int firstLine, int lastLine, int file, boolean ownLine, boolean toLineEnd) {
    }

    Declarations.Place place(Token token) {
        return new Declarations.Place(files.get(token.file()), token.line(), token.column());
    }

    /** {@return the line of the text around a token, and a caret below it} */
    String excerpt(Token token) {
        int at = Math.min(token.start(), text.length());
        int from = at;
        while (from > 0 && at - from < SHOWN / 2 && text.charAt(from - 1) != '\n') {
            from--;
        }
        int to = at;
        while (to < text.length() && to - from < SHOWN && text.charAt(to) != '\n' && text.charAt(to) != '\r') {
            to++;
        }
        StringBuilder shown = new StringBuilder("\n    ");
        StringBuilder caret = new StringBuilder("\n    ");
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            shown.append(c == '\t' || c >= ' ' ? c : '?');
            if (i < at) {
                caret.append(c == '\t' ? c : ' ');
            }
        }
        return shown.append(caret).append('^').toString();
    }

    /**
     * The comment that belongs to what begins at one token and ends at another: right before it, else right after it (on its last
     * line, or below it and apart from what follows, as zlib.h writes).
     *
     * @param last where it ends; null if only a comment before it counts
     */
    String comment(Token first, Token last) {
        String before = before(first.index());
        return before.isEmpty() && last != null ? after(last.index()) : before;
    }

    private String before(int index) {
        int low = index == 0 ? 0 : commentsBefore[index - 1];
        int at = commentsBefore[index] - 1;
        Token token = tokens.get(index);
        if (at < low || !comments.get(at).ownLine() || comments.get(at).file() != token.file()
                || comments.get(at).lastLine() < token.line() - 1) {
            return "";
        }
        int from = at;
        while (from > low && joined(comments.get(from - 1), comments.get(from)) && comments.get(from - 1).ownLine()) {
            from--;
        }
        return text(from, at);
    }

    private String after(int index) {
        if (index + 1 >= tokens.size()) {
            return "";
        }
        int from = commentsBefore[index];
        int high = commentsBefore[index + 1];
        if (from >= high) {
            return "";
        }
        Token token = tokens.get(index);
        Token next = tokens.get(index + 1);
        Comment comment = comments.get(from);
        int to = from;
        while (to + 1 < high && joined(comments.get(to), comments.get(to + 1))) {
            to++;
        }
        boolean beside = comment.firstLine() == token.line();
        if (beside && next.file() == token.file() && next.line() <= comments.get(to).lastLine() + 1) {
            to = from; // the lines below it are about what follows them
        }
        boolean below = comment.firstLine() == token.line() + 1
                && (next.kind() == Token.Kind.END || next.file() != token.file() || next.line() > comments.get(to).lastLine() + 1);
        return comment.file() == token.file() && (beside || below) ? text(from, to) : "";
    }

    private static boolean joined(Comment a, Comment b) {
        return a.toLineEnd() && b.toLineEnd() && a.file() == b.file() && b.firstLine() == a.lastLine() + 1 && b.ownLine();
    }

    private String text(int from, int to) {
        StringBuilder all = new StringBuilder();
        for (int i = from; i <= to; i++) {
            Comment comment = comments.get(i);
            String inner = text.substring(comment.start() + 2, comment.toLineEnd() ? comment.end() : comment.end() - 2);
            for (String line : inner.split("\n", -1)) {
                all.append(bare(line)).append('\n');
            }
        }
        return all.toString().strip();
    }

    /** A comment's line without the stars and signs of its frame: {@code /** … }, {@code /*! … }, {@code /// … }, {@code  * …}. */
    private static String bare(String line) {
        int at = 0;
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
        int star = at;
        while (star < line.length() && "*/!<".indexOf(line.charAt(star)) >= 0) {
            star++;
        }
        return (star > at ? line.substring(star) : line).stripTrailing();
    }
}
