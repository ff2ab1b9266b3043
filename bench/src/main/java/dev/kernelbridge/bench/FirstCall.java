package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Kernels;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
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
 * How long does a fresh JVM take from the first touch of the library to the first result: service lookup, native library and link,
 * context, program build or cache, self-test, interpreted code? The start of the JVM itself is not in it. Nothing is touched before
 * the one timed call, so the result is checked after it, and a wrong one fails the fork.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class FirstCall {
    private static final int LENGTH = 10_000;

    @Param("java")
    public String competitor;

    private double[] ones;
    private Kernels kernels;
    private long found;
    private long expected;

    @Setup
    public void setUp() {
        ones = new double[LENGTH];
        Arrays.fill(ones, 1);
    }

    @Benchmark
    public long count() {
        expected = Published.pi(1_000_000);
        kernels = openFirst();
        found = kernels.countPrimes(1_000_000);
        return found;
    }

    @Benchmark
    public long factor() {
        expected = 21_179;
        kernels = openFirst();
        found = kernels.factorize(2_139_079).primesAsLongs()[1];
        return found;
    }

    @Benchmark
    public long dot() {
        expected = LENGTH;
        kernels = openFirst();
        found = (long) kernels.vectors().dot(ones, ones);
        return found;
    }

    private Kernels openFirst() {
        if (kernels != null) {
            throw new Refused("the second call in one JVM is not the first; leave out -i and -wi");
        }
        return Ours.open(competitor);
    }

    @TearDown
    public void check() {
        if (kernels != null) { // else the call has refused with its reason
            Refused.unlessEqual("the first call on " + competitor, found, expected);
            Ours.assertRuns(kernels, Backend.of(competitor));
        }
    }
}
