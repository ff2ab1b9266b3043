package dev.kernelbridge.bind.c;

/**
 * A word, number, literal or sign of a text.
 *
 * @param kind what it is
 * @param text as written; of a {@link Kind#BAD} one, why it is none
 * @param start where it begins in the text
 * @param end where it ends
 * @param line its line as line markers count, from 1
 * @param column its column, from 1
 * @param file its file's number in {@link Source#files}
 * @param first whether it is the first of its line, where a directive may begin
 * @param index its place in {@link Source#tokens}; of a macro's token, the place of the macro's use
 */
record Token(Kind kind, String text, int start, int end, int line, int column, int file, boolean first, int index) {

    enum Kind {
        WORD, NUMBER, CHARACTER, STRING, SIGN, BAD, END
    }

    /** {@return whether it is that word or sign} */
    boolean is(String wanted) {
        return (kind == Kind.SIGN || kind == Kind.WORD) && text.equals(wanted);
    }

    boolean word() {
        return kind == Kind.WORD;
    }

    /** The same token where a macro that stands for it is used. */
    Token usedAt(Token use) {
        return new Token(kind, text, use.start, use.end, use.line, use.column, use.file, false, use.index);
    }

    /** {@return what a message calls it} */
    String described() {
        return switch (kind) {
            case END -> "the end of the text";
            case BAD -> text;
            default -> "'" + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + "'";
        };
    }
}
