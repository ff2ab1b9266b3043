package dev.kernelbridge;

/**
 * A backend that was wanted and does not run.
 *
 * @param why reason and fix
 */
public record PassedOver(Backend backend, Availability why) {

    /** {@code cuda: libcuda.so.1 not found (no NVIDIA driver)}. */
    @Override
    public String toString() {
        return backend.id() + ": " + why.reason();
    }
}
