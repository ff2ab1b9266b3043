package dev.kernelbridge.bench.peers;

import static dev.kernelbridge.bench.peers.OpenBlas.call;
import static dev.kernelbridge.bench.peers.OpenBlas.failed;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.kernelbridge.bench.DoubleSegments;
import dev.kernelbridge.bench.FloatSegments;
import java.lang.invoke.MethodHandle;

/** OpenBLAS on vectors, in the heap or outside it; its functions in static finals, where the JIT compiler can see through them. */
final class OpenBlasVectors {
    private static final MethodHandle DDOT = call("cblas_ddot", JAVA_DOUBLE, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle DNRM2 = call("cblas_dnrm2", JAVA_DOUBLE, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle DASUM = call("cblas_dasum", JAVA_DOUBLE, JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle DSUM = call("cblas_dsum", JAVA_DOUBLE, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle DAXPY = call("cblas_daxpy", null, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle DCOPY = call("cblas_dcopy", null, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SDOT = call("cblas_sdot", JAVA_FLOAT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SNRM2 = call("cblas_snrm2", JAVA_FLOAT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SASUM = call("cblas_sasum", JAVA_FLOAT, JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle SSUM = call("cblas_ssum", JAVA_FLOAT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SAXPY = call("cblas_saxpy", null, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SCOPY = call("cblas_scopy", null, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);

    private OpenBlasVectors() {
    }

    static final class Doubles extends DoubleSegments {
        Doubles(String place, int length) {
            super(place, length);
        }

        @Override
        public double dot() {
            try {
                return (double) DDOT.invokeExact(length, x, 1, y, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public void axpy() {
            try {
                DAXPY.invokeExact(length, A, x, 1, y, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public double sum() {
            try {
                return (double) DSUM.invokeExact(length, x, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public double nrm2() {
            try {
                return (double) DNRM2.invokeExact(length, x, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public double asum() {
            try {
                return (double) DASUM.invokeExact(length, out, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public void copy() {
            try {
                DCOPY.invokeExact(length, x, 1, out, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }
    }

    static final class Floats extends FloatSegments {
        Floats(String place, int length) {
            super(place, length);
        }

        @Override
        public double dot() {
            try {
                return (float) SDOT.invokeExact(length, x, 1, y, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public void axpy() {
            try {
                SAXPY.invokeExact(length, (float) A, x, 1, y, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public double sum() {
            try {
                return (float) SSUM.invokeExact(length, x, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public double nrm2() {
            try {
                return (float) SNRM2.invokeExact(length, x, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public double asum() {
            try {
                return (float) SASUM.invokeExact(length, out, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public void copy() {
            try {
                SCOPY.invokeExact(length, x, 1, out, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }
    }
}
