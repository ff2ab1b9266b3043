package dev.kernelbridge;

/** Hears of a call's progress and end. Called by the thread that called the kernel; what it throws ends the call. */
@FunctionalInterface
public interface ProgressListener {

    /** At most about ten times a second, and never after {@link #finished}. */
    void progress(Progress progress);

    /** Once for every prime or factor call that returns a result. */
    default void finished(CallReport report) {
    }
}
