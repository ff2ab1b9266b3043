package dev.kernelbridge;

/** The calling thread was interrupted; its interrupt status is set again. Thrown within about 100 ms of the interrupt. */
public final class KernelInterruptedException extends KernelException {
    private static final long serialVersionUID = 1L;

    /** The message says which kernel stopped, and how far it was. */
    public KernelInterruptedException(String message) {
        super(message);
    }
}
