package dev.kernelbridge.bench.bridge;

import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The way back: C calls a Java function 1000 times. The time is of one of these calls. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class UpcallBenchmark {

    @Param({"plain-java", "ffm-default", "bind", "jni-by-hand", "javacpp", "jna-direct", "jna-interface", "jnr"})
    public String competitor;

    private LongUnaryOperator callBack;

    /** Opens the contestant and checks its answers. */
    @Setup
    public void open() {
        callBack = Contestant.of(competitor).open().callBack();
        Truth.checkCallBack(callBack);
    }

    /** {@return the last call's result} */
    @Benchmark
    @OperationsPerInvocation((int) Truth.TIMES)
    public long callBack() {
        return callBack.applyAsLong(Truth.TIMES);
    }
}
