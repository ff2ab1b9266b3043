package dev.kernelbridge.bench.bridge;

import java.util.concurrent.TimeUnit;
import java.util.function.LongBinaryOperator;
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

/** The smallest call there is: two longs in, one out. Its time is the bridge's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class AddBenchmark {

    @Param({"plain-java", "ffm-critical", "ffm-default", "bind", "bind-critical", "bind-function", "jni-by-hand", "javacpp", "jna-direct",
        "jna-interface", "jnr"})
    public String competitor;

    private long a = 0x1_2345_6789L;
    private LongBinaryOperator add;

    /** Opens the contestant and checks its answers. */
    @Setup
    public void open() {
        add = Contestant.of(competitor).open().add();
        Truth.checkAdd(add);
    }

    /** {@return a sum that nobody knows before} */
    @Benchmark
    public long add() {
        return add.applyAsLong(a, 3);
    }
}
