package dev.kernelbridge.bench;

import dev.kernelbridge.Factorization;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

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
        if (bits < 8 || bits > 64) {
            throw new Refused("numbers: semiprimes have 8 to 64 bits, not " + bits);
        }
        long[] small = primes(bits / 2, random);
        long[] large = primes(bits - bits / 2, random);
        long[] numbers = new long[size];
        long[][] factors = new long[size][];
        for (int i = 0; i < size;) {
            long[] pair = {small[random.nextInt(SEVERAL)], large[random.nextInt(SEVERAL)]};
            Arrays.sort(pair);
            numbers[i] = pair[0] * pair[1]; // below 2^64
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
    void check(String competitor, List<Factorization> found) {
        Refused.unlessEqual("the number of factorizations by " + competitor, found.size(), numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            Refused.unlessEqual("the number that is factored by " + competitor, found.get(i).number().longValue(), numbers[i]);
        }
        check(competitor, found.stream().map(Batch::withMultiplicity).toArray(long[][]::new));
    }

    /** Refuses unless these are the primes of each, ascending and with their multiplicity. */
    void check(String competitor, long[][] found) {
        Refused.unlessEqual("the number of factorizations by " + competitor, found.length, numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            BigInteger product = BigInteger.ONE;
            boolean right = primes == null || Arrays.equals(found[i], primes[i]);
            for (long p : found[i]) {
                product = product.multiply(BigInteger.valueOf(p));
                right &= primes != null || i % SAMPLE != 0 || BigInteger.valueOf(p).isProbablePrime(CERTAINTY);
            }
            if (!right || !product.equals(new BigInteger(Long.toUnsignedString(numbers[i])))) {
                throw new Refused("factorizeAll by " + competitor + ": " + Long.toUnsignedString(numbers[i]) + " = " + Arrays.toString(found[i]) + " is wrong"
                        + (primes == null ? "" : ", expected " + Arrays.toString(primes[i])) + "; a wrong result is not timed");
            }
        }
    }

    private static long[] withMultiplicity(Factorization f) {
        long[] distinct = f.primesAsLongs();
        return IntStream.range(0, distinct.length).boxed()
                .flatMapToLong(i -> LongStream.generate(() -> distinct[i]).limit(f.exponents()[i])).toArray();
    }
}
