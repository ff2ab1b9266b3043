package dev.kernelbridge.bind;

/**
 * A C function said by its return code that it failed, and the method that called it is annotated with {@link
 * dev.kernelbridge.bind.annotation.Fails}.
 */
public final class NativeCallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String function;
    private final long returned;
    private final int errno;

    /**
     * Makes an exception.
     *
     * @param function the C function's name
     * @param returned what it returned
     * @param errno what it left in {@code errno}; 0 if that was not asked for
     * @param meaning what the system says to that number, or what a constant is called; may be empty
     */
    public NativeCallException(String function, long returned, int errno, String meaning) {
        super(function + " failed: it returned " + returned + (errno == 0 ? "" : ", errno " + errno)
                + (meaning.isEmpty() ? "" : " (" + meaning + ")"));
        this.function = function;
        this.returned = returned;
        this.errno = errno;
    }

    /** {@return the C function's name} */
    public String function() {
        return function;
    }

    /** {@return what it returned; for a pointer its address} */
    public long returned() {
        return returned;
    }

    /** {@return what it left in {@code errno}; 0 if the method is not annotated with Errno} */
    public int errno() {
        return errno;
    }
}
