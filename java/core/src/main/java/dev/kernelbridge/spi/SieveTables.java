package dev.kernelbridge.spi;

import java.util.Arrays;

/**
 * What the quadratic sieve of one number N (the number to factor times a small multiplier, 1 modulo 8) is computed from. Immutable;
 * engines may keep a copy of the last object they saw and recognise it by identity.
 *
 * <p>A polynomial is Q(x) = a x^2 + b x + c with b^2 - 4 a c = N, so that (2 a x + b)^2 - N = 4 a Q(x), all Q(x) even. It is sieved at
 * {@code blocks * 2^blockBits} places; place 0 is x = -places / 2.
 *
 * @param primes    the factor base: 2, then the odd primes p modulo which N is a square, up to a few that divide N
 * @param roots     the square roots of N modulo those primes
 * @param inverses  their inverses modulo 2^32 (0 for 2)
 * @param reciprocals floor(2^64 / p), unsigned
 * @param logs      their scaled logarithms; half of it where p divides N, since its two places are one
 * @param sieved    the index of the first prime that is sieved: the smaller ones strike often and tell little
 * @param large  the index of the first prime that is larger than a block
 * @param blocks    how many blocks
 * @param blockBits the logarithm of a block's length to base 2
 * @param start     what a place holds before it is sieved; from 128 on it is looked at
 * @param tight     how much of a value's scaled logarithm may be unexplained once the small primes were divided out
 * @param scale     how much a bit counts in logs' scale
 * @param words     how many 64-bit words hold any 4 Q(x)
 * @param n         N modulo 2^(64 words), lowest word first
 * @param single    a prime up to which one may be left of Q(x)
 * @param pairLeast a composite from which on two of them may be left; with pairMost 0 none
 * @param pairMost  the largest such composite, unsigned
 */
public record SieveTables(int[] primes, int[] roots, int[] inverses, long[] reciprocals, byte[] logs, int sieved, int large, int blocks,
        int blockBits, int start, int tight, double scale, int words, long[] n, long single, long pairLeast, long pairMost) {

    /** The size of the factor base. */
    public int size() {
        return primes.length;
    }

    /** How many places a polynomial has. */
    public int places() {
        return blocks << blockBits;
    }

    /** The first prime of each logarithm among those larger than a block, and the size of the base; one entry only if there are none. */
    public int[] slices() {
        int[] cuts = new int[130];
        int count = 0;
        for (int i = large; i < primes.length; i++) {
            if (i == large || logs[i] != logs[i - 1]) {
                cuts[count++] = i;
            }
        }
        cuts[count++] = primes.length;
        return Arrays.copyOf(cuts, count);
    }
}
