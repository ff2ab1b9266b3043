package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.DoubleArrays;
import dev.kernelbridge.bench.Operands;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.math3.analysis.function.Exp;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.stat.StatUtils;

/** Apache Commons Math: doubles only. The last release that is no beta. */
public final class CommonsMath implements VectorPeer {
    @Override
    public String id() {
        return "commons-math";
    }

    @Override
    public String name() {
        return "Apache Commons Math " + MavenVersion.of("org.apache.commons", "commons-math3");
    }

    @Override
    public String computes() {
        return "plain Java on ArrayRealVector; exp is map(new Exp()), which makes a new vector each time; sum is StatUtils.sum";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public boolean does(String operation, String type) {
        return type.equals("f64") && Set.of("dot", "axpy", "sum", "exp", "nrm2").contains(operation);
    }

    @Override
    public Operands open(String type, int length) {
        return VectorPeer.open(type, length, Doubles::new, _ -> {
            throw new UnsupportedOperationException("f32");
        });
    }

    private static final class Doubles extends DoubleArrays {
        private static final Exp EXP = new Exp();

        private final ArrayRealVector xs = new ArrayRealVector(x, false);
        private final ArrayRealVector ys = new ArrayRealVector(y, false);
        private ArrayRealVector outs;

        private Doubles(int length) {
            super(length);
        }

        @Override
        public double dot() {
            return xs.dotProduct(ys);
        }

        @Override
        public void axpy() {
            ys.combineToSelf(1, A, xs);
        }

        @Override
        public double sum() {
            return StatUtils.sum(x);
        }

        @Override
        public void exp() {
            outs = xs.map(EXP);
        }

        @Override
        public double nrm2() {
            return xs.getNorm();
        }

        @Override
        public double[] out() {
            return outs.toArray();
        }
    }
}
