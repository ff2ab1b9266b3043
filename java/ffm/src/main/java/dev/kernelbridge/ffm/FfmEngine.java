package dev.kernelbridge.ffm;

import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.PrimeEngine;
import dev.kernelbridge.spi.VectorEngine;

/** The processor, opened: the caller's threads do the work, so there is nothing to start and nothing to stop. */
final class FfmEngine implements Engine {
    private final Device device;
    private final FfmPrimes primes;
    private final FfmFactors factors;
    private final FfmVectors vectors;
    private volatile boolean closed;

    FfmEngine(Device device, Tier tier) {
        this.device = device;
        primes = new FfmPrimes(this, tier.index());
        factors = new FfmFactors(this, tier.index());
        vectors = new FfmVectors(this, tier);
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

    /** Every engine method begins with this. */
    void requireOpen() {
        if (closed) {
            throw new DeviceFailedException(DeviceFailedException.Kind.LOST, device + " was closed");
        }
    }
}
