package dev.kernelbridge;

import java.time.Duration;

/**
 * How far a call is.
 *
 * @param kernel  which kernel: {@code pi}, {@code nth-prime}, {@code factor} …
 * @param done    the share of the predicted work that is done, 0 to 1
 * @param elapsed since the call began
 * @param backend who computes at the moment
 * @param doing   what is being done and how long it should take, in words; empty where {@code done} says enough. A factorization goes
 *                through steps of unknown number, and {@code done} is the share of the step that this names
 */
public record Progress(String kernel, double done, Duration elapsed, Backend backend, String doing) {

    /** Without words. */
    public Progress(String kernel, double done, Duration elapsed, Backend backend) {
        this(kernel, done, elapsed, backend, "");
    }
}
