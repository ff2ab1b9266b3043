package dev.kernelbridge.jni;

import static dev.kernelbridge.jni.KernelbridgeC.KB_NO_MEMORY;
import static dev.kernelbridge.jni.KernelbridgeC.KB_OK;

import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.PrimeEngine;
import dev.kernelbridge.spi.VectorEngine;

/** The CPU as a device: the caller's threads do the work, and the only state is the copy of the base primes. */
final class JniEngine implements Engine {

    private final Device device;
    private final int tier;
    private final PrimeEngine primes = new JniPrimes(this);
    private final FactorEngine factors = new JniFactors(this);
    private final VectorEngine vectors = new JniVectors(this);
    private volatile boolean closed;

    JniEngine(Device device, int tier) {
        this.device = device;
        this.tier = tier;
    }

    /** The tier for the next call; every call needs it, so this is where a closed engine is noticed. */
    int tier() {
        if (closed) {
            throw new DeviceFailedException(DeviceFailedException.Kind.LOST, "jni: this engine is closed; open the device again");
        }
        return tier;
    }

    /** Turns a status that is not KB_OK into an exception: such a call has written nothing. */
    static void check(int status, String function) {
        if (status == KB_NO_MEMORY) {
            throw new DeviceFailedException(DeviceFailedException.Kind.OUT_OF_MEMORY, "jni: " + function + " found no working memory");
        }
        if (status != KB_OK) {
            throw new DeviceFailedException(DeviceFailedException.Kind.LAUNCH_FAILED,
                    "jni: " + function + " refused its arguments with status " + status + " (see enum kb_status)");
        }
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public int parallelism() {
        return Integer.MAX_VALUE;
    }

    @Override
    public PrimeEngine primes() {
        return primes;
    }

    @Override
    public FactorEngine factors() {
        return factors;
    }

    @Override
    public VectorEngine vectors() {
        return vectors;
    }

    @Override
    public void close() {
        closed = true;
    }
}
