package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.bench.peers.PrimePeer;

/** Someone who counts primes on a fixed number of threads: a backend of ours, or a peer. */
interface PrimeCounting extends AutoCloseable {
    /** The primes p with {@code from <= p <= to}. */
    long count(long from, long to);

    /** Refuses if another backend runs by now than the one that was asked for. */
    @Override
    default void close() {
    }

    /** @param sieve whether ours have to sieve, and not to take the formula that is faster */
    static PrimeCounting by(String competitor, String threads, boolean sieve) {
        if (!Ours.backend(competitor)) {
            PrimePeer peer = Ours.peer(PrimePeer.class, competitor);
            int count = Ours.count(threads);
            return (from, to) -> peer.count(from, to, count);
        }
        Kernels kernels = Ours.open(competitor, threads, sieve);
        return new PrimeCounting() {
            @Override
            public long count(long from, long to) {
                return from == 0 ? kernels.countPrimes(to) : kernels.countPrimes(from, to);
            }

            @Override
            public void close() {
                Ours.assertRuns(kernels, Backend.of(competitor));
            }
        };
    }
}
