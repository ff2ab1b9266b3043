package dev.kernelbridge;

/** What is known about a number's primality; the answer of {@link Kernels#provePrime}. */
public enum PrimeVerdict {
    /** Prime, proved. */
    PRIME,
    /** Passed all tests and no proof was found within bounded effort. No composite is known that passes them. */
    PROBABLY_PRIME,
    /** Not prime, proved; so are 1, 0 and negative numbers said to be. */
    COMPOSITE
}
