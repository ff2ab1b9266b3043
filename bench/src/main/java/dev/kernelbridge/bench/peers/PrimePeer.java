package dev.kernelbridge.bench.peers;

/** A peer that counts primes. */
public interface PrimePeer extends Peer {
    /** The number of primes p with {@code from <= p <= to}. */
    long count(long from, long to, int threads);

    /** The largest number that it is worth asking for. */
    default long most() {
        return Long.MAX_VALUE;
    }

    /** Whether it produces the primes one by one; else it can only count from 0. */
    default boolean sieves() {
        return true;
    }

    /** Whether it uses more than one thread. */
    default boolean threaded() {
        return true;
    }
}
