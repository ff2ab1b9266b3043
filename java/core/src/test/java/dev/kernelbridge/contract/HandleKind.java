package dev.kernelbridge.contract;

import dev.kernelbridge.DoubleVec;
import dev.kernelbridge.FloatVec;
import dev.kernelbridge.Vec;
import dev.kernelbridge.VectorMath;
import java.util.Arrays;
import java.util.Random;

/**
 * What {@link RandomHandles} does with vectors of one type, and the same in plain Java on arrays.
 *
 * @param <V> the vectors
 * @param <A> the arrays
 */
abstract class HandleKind<V extends Vec, A> {
    static final HandleKind<DoubleVec, double[]> DOUBLES = new Doubles();
    static final HandleKind<FloatVec, float[]> FLOATS = new Floats();

    abstract A random(Random random, int n);

    abstract A zeros(int n);

    abstract V view(A array);

    abstract V upload(VectorMath v, A array);

    abstract V resident(VectorMath v, long n);

    abstract A read(V vec);

    abstract boolean same(A one, A other);

    /** The case of {@link MapContract}; those that copy y to {@code out} first cannot have x there. */
    abstract String map(int which);

    abstract void map(int which, VectorMath v, V x, V y, V z, V out);

    abstract void mapArrays(int which, VectorMath v, A x, A y, A z, A out);

    abstract A mapped(int which, A x, A y, A z);

    /** Null if both agree; else what was found. */
    abstract String reduce(int which, VectorMath v, V x, V y, A onX, A onY);

    abstract void scan(VectorMath v, V x, V out);

    abstract A scanned(A x);

    /** C = A B / 2 - C of n rows and columns, which C's own length may exceed. */
    abstract void multiply(VectorMath v, int n, V a, V b, V c);

    abstract A product(int n, A a, A b, A c);

    abstract void tanh(VectorMath v, V x, V out);

    /** Whether these are the values' hyperbolic tangents, nearly. */
    abstract boolean isTanh(A x, A found);

    private static final class Doubles extends HandleKind<DoubleVec, double[]> {
        @Override
        double[] random(Random random, int n) {
            double[] x = random.doubles(n, -10, 10).toArray();
            for (int i = random.nextInt(50); i < n; i += 1 + random.nextInt(100)) {
                x[i] = new double[] {0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, -1e300}[random.nextInt(6)];
            }
            return x;
        }

        @Override
        double[] zeros(int n) {
            return new double[n];
        }

        @Override
        DoubleVec view(double[] array) {
            return DoubleVec.of(array);
        }

        @Override
        DoubleVec upload(VectorMath v, double[] array) {
            return v.upload(array);
        }

        @Override
        DoubleVec resident(VectorMath v, long n) {
            return v.residentDoubles(n);
        }

        @Override
        double[] read(DoubleVec vec) {
            return vec.toArray();
        }

        @Override
        boolean same(double[] one, double[] other) {
            return Arrays.equals(one, other); // NaN and zeros as doubleToLongBits has them
        }

        @Override
        String map(int which) {
            return MapContract.DOUBLES.get(which % MapContract.DOUBLES.size()).name();
        }

        @Override
        void map(int which, VectorMath v, DoubleVec x, DoubleVec y, DoubleVec z, DoubleVec out) {
            MapContract.DOUBLES.get(which % MapContract.DOUBLES.size()).vecs().run(v, x, y, z, out);
        }

        @Override
        void mapArrays(int which, VectorMath v, double[] x, double[] y, double[] z, double[] out) {
            MapContract.DOUBLES.get(which % MapContract.DOUBLES.size()).arrays().run(v, x, y, z, out);
        }

        @Override
        double[] mapped(int which, double[] x, double[] y, double[] z) {
            double[] out = new double[x.length];
            Arrays.setAll(out, i -> MapContract.DOUBLES.get(which % MapContract.DOUBLES.size()).oracle().of(x[i], y[i], z[i]));
            return out;
        }

        @Override
        String reduce(int which, VectorMath v, DoubleVec x, DoubleVec y, double[] onX, double[] onY) {
            int n = onX.length;
            if (which % 3 == 2 && n > 0) {
                long at = v.argMin(x);
                return at == first(onX) ? null : "argMin " + at + " instead of " + first(onX);
            }
            double found = which % 3 == 0 ? v.sum(x) : v.dot(x, y);
            double expected = VectorContract.ordered(n, which % 3 == 0 ? (i, sum) -> sum + onX[i]
                    : (i, sum) -> Math.fma(onX[i], onY[i], sum));
            return Double.compare(expected, found) == 0 ? null : "a sum of " + n + ": " + found + " instead of " + expected;
        }

        private static long first(double[] x) {
            int least = 0;
            for (int i = 1; i < x.length && !Double.isNaN(x[least]); i++) {
                if (Double.isNaN(x[i]) || Double.compare(x[i], x[least]) < 0) {
                    least = i;
                }
            }
            return least;
        }

        @Override
        void scan(VectorMath v, DoubleVec x, DoubleVec out) {
            v.cumulativeSum(x, out);
        }

        @Override
        double[] scanned(double[] x) {
            return PrefixSumContract.inOrder(x);
        }

