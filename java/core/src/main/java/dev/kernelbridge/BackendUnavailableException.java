package dev.kernelbridge;

/** A backend that was required is not there; {@link #availability()} has the reason and the fix. */
public final class BackendUnavailableException extends KernelException {
    private static final long serialVersionUID = 1L;
    private final Backend backend;
    private final transient Availability availability;

    /** {@code backend} cannot be used, for the reason that {@code availability} gives. */
    public BackendUnavailableException(Backend backend, Availability availability) {
        super(backend.id() + ": " + availability);
        this.backend = backend;
        this.availability = availability;
    }

    /** The backend that was asked for. */
    public Backend backend() {
        return backend;
    }

    /** Why it cannot be used, and what would help. */
    public Availability availability() {
        return availability;
    }
}
