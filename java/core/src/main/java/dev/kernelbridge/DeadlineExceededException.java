package dev.kernelbridge;

/** The call did not end within the time that {@link Kernels.Builder#deadline} allows. */
public final class DeadlineExceededException extends KernelException {
    private static final long serialVersionUID = 1L;

    /** The message says which kernel stopped, the limit, and how far it was. */
    public DeadlineExceededException(String message) {
        super(message);
    }
}