        @Override
        void multiply(VectorMath v, int n, DoubleVec a, DoubleVec b, DoubleVec c) {
            v.gemm(false, true, n, n, n, 0.5, a, Math.max(1, n), b, Math.max(1, n), -1, c, Math.max(1, n));
        }

        @Override
        double[] product(int n, double[] a, double[] b, double[] c) {
            double[] out = c.clone();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int p = 0; p < n; p++) {
                        sum = Math.fma(a[i * n + p], b[j * n + p], sum);
                    }
                    out[i * n + j] = Math.fma(0.5, sum, -1 * c[i * n + j]);
                }
            }
            return out;
        }

        @Override
        void tanh(VectorMath v, DoubleVec x, DoubleVec out) {
            v.tanh(x, out);
        }

        @Override
        boolean isTanh(double[] x, double[] found) {
            for (int i = 0; i < x.length; i++) {
                double expected = StrictMath.tanh(x[i]);
                if (Double.compare(expected, found[i]) != 0 && !(Math.abs(expected - found[i]) <= 4 * Math.ulp(expected))) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final class Floats extends HandleKind<FloatVec, float[]> {
        @Override
        float[] random(Random random, int n) {
            float[] x = new float[n];
            for (int i = 0; i < n; i++) {
                x[i] = random.nextFloat(-10, 10);
            }
            for (int i = random.nextInt(50); i < n; i += 1 + random.nextInt(100)) {
                x[i] = new float[] {0, -0.0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, -1e30f}[random.nextInt(6)];
            }
            return x;
        }

        @Override
        float[] zeros(int n) {
            return new float[n];
        }

        @Override
        FloatVec view(float[] array) {
            return FloatVec.of(array);
        }

        @Override
        FloatVec upload(VectorMath v, float[] array) {
            return v.upload(array);
        }

        @Override
        FloatVec resident(VectorMath v, long n) {
            return v.residentFloats(n);
        }

        @Override
        float[] read(FloatVec vec) {
            return vec.toArray();
        }

        @Override
        boolean same(float[] one, float[] other) {
            return Arrays.equals(one, other);
        }

        @Override
        String map(int which) {
            return MapContract.FLOATS.get(which % MapContract.FLOATS.size()).name();
        }

        @Override
        void map(int which, VectorMath v, FloatVec x, FloatVec y, FloatVec z, FloatVec out) {
            MapContract.FLOATS.get(which % MapContract.FLOATS.size()).vecs().run(v, x, y, z, out);
        }

        @Override
        void mapArrays(int which, VectorMath v, float[] x, float[] y, float[] z, float[] out) {
            MapContract.FLOATS.get(which % MapContract.FLOATS.size()).arrays().run(v, x, y, z, out);
        }

        @Override
        float[] mapped(int which, float[] x, float[] y, float[] z) {
            float[] out = new float[x.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = MapContract.FLOATS.get(which % MapContract.FLOATS.size()).oracle().of(x[i], y[i], z[i]);
            }
            return out;
        }

        @Override
        String reduce(int which, VectorMath v, FloatVec x, FloatVec y, float[] onX, float[] onY) {
            int n = onX.length;
            if (which % 3 == 2 && n > 0) {
                float least = onX[0];
                for (float value : onX) {
                    least = Math.min(least, value);
                }
                float found = v.min(x);
                return Float.compare(least, found) == 0 ? null : "min " + found + " instead of " + least;
            }
            float found = which % 3 == 0 ? v.sum(x) : v.dot(x, y);
            float expected = (float) VectorContract.orderedFloat(n, which % 3 == 0 ? (i, sum) -> sum + onX[i]
                    : (i, sum) -> Math.fma(onX[i], onY[i], sum));
            return Float.compare(expected, found) == 0 ? null : "a float sum of " + n + ": " + found + " instead of " + expected;
        }

        @Override
        void scan(VectorMath v, FloatVec x, FloatVec out) {
            v.cumulativeSum(x, out);
        }

        @Override
        float[] scanned(float[] x) {
            return PrefixSumContract.inOrder(x);
        }

        @Override
        void multiply(VectorMath v, int n, FloatVec a, FloatVec b, FloatVec c) {
            v.gemm(false, true, n, n, n, 0.5f, a, Math.max(1, n), b, Math.max(1, n), -1, c, Math.max(1, n));
        }

        @Override
        float[] product(int n, float[] a, float[] b, float[] c) {
            float[] out = c.clone();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    float sum = 0;
                    for (int p = 0; p < n; p++) {
                        sum = Math.fma(a[i * n + p], b[j * n + p], sum);
                    }
                    out[i * n + j] = Math.fma(0.5f, sum, -1 * c[i * n + j]);
                }
            }
            return out;
        }

        @Override
        void tanh(VectorMath v, FloatVec x, FloatVec out) {
            v.tanh(x, out);
        }

        @Override
        boolean isTanh(float[] x, float[] found) {
            for (int i = 0; i < x.length; i++) {
                float expected = (float) StrictMath.tanh(x[i]);
                if (Float.compare(expected, found[i]) != 0 && !(Math.abs(expected - found[i]) <= 2 * Math.ulp(expected))) {
                    return false;
                }
            }
            return true;
        }
    }
}
