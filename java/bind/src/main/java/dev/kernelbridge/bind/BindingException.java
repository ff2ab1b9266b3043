package dev.kernelbridge.bind;

import java.util.List;

/**
 * A Java signature and a C prototype do not fit together. Thrown when something is bound, never when it is called, and for all
 * that is wrong at once, so that one run shows everything that has to be corrected.
 */
public final class BindingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * Makes an exception for one problem.
     *
     * @param problem what does not fit, and what would
     */
    public BindingException(String problem) {
        this(List.of(problem));
    }

    /**
     * Makes an exception for some problems.
     *
     * @param problems one sentence for each: the method, the parameter, both types, and what would do
     */
    public BindingException(List<String> problems) {
        super(problems.size() == 1 ? problems.getFirst()
                : problems.size() + " problems:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** {@return each problem by itself; empty after serialization} */
    public List<String> problems() {
        return problems == null ? List.of() : problems;
    }
}
