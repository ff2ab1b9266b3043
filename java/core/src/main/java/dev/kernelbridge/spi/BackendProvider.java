package dev.kernelbridge.spi;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import java.util.List;

/**
 * What a backend supplies, found by {@link java.util.ServiceLoader}. Constructing a provider must be cheap and must not fail: no
 * native library is loaded before {@link #availability()} is asked. Safe for use by many threads.
 */
public interface BackendProvider {

    /** Which backend this is. */
    Backend backend();

    /** Whether it can be used here. Never throws; the first answer is kept and given again. */
    Availability availability();

    /** Its devices, best first (GPU before CPU), indexed from 0; empty if it is not available. Never throws. */
    List<Device> devices();

    /**
     * Opens a device of {@link #devices()}. Core opens each device once and shares the engine between all callers.
     *
     * @throws DeviceFailedException if the device does not start
     */
    Engine open(Device device);
}
