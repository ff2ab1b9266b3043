package dev.kernelbridge.bind;

import java.util.List;
import java.util.Objects;

/**
 * A compiler refused a source text. Exists so that a program gets the place and the compiler's words apart; the message has the
 * first error with its line of the source and a mark below it.
 */
public final class CompileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;
    private final String output;

    /**
     * One message of a compiler.
     *
     * @param file the file, as the compiler names it; the text that was handed over is {@code source.c} or {@code source.f90}
     * @param line its line, from 1
     * @param column its column, from 1; 0 if the compiler gives none
     * @param severity {@code error}, {@code warning} or {@code note}
     * @param message the compiler's words
     */
    public record Diagnostic(String file, int line, int column, String severity, String message) {
        @Override
        public String toString() {
            return file + ", line " + line + (column > 0 ? ", column " + column : "") + ": " + severity + ": " + message;
        }
    }

    /**
     * Made by whoever ran the compiler.
     *
     * @param message what to say
     * @param diagnostics what the compiler said, in its order
     * @param output all of its output
     */
    public CompileException(String message, List<Diagnostic> diagnostics, String output) {
        super(message);
        this.diagnostics = List.copyOf(diagnostics);
        this.output = Objects.requireNonNull(output, "output");
    }

    /** {@return the compiler's messages in its order; empty if none has a place, as a linker's} */
    public List<Diagnostic> diagnostics() {
        return diagnostics == null ? List.of() : diagnostics;
    }

    /** {@return the line of the first error, from 1; 0 if it has none} */
    public int line() {
        return errors().findFirst().map(Diagnostic::line).orElse(0);
    }

    /** {@return the column of the first error, from 1; 0 if it has none} */
    public int column() {
        return errors().findFirst().map(Diagnostic::column).orElse(0);
    }

    /** {@return all that the compiler wrote} */
    public String output() {
        return output;
    }

    private java.util.stream.Stream<Diagnostic> errors() {
        return diagnostics().stream().filter(d -> d.severity().equals("error"));
    }
}
