package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.DoubleArrays;
import dev.kernelbridge.bench.FloatArrays;
import dev.kernelbridge.bench.Operands;
import dev.kernelbridge.bench.Refused;
import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.Optional;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The JDK's own vectors, used well. Only the nested classes name the module's, so that this one loads without it. */
public final class VectorApi implements VectorPeer {
    /** For the JVM that uses it. */
    public static final String MODULE = "--add-modules=jdk.incubator.vector";

    private static final String NAME = "jdk.incubator.vector";

    @Override
    public String id() {
        return "vector-api";
    }

    @Override
    public String name() {
        return "Vector API of JDK " + Runtime.version().feature() + (inThisJvm() ? ", " + Doubles.bits() + " bits" : "");
    }

    @Override
    public String computes() {
        return "jdk.incubator.vector with four accumulators and fma; nrm2 without scaling; exp, log, sin, cos and "
                + "tanh are VectorOperators, Intel's SVML on x86";
    }

    @Override
    public List<String> jvmFlags() {
        return List.of(MODULE);
    }

    @Override
    public Optional<String> missing() {
        return inRuntime() ? Optional.empty()
                : Optional.of("this Java runtime was made without the module jdk.incubator.vector; use a whole JDK");
    }

    /** Whether a JVM could be started with the module: the one that lists the peers need not be. */
    public static boolean inRuntime() {
        return ModuleFinder.ofSystem().find(NAME).isPresent();
    }

    /** Whether this JVM has it. */
    public static boolean inThisJvm() {
        return ModuleLayer.boot().findModule(NAME).isPresent();
    }

    @Override
    public boolean does(String operation, String type) {
        return !operation.startsWith("gem");
    }

    @Override
    public Operands open(String type, int length) {
        if (!inThisJvm()) {
            throw new Refused("vector-api: this JVM runs without the module " + NAME + "; start it with " + MODULE);
        }
        return VectorPeer.open(type, length, Doubles::new, Floats::new);
    }

    private static final class Doubles extends DoubleArrays {
        private static final VectorSpecies<Double> LANES = DoubleVector.SPECIES_PREFERRED;
        private static final int WIDTH = LANES.length();

        private Doubles(int length) {
            super(length);
        }

        private static int bits() {
            return LANES.vectorBitSize();
        }

        @Override
        public double dot() {
            return dot(x, y);
        }

        private static double dot(double[] a, double[] b) {
            DoubleVector s0 = DoubleVector.zero(LANES);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            int i = 0;
            for (; i <= a.length - 4 * WIDTH; i += 4 * WIDTH) {
                s0 = at(a, i).fma(at(b, i), s0);
                s1 = at(a, i + WIDTH).fma(at(b, i + WIDTH), s1);
                s2 = at(a, i + 2 * WIDTH).fma(at(b, i + 2 * WIDTH), s2);
                s3 = at(a, i + 3 * WIDTH).fma(at(b, i + 3 * WIDTH), s3);
            }
            for (; i <= a.length - WIDTH; i += WIDTH) {
                s0 = at(a, i).fma(at(b, i), s0);
            }
            double sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
            for (; i < a.length; i++) {
                sum = Math.fma(a[i], b[i], sum);
            }
            return sum;
        }

