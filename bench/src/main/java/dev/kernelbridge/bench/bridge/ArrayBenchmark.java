package dev.kernelbridge.bench.bridge;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * A double[] that lies in Java's heap: the call, what a bridge makes of the array, and the sum. Eight doubles show the first, a
 * thousand what copying costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ArrayBenchmark {

    @Param({"plain-java", "ffm-critical", "ffm-default", "bind", "bind-critical", "jni-by-hand", "jni-by-hand-copy", "javacpp",
        "jna-direct", "jna-interface", "jnr", "jnr-pinned", "kernel-direct", "kernels-ffm", "kernels-jni", "kernels-java"})
    public String competitor;

    @Param({"8", "1000"})
    public int doubles;

    private double[] x;
    private ToDoubleFunction<double[]> sum;

    /** Opens the contestant and checks its answer. */
    @Setup
    public void open() {
        sum = Contestant.of(competitor).open().sum();
        Truth.checkSum(sum);
        x = Arrays.copyOf(Truth.array(), doubles);
    }

    /** {@return the sum of the array} */
    @Benchmark
    public double sum() {
        return sum.applyAsDouble(x);
    }
}
