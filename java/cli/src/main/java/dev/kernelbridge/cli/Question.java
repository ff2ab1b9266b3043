package dev.kernelbridge.cli;

import dev.kernelbridge.Factorization;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.PrimeVerdict;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What can be asked about one number: the four questions that {@code pi}, {@code nth-prime}, {@code isprime} and {@code factor}
 * put to the given backend, and {@code compare} to all of them. Results are a Long or BigInteger, a Boolean, PROBABLY_PRIME or a
 * {@link Factorization}; of a vector operation, which takes a length, the bits of the number.
 *
 * @param kernel the command's name
 * @param from   the lower end of the range to count in, or null
 * @param least  the smallest number that has an answer
 * @param most   the largest one; null for no limit
 * @param batch  whether neighbours that fit into a long are answered by one call
 * @param ask    answers several numbers, which fit into a long unless there is only one
 */
record Question(String kernel, BigInteger from, BigInteger least, BigInteger most, boolean batch,
        BiFunction<Kernels, List<BigInteger>, List<?>> ask) {
    private static final BigInteger LEAST_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST_LONG = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MOST_COUNTED = BigInteger.TEN.pow(21);
    /** pi(2^63 - 1), OEIS A007053(63). */
    private static final BigInteger PRIMES_BELOW_2_63 = BigInteger.valueOf(216_289_611_853_439_384L);

    /** How many primes there are up to n, or from {@code from} to n if that is not null. */
    static Question pi(BigInteger from) {
        return new Question("pi", from, from == null ? LEAST_LONG : from, from == null ? MOST_COUNTED : MOST_LONG, false, (k, n) -> List.of(
                from == null ? k.countPrimes(n.getFirst())
                        : k.countPrimes(from.longValueExact(), n.getFirst().longValueExact())));
    }

    /** The lower end of a range whose primes are counted; only read, never asked. */
    static Question startOfCount() {
        return new Question("pi --from", null, LEAST_LONG, MOST_LONG, false, (k, n) -> List.of());
    }

    /** The ends of a range whose primes are listed; only read, never asked. */
    static Question rangeOfPrimes(BigInteger from) {
        return new Question("primes", from, from == null ? LEAST_LONG : from, MOST_LONG, false, (k, n) -> List.of());
    }

    /** Which prime is the i-th. */
    static Question nthPrime() {
        return new Question("nth-prime", null, BigInteger.ONE, PRIMES_BELOW_2_63, false,
                (k, n) -> List.of(k.nthPrime(n.getFirst().longValueExact())));
    }

    /** Whether n is prime; from 2^64 on that may be only probable. */
    static Question isPrime() {
        return new Question("isprime", null, null, null, true, (k, n) -> {
            if (!fitsLong(n.getFirst())) {
                PrimeVerdict verdict = k.provePrime(n.getFirst());
                return List.of(verdict == PrimeVerdict.PROBABLY_PRIME ? verdict : (Object) (verdict == PrimeVerdict.PRIME));
            }
            List<Boolean> answers = new ArrayList<>(n.size());
            for (boolean prime : k.isPrime(longs(n))) {
                answers.add(prime);
            }
            return answers;
        });
    }

    /** What n is made of. */
    static Question factor() {
        return new Question("factor", null, null, null, true, (k, n) -> n.size() > 1
                ? k.factorizeAllUnsigned(n.stream().mapToLong(BigInteger::longValue).toArray()) : List.of(k.factorize(n.getFirst())));
    }

    /** A reduction of random vectors of n doubles, the same for every backend; its result in hexadecimal, as all bits must agree. */
    private static Question reduction(String kernel) {
        return new Question(kernel, null, BigInteger.ZERO, SampleVectors.MOST, false, (k, n) -> {
            SampleVectors sample = SampleVectors.of(n.getFirst());
            return List.of(VectorCall.hexadecimal(VectorCall.reduce(kernel, k.vectors(), sample.x(), sample.y())));
        });
    }

    /** The question of that name. */
    static Question named(String kernel) {
        return switch (kernel) {
            case "pi" -> pi(null);
            case "nth-prime" -> nthPrime();
            case "isprime" -> isPrime();
            case "factor" -> factor();
            case "dot", "sum", "asum", "nrm2" -> reduction(kernel);
            default -> throw new IllegalArgumentException("unknown kernel \"" + kernel
                    + "\"; known are pi, factor, isprime, nth-prime, dot, sum, asum, nrm2");
        };
    }

    /**
     * The number that a text means, if the question has an answer for it.
     *
     * @throws IllegalArgumentException if not; the message quotes the text and gives the range
     */
    BigInteger parse(String text) {
        // picocli hands over what it does not know, so that -5 can be a number
        if (text.startsWith("-") && text.matches("-{1,2}\\p{Alpha}.*")) {
            throw new IllegalArgumentException("unknown option " + text);
        }
        BigInteger n = NumberSyntax.parse(text);
        if (least != null && (n.compareTo(least) < 0 || n.compareTo(most) > 0)) {
            throw new IllegalArgumentException("\"" + text + "\" is out of range; " + kernel + " takes " + least + " to " + most);
        }
        if (kernel.equals("factor") && n.signum() == 0) {
            throw new IllegalArgumentException("\"" + text + "\": 0 has no factorization, since every number divides it");
        }
        return n;
    }

    /** Makes what is to be asked about, where that takes time of its own. */
    void prepare(BigInteger n) {
        if (VectorCall.REDUCTIONS.contains(kernel)) {
            SampleVectors.of(n);
        }
    }

    /** Whether one call can answer both this number and its neighbours. */
    boolean batches(BigInteger n) {
        return batch && (kernel.equals("factor") ? n.signum() > 0 && n.bitLength() <= Long.SIZE : fitsLong(n));
    }

    /** The answer as people read it; a number alone is the easiest to use in a script. */
    String text(String typed, BigInteger n, Object result) {
        return switch (result) {
            case Boolean prime -> typed + ": " + (prime ? "prime" : "not prime");
            case PrimeVerdict verdict -> typed + ": probably prime";
            case Factorization factors -> typed + ": " + Answer.digits(n) + " = " + factors;
            default -> result.toString();
        };
    }

    private static boolean fitsLong(BigInteger n) {
        return n.bitLength() < Long.SIZE;
    }

    private static long[] longs(List<BigInteger> n) {
        return n.stream().mapToLong(BigInteger::longValueExact).toArray();
    }
}
