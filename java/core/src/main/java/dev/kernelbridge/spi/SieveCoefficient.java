package dev.kernelbridge.spi;

import java.io.Serializable;

/**
 * The leading coefficient a of 2^(s-1) polynomials: a product of s primes of the factor base. Their b are sums of +-B_l, where B_l is
 * 0 modulo a / q_l and a root of N modulo q_l; polynomial g takes those with a minus sign whose bit is set in g xor (g >> 1), so
 * that neighbours differ in one sign (S. Contini, thesis, 1997).
 *
 * @param index   its number; the number that is factored and the index determine it
 * @param factors the primes' indices in the factor base, ascending
 * @param gammas  B_l q_l / a modulo q_l
 * @param odd     1 if a is added to the sum to make b odd, else 0
 * @param a       a modulo 2^(64 words), lowest word first
 * @param inverse its inverse modulo the same
 * @param parts   the B_l modulo the same, one after another
 */
public record SieveCoefficient(int index, int[] factors, int[] gammas, int odd, long[] a, long[] inverse, long[] parts)
        implements Serializable {

    /** How many polynomials it has. */
    public int polynomials() {
        return 1 << factors.length - 1;
    }

    /** The lowest word of b in polynomial {@code g}. */
    public long low(int g) {
        int minus = g ^ g >>> 1;
        int words = a.length;
        long b = odd * a[0];
        for (int l = 0; l < factors.length; l++) {
            b += (minus >>> l & 1) != 0 ? -parts[l * words] : parts[l * words];
        }
        return b;
    }
}
