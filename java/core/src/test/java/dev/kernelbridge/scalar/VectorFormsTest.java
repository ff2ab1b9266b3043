package dev.kernelbridge.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Plain sums against the order that {@link VectorEngine#reduce} documents, the Vector API's forms against the plain ones, bit by bit. */
class VectorFormsTest {
    private static final int[] LENGTHS = IntStream.concat(IntStream.rangeClosed(1, 300),
            IntStream.of(1023, 1024, 1025, 2047, 2048, 2049, 4096 + 63, 8191, 8192)).toArray();
    private static final double[] ODD = {-0.0, 0.0, Double.MIN_VALUE, -1e-310, 1e300, -1e300, Double.NaN, Double.POSITIVE_INFINITY};

    @Test
    void addsInTheDocumentedOrder() {
        for (boolean odd : new boolean[] {false, true}) {
            double[] x = doubles(1, odd);
            double[] y = doubles(2, odd);
            float[] fx = floats(x);
            float[] fy = floats(y);
            for (int n : LENGTHS) {
                for (ReduceOp op : ReduceOp.values()) {
                    if (op.isSum()) {
                        int from = n % 7;
                        String what = op + " of " + n;
                        assertEquals(documented(op, 0.3, x, from, y, 5, n), DoubleSums.sum(op, 0.3, x, from, y, 5, n), what);
                        assertEquals(documented(op, 0.3f, fx, from, fy, 5, n), FloatSums.sum(op, 0.3f, fx, from, fy, 5, n), what);
                    }
                }
            }
        }
    }

    @Test
    void addsTheSameWithVectors() {
        assumeVectors();
        for (boolean odd : new boolean[] {false, true}) {
            double[] x = doubles(1, odd);
            double[] y = doubles(2, odd);
            float[] fx = floats(x);
            float[] fy = floats(y);
            for (int n : LENGTHS) {
                for (ReduceOp op : ReduceOp.values()) {
                    if (op.isSum() && n >= 64) {
                        int from = n % 7;
                        String what = op + " of " + n;
                        assertEquals(DoubleSums.sum(op, 0.3, x, from, y, 5, n), DoubleVectorSums.sum(op, 0.3, x, from, y, 5, n), what);
                        assertEquals(FloatSums.sum(op, 0.3f, fx, from, fy, 5, n), FloatVectorSums.sum(op, 0.3f, fx, from, fy, 5, n), what);
                    }
                }
            }
        }
    }

    /** A lane that took underflown products alone is -0, one without an element +0: no form may add a zero of its own. */
    @Test
    void keepsTheSignOfWhatUnderflows() {
        double[] x = new double[8192];
        double[] y = new double[8192];
        Arrays.fill(x, 1e-200);
        Arrays.fill(y, -1e-200);
        float[] fx = new float[8192];
        float[] fy = new float[8192];
        Arrays.fill(fx, 1e-30f);
        Arrays.fill(fy, -1e-30f);
        for (int n : LENGTHS) {
            assertEquals(n < 64 ? 0.0 : -0.0, documented(ReduceOp.DOT, 1, x, 0, y, 0, n), "the order itself, of " + n);
            assertEquals(documented(ReduceOp.DOT, 1, x, 0, y, 0, n), DoubleSums.sum(ReduceOp.DOT, 1, x, 0, y, 0, n), "doubles, " + n);
            assertEquals(documented(ReduceOp.DOT, 1f, fx, 0, fy, 0, n), FloatSums.sum(ReduceOp.DOT, 1f, fx, 0, fy, 0, n), "floats, " + n);
            if (n >= 64 && VectorModule.usable()) {
                assertEquals(-0.0, DoubleVectorSums.sum(ReduceOp.DOT, 1, x, 0, y, 0, n), "double vectors, " + n);
                assertEquals(-0f, FloatVectorSums.sum(ReduceOp.DOT, 1f, fx, 0, fy, 0, n), "float vectors, " + n);
            }
        }
        Arrays.fill(x, 0);
        Arrays.fill(fx, 0);
        for (int n : LENGTHS) { // a product that is -0 exactly does not make a lane -0
            assertEquals(0.0, DoubleSums.sum(ReduceOp.DOT, 1, x, 0, y, 0, n), "doubles, " + n);
            assertEquals(0f, FloatSums.sum(ReduceOp.DOT, 1f, fx, 0, fy, 0, n), "floats, " + n);
            if (n >= 64 && VectorModule.usable()) {
                assertEquals(0.0, DoubleVectorSums.sum(ReduceOp.DOT, 1, x, 0, y, 0, n), "double vectors, " + n);
                assertEquals(0f, FloatVectorSums.sum(ReduceOp.DOT, 1f, fx, 0, fy, 0, n), "float vectors, " + n);
            }
        }
    }

    @Test
    void takesExpTheSameWithVectors() {
        assumeVectors();
        Random random = new Random(3);
        double[] x = random.doubles(9000, -1000, 1000).toArray(); // every other eight have one beyond 708
        for (int i = 0; i < 3000; i++) {
            x[i] *= 0.7;
        }
        System.arraycopy(ODD, 0, x, 100, ODD.length);
        float[] f = floats(x);
        for (int i = 0; i < 6000; i++) {
            f[i] *= i < 100 ? 1 : 0.12f;
        }
        for (int n : LENGTHS) {
            double[] out = new double[n + 10];
            float[] fout = new float[n + 10];
            DoubleVectorExp.exp(x, n % 5, out, 3, n);
            FloatVectorExp.exp(f, n % 5, fout, 3, n);
            for (int i = 0; i < n; i++) {
                assertEquals(Exp.exp(x[n % 5 + i]), out[3 + i], "exp of " + n);
                assertEquals(Exp.exp(f[n % 5 + i]), fout[3 + i], "exp of " + n);
            }
            assertEquals(0, out[2] + out[3 + n] + fout[2] + fout[3 + n], "beside the result");
            double[] in = Arrays.copyOf(x, n);
            DoubleVectorExp.exp(in, 0, in, 0, n);
            for (int i = 0; i < n; i++) {
                assertEquals(Exp.exp(x[i]), in[i], "exp in place");
            }
        }
    }

    @Test
    void takesLogTheSameWithVectors() {
        assumeVectors();
        Random random = new Random(4);
        double[] x = random.longs(9000).mapToDouble(bits -> Double.longBitsToDouble(bits & Long.MAX_VALUE)).toArray(); // all exponents
        for (int i = 0; i < 3000; i++) {
            x[i] = 0.5 + random.nextDouble();
        }
        System.arraycopy(ODD, 0, x, 100, ODD.length);
        float[] f = floats(x);
        for (int i = 3000; i < f.length; i++) {
            f[i] = Float.intBitsToFloat(random.nextInt(Integer.MAX_VALUE));
        }
        for (int from : new int[] {0, 2995, 6000}) {
            for (int n = 1; n < 300; n++) {
                double[] out = new double[n + 10];
                float[] fout = new float[n + 10];
                DoubleVectorLog.log(x, from + n, out, 3, n);
                FloatVectorLog.log(f, from + n, fout, 3, n);
                for (int i = 0; i < n; i++) {
                    assertEquals(Log.log(x[from + n + i]), out[3 + i], "log of " + x[from + n + i]);
                    assertEquals(Log.log(f[from + n + i]), fout[3 + i], "log of " + f[from + n + i]);
                }
                assertEquals(0, out[2] + out[3 + n] + fout[2] + fout[3 + n], "beside the result");
            }
        }
    }

    /** Operands that begin at different places are moved: their results are those of each element alone. */
    @Test
    void mapsOperandsThatBeginAtDifferentPlaces() {
        double[] x = doubles(1, true);
        double[] y = doubles(2, true);
        double[] z = doubles(3, true);
        float[] fx = floats(x);
        float[] fy = floats(y);
        float[] fz = floats(z);
        for (MapOp op : MapOp.values()) {
            for (int n : new int[] {1, 63, 511, 512, 513, 1300}) {
                double[] out = new double[n + 3];
                float[] fout = new float[n + 3];
                DoubleLoops.map(op, -0.5, 2, x, 1, y, 4, z, 2, out, 1, n);
                FloatLoops.map(op, -0.5f, 2, fx, 1, fy, 4, fz, 2, fout, 1, n);
                for (int i = 0; i < n; i++) {
                    double[] one = {x[1 + i], y[4 + i], z[2 + i]};
                    float[] fone = {fx[1 + i], fy[4 + i], fz[2 + i]};
                    double[] result = new double[1];
                    float[] fresult = new float[1];
                    DoubleLoops.map(op, -0.5, 2, new double[] {one[0]}, 0, new double[] {one[1]}, 0, new double[] {one[2]}, 0, result,
                            0, 1);
                    FloatLoops.map(op, -0.5f, 2, new float[] {fone[0]}, 0, new float[] {fone[1]}, 0, new float[] {fone[2]}, 0,
                            fresult, 0, 1);
                    assertEquals(result[0], out[1 + i], op + " at " + i + " of " + n);
                    assertEquals(fresult[0], fout[1 + i], op + " at " + i + " of " + n);
                }
                assertEquals(0, out[0] + out[n + 1] + fout[0] + fout[n + 1], "beside the result");
            }
        }
    }

    private static void assumeVectors() {
        assertTrue(VectorModule.PRESENT, "the tests of java/core run with --add-modules jdk.incubator.vector");
        assumeTrue(VectorModule.usable(), "this processor has no vectors of 512 bits");
    }

    private static double documented(ReduceOp op, double a, double[] x, int xi, double[] y, int yi, int n) {
        double[] lanes = new double[64];
        for (int i = 0; i < n; i++) {
            double v = x[xi + i];
            lanes[i % 64] = switch (op) {
                case SUM -> lanes[i % 64] + v;
                case DOT -> Math.fma(v, y[yi + i], lanes[i % 64]);
                case SUMSQ -> Math.fma(a * v, a * v, lanes[i % 64]);
                case ASUM -> lanes[i % 64] + Math.abs(v);
                case SQDEV -> Math.fma(v - a, v - a, lanes[i % 64]);
                default -> throw new AssertionError(op);
            };
        }
        for (int half = 32; half > 0; half /= 2) {
            for (int j = 0; j < half; j++) {
                lanes[j] += lanes[j + half];
            }
        }
        return lanes[0];
    }

    private static float documented(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n) {
        float[] lanes = new float[64];
        for (int i = 0; i < n; i++) {
            float v = x[xi + i];
            lanes[i % 64] = switch (op) {
                case SUM -> lanes[i % 64] + v;
                case DOT -> Math.fma(v, y[yi + i], lanes[i % 64]);
                case SUMSQ -> Math.fma(a * v, a * v, lanes[i % 64]);
                case ASUM -> lanes[i % 64] + Math.abs(v);
                case SQDEV -> Math.fma(v - a, v - a, lanes[i % 64]);
                default -> throw new AssertionError(op);
            };
        }
        for (int half = 32; half > 0; half /= 2) {
            for (int j = 0; j < half; j++) {
                lanes[j] += lanes[j + half];
            }
        }
        return lanes[0];
    }

    /** Of mixed magnitudes, so that another order gives other bits; if odd, a few that only matter at the ends, and many of -0. */
    private static double[] doubles(int seed, boolean odd) {
        Random random = new Random(seed);
        double[] x = new double[8300];
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.scalb(random.nextDouble() - 0.5, random.nextInt(30));
            if (odd && i < 400) {
                x[i] = -0.0;
            } else if (odd && i % 97 == 0) {
                x[i] = ODD[i % ODD.length];
            }
        }
        return x;
    }

    private static float[] floats(double[] x) {
        float[] f = new float[x.length];
        for (int i = 0; i < f.length; i++) {
            f[i] = (float) x[i];
        }
        return f;
    }
}
