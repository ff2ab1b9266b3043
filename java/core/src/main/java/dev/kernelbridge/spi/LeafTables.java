package dev.kernelbridge.spi;

/**
 * What the leaves of X. Gourdon's formula for pi(x) are computed from. Immutable; engines may keep a device copy of the last object
 * they saw and recognise it by identity.
 *
 * @param x       the argument
 * @param y       the largest prime that divides a leaf's m
 * @param z       the largest m, below 2^31
 * @param k       how many primes the sieve of the hard leaves starts without, 4 to 8
 * @param primes  the primes up to y from index 1 on; index 0 holds 0
 * @param pi      pi(v) up to sqrt(x)
 * @param factor  for the i-th number coprime to 210: 0 if it is no leaf (1, or a square divides it, or a prime above y); else its
 *                least prime factor, 65535 if it is a prime
 * @param leaf    for the same number m, if it is a leaf: m - 1 if it has an odd number of primes, else m
 * @param wheel   the sieve's bytes 0, 1, ... without multiples of the first k primes: one period, or all that is sieved if
 *                that is less
 */
public record LeafTables(Wide x, long y, long z, int k, int[] primes, PiTable pi, char[] factor, int[] leaf, byte[] wheel) {
    private static final int[] BELOW = below();

    /** How many numbers from 1 to m are coprime to 210: the index in {@code factor} of the first number above m. */
    public static int indexAbove(long m) {
        return (int) (m / 210) * 48 + BELOW[(int) (m % 210)];
    }

    private static int[] below() {
        int[] below = new int[210];
        for (int r = 1; r < 210; r++) {
            below[r] = below[r - 1] + (r % 2 != 0 && r % 3 != 0 && r % 5 != 0 && r % 7 != 0 ? 1 : 0);
        }
        return below;
    }
}
