package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Factorization;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.bench.peers.FactorPeer;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long does one large number take: a product of two primes of half its digits, the hard case? The primes are BigInteger's, so the
 * answer is known without factoring, and every answer is compared with it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FactorOne {
    private static final long SEED = 20_261_121;
    private static final int LEAST_DIGITS = 20;
    private static final int MOST_DIGITS = 120;
    private static final int WARMING_DIGITS = 45; // by the quadratic sieve, in a fraction of a second
    private static final BigInteger SMALL = BigInteger.valueOf(1_000_003L * 998_244_353);

    @Param("25")
    public int digits;

    @Param("java")
    public String competitor;

    @Param("all")
    public String threads;

    private BigInteger number;
    private List<BigInteger> expected;
    private Kernels kernels; // or
    private FactorPeer peer;

    @Setup
    public void setUp() {
        expected = primes(digits);
        number = expected.getFirst().multiply(expected.getLast());
        if (Ours.backend(competitor)) {
            kernels = Ours.open(competitor, threads);
        } else {
            peer = Ours.peer(FactorPeer.class, competitor);
        }
        check(SMALL, factorize(SMALL), List.of(BigInteger.valueOf(1_000_003), BigInteger.valueOf(998_244_353)));
        List<BigInteger> warming = primes(Math.min(digits, WARMING_DIGITS));
        Ours.warm(competitor, () -> check(warming.getFirst().multiply(warming.getLast()),
                factorize(warming.getFirst().multiply(warming.getLast())), warming));
    }

    @Benchmark
    public List<BigInteger> factorize() {
        List<BigInteger> found = factorize(number);
        check(number, found, expected);
        return found;
    }

    @TearDown
    public void stillTheSame() {
        if (kernels != null) {
            Ours.assertRuns(kernels, Backend.of(competitor));
        }
    }

    private List<BigInteger> factorize(BigInteger n) {
        if (kernels == null) {
            return peer.factorize(n);
        }
        Factorization found = kernels.factorize(n);
        return found.primes(); // two different ones
    }

    private void check(BigInteger n, List<BigInteger> found, List<BigInteger> right) {
        if (!found.equals(right)) {
            throw new Refused("factorize(" + n + ") by " + competitor + " gave " + found + ", expected " + right
                    + "; a wrong result is not timed");
        }
    }

    /** Two primes, ascending, whose product has that many decimal digits: the same in every fork. */
    static List<BigInteger> primes(int digits) {
        if (digits < LEAST_DIGITS || digits > MOST_DIGITS) {
            throw new Refused("digits: " + digits + " is not in " + LEAST_DIGITS + " to " + MOST_DIGITS);
        }
        Random random = new Random(SEED + digits);
        while (true) {
            BigInteger p = prime(digits / 2, random);
            BigInteger q = prime(digits - digits / 2, random);
            if (!p.equals(q) && p.multiply(q).toString().length() == digits) {
                return List.of(p.min(q), p.max(q));
            }
        }
    }

    private static BigInteger prime(int digits, Random random) {
        BigInteger least = BigInteger.TEN.pow(digits - 1);
        BigInteger prime;
        do {
            prime = least.add(new BigInteger(least.bitLength() + 4, random).mod(least.multiply(BigInteger.valueOf(9)))).nextProbablePrime();
        } while (prime.toString().length() != digits);
        return prime;
    }
}
