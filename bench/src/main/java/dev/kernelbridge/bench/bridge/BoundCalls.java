package dev.kernelbridge.bench.bridge;

import dev.kernelbridge.bind.Callback;
import dev.kernelbridge.bind.annotation.CFunction;
import dev.kernelbridge.bind.annotation.Critical;
import dev.kernelbridge.bind.annotation.Name;
import dev.kernelbridge.bind.annotation.SizedBy;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.LongBinaryOperator;

/** Kernelbridge's own way to call C: the contestants that issue 7 is about, with the checks that they make. */
final class BoundCalls {

    /** C's functions, with their array's length checked before each call. */
    interface Bridge {
        long bridge_add(long a, long b);

        @CFunction("double bridge_sum(const double *x, int64_t n)")
        double bridge_sum(@SizedBy("n") double[] x, long n);

        @CFunction("int64_t bridge_call_back(int64_t (*f)(int64_t, int64_t), int64_t times)")
        long bridge_call_back(MemorySegment f, long times);

        long bridge_length(String text);

        @Critical
        @Name("bridge_add")
        long addCritical(long a, long b);

        @Critical
        @Name("bridge_sum")
        @CFunction("double bridge_sum(const double *x, int64_t n)")
        double sumCritical(@SizedBy("n") double[] x, long n);
    }

    private static final Bridge BRIDGE = BenchLibrary.library().bind(Bridge.class);
    private static final LongBinaryOperator ADD =
            BenchLibrary.library().function("int64_t bridge_add(int64_t a, int64_t b)").as(LongBinaryOperator.class);

    private BoundCalls() {
    }

    static Calls calls() {
        MemorySegment f = Callback.of(Arena.global(), "int64_t (*)(int64_t, int64_t)", LongBinaryOperator.class, PlainJava::add);
        return new Calls((a, b) -> BRIDGE.bridge_add(a, b), x -> BRIDGE.bridge_sum(x, x.length), times -> BRIDGE.bridge_call_back(f, times),
                text -> BRIDGE.bridge_length(text));
    }

    static Calls criticalCalls() {
        return new Calls((a, b) -> BRIDGE.addCritical(a, b), x -> BRIDGE.sumCritical(x, x.length), Calls.none());
    }

    static Calls functionCalls() {
        return new Calls((a, b) -> ADD.applyAsLong(a, b), Calls.none(), Calls.none());
    }
}
