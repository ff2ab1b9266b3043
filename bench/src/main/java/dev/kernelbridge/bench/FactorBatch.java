package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Factorization;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.bench.peers.FactorPeer;
import java.util.ArrayList;
import java.util.List;
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
 * How long do 10,000 factorizations take? Semiprimes of 32 to 64 bits are the hard case, random numbers the usual one. The proof of
 * every prime is part of the time of ours, as it is part of the call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FactorBatch {
    @Param("63")
    public String numbers;

    @Param("10000")
    public int size;

    @Param("java")
    public String competitor;

    @Param({"1", "all"})
    public String threads;

    /** {@code batch}: all in one call, or {@code single}: one call for each; the peers have no other. */
    @Param("batch")
    public String call;

    private static final int FEW = 200; // a batch takes from milliseconds to a minute: hence a first call on few

    private Batch batch;
    private Object found; // by the first call on all numbers; checked after the last, since a call of a minute is timed only once
    private Kernels kernels; // or
    private FactorPeer peer;

    @Setup
    public void setUp() {
        batch = Batch.of(numbers, size);
        if (Ours.backend(competitor)) {
            kernels = Ours.open(competitor, threads);
        } else {
            peer = Ours.peer(FactorPeer.class, competitor);
        }
        Batch few = Batch.of(numbers, Math.min(FEW, size));
        check(few, factorize(few));
        Ours.warm(competitor, () -> factorize(few));
    }

    @Benchmark
    public Object factorizeAll() {
        Object answer = factorize(batch);
        if (found == null) {
            found = answer;
        }
        return answer;
    }

    private Object factorize(Batch some) {
        if (kernels == null) {
            return peer.factorizeAll(some.numbers());
        }
        if (call.equals("batch")) {
            return kernels.factorizeAllUnsigned(some.numbers());
        }
        List<Factorization> answers = new ArrayList<>(some.numbers().length);
        for (long n : some.numbers()) {
            answers.add(kernels.factorizeUnsigned(n));
        }
        return answers;
    }

    @SuppressWarnings("unchecked")
    private void check(Batch some, Object answer) {
        if (answer instanceof long[][] primes) {
            some.check(competitor, primes);
        } else {
            some.check(competitor, (List<Factorization>) answer);
        }
    }

    @TearDown
    public void stillRight() {
        if (found != null) { // else the call has failed with its reason
            check(batch, found);
        }
        if (kernels != null) {
            Ours.assertRuns(kernels, Backend.of(competitor));
        }
    }
}
