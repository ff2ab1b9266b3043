package dev.kernelbridge.spi;

/** pi(n) by Legendre's recursion on rough numbers, O(n^(3/4)) with pi(n^(1/4)) dependent steps: for a device that a step costs little. */
public interface RoughEngine {
    /** The smallest n. */
    long LEAST = 16;
    /** The largest n: there the lists take 51 MB, and Gourdon's formula should have long been faster; see the inverses in rough.h as well. */
    long MOST = 10_000_000_000_000L;

    /** The primes up to n, {@code LEAST <= n <= MOST}. */
    long count(long n);
}
