package dev.kernelbridge.bench.bridge;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** FFM as Kernelbridge's own backend uses it in short calls: no change of thread state, heap arrays without a copy. No upcalls. */
final class FfmCritical {

    private static final Linker.Option CRITICAL = Linker.Option.critical(true);
    private static final MethodHandle ADD = FfmDefault.bind("bridge_add", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG), CRITICAL);
    private static final MethodHandle SUM = FfmDefault.bind("bridge_sum", FunctionDescriptor.of(JAVA_DOUBLE, ADDRESS, JAVA_LONG), CRITICAL);

    private FfmCritical() {
    }

    static Calls calls() {
        return new Calls(FfmCritical::add, FfmCritical::sum, Calls.none());
    }

    private static long add(long a, long b) {
        try {
            return (long) ADD.invokeExact(a, b);
        } catch (Throwable t) {
            throw new IllegalStateException(t); // C throws nothing
        }
    }

    private static double sum(double[] x) {
        try {
            return (double) SUM.invokeExact(MemorySegment.ofArray(x), (long) x.length);
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }
}
