package dev.kernelbridge;

/** A device failed while it was computing. What it had not finished can be run elsewhere; its memory may be lost. */
public final class DeviceFailedException extends KernelException {
    private static final long serialVersionUID = 1L;
    private final Kind kind;

    /** How it failed. After {@code OUT_OF_MEMORY} the device can go on with smaller requests; after the others it is opened anew. */
    public enum Kind { OUT_OF_MEMORY, LAUNCH_FAILED, WRONG_RESULT, LOST }

    /** A failure of that kind; the message names the device, the call and the numbers. */
    public DeviceFailedException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** As above, with the exception behind it. */
    public DeviceFailedException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** How it failed. */
    public Kind kind() {
        return kind;
    }
}
