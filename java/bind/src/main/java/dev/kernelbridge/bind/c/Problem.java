package dev.kernelbridge.bind.c;

/** Why a declaration is not taken, on its way to {@link Report}; without a stack trace, since a header may have thousands. */
final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Token at;

    Problem(Token at, String reason) {
        super(reason, null, false, false);
        this.at = at;
    }

    Token at() {
        return at;
    }
}
