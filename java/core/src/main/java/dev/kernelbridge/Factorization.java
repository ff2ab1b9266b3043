package dev.kernelbridge;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A number as a sign and a product of prime powers, primes ascending: {@code 2^3 × 5}, {@code -1 × 7}, {@code 1}. Immutable.
 * {@link #toString()} is that text.
 */
public final class Factorization {
    /** More divisors than this are not put into a list: 10 million take about 1 GB. */
    private static final BigInteger MOST_DIVISORS = BigInteger.valueOf(10_000_000);

    private final int sign;
    private final long[] small; // unsigned; null if a prime does not fit
    private final BigInteger[] large; // null if all fit into small
    private final int[] exponents;

    private Factorization(int sign, long[] small, BigInteger[] large, int[] exponents) {
        this.sign = sign;
        this.small = small;
        this.large = large;
        this.exponents = exponents;
    }

    /** For conductors: primes ascending as unsigned 64-bit values; the arrays are taken, not copied, and may be shared. */
    public static Factorization ofUnsigned(int sign, long[] primes, int[] exponents) {
        return new Factorization(sign, primes, null, exponents);
    }

    /** For conductors: primes ascending; the arrays are taken, not copied. */
    public static Factorization of(int sign, BigInteger[] primes, int[] exponents) {
        return new Factorization(sign, null, primes, exponents);
    }

    /** 1 or -1. */
    public int sign() {
        return sign;
    }

    /** The distinct primes, ascending; empty for 1 and -1. */
    public List<BigInteger> primes() {
        List<BigInteger> primes = new ArrayList<>(exponents.length);
        for (int i = 0; i < exponents.length; i++) {
            primes.add(prime(i));
        }
        return Collections.unmodifiableList(primes);
    }

    /**
     * The distinct primes, ascending, as longs.
     *
     * @throws ArithmeticException if one is 2^63 or more; then ask {@link #primes()}
     */
    public long[] primesAsLongs() {
        long[] primes = new long[exponents.length];
        for (int i = 0; i < primes.length; i++) {
            primes[i] = prime(i).longValueExact();
        }
        return primes;
    }

    /** The exponent of each prime, in the order of {@link #primes()}. */
    public int[] exponents() {
        return exponents.clone();
    }

    /** The number itself. */
    public BigInteger number() {
        BigInteger n = BigInteger.valueOf(sign);
        for (int i = 0; i < exponents.length; i++) {
            n = n.multiply(prime(i).pow(exponents[i]));
        }
        return n;
    }

    /** Whether the number is a prime: one positive prime to the first power. */
    public boolean isPrime() {
        return sign == 1 && exponents.length == 1 && exponents[0] == 1;
    }

    /** How many positive divisors the number has. */
    public BigInteger divisorCount() {
        BigInteger count = BigInteger.ONE;
        for (int e : exponents) {
            count = count.multiply(BigInteger.valueOf(e + 1L));
        }
        return count;
    }

    /**
     * The positive divisors, ascending, 1 and |n| included.
     *
     * @throws ArithmeticException if there are more than ten million; {@link #divisorCount()} tells before
     */
    public List<BigInteger> divisors() {
        if (divisorCount().compareTo(MOST_DIVISORS) > 0) {
            throw new ArithmeticException("divisors: there are " + divisorCount() + ", more than a list of " + MOST_DIVISORS
                    + "; use divisorStream(), which keeps none");
        }
        List<BigInteger> divisors = new ArrayList<>(List.of(BigInteger.ONE));
        for (int i = 0; i < exponents.length; i++) {
            int before = divisors.size();
            BigInteger power = BigInteger.ONE;
            for (int e = 0; e < exponents[i]; e++) {
                power = power.multiply(prime(i));
                for (int k = 0; k < before; k++) {
                    divisors.add(divisors.get(k).multiply(power));
                }
            }
        }
        Collections.sort(divisors);
        return Collections.unmodifiableList(divisors);
    }

    /**
     * The positive divisors, ascending, made as they are asked for, however many there are: to find the first k of them takes O(k) memory
     * and O(k log k) comparisons.
     */
    public Stream<BigInteger> divisorStream() {
        BigInteger[] primes = primes().toArray(BigInteger[]::new);
        return StreamSupport.stream(() -> new DivisorWalk(primes, exponents), DivisorWalk.CHARACTERISTICS, false);
    }

    /** The sum of the positive divisors, 1 and |n| included: sigma(|n|). */
    public BigInteger divisorSum() {
        BigInteger sum = BigInteger.ONE;
        for (int i = 0; i < exponents.length; i++) {
            BigInteger p = prime(i);
            sum = sum.multiply(p.pow(exponents[i] + 1).subtract(BigInteger.ONE).divide(p.subtract(BigInteger.ONE)));
        }
        return sum;
    }

    /** How many of 1, …, |n| have no divisor with n in common: Euler's phi(|n|). */
    public BigInteger eulerPhi() {
        BigInteger phi = BigInteger.ONE;
        for (int i = 0; i < exponents.length; i++) {
            phi = phi.multiply(prime(i).pow(exponents[i] - 1)).multiply(prime(i).subtract(BigInteger.ONE));
        }
        return phi;
    }

    /** Moebius' mu(|n|): 0 if a square above 1 divides n, else 1 or -1 for an even or odd number of primes. */
    public int moebius() {
        return !isSquareFree() ? 0 : exponents.length % 2 == 0 ? 1 : -1;
    }

    /** The product of the distinct primes. */
    public BigInteger radical() {
        return primes().stream().reduce(BigInteger.ONE, BigInteger::multiply);
    }

    /** Whether no square above 1 divides the number. */
    public boolean isSquareFree() {
        return Arrays.stream(exponents).allMatch(e -> e == 1);
    }

    private BigInteger prime(int i) {
        return large != null ? large[i] : unsigned(small[i]);
    }

    private static BigInteger unsigned(long value) {
        return value >= 0 ? BigInteger.valueOf(value) : BigInteger.valueOf(value).add(BigInteger.ONE.shiftLeft(64));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Factorization that && sign == that.sign && Arrays.equals(exponents, that.exponents)
                && primes().equals(that.primes());
    }

    @Override
    public int hashCode() {
        return Objects.hash(sign, primes(), Arrays.hashCode(exponents));
    }

    @Override
    public String toString() {
        if (exponents.length == 0) {
            return String.valueOf(sign);
        }
        StringBuilder text = new StringBuilder(sign < 0 ? "-1 × " : "");
        for (int i = 0; i < exponents.length; i++) {
            text.append(i == 0 ? "" : " × ").append(large != null ? large[i].toString() : Long.toUnsignedString(small[i]))
                    .append(exponents[i] == 1 ? "" : "^" + exponents[i]);
        }
        return text.toString();
    }
}
