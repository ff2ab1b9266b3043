package dev.kernelbridge;

import java.time.Duration;

/**
 * How far a call is.
 *
 * @param kernel  which kernel: {@code pi}, {@code nth-prime}, {@code factor} …
 * @param done    the share of the predicted work that is done, 0 to 1
 * @param elapsed since the call began
 * @param backend who computes at the moment
 */
public record Progress(String kernel, double done, Duration elapsed, Backend backend) {
}
