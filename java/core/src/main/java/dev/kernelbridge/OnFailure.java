package dev.kernelbridge;

/** What happens when a device fails in the middle of a call. */
public enum OnFailure {
    /** The unfinished units move to the next backend, with a warning; the result is still exact. */
    FALL_BACK,
    /** The call throws {@link DeviceFailedException}. */
    FAIL
}
