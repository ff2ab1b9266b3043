package dev.kernelbridge.bench;

import dev.kernelbridge.Factorization;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Numbers to factor, the same in every fork, and what must come out. Semiprimes are products of primes that BigInteger made, so
 * their factors are known without factoring; of random numbers the product is checked, and the primes of every 25th by BigInteger.
 */
final class Batch {
    private static final long SEED = 20_261_121;
    private static final int SEVERAL = 1000; // primes of each length; the pairs are drawn from them
    private static final int CERTAINTY = 20; // a composite that slips through makes the check refuse, not pass
    private static final int SAMPLE = 25;

    private final long[] numbers;
    private final long[][] primes; // of each number, ascending; null for random numbers

    private Batch(long[] numbers, long[][] primes) {
        this.numbers = numbers;
        this.primes = primes;
    }

    /** {@code random}, or semiprimes of that many bits whose two primes have half of them. */
    static Batch of(String kind, int size) {
        Random random = new Random(SEED);
        return kind.equals("random") ? new Batch(random.longs(size, 1, Long.MAX_VALUE).toArray(), null)
                : semiprimes(Integer.parseInt(kind), size, random);
    }

    private static Batch semiprimes(int bits, int size, Random random) {
        if (bits < 8 || bits > 63) {
            throw new Refused("numbers: semiprimes have 8 to 63 bits, not " + bits);
        }
        long[] small = primes(bits / 2, random);
        long[] large = primes(bits - bits / 2, random);
        long[] numbers = new long[size];
        long[][] factors = new long[size][];
        for (int i = 0; i < size;) {
            long[] pair = {small[random.nextInt(SEVERAL)], large[random.nextInt(SEVERAL)]};
            Arrays.sort(pair);
            numbers[i] = Math.multiplyExact(pair[0], pair[1]);
            if (numbers[i] >>> bits - 1 == 1) {
                factors[i++] = pair;
            }
        }
        return new Batch(numbers, factors);
    }

    private static long[] primes(int bits, Random random) {
        return random.ints(SEVERAL).mapToLong(_ -> new BigInteger(bits, CERTAINTY, random).longValueExact()).toArray();
    }

    /** The numbers; not a copy. */
    long[] numbers() {
        return numbers;
    }

    /** Refuses unless these are the factorizations, one by one. */
    void check(String backend, List<Factorization> found) {
        Refused.unlessEqual("the number of factorizations on " + backend, found.size(), numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            Factorization f = found.get(i);
            boolean right = f.number().equals(BigInteger.valueOf(numbers[i]))
                    && (primes == null ? i % SAMPLE != 0 || f.primes().stream().allMatch(p -> p.isProbablePrime(CERTAINTY))
                            : Arrays.equals(withMultiplicity(f), primes[i]));
            if (!right) {
                throw new Refused("factorizeAll on " + backend + ": " + numbers[i] + " = " + f + " is wrong"
                        + (primes == null ? "" : ", expected " + primes[i][0] + " × " + primes[i][1]) + "; a wrong result is not timed");
            }
        }
    }

    private static long[] withMultiplicity(Factorization f) {
        long[] distinct = f.primesAsLongs();
        return distinct.length == 1 && f.exponents()[0] == 2 ? new long[] {distinct[0], distinct[0]} : distinct;
    }
}
