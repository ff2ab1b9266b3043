package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.DoubleArrays;
import dev.kernelbridge.bench.DoubleMatrices;
import dev.kernelbridge.bench.FloatArrays;
import dev.kernelbridge.bench.FloatMatrices;
import dev.kernelbridge.bench.Matrices;
import dev.kernelbridge.bench.Operands;
import java.util.Optional;
import java.util.Set;
import org.ejml.EjmlVersion;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.NormOps_FDRM;

/** EJML: matrices of one column, as it has no vectors. */
public final class Ejml implements VectorPeer {
    @Override
    public String id() {
        return "ejml";
    }

    @Override
    public String name() {
        return "EJML " + EjmlVersion.VERSION;
    }

    @Override
    public String computes() {
        return "plain Java on dense matrices of one column; nrm2 is normP2, which scales against overflow; exp and log are elementExp and elementLog; "
                + "gemm and gemv are mult, one thread";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public boolean does(String operation, String type) {
        return Set.of("dot", "axpy", "sum", "exp", "nrm2", "asum", "log", "add", "gemv", "gemm").contains(operation);
    }

    @Override
    public double bound(String operation, String type, int length) {
        return VectorPeer.fewAccumulators(operation, type, length);
    }

    @Override
    public Operands open(String type, int length) {
        return VectorPeer.open(type, length, Doubles::new, Floats::new);
    }

    @Override
    public Matrices matrices(String type, int n) {
        return VectorPeer.open(type, n, MatricesOfDoubles::new, MatricesOfFloats::new);
    }

    private static final class Doubles extends DoubleArrays {
        private final DMatrixRMaj xs = DMatrixRMaj.wrap(x.length, 1, x);
        private final DMatrixRMaj ys = DMatrixRMaj.wrap(y.length, 1, y);
        private final DMatrixRMaj outs = DMatrixRMaj.wrap(out.length, 1, out);

        private Doubles(int length) {
            super(length);
        }

        @Override
        public double dot() {
            return CommonOps_DDRM.dot(xs, ys);
        }

        @Override
        public void axpy() {
            CommonOps_DDRM.addEquals(ys, A, xs);
        }

        @Override
        public double sum() {
            return CommonOps_DDRM.elementSum(xs);
        }

        @Override
        public void exp() {
            CommonOps_DDRM.elementExp(xs, outs);
        }

        @Override
        public double nrm2() {
            return NormOps_DDRM.normP2(xs);
        }

        @Override
        public double asum() {
            return CommonOps_DDRM.elementSumAbs(outs);
        }

        @Override
        public void log() {
            CommonOps_DDRM.elementLog(xs, outs);
        }

        @Override
        public void add() {
            CommonOps_DDRM.add(xs, ys, outs);
        }
    }

    private static final class Floats extends FloatArrays {
        private final FMatrixRMaj xs = FMatrixRMaj.wrap(x.length, 1, x);
        private final FMatrixRMaj ys = FMatrixRMaj.wrap(y.length, 1, y);
        private final FMatrixRMaj outs = FMatrixRMaj.wrap(out.length, 1, out);

        private Floats(int length) {
            super(length);
        }

        @Override
        public double dot() {
            return CommonOps_FDRM.dot(xs, ys);
        }

        @Override
        public void axpy() {
            CommonOps_FDRM.addEquals(ys, A, xs);
        }

        @Override
        public double sum() {
            return CommonOps_FDRM.elementSum(xs);
        }

        @Override
        public void exp() {
            CommonOps_FDRM.elementExp(xs, outs);
        }

        @Override
        public double nrm2() {
            return NormOps_FDRM.normP2(xs);
        }

        @Override
        public double asum() {
            return CommonOps_FDRM.elementSumAbs(outs);
        }

        @Override
        public void log() {
            CommonOps_FDRM.elementLog(xs, outs);
        }

        @Override
        public void add() {
            CommonOps_FDRM.add(xs, ys, outs);
        }
    }

    private static final class MatricesOfDoubles extends DoubleMatrices {
        private final DMatrixRMaj as = DMatrixRMaj.wrap(n, n, a);
        private final DMatrixRMaj bs = DMatrixRMaj.wrap(n, n, b);
        private final DMatrixRMaj cs = DMatrixRMaj.wrap(n, n, c);
        private final DMatrixRMaj xs = DMatrixRMaj.wrap(n, 1, x);
        private final DMatrixRMaj ys = DMatrixRMaj.wrap(n, 1, y);

        private MatricesOfDoubles(int n) {
            super(n);
        }

        @Override
        public void gemm() {
            CommonOps_DDRM.mult(as, bs, cs);
        }

        @Override
        public void gemv() {
            CommonOps_DDRM.mult(as, xs, ys);
        }
    }

    private static final class MatricesOfFloats extends FloatMatrices {
        private final FMatrixRMaj as = FMatrixRMaj.wrap(n, n, a);
        private final FMatrixRMaj bs = FMatrixRMaj.wrap(n, n, b);
        private final FMatrixRMaj cs = FMatrixRMaj.wrap(n, n, c);
        private final FMatrixRMaj xs = FMatrixRMaj.wrap(n, 1, x);
        private final FMatrixRMaj ys = FMatrixRMaj.wrap(n, 1, y);

        private MatricesOfFloats(int n) {
            super(n);
        }

        @Override
        public void gemm() {
            CommonOps_FDRM.mult(as, bs, cs);
        }

        @Override
        public void gemv() {
            CommonOps_FDRM.mult(as, xs, ys);
        }
    }
}
