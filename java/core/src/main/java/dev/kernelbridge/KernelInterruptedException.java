package dev.kernelbridge;

import java.util.Optional;

/** The calling thread was interrupted; its interrupt status is set again. Thrown within about 100 ms of the interrupt. */
public final class KernelInterruptedException extends KernelException {
    private static final long serialVersionUID = 1L;

    private final transient PartialFactorization partial;

    /** The message says which kernel stopped, and how far it was. */
    public KernelInterruptedException(String message) {
        this(message, null);
    }

    /** As above, with what was known by then; null for nothing. */
    public KernelInterruptedException(String message, PartialFactorization partial) {
        super(message);
        this.partial = partial;
    }

    /** What a stopped {@link Kernels#factorize(java.math.BigInteger)} knew by then; empty for other calls. */
    public Optional<PartialFactorization> partial() {
        return Optional.ofNullable(partial);
    }
}
