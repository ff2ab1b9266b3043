package dev.kernelbridge.bind;

/**
 * A text that should be C's declarations and is not, or says what cannot be bound. The message names the place, what was expected
 * and what was found, and shows the line with a caret below the place.
 */
public final class CSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    /**
     * A refusal of a text.
     *
     * @param message place, reason and the text's line
     * @param line the line, from 1
     * @param column the column, from 1, in UTF-16 units
     */
    public CSyntaxException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /** {@return the line of the text where it stops making sense, from 1} */
    public int line() {
        return line;
    }

    /** {@return the column in that line, from 1; a tab counts as one} */
    public int column() {
        return column;
    }
}
