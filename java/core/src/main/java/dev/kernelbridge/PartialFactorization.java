package dev.kernelbridge;

import java.math.BigInteger;
import java.util.Objects;

/**
 * As far as a factorization got: {@code known.number() * cofactor} is the number. Printed as {@code 2^3 × 7 × (1234…)}.
 *
 * @param known    the primes that were found, and the sign
 * @param cofactor what is left: above 1; composite, or not looked at yet
 */
public record PartialFactorization(Factorization known, BigInteger cofactor) {

    /** Both parts are needed. */
    public PartialFactorization {
        Objects.requireNonNull(known, "known");
        Objects.requireNonNull(cofactor, "cofactor");
    }

    @Override
    public String toString() {
        String primes = known.toString();
        return (primes.equals("1") ? "" : primes + " × ") + "(" + cofactor + ")";
    }
}
