package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.DoubleArrays;
import dev.kernelbridge.bench.DoubleMatrices;
import dev.kernelbridge.bench.FloatArrays;
import dev.kernelbridge.bench.FloatMatrices;
import dev.kernelbridge.bench.Matrices;
import dev.kernelbridge.bench.Operands;
import java.util.Arrays;
import java.util.Optional;

/** What a Java programmer writes: one loop, one accumulator, Math.exp, Math.log and so on. */
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
        return "one loop and one accumulator of the array's type, which the JIT compiler must not reorder; nrm2 without scaling; Math.exp and "
                + "so on; gemm with its middle loop over k, whose inner one the JIT compiler vectorizes";
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

    @Override
    public Matrices matrices(String type, int n) {
        return VectorPeer.open(type, n, MatricesOfDoubles::new, MatricesOfFloats::new);
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

        @Override
        public double asum() {
            double sum = 0;
            for (double value : out) {
                sum += Math.abs(value);
            }
            return sum;
        }

        @Override
        public void log() {
            for (int i = 0; i < x.length; i++) {
                out[i] = Math.log(x[i]);
            }
        }

        @Override
        public void sin() {
            for (int i = 0; i < x.length; i++) {
                out[i] = Math.sin(x[i]);
            }
        }

        @Override
        public void cos() {
            for (int i = 0; i < x.length; i++) {
                out[i] = Math.cos(x[i]);
            }
        }

        @Override
        public void tanh() {
            for (int i = 0; i < x.length; i++) {
                out[i] = Math.tanh(x[i]);
            }
        }

        @Override
        public void add() {
            for (int i = 0; i < x.length; i++) {
                out[i] = x[i] + y[i];
            }
        }

        @Override
        public void copy() {
            for (int i = 0; i < x.length; i++) {
                out[i] = x[i];
            }
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

        @Override
        public double asum() {
            float sum = 0;
            for (float value : out) {
                sum += Math.abs(value);
            }
            return sum;
        }

        @Override
        public void log() {
            for (int i = 0; i < x.length; i++) {
                out[i] = (float) Math.log(x[i]);
            }
        }

        @Override
        public void sin() {
            for (int i = 0; i < x.length; i++) {
                out[i] = (float) Math.sin(x[i]);
            }
        }

        @Override
        public void cos() {
            for (int i = 0; i < x.length; i++) {
                out[i] = (float) Math.cos(x[i]);
            }
        }

        @Override
        public void tanh() {
            for (int i = 0; i < x.length; i++) {
                out[i] = (float) Math.tanh(x[i]);
            }
        }

        @Override
        public void add() {
            for (int i = 0; i < x.length; i++) {
                out[i] = x[i] + y[i];
            }
        }

        @Override
        public void copy() {
            for (int i = 0; i < x.length; i++) {
                out[i] = x[i];
            }
        }
    }

    private static final class MatricesOfDoubles extends DoubleMatrices {
        private MatricesOfDoubles(int n) {
            super(n);
        }

        @Override
        public void gemm() {
            Arrays.fill(c, 0);
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < n; k++) {
                    addRow(a[i * n + k], b, k * n, c, i * n, n);
                }
            }
        }

        /** With its arrays as locals: read from fields they keep C2 from vectorizing it. */
        private static void addRow(double factor, double[] b, int from, double[] c, int to, int n) {
            for (int j = 0; j < n; j++) {
                c[to + j] += factor * b[from + j];
            }
        }

        @Override
        public void gemv() {
            for (int i = 0; i < n; i++) {
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += a[i * n + j] * x[j];
                }
                y[i] = sum;
            }
        }
    }

    private static final class MatricesOfFloats extends FloatMatrices {
        private MatricesOfFloats(int n) {
            super(n);
        }

        @Override
        public void gemm() {
            Arrays.fill(c, 0);
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < n; k++) {
                    addRow(a[i * n + k], b, k * n, c, i * n, n);
                }
            }
        }

        /** With its arrays as locals: read from fields they keep C2 from vectorizing it. */
        private static void addRow(float factor, float[] b, int from, float[] c, int to, int n) {
            for (int j = 0; j < n; j++) {
                c[to + j] += factor * b[from + j];
            }
        }

        @Override
        public void gemv() {
            for (int i = 0; i < n; i++) {
                float sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += a[i * n + j] * x[j];
                }
                y[i] = sum;
            }
        }
    }
}
