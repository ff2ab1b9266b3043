package dev.kernelbridge.bench.bridge;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kernelbridge.bench.Refused;
import dev.kernelbridge.bind.NativeLibrary;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The very function that {@code vectors().sum} comes down to on FFM (kernelbridge.h), called as the backend calls it and with nothing
 * around it: what {@code kernels-ffm} takes longer is the cost of the face, its checks and its plan. The highest SIMD tier, as there
 * unless KERNELBRIDGE_CPU forces another.
 */
final class KernelDirect {
    private static final int BLOCK = 8192; // KB_BLOCK: up to so many doubles there is one partial, which is the sum
    private static final int SUM = 0;      // KB_SUM

    private static final SymbolLookup LIBRARY = NativeLibrary.open(KernelDirect.class, "kernelbridge").symbols();
    private static final MethodHandle REDUCE = Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow("kb_reduce_f64"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS,
                    JAVA_LONG), Linker.Option.critical(true));
    private static final int TIER = bestTier();
    /** Reused, for one thread: making one per call is Kernels' business. */
    private static final double[] PARTIAL = new double[1];

    private KernelDirect() {
    }

    static Calls calls() {
        return new Calls(Calls.none(), KernelDirect::sum, Calls.none());
    }

    private static int bestTier() {
        try {
            return (int) Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow("kb_tier_best"), FunctionDescriptor.of(JAVA_INT))
                    .invokeExact();
        } catch (Throwable t) {
            throw new IllegalStateException(t); // C throws nothing
        }
    }

    private static double sum(double[] x) {
        if (x.length > BLOCK) {
            throw new IllegalArgumentException("x has " + x.length + " elements; at most " + BLOCK + " have one partial sum");
        }
        int status;
        try {
            status = (int) REDUCE.invokeExact(TIER, SUM, 0.0, MemorySegment.ofArray(x), 0L, MemorySegment.NULL, 0L, (long) x.length,
                    MemorySegment.ofArray(PARTIAL), 0L);
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
        if (status != 0) {
            throw new Refused("kb_reduce_f64 refused its arguments with status " + status);
        }
        return PARTIAL[0];
    }
}
