package dev.kernelbridge;

import java.time.Duration;
import java.util.List;

/**
 * What one call did. {@code ran} has more than one entry only if a device failed on the way.
 *
 * @param kernel     which kernel
 * @param ran        the devices that finished at least one unit, in order
 * @param passedOver the backends that were not used, or failed, and why
 * @param elapsed    the time of the call itself
 */
public record CallReport(String kernel, List<Device> ran, List<PassedOver> passedOver, Duration elapsed) {
    public CallReport {
        ran = List.copyOf(ran);
        passedOver = List.copyOf(passedOver);
    }
}
