package dev.kernelbridge.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The matrix functions of native/include/kernelbridge.h, in the way of {@link Downcalls}: short calls, on heap arrays as they are. */
final class MatrixDowncalls {

    private MatrixDowncalls() {
    }

    private static FunctionDescriptor pack() {
        return FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS,
                JAVA_LONG);
    }

    private static FunctionDescriptor gemm(ValueLayout element) {
        return FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, element, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                ADDRESS, JAVA_LONG, JAVA_LONG, element, ADDRESS, JAVA_LONG, JAVA_LONG);
    }

    private static FunctionDescriptor gemv(ValueLayout element) {
        return FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, element, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS,
                JAVA_LONG, element, ADDRESS, JAVA_LONG);
    }

    private static final class Rows {
        static final MethodHandle CALL = Library.shortCall("kb_gemm_rows", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }

    static int rows(int tier) {
        try {
            return (int) Rows.CALL.invokeExact(tier);
        } catch (Throwable t) {
            throw Downcalls.unchecked(t);
        }
    }

    private static final class Columns {
        static final MethodHandle CALL = Library.shortCall("kb_gemm_columns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    }

    static int columns(int tier, int bytes) {
        try {
            return (int) Columns.CALL.invokeExact(tier, bytes);
        } catch (Throwable t) {
            throw Downcalls.unchecked(t);
        }
    }

    private static final class PackF64 {
        static final MethodHandle CALL = Library.shortCall("kb_gemm_pack_f64", pack());
    }

    static void packF64(int tier, int side, int across, long count, long k, MemorySegment x, long at, long ld, MemorySegment packed,
            long packedAt) {
        try {
            Downcalls.check("kb_gemm_pack_f64", (int) PackF64.CALL.invokeExact(tier, side, across, count, k, x, at, ld, packed, packedAt));
        } catch (Throwable t) {
            throw Downcalls.unchecked(t);
        }
    }

    private static final class PackF32 {
        static final MethodHandle CALL = Library.shortCall("kb_gemm_pack_f32", pack());
    }

    static void packF32(int tier, int side, int across, long count, long k, MemorySegment x, long at, long ld, MemorySegment packed,
            long packedAt) {
        try {
            Downcalls.check("kb_gemm_pack_f32", (int) PackF32.CALL.invokeExact(tier, side, across, count, k, x, at, ld, packed, packedAt));
        } catch (Throwable t) {
            throw Downcalls.unchecked(t);
        }
    }

    private static final class GemmF64 {
        static final MethodHandle CALL = Library.shortCall("kb_gemm_f64", gemm(JAVA_DOUBLE));
    }

    static void gemmF64(int tier, long m, long n, long k, double alpha, MemorySegment a, long aAt, long row, long step, MemorySegment b,
            long bAt, long ldb, double beta, MemorySegment c, long cAt, long ldc) {
        try {
            Downcalls.check("kb_gemm_f64", (int) GemmF64.CALL.invokeExact(tier, m, n, k, alpha, a, aAt, row, step, b, bAt, ldb, beta, c,
                    cAt, ldc));
        } catch (Throwable t) {
            throw Downcalls.unchecked(t);
        }
    }

    private static final class GemmF32 {
        static final MethodHandle CALL = Library.shortCall("kb_gemm_f32", gemm(JAVA_FLOAT));
    }

    static void gemmF32(int tier, long m, long n, long k, float alpha, MemorySegment a, long aAt, long row, long step, MemorySegment b,
            long bAt, long ldb, float beta, MemorySegment c, long cAt, long ldc) {
        try {
            Downcalls.check("kb_gemm_f32", (int) GemmF32.CALL.invokeExact(tier, m, n, k, alpha, a, aAt, row, step, b, bAt, ldb, beta, c,
                    cAt, ldc));
        } catch (Throwable t) {
            throw Downcalls.unchecked(t);
        }
    }

    private static final class GemvF64 {
        static final MethodHandle CALL = Library.shortCall("kb_gemv_f64", gemv(JAVA_DOUBLE));
    }

    static void gemvF64(int tier, int trans, long rows, long columns, double alpha, MemorySegment a, long aAt, long lda, MemorySegment x,
            long xAt, double beta, MemorySegment y, long yAt) {
        try {
            Downcalls.check("kb_gemv_f64", (int) GemvF64.CALL.invokeExact(tier, trans, rows, columns, alpha, a, aAt, lda, x, xAt, beta, y,
                    yAt));
        } catch (Throwable t) {
            throw Downcalls.unchecked(t);
        }
    }

    private static final class GemvF32 {
        static final MethodHandle CALL = Library.shortCall("kb_gemv_f32", gemv(JAVA_FLOAT));
    }

    static void gemvF32(int tier, int trans, long rows, long columns, float alpha, MemorySegment a, long aAt, long lda, MemorySegment x,
            long xAt, float beta, MemorySegment y, long yAt) {
        try {
            Downcalls.check("kb_gemv_f32", (int) GemvF32.CALL.invokeExact(tier, trans, rows, columns, alpha, a, aAt, lda, x, xAt, beta, y,
                    yAt));
        } catch (Throwable t) {
            throw Downcalls.unchecked(t);
        }
    }
}
