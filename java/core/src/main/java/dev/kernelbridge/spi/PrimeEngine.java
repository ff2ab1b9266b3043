package dev.kernelbridge.spi;

/** The prime kernels of a device. Numbers are unsigned 64-bit. */
public interface PrimeEngine {

    /** The length in bytes of the sieve units that suit this device for numbers up to {@code to}: about 1 to 100 ms of work each. */
    int unitBytes(long to);

    /**
     * Counts the numbers of a unit, masks applied, that no prime of {@code base} below them divides. {@code base} reaches at least to
     * the square root of the largest number that the masks keep; number 1 counts if its bit is kept. Any unit length is allowed.
     */
    long countSieve(SieveUnit unit, BasePrimes base);

    /** Sieves bytes {@code [firstByte, firstByte + bits.length)} into {@code bits}: a bit is set iff its number survives. */
    void sieve(long firstByte, byte[] bits, BasePrimes base);

    /** {@code out[off + i]} = whether the unsigned number {@code n[off + i]} is prime, for {@code 0 <= i < len}: a proof for each. */
    void isPrime(long[] n, int off, int len, boolean[] out);

    /** The loops of combinatorial prime counting, or null where the device has none: it then counts by sieving. */
    default LeafEngine leaves() {
        return null;
    }

    /** Prime counting by rough numbers on the device, or null where it has none. */
    default RoughEngine rough() {
        return null;
    }
}
