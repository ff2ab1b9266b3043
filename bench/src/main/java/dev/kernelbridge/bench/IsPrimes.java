package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.bench.peers.PrimeProver;
import java.math.BigInteger;
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

/** How long does it take to prove 1,000 primes of 63 bits, the slowest case, on one thread: one call each, or all in one call? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class IsPrimes {
    /** How many a call of the benchmark proves. */
    public static final int SIZE = 1000;
    private static final int BITS = 63;
    private static final int CERTAINTY = 40;
    private static final long SEED = 20_261_121;

    @Param("java")
    public String competitor;

    /** {@code single} or {@code batch}. */
    @Param("single")
    public String call;

    private long[] primes;
    private Kernels kernels; // or
    private PrimeProver peer;

    @Setup
    public void setUp() {
        primes = new Random(SEED).longs(SIZE).map(seed -> new BigInteger(BITS, CERTAINTY, new Random(seed)).longValueExact()).toArray();
        if (Ours.backend(competitor)) {
            kernels = Ours.open(competitor, "1");
            Ours.assertRuns(kernels, Backend.of(competitor));
        } else {
            peer = Ours.peer(PrimeProver.class, competitor);
        }
        Refused.unlessEqual("the primes that " + competitor + " found", isPrime(), SIZE);
        primes[0] += 2L * 3 * 5 * 7; // and one that is none
        while (BigInteger.valueOf(primes[0]).isProbablePrime(CERTAINTY)) {
            primes[0] -= 2;
        }
        Refused.unlessEqual("the primes that " + competitor + " found beside a composite", isPrime(), SIZE - 1);
        primes[0] = primes[1];
        Ours.warm(competitor, this::isPrime);
    }

    @Benchmark
    public int isPrime() {
        int count = 0;
        if (kernels != null && call.equals("single")) {
            for (long n : primes) {
                count += kernels.isPrime(n) ? 1 : 0;
            }
            return count;
        }
        for (boolean prime : kernels != null ? kernels.isPrime(primes) : peer.isPrime(primes)) {
            count += prime ? 1 : 0;
        }
        return count;
    }
}
