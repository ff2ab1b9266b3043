package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Factorization;
import dev.kernelbridge.Kernels;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long do 10,000 factorizations take? Semiprimes of 32 to 63 bits are the hard case, random numbers the usual one. The proof of
 * every prime is part of the time, as it is part of the call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgsAppend = {Ours.NATIVE_ACCESS, Ours.JMH_UNSAFE})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class FactorBatch {
    @Param({"32", "40", "48", "56", "63", "random"})
    public String numbers;

    @Param("10000")
    public int size;

    @Param({"java", "ffm", "jni", "opencl", "cuda"})
    public String backend;

    @Param({"1", "all"})
    public String threads;

    private Batch batch;
    private Kernels kernels;

    @Setup
    public void setUp() {
        batch = Batch.of(numbers, size);
        kernels = Ours.openAndSay(backend, threads);
        batch.check(backend, kernels.factorizeAll(batch.numbers()));
    }

    @Benchmark
    public List<Factorization> factorizeAll() {
        return kernels.factorizeAll(batch.numbers());
    }

    @TearDown
    public void stillOurs() {
        Ours.assertRuns(kernels, Backend.of(backend));
    }
}
