package dev.kernelbridge.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kernelbridge.DeviceFailedException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * native/include/kernelbridge.h in Java: one method per function, one holder class per method. A holder's {@code static final}
 * handle is a constant to C2, so that a call is inlined, and is bound when its class is first used. A missing operand is passed
 * as null.
 */
final class Downcalls {

    private Downcalls() {
    }

    private static final class SieveScratch {
        static final MethodHandle CALL = Library.longCall("kb_sieve_scratch", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));
    }

    static long sieveScratch(long first, long bytes) {
        try {
            return (long) SieveScratch.CALL.invokeExact(first, bytes);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class SieveBits {
        static final MethodHandle CALL = Library.longCall("kb_sieve_bits",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    }

    static void sieveBits(int tier, long first, long bytes, MemorySegment base, long nbase, MemorySegment bits, MemorySegment scratch) {
        try {
            check("kb_sieve_bits", (int) SieveBits.CALL.invokeExact(tier, first, bytes, base, nbase, bits, scratch));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class SieveCount {
        static final MethodHandle CALL = Library.longCall("kb_sieve_count", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG,
                JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    }

    static void sieveCount(int tier, long first, long bytes, int firstMask, int lastMask, MemorySegment base, long nbase,
            MemorySegment scratch, MemorySegment count) {
        try {
            check("kb_sieve_count",
                    (int) SieveCount.CALL.invokeExact(tier, first, bytes, firstMask, lastMask, base, nbase, scratch, count));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class SumPi {
        static final MethodHandle CALL = Library.longCall("kb_sum_pi",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    }

    static void sumPi(int tier, MemorySegment tables, MemorySegment jobs, long count, MemorySegment sum) {
        try {
            check("kb_sum_pi", (int) SumPi.CALL.invokeExact(tier, tables, jobs, count, sum));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class HardLeaves {
        static final MethodHandle CALL = Library.longCall("kb_hard_leaves", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG,
                JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS));
    }

    static void hardLeaves(int tier, MemorySegment tables, long low, long high, long stages, MemorySegment phi, MemorySegment mu,
            MemorySegment sum) {
        try {
            check("kb_hard_leaves", (int) HardLeaves.CALL.invokeExact(tier, tables, low, high, stages, phi, mu, sum));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class IsPrime {
        static final MethodHandle CALL = Library.shortCall("kb_is_prime",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG));
    }

    static void isPrime(int tier, MemorySegment n, long nOff, long count, MemorySegment out, long outOff) {
        try {
            check("kb_is_prime", (int) IsPrime.CALL.invokeExact(tier, n, nOff, count, out, outOff));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final FunctionDescriptor FACTORIZE = FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS);

    private static final class Factorize {
        static final MethodHandle CALL = Library.longCall("kb_factorize", FACTORIZE);
    }

    private static final class FactorizeFew {
        static final MethodHandle CALL = Library.shortCall("kb_factorize", FACTORIZE);
    }

    /** A number or two, on arrays in the heap. */
    static void factorizeFew(int tier, MemorySegment n, long nOff, long count, MemorySegment primes) {
        try {
            check("kb_factorize", (int) FactorizeFew.CALL.invokeExact(tier, n, nOff, count, primes));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    static void factorize(int tier, MemorySegment n, long nOff, long count, MemorySegment primes) {
        try {
            check("kb_factorize", (int) Factorize.CALL.invokeExact(tier, n, nOff, count, primes));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class CurvesLanes {
        static final MethodHandle CALL = Library.longCall("kb_curves_lanes", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    }

    static int curvesLanes(int tier, long bits) {
        try {
            return (int) CurvesLanes.CALL.invokeExact(tier, bits);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class CurvesBytes {
        static final MethodHandle CALL = Library.longCall("kb_curves_bytes",
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    }

    static long curvesBytes(int tier, long bits, long points) {
        try {
            return (long) CurvesBytes.CALL.invokeExact(tier, bits, points);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class CurvesOpen {
        static final MethodHandle CALL = Library.longCall("kb_curves_open",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));
    }

    static void curvesOpen(int tier, MemorySegment n, long words, long points, MemorySegment state) {
        try {
            check("kb_curves_open", (int) CurvesOpen.CALL.invokeExact(tier, n, words, points, state));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class CurvesBegin {
        static final MethodHandle CALL = Library.longCall("kb_curves_begin",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    }

    static void curvesBegin(int tier, MemorySegment a24, MemorySegment x, MemorySegment state) {
        try {
            check("kb_curves_begin", (int) CurvesBegin.CALL.invokeExact(tier, a24, x, state));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class CurvesChain {
        static final MethodHandle CALL = Library.longCall("kb_curves_chain",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS));
    }

    static void curvesChain(int tier, MemorySegment steps, long count, MemorySegment state) {
        try {
            check("kb_curves_chain", (int) CurvesChain.CALL.invokeExact(tier, steps, count, state));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class CurvesPairs {
        static final MethodHandle CALL = Library.longCall("kb_curves_pairs",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));
    }

    static void curvesPairs(int tier, MemorySegment columns, long count, long from, MemorySegment state) {
        try {
            check("kb_curves_pairs", (int) CurvesPairs.CALL.invokeExact(tier, columns, count, from, state));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class CurvesRead {
        static final MethodHandle CALL = Library.longCall("kb_curves_read",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    }

    static void curvesRead(int tier, int product, MemorySegment out, MemorySegment state) {
        try {
            check("kb_curves_read", (int) CurvesRead.CALL.invokeExact(tier, product, out, state));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class SiqsScratch {
        static final MethodHandle CALL = Library.longCall("kb_siqs_scratch", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
    }

    static long siqsScratch(MemorySegment tables) {
        try {
            return (long) SiqsScratch.CALL.invokeExact(tables);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class Siqs {
        static final MethodHandle CALL = Library.longCall("kb_siqs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG,
                JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    }

    static void siqs(int tier, MemorySegment tables, MemorySegment coefficient, long from, long to, MemorySegment scratch,
            MemorySegment found, long room, MemorySegment state) {
        try {
            check("kb_siqs", (int) Siqs.CALL.invokeExact(tier, tables, coefficient, from, to, scratch, found, room, state));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class MapF64 {
        static final MethodHandle CALL = Library.shortCall("kb_map_f64", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_DOUBLE,
                JAVA_DOUBLE, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG));
    }

    /** All operands begin at element {@code at}. */
    static void mapF64(int tier, int op, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out, long at,
            long n) {
        try {
            check("kb_map_f64", (int) MapF64.CALL.invokeExact(tier, op, a, b, x, at, orNull(y), at, orNull(z), at, out, at, n));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class MapF32 {
        static final MethodHandle CALL = Library.shortCall("kb_map_f32", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_FLOAT,
                JAVA_FLOAT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG));
    }

    /** All operands begin at element {@code at}. */
    static void mapF32(int tier, int op, float a, float b, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out, long at,
            long n) {
        try {
            check("kb_map_f32", (int) MapF32.CALL.invokeExact(tier, op, a, b, x, at, orNull(y), at, orNull(z), at, out, at, n));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class ReduceF64 {
        static final MethodHandle CALL = Library.shortCall("kb_reduce_f64", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_DOUBLE,
                ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG));
    }

    /** The operands begin at element {@code at}, the partials at {@code partialsAt}. */
    static void reduceF64(int tier, int op, double a, MemorySegment x, MemorySegment y, long at, long n, double[] partials,
            long partialsAt) {
        try {
            check("kb_reduce_f64", (int) ReduceF64.CALL.invokeExact(tier, op, a, x, at, orNull(y), at, n, MemorySegment.ofArray(partials),
                    partialsAt));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class ReduceF32 {
        static final MethodHandle CALL = Library.shortCall("kb_reduce_f32", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_FLOAT,
                ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG));
    }

    /** The operands begin at element {@code at}, the partials at {@code partialsAt}. */
    static void reduceF32(int tier, int op, float a, MemorySegment x, MemorySegment y, long at, long n, double[] partials,
            long partialsAt) {
        try {
            check("kb_reduce_f32", (int) ReduceF32.CALL.invokeExact(tier, op, a, x, at, orNull(y), at, n, MemorySegment.ofArray(partials),
                    partialsAt));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class ScanF64 {
        static final MethodHandle CALL = Library.shortCall("kb_scan_f64",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG));
    }

    /** Both operands begin at element {@code at}. */
    static void scanF64(int tier, double carry, MemorySegment x, MemorySegment out, long at, long n) {
        try {
            check("kb_scan_f64", (int) ScanF64.CALL.invokeExact(tier, carry, x, at, out, at, n));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static final class ScanF32 {
        static final MethodHandle CALL = Library.shortCall("kb_scan_f32",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG));
    }

    /** Both operands begin at element {@code at}. */
    static void scanF32(int tier, float carry, MemorySegment x, MemorySegment out, long at, long n) {
        try {
            check("kb_scan_f32", (int) ScanF32.CALL.invokeExact(tier, carry, x, at, out, at, n));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    /**
     * Whole arrays; one that is null is not looked at by C, and any other stands for it. The segments are made where the call is, so that
     * compiled code makes no objects of them: their escape costs 30 ns each.
     */
    static void mapF64(int tier, int op, double a, double b, double[] x, double[] y, double[] z, double[] out, long n) {
        try {
            check("kb_map_f64", (int) MapF64.CALL.invokeExact(tier, op, a, b, MemorySegment.ofArray(x), 0L,
                    MemorySegment.ofArray(y == null ? x : y), 0L, MemorySegment.ofArray(z == null ? x : z), 0L,
                    MemorySegment.ofArray(out), 0L, n));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    static void mapF32(int tier, int op, float a, float b, float[] x, float[] y, float[] z, float[] out, long n) {
        try {
            check("kb_map_f32", (int) MapF32.CALL.invokeExact(tier, op, a, b, MemorySegment.ofArray(x), 0L,
                    MemorySegment.ofArray(y == null ? x : y), 0L, MemorySegment.ofArray(z == null ? x : z), 0L,
                    MemorySegment.ofArray(out), 0L, n));
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    /** The one partial of a block at most, of whole arrays; y may be null. */
    static double reduceF64(int tier, int op, double a, double[] x, double[] y, long n) {
        double[] partial = new double[1];
        try {
            check("kb_reduce_f64", (int) ReduceF64.CALL.invokeExact(tier, op, a, MemorySegment.ofArray(x), 0L,
                    MemorySegment.ofArray(y == null ? x : y), 0L, n, MemorySegment.ofArray(partial), 0L));
        } catch (Throwable t) {
            throw unchecked(t);
        }
        return partial[0];
    }

    /** The one partial of a block at most, of whole arrays; y may be null. */
    static double reduceF32(int tier, int op, float a, float[] x, float[] y, long n) {
        double[] partial = new double[1];
        try {
            check("kb_reduce_f32", (int) ReduceF32.CALL.invokeExact(tier, op, a, MemorySegment.ofArray(x), 0L,
                    MemorySegment.ofArray(y == null ? x : y), 0L, n, MemorySegment.ofArray(partial), 0L));
        } catch (Throwable t) {
            throw unchecked(t);
        }
        return partial[0];
    }

    /** The same of segments that begin at the first element. */
    static double reduceF64(int tier, int op, double a, MemorySegment x, MemorySegment y, long n) {
        double[] partial = new double[1];
        try {
            check("kb_reduce_f64", (int) ReduceF64.CALL.invokeExact(tier, op, a, x, 0L, orNull(y), 0L, n,
                    MemorySegment.ofArray(partial), 0L));
        } catch (Throwable t) {
            throw unchecked(t);
        }
        return partial[0];
    }

    /** The same of segments that begin at the first element. */
    static double reduceF32(int tier, int op, float a, MemorySegment x, MemorySegment y, long n) {
        double[] partial = new double[1];
        try {
            check("kb_reduce_f32", (int) ReduceF32.CALL.invokeExact(tier, op, a, x, 0L, orNull(y), 0L, n,
                    MemorySegment.ofArray(partial), 0L));
        } catch (Throwable t) {
            throw unchecked(t);
        }
        return partial[0];
    }

    static MemorySegment orNull(MemorySegment operand) {
        return operand == null ? MemorySegment.NULL : operand;
    }

    /** The arguments were made by this room, so a refusal is a fault of it or of the library, not of the user. */
    static void check(String function, int status) {
        if (status == 3) {
            throw new DeviceFailedException(DeviceFailedException.Kind.OUT_OF_MEMORY, function + " found no working memory");
        }
        if (status != 0) {
            throw new DeviceFailedException(DeviceFailedException.Kind.LAUNCH_FAILED,
                    function + " refused its arguments with status " + status + (status == 2 ? " (no such SIMD tier)" : ""));
        }
    }

    static RuntimeException unchecked(Throwable t) {
        if (t instanceof Error e) {
            throw e;
        }
        return t instanceof RuntimeException e ? e : new IllegalStateException(t); // C throws nothing
    }
}
