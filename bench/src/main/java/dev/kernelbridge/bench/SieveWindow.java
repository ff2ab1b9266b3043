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

/**
 * How long does it take to count the primes of a window at 10^15? There the two million base primes are larger than a segment, and
 * what a sieve does with those that miss it decides.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgsAppend = {Ours.NATIVE_ACCESS, Ours.JMH_UNSAFE})
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 5, time = 1)
public class SieveWindow {
    private static final long FROM = 1_000_000_000_000_000L;

    @Param("1e9")
    public String width;

    @Param({"java", "ffm", "jni", "opencl", "cuda"})
    public String backend;

    @Param({"1", "all"})
    public String threads;

    private long to;
    private Kernels kernels;

    @Setup
    public void setUp() {
        long numbers = Published.number(width);
        long expected = Published.above1e15(numbers);
        to = FROM + numbers;
        kernels = Ours.openAndSay(backend, threads);
        Refused.unlessEqual("the primes of a window of " + width + " at 1e15 on " + backend, kernels.countPrimes(FROM, to), expected);
    }

    @Benchmark
    public long count() {
        return kernels.countPrimes(FROM, to);
    }

    @TearDown
    public void stillOurs() {
        Ours.assertRuns(kernels, Backend.of(backend));
    }
}
