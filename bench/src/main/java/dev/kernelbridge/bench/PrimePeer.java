package dev.kernelbridge.bench;

/** A peer that counts primes. */
public interface PrimePeer extends Peer {
    /** The number of primes up to n. */
    long count(long n, int threads);

    /** The largest n that it is worth asking for. */
    default long most() {
        return Long.MAX_VALUE;
    }

    /** Whether it uses more than one thread. */
    default boolean threaded() {
        return true;
    }
}
