package dev.kernelbridge.bench.peers;

import static dev.kernelbridge.bench.peers.OpenBlas.call;
import static dev.kernelbridge.bench.peers.OpenBlas.failed;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.kernelbridge.bench.DoubleMatrices;
import dev.kernelbridge.bench.FloatMatrices;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** OpenBLAS on row-major matrices in heap arrays. */
final class OpenBlasMatrices {
    private static final int ROW_MAJOR = 101; // cblas.h
    private static final int AS_IT_IS = 111;
    private static final MethodHandle DGEMM = gemm("cblas_dgemm", JAVA_DOUBLE);
    private static final MethodHandle SGEMM = gemm("cblas_sgemm", JAVA_FLOAT);
    private static final MethodHandle DGEMV = gemv("cblas_dgemv", JAVA_DOUBLE);
    private static final MethodHandle SGEMV = gemv("cblas_sgemv", JAVA_FLOAT);

    private OpenBlasMatrices() {
    }

    private static MethodHandle gemm(String name, MemoryLayout element) {
        return call(name, null, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, element, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, element,
                ADDRESS, JAVA_INT);
    }

    private static MethodHandle gemv(String name, MemoryLayout element) {
        return call(name, null, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, element, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, element, ADDRESS, JAVA_INT);
    }

    static final class Doubles extends DoubleMatrices {
        private final MemorySegment as = MemorySegment.ofArray(a);
        private final MemorySegment bs = MemorySegment.ofArray(b);
        private final MemorySegment cs = MemorySegment.ofArray(c);
        private final MemorySegment xs = MemorySegment.ofArray(x);
        private final MemorySegment ys = MemorySegment.ofArray(y);

        Doubles(int n) {
            super(n);
        }

        @Override
        public void gemm() {
            try {
                DGEMM.invokeExact(ROW_MAJOR, AS_IT_IS, AS_IT_IS, n, n, n, 1.0, as, n, bs, n, 0.0, cs, n);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public void gemv() {
            try {
                DGEMV.invokeExact(ROW_MAJOR, AS_IT_IS, n, n, 1.0, as, n, xs, 1, 0.0, ys, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }
    }

    static final class Floats extends FloatMatrices {
        private final MemorySegment as = MemorySegment.ofArray(a);
        private final MemorySegment bs = MemorySegment.ofArray(b);
        private final MemorySegment cs = MemorySegment.ofArray(c);
        private final MemorySegment xs = MemorySegment.ofArray(x);
        private final MemorySegment ys = MemorySegment.ofArray(y);

        Floats(int n) {
            super(n);
        }

        @Override
        public void gemm() {
            try {
                SGEMM.invokeExact(ROW_MAJOR, AS_IT_IS, AS_IT_IS, n, n, n, 1f, as, n, bs, n, 0f, cs, n);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public void gemv() {
            try {
                SGEMV.invokeExact(ROW_MAJOR, AS_IT_IS, n, n, 1f, as, n, xs, 1, 0f, ys, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }
    }
}
