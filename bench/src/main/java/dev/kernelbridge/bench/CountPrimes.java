package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Kernels;
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

/** How long does it take to count the primes up to n? Warm calls; {@code -p n=1e11} and up by hand, since they take minutes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgsAppend = {Ours.NATIVE_ACCESS, Ours.JMH_UNSAFE})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class CountPrimes {
    @Param({"1e9", "1e10"})
    public String n;

    @Param({"java", "ffm", "jni", "opencl", "cuda"})
    public String backend;

    @Param({"1", "all"})
    public String threads;

    private long limit;
    private Kernels kernels;

    @Setup
    public void setUp() {
        limit = Published.number(n);
        long expected = Published.pi(limit);
        kernels = Ours.openAndSay(backend, threads);
        Refused.unlessEqual("pi(" + n + ") on " + backend, kernels.countPrimes(limit), expected);
    }

    @Benchmark
    public long count() {
        return kernels.countPrimes(limit);
    }

    @TearDown
    public void stillOurs() {
        Ours.assertRuns(kernels, Backend.of(backend));
    }
}
