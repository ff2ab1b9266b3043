package dev.kernelbridge;

import java.util.Optional;

/** The call did not end within the time that {@link Kernels.Builder#deadline} allows. */
public final class DeadlineExceededException extends KernelException {
    private static final long serialVersionUID = 1L;

    private final transient PartialFactorization partial;

    /** The message says which kernel stopped, the limit, and how far it was. */
    public DeadlineExceededException(String message) {
        this(message, null);
    }

    /** As above, with what was known by then; null for nothing. */
    public DeadlineExceededException(String message, PartialFactorization partial) {
        super(message);
        this.partial = partial;
    }

    /** What a stopped {@link Kernels#factorize(java.math.BigInteger)} knew by then; empty for other calls. */
    public Optional<PartialFactorization> partial() {
        return Optional.ofNullable(partial);
    }
}
