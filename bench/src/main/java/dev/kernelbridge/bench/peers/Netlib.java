package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.DoubleArrays;
import dev.kernelbridge.bench.DoubleMatrices;
import dev.kernelbridge.bench.FloatArrays;
import dev.kernelbridge.bench.FloatMatrices;
import dev.kernelbridge.bench.Matrices;
import dev.kernelbridge.bench.Operands;
import dev.ludovic.netlib.blas.BLAS;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.Set;

/** What both of dev.ludovic.netlib's BLAS share: their interface. It has no sum (asum adds absolute values) and no exp. */
abstract class Netlib implements VectorPeer {
    /** Kept, since a logger that nobody holds forgets its level: it tells on stderr what {@link #name} and {@link #missing} say. */
    private static final Logger LOG = Logger.getLogger("dev.ludovic.netlib");

    static {
        LOG.setLevel(Level.OFF);
    }

    static final String TITLE = "dev.ludovic.netlib " + MavenVersion.of("dev.ludovic.netlib", "blas");

    /** The implementation that its own lookup finds. */
    abstract BLAS blas();

    @Override
    public boolean does(String operation, String type) {
        return Set.of("dot", "axpy", "nrm2", "asum", "gemv", "gemm").contains(operation);
    }

    /** Its Java and the reference BLAS, should that be the system's. */
    @Override
    public double bound(String operation, String type, int length) {
        return VectorPeer.fewAccumulators(operation, type, length);
    }

    @Override
    public Operands open(String type, int length) {
        BLAS blas = blas();
        return VectorPeer.open(type, length, n -> new Doubles(blas, n), n -> new Floats(blas, n));
    }

    @Override
    public Matrices matrices(String type, int n) {
        BLAS blas = blas();
        return VectorPeer.open(type, n, m -> new MatricesOfDoubles(blas, m), m -> new MatricesOfFloats(blas, m));
    }

    private static final class Doubles extends DoubleArrays {
        private final BLAS blas;

        private Doubles(BLAS blas, int length) {
            super(length);
            this.blas = blas;
        }

        @Override
        public double dot() {
            return blas.ddot(x.length, x, 1, y, 1);
        }

        @Override
        public void axpy() {
            blas.daxpy(x.length, A, x, 1, y, 1);
        }

        @Override
        public double nrm2() {
            return blas.dnrm2(x.length, x, 1);
        }

        @Override
        public double asum() {
            return blas.dasum(out.length, out, 1);
        }
    }

    private static final class Floats extends FloatArrays {
        private final BLAS blas;

        private Floats(BLAS blas, int length) {
            super(length);
            this.blas = blas;
        }

        @Override
        public double dot() {
            return blas.sdot(x.length, x, 1, y, 1);
        }

        @Override
        public void axpy() {
            blas.saxpy(x.length, A, x, 1, y, 1);
        }

        @Override
        public double nrm2() {
            return blas.snrm2(x.length, x, 1);
        }

        @Override
        public double asum() {
            return blas.sasum(out.length, out, 1);
        }
    }

    /** Fortran's matrices are column-major: to it ours are their transposes, and C' = B' A'. */
    private static final class MatricesOfDoubles extends DoubleMatrices {
        private final BLAS blas;

        private MatricesOfDoubles(BLAS blas, int n) {
            super(n);
            this.blas = blas;
        }

        @Override
        public void gemm() {
            blas.dgemm("N", "N", n, n, n, 1, b, n, a, n, 0, c, n);
        }

        @Override
        public void gemv() {
            blas.dgemv("T", n, n, 1, a, n, x, 1, 0, y, 1);
        }
    }

    /** Fortran's matrices are column-major: to it ours are their transposes, and C' = B' A'. */
    private static final class MatricesOfFloats extends FloatMatrices {
        private final BLAS blas;

        private MatricesOfFloats(BLAS blas, int n) {
            super(n);
            this.blas = blas;
        }

        @Override
        public void gemm() {
            blas.sgemm("N", "N", n, n, n, 1, b, n, a, n, 0, c, n);
        }

        @Override
        public void gemv() {
            blas.sgemv("T", n, n, 1, a, n, x, 1, 0, y, 1);
        }
    }
}
