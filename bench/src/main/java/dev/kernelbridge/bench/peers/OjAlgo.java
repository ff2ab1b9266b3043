package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.DoubleArrays;
import dev.kernelbridge.bench.FloatArrays;
import dev.kernelbridge.bench.Operands;
import java.util.Optional;
import java.util.Set;
import org.ojalgo.array.ArrayR032;
import org.ojalgo.array.ArrayR064;
import org.ojalgo.function.aggregator.Aggregator;
import org.ojalgo.function.constant.PrimitiveMath;

/** ojAlgo: its own arrays over Java's. */
public final class OjAlgo implements VectorPeer {
    @Override
    public String id() {
        return "ojalgo";
    }

    @Override
    public String name() {
        return "ojAlgo " + MavenVersion.of("org.ojalgo", "ojalgo");
    }

    @Override
    public String computes() {
        return "plain Java on ArrayR064 and ArrayR032; sum and nrm2 are aggregateAll, exp is fillMatching with Math.exp";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public boolean does(String operation, String type) {
        return Set.of("dot", "axpy", "sum", "exp", "nrm2").contains(operation);
    }

    @Override
    public Operands open(String type, int length) {
        return VectorPeer.open(type, length, Doubles::new, Floats::new);
    }

    private static final class Doubles extends DoubleArrays {
        private final ArrayR064 xs = ArrayR064.wrap(x);
        private final ArrayR064 ys = ArrayR064.wrap(y);
        private final ArrayR064 outs = ArrayR064.wrap(out);

        private Doubles(int length) {
            super(length);
        }

        @Override
        public double dot() {
            return xs.dot(ys);
        }

        @Override
        public void axpy() {
            xs.axpy(A, ys);
        }

        @Override
        public double sum() {
            return xs.aggregateAll(Aggregator.SUM);
        }

        @Override
        public void exp() {
            outs.fillMatching(PrimitiveMath.EXP, xs);
        }

        @Override
        public double nrm2() {
            return xs.aggregateAll(Aggregator.NORM2);
        }
    }

    private static final class Floats extends FloatArrays {
        private final ArrayR032 xs = ArrayR032.wrap(x);
        private final ArrayR032 ys = ArrayR032.wrap(y);
        private final ArrayR032 outs = ArrayR032.wrap(out);

        private Floats(int length) {
            super(length);
        }

        @Override
        public double dot() {
            return xs.dot(ys);
        }

        @Override
        public void axpy() {
            xs.axpy(A, ys);
        }

        @Override
        public double sum() {
            return xs.aggregateAll(Aggregator.SUM);
        }

        @Override
        public void exp() {
            outs.fillMatching(PrimitiveMath.EXP, xs);
        }

        @Override
        public double nrm2() {
            return xs.aggregateAll(Aggregator.NORM2);
        }
    }
}
