package dev.kernelbridge.bind.c;

/** Why a declaration is not taken, on its way to {@link Report}; without a stack trace, since a header may have thousands. */
final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Token at;
    private final String root;

    Problem(Token at, String reason) {
        this(at, reason, reason);
    }

    /**
     * A problem that follows from an earlier one.
     *
     * @param root the earlier one's reason, which is all that the next of the chain should repeat
     */
    Problem(Token at, String reason, String root) {
        super(reason, null, false, false);
        this.at = at;
        this.root = root;
    }

    String root() {
        return root;
    }

    Token at() {
        return at;
    }
}
