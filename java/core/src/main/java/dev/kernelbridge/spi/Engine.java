package dev.kernelbridge.spi;

import dev.kernelbridge.Device;

/**
 * An opened device: it plays one work unit at a time per calling thread, and may be called by any number of threads, virtual ones
 * included. It keeps no state between units but caches (programs, the base primes' device copy). Every method that computes throws
 * {@link dev.kernelbridge.DeviceFailedException} when the device fails, and then has written nothing into the caller's arrays.
 */
public interface Engine extends AutoCloseable {

    /** What it runs on. */
    Device device();

    /** How many units it can usefully run at once; {@link Integer#MAX_VALUE} for a CPU, where the caller's threads do the work. */
    int parallelism();

    /** Its prime kernels. */
    PrimeEngine primes();

    /** Its factorization kernels. */
    FactorEngine factors();

    /** Its vector kernels. */
    VectorEngine vectors();

    /** Gives its memory and handles back; later calls throw DeviceFailedException if they need any. Idempotent, never throws. */
    @Override
    void close();
}
