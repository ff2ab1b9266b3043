package dev.kernelbridge;

/** A kernel could not be run. Subclasses are the cases that a program would treat differently. */
public class KernelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The message says what happened, why, and what to do. */
    public KernelException(String message) {
        super(message);
    }

    /** As above, with the exception behind it. */
    public KernelException(String message, Throwable cause) {
        super(message, cause);
    }
}
