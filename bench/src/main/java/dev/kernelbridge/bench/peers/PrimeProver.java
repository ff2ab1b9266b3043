package dev.kernelbridge.bench.peers;

/** A peer that proves primes below 2^64, on the caller's thread. */
public interface PrimeProver extends Peer {
    /** Which of the unsigned numbers are prime. */
    boolean[] isPrime(long[] numbers);
}
