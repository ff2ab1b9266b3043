package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.DoubleArrays;
import dev.kernelbridge.bench.FloatArrays;
import dev.kernelbridge.bench.Operands;
import java.util.Optional;

/** What a Java programmer writes: one loop, one accumulator, Math.exp. */
public final class PlainLoops implements VectorPeer {
    @Override
    public String id() {
        return "plain-loops";
    }

    @Override
    public String name() {
        return "plain Java loops";
    }

    @Override
    public String computes() {
        return "one loop and one accumulator of the array's type, which the JIT compiler must not reorder; nrm2 without scaling; Math.exp";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public boolean does(String operation, String type) {
        return true;
    }

    @Override
    public double bound(String operation, String type, int length) {
        return VectorPeer.fewAccumulators(operation, type, length);
    }

    @Override
    public Operands open(String type, int length) {
        return VectorPeer.open(type, length, Doubles::new, Floats::new);
    }

    private static final class Doubles extends DoubleArrays {
        private Doubles(int length) {
            super(length);
        }

        @Override
        public double dot() {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += x[i] * y[i];
            }
            return sum;
        }

        @Override
        public void axpy() {
            for (int i = 0; i < x.length; i++) {
                y[i] += A * x[i];
            }
        }

        @Override
        public double sum() {
            double sum = 0;
            for (double value : x) {
                sum += value;
            }
            return sum;
        }

        @Override
        public void exp() {
            for (int i = 0; i < x.length; i++) {
                out[i] = Math.exp(x[i]);
            }
        }

        @Override
        public double nrm2() {
            double sum = 0;
            for (double value : x) {
                sum += value * value;
            }
            return Math.sqrt(sum);
        }
    }

    private static final class Floats extends FloatArrays {
        private Floats(int length) {
            super(length);
        }

        @Override
        public double dot() {
            float sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += x[i] * y[i];
            }
            return sum;
        }

        @Override
        public void axpy() {
            for (int i = 0; i < x.length; i++) {
                y[i] += A * x[i];
            }
        }

        @Override
        public double sum() {
            float sum = 0;
            for (float value : x) {
                sum += value;
            }
            return sum;
        }

        @Override
        public void exp() {
            for (int i = 0; i < x.length; i++) {
                out[i] = (float) Math.exp(x[i]);
            }
        }

        @Override
        public double nrm2() {
            float sum = 0;
            for (float value : x) {
                sum += value * value;
            }
            return Math.sqrt(sum);
        }
    }
}
