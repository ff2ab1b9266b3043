package dev.kernelbridge.bind;

import java.util.Objects;

/**
 * A native library could not be found, checked or loaded. Exists so that a program gets the two things it needs apart: why,
 * in the loader's own words and in ours, and what to do. Asking again gives the same answer.
 */
public final class NativeLibraryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String fix;

    /**
     * Makes an exception whose message is {@code reason + "; " + fix}.
     *
     * @param reason what is wrong, without a final full stop
     * @param fix what to do about it, as an imperative clause without a full stop; may be empty
     * @param cause what the JDK threw, or null
     */
    public NativeLibraryException(String reason, String fix, Throwable cause) {
        super(Objects.requireNonNull(reason, "reason") + (fix.isEmpty() ? "" : "; " + fix), cause);
        this.reason = reason;
        this.fix = fix;
    }

    /** {@return what is wrong, with the loader's own words where there are any} */
    public String reason() {
        return reason;
    }

    /** {@return what to do about it; empty if there is nothing to do} */
    public String fix() {
        return fix;
    }
}
