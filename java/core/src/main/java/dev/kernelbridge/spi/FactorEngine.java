package dev.kernelbridge.spi;

/** The factorization kernels of a device. */
public interface FactorEngine {

    /** Slots per number: no number below 2^64 has more than 15 distinct primes, and the slot behind the last one holds 0. */
    int SLOTS = 16;

    /** How many numbers one unit should hold on this device: about 1 to 100 ms of work. */
    int batch();

    /**
     * Writes the distinct primes of the unsigned number {@code n[off + i]} to {@code primes[SLOTS * i]} and behind, unordered, 0 after
     * the last (none for 0 and 1). The conductor checks the product, and every prime unless the engine {@link #proves} them.
     */
    void factorize(long[] n, int off, int len, long[] primes);

    /**
     * Whether every prime that {@link #factorize} writes has passed a proof on the CPU, in the same call, by code that the tests compare
     * with other proofs. Then the conductor does not repeat it. A device is never believed that far.
     */
    default boolean proves() {
        return false;
    }

    /** The elliptic-curve method, or null where the device has none: it is then done in Java. */
    default CurveEngine curves() {
        return null;
    }

    /** The inner loop of the quadratic sieve, or null where the device has none: the CPU then runs it. */
    default RelationEngine relations() {
        return null;
    }
}