        @Override
        public void axpy() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).fma(DoubleVector.broadcast(LANES, A), at(y, i)).intoArray(y, i);
            }
            for (; i < x.length; i++) {
                y[i] = Math.fma(A, x[i], y[i]);
            }
        }

        @Override
        public double sum() {
            DoubleVector s0 = DoubleVector.zero(LANES);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            int i = 0;
            for (; i <= x.length - 4 * WIDTH; i += 4 * WIDTH) {
                s0 = s0.add(at(x, i));
                s1 = s1.add(at(x, i + WIDTH));
                s2 = s2.add(at(x, i + 2 * WIDTH));
                s3 = s3.add(at(x, i + 3 * WIDTH));
            }
            for (; i <= x.length - WIDTH; i += WIDTH) {
                s0 = s0.add(at(x, i));
            }
            double sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
            for (; i < x.length; i++) {
                sum += x[i];
            }
            return sum;
        }

        @Override
        public double asum() {
            DoubleVector s0 = DoubleVector.zero(LANES);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            int i = 0;
            for (; i <= out.length - 4 * WIDTH; i += 4 * WIDTH) {
                s0 = s0.add(at(out, i).abs());
                s1 = s1.add(at(out, i + WIDTH).abs());
                s2 = s2.add(at(out, i + 2 * WIDTH).abs());
                s3 = s3.add(at(out, i + 3 * WIDTH).abs());
            }
            for (; i <= out.length - WIDTH; i += WIDTH) {
                s0 = s0.add(at(out, i).abs());
            }
            double sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
            for (; i < out.length; i++) {
                sum += Math.abs(out[i]);
            }
            return sum;
        }

        @Override
        public void exp() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).lanewise(VectorOperators.EXP).intoArray(out, i);
            }
            rest(i, VectorOperators.EXP);
        }

        @Override
        public void log() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).lanewise(VectorOperators.LOG).intoArray(out, i);
            }
            rest(i, VectorOperators.LOG);
        }

        @Override
        public void sin() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).lanewise(VectorOperators.SIN).intoArray(out, i);
            }
            rest(i, VectorOperators.SIN);
        }

        @Override
        public void cos() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).lanewise(VectorOperators.COS).intoArray(out, i);
            }
            rest(i, VectorOperators.COS);
        }

        @Override
        public void tanh() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).lanewise(VectorOperators.TANH).intoArray(out, i);
            }
            rest(i, VectorOperators.TANH);
        }

        /** The last lanes; apart from the loops, which C2 must see with their own function as a constant. */
        private void rest(int from, VectorOperators.Unary function) {
            if (from < x.length) {
                VectorMask<Double> rest = LANES.indexInRange(from, x.length);
                DoubleVector.fromArray(LANES, x, from, rest).lanewise(function).intoArray(out, from, rest);
            }
        }

        @Override
        public void add() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).add(at(y, i)).intoArray(out, i);
            }
            for (; i < x.length; i++) {
                out[i] = x[i] + y[i];
            }
        }

        @Override
        public void copy() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).intoArray(out, i);
            }
            for (; i < x.length; i++) {
                out[i] = x[i];
            }
        }

        @Override
        public double nrm2() {
            return Math.sqrt(dot(x, x));
        }

        private static DoubleVector at(double[] values, int i) {
            return DoubleVector.fromArray(LANES, values, i);
        }
    }

    private static final class Floats extends FloatArrays {
        private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
        private static final int WIDTH = LANES.length();

        private Floats(int length) {
            super(length);
        }

        @Override
        public double dot() {
            return dot(x, y);
        }

        private static float dot(float[] a, float[] b) {
            FloatVector s0 = FloatVector.zero(LANES);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            int i = 0;
            for (; i <= a.length - 4 * WIDTH; i += 4 * WIDTH) {
                s0 = at(a, i).fma(at(b, i), s0);
                s1 = at(a, i + WIDTH).fma(at(b, i + WIDTH), s1);
                s2 = at(a, i + 2 * WIDTH).fma(at(b, i + 2 * WIDTH), s2);
                s3 = at(a, i + 3 * WIDTH).fma(at(b, i + 3 * WIDTH), s3);
            }
            for (; i <= a.length - WIDTH; i += WIDTH) {
                s0 = at(a, i).fma(at(b, i), s0);
            }
            float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
            for (; i < a.length; i++) {
                sum = Math.fma(a[i], b[i], sum);
            }
            return sum;
        }

        @Override
        public void axpy() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).fma(FloatVector.broadcast(LANES, A), at(y, i)).intoArray(y, i);
            }
            for (; i < x.length; i++) {
                y[i] = Math.fma(A, x[i], y[i]);
            }
        }

        @Override
        public double sum() {
            FloatVector s0 = FloatVector.zero(LANES);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            int i = 0;
            for (; i <= x.length - 4 * WIDTH; i += 4 * WIDTH) {
                s0 = s0.add(at(x, i));
                s1 = s1.add(at(x, i + WIDTH));
                s2 = s2.add(at(x, i + 2 * WIDTH));
                s3 = s3.add(at(x, i + 3 * WIDTH));
            }
            for (; i <= x.length - WIDTH; i += WIDTH) {
                s0 = s0.add(at(x, i));
            }
            float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
            for (; i < x.length; i++) {
                sum += x[i];
            }
            return sum;
        }

        @Override
        public double asum() {
            FloatVector s0 = FloatVector.zero(LANES);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            int i = 0;
            for (; i <= out.length - 4 * WIDTH; i += 4 * WIDTH) {
                s0 = s0.add(at(out, i).abs());
                s1 = s1.add(at(out, i + WIDTH).abs());
                s2 = s2.add(at(out, i + 2 * WIDTH).abs());
                s3 = s3.add(at(out, i + 3 * WIDTH).abs());
            }
            for (; i <= out.length - WIDTH; i += WIDTH) {
                s0 = s0.add(at(out, i).abs());
            }
            float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
            for (; i < out.length; i++) {
                sum += Math.abs(out[i]);
            }
            return sum;
        }

        @Override
        public void exp() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).lanewise(VectorOperators.EXP).intoArray(out, i);
            }
            rest(i, VectorOperators.EXP);
        }

        @Override
        public void log() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).lanewise(VectorOperators.LOG).intoArray(out, i);
            }
            rest(i, VectorOperators.LOG);
        }

        @Override
        public void sin() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).lanewise(VectorOperators.SIN).intoArray(out, i);
            }
            rest(i, VectorOperators.SIN);
        }

        @Override
        public void cos() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).lanewise(VectorOperators.COS).intoArray(out, i);
            }
            rest(i, VectorOperators.COS);
        }

        @Override
        public void tanh() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).lanewise(VectorOperators.TANH).intoArray(out, i);
            }
            rest(i, VectorOperators.TANH);
        }

        /** The last lanes; apart from the loops, which C2 must see with their own function as a constant. */
        private void rest(int from, VectorOperators.Unary function) {
            if (from < x.length) {
                VectorMask<Float> rest = LANES.indexInRange(from, x.length);
                FloatVector.fromArray(LANES, x, from, rest).lanewise(function).intoArray(out, from, rest);
            }
        }

        @Override
        public void add() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).add(at(y, i)).intoArray(out, i);
            }
            for (; i < x.length; i++) {
                out[i] = x[i] + y[i];
            }
        }

        @Override
        public void copy() {
            int i = 0;
            for (; i < LANES.loopBound(x.length); i += WIDTH) {
                at(x, i).intoArray(out, i);
            }
            for (; i < x.length; i++) {
                out[i] = x[i];
            }
        }

        @Override
        public double nrm2() {
            return Math.sqrt(dot(x, x));
        }

        private static FloatVector at(float[] values, int i) {
            return FloatVector.fromArray(LANES, values, i);
        }
    }
}
