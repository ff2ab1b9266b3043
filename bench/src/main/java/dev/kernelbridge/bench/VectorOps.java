package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
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
 * What does a vector operation cost at each length, from arrays in the heap (for a device: with transfer) and on resident vectors
 * (without)? On the caller's thread, as vector math runs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {Ours.NATIVE_ACCESS, Ours.JMH_UNSAFE})
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class VectorOps {
    @Param({"100", "1000", "10000", "1000000", "10000000"})
    public int length;

    @Param({"f64", "f32"})
    public String type;

    @Param({"heap", "resident"})
    public String place;

    @Param({"java", "ffm", "jni", "opencl", "cuda"})
    public String backend;

    private Kernels kernels;
    private Operands operands;

    @Setup
    public void setUp() {
        kernels = Ours.openAndSay(backend, Ours.ALL);
        Backend runs = Backend.of(backend);
        operands = Operands.of(kernels.vectors(), type, place, length, runs == Backend.OPENCL || runs == Backend.CUDA);
        for (String operation : List.of("dot", "axpy", "sum", "exp", "nrm2")) {
            VectorCheck.check(operation, operands, length, type + " " + place + " on " + backend);
        }
    }

    @Benchmark
    public double dot() {
        return operands.dot();
    }

    @Benchmark
    public void axpy() {
        operands.axpy();
    }

    @Benchmark
    public double sum() {
        return operands.sum();
    }

    @Benchmark
    public void exp() {
        operands.exp();
    }

    @Benchmark
    public double nrm2() {
        return operands.nrm2();
    }

    @TearDown
    public void stillOurs() {
        operands.close();
        Ours.assertRuns(kernels, Backend.of(backend));
    }
}
