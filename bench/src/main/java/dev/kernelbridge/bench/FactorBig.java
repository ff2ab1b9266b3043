package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.bench.peers.FactorPeer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long does one number of a little more than 64 bits take on average: products of two primes of half the bits? Methods of this size are
 * random, so it takes a hundred numbers to say. The primes are BigInteger's, and every answer is compared with them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FactorBig {
    private static final int COUNT = 100;
    private static final long SEED = 20_261_121;
    private static final int LEAST_BITS = 65;
    private static final int MOST_BITS = 160;

    @Param("96")
    public int bits;

    @Param("java")
    public String competitor;

    @Param({"1", "all"})
    public String threads;

    private final List<BigInteger> numbers = new ArrayList<>();
    private final List<List<BigInteger>> expected = new ArrayList<>();
    private Kernels kernels; // or
    private FactorPeer peer;

    @Setup
    public void setUp() {
        if (bits < LEAST_BITS || bits > MOST_BITS) {
            throw new Refused("bits: " + bits + " is not in " + LEAST_BITS + " to " + MOST_BITS);
        }
        Random random = new Random(SEED + bits);
        while (numbers.size() < COUNT) {
            BigInteger p = BigInteger.probablePrime((bits + 1) / 2, random);
            BigInteger q = BigInteger.probablePrime(bits / 2, random);
            if (!p.equals(q) && p.multiply(q).bitLength() == bits) {
                numbers.add(p.multiply(q));
                expected.add(List.of(p.min(q), p.max(q)));
            }
        }
        if (Ours.backend(competitor)) {
            kernels = Ours.open(competitor, threads);
        } else {
            peer = Ours.peer(FactorPeer.class, competitor);
        }
        int[] calls = {0};
        Ours.warm(competitor, () -> check(calls[0]++ % COUNT));
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void factorize() {
        for (int i = 0; i < COUNT; i++) {
            check(i);
        }
    }

    private void check(int i) {
        List<BigInteger> found = kernels == null ? peer.factorize(numbers.get(i)) : kernels.factorize(numbers.get(i)).primes();
        if (!found.equals(expected.get(i))) {
            throw new Refused("factorize(" + numbers.get(i) + ") by " + competitor + " gave " + found + ", expected " + expected.get(i)
                    + "; a wrong result is not timed");
        }
    }

    @TearDown
    public void stillTheSame() {
        if (kernels != null) {
            Ours.assertRuns(kernels, Backend.of(competitor));
        }
    }
}
