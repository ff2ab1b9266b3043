package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.bench.peers.FactorPeer;
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
 * How long do 10,000 factorizations take? Semiprimes of 32 to 63 bits are the hard case, random numbers the usual one. The proof of
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

    private long[] batch;
    private Kernels kernels; // or
    private FactorPeer peer;

    @Setup
    public void setUp() {
        Batch known = Batch.of(numbers, size);
        batch = known.numbers();
        if (Ours.backend(competitor)) {
            kernels = Ours.open(competitor, threads);
            known.check(competitor, kernels.factorizeAll(batch));
        } else {
            peer = Ours.peer(FactorPeer.class, competitor);
            known.check(competitor, peer.factorizeAll(batch));
        }
    }

    @Benchmark
    public Object factorizeAll() {
        return kernels != null ? kernels.factorizeAll(batch) : peer.factorizeAll(batch);
    }

    @TearDown
    public void stillTheSame() {
        if (kernels != null) {
            Ours.assertRuns(kernels, Backend.of(competitor));
        }
    }
}
