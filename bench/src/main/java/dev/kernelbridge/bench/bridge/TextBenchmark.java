package dev.kernelbridge.bench.bridge;

import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
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

/** A String that C reads: the call, and what a bridge makes of the text. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class TextBenchmark {

    @Param({"ffm-default", "bind", "javacpp", "jna-direct", "jna-interface", "jnr"})
    public String competitor;

    private String text;
    private ToLongFunction<String> length;

    /** Opens the contestant and checks its answers. */
    @Setup
    public void open() {
        length = Contestant.of(competitor).open().length();
        Truth.checkLength(length);
        text = Truth.TEXT;
    }

    /** {@return the text's length} */
    @Benchmark
    public long length() {
        return length.applyAsLong(text);
    }
}
