package dev.kernelbridge.bench.peers;

import java.math.BigInteger;
import java.util.List;

/** A peer that factors whole numbers, on the caller's thread. */
public interface FactorPeer extends Peer {
    /** The primes of each number with their multiplicity, ascending: 12 gives {2, 2, 3}. All numbers are unsigned and above 1. */
    long[][] factorizeAll(long[] numbers);

    /** The primes of a number above 1 with their multiplicity, ascending. */
    List<BigInteger> factorize(BigInteger number);

    /** The most decimal digits that it is worth asking for, 0 for words only: a product of two primes of half that length is the hard case. */
    int mostDigits();

    /** The longest numbers of 64 bits that it is worth asking for ten thousand of. */
    default int mostBits() {
        return 64;
    }
}
