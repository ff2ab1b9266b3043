package dev.kernelbridge.bind.c;

import dev.kernelbridge.bind.CSyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Where problems go: the user's own text is refused as a whole, a header loses only the declaration. */
final class Report {

    private static final int MOST = 100_000; // what is no C at all would make one of every few characters

    private final Source source;
    private final boolean lenient;
    private final List<Declarations.Refusal> refused = new ArrayList<>();

    Report(Source source, boolean lenient) {
        this.source = source;
        this.lenient = lenient;
    }

    boolean lenient() {
        return lenient;
    }

    Source source() {
        return source;
    }

    /** Keeps the refusal of a name, or throws it. */
    void refuse(String name, Problem problem) {
        if (!lenient) {
            throw exception(problem);
        }
        if (refused.size() == MOST) {
            refused.add(new Declarations.Refusal("", source.place(problem.at()), "after " + MOST + " no more are kept"));
        } else if (refused.size() > MOST) {
            return;
        }
        refused.add(new Declarations.Refusal(name, source.place(problem.at()), problem.getMessage()));
    }

    CSyntaxException exception(Problem problem) {
        Token at = problem.at();
        return new CSyntaxException(source.place(at) + ": " + problem.getMessage() + source.excerpt(at), at.line(), at.column());
    }

    List<Declarations.Refusal> refused() {
        return refused;
    }
}
