package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import java.util.Arrays;

/** The vector kernels on double arrays: one block at most per call, simple loops that C2 turns into SIMD. */
final class DoubleLoops {
    private static final int LANES = VectorEngine.LANES;
    private static final int GROUP = 8; // of a prefix sum

    private DoubleLoops() {
    }

    /** All arrays have the same index: of others C2 of JDK 25 makes no SIMD, 4 times slower at 1000 elements. */
    static void map(MapOp op, double a, double b, double[] x, double[] y, double[] z, double[] out, int from, int to) {
        switch (op) {
            case ADD -> {
                for (int i = from; i < to; i++) {
                    out[i] = x[i] + y[i];
                }
            }
            case MUL -> {
                for (int i = from; i < to; i++) {
                    out[i] = x[i] * y[i];
                }
            }
            case FMA -> {
                for (int i = from; i < to; i++) {
                    out[i] = Math.fma(x[i], y[i], z[i]);
                }
            }
            case SCALE -> {
                for (int i = from; i < to; i++) {
                    out[i] = a * x[i];
                }
            }
            case AXPY -> {
                for (int i = from; i < to; i++) {
                    out[i] = Math.fma(a, x[i], y[i]);
                }
            }
            case EXP -> {
                for (int i = from; i < to; i++) {
                    out[i] = Exp.exp(x[i]);
                }
            }
            case SUB -> {
                for (int i = from; i < to; i++) {
                    out[i] = x[i] - y[i];
                }
            }
            case DIV -> {
                for (int i = from; i < to; i++) {
                    out[i] = x[i] / y[i];
                }
            }
            case ABS -> {
                for (int i = from; i < to; i++) {
                    out[i] = Math.abs(x[i]);
                }
            }
            case NEG -> {
                for (int i = from; i < to; i++) {
                    out[i] = -x[i];
                }
            }
            case SQRT -> {
                for (int i = from; i < to; i++) {
                    out[i] = Math.sqrt(x[i]);
                }
            }
            case MIN -> {
                for (int i = from; i < to; i++) {
                    out[i] = Math.min(x[i], y[i]);
                }
            }
            case MAX -> {
                for (int i = from; i < to; i++) {
                    out[i] = Math.max(x[i], y[i]);
                }
            }
            case CLAMP -> {
                for (int i = from; i < to; i++) {
                    out[i] = Math.min(Math.max(x[i], a), b);
                }
            }
            case FILL -> Arrays.fill(out, from, to, a);
            case COPY -> System.arraycopy(x, from, out, from, to - from);
            case AXPBY -> {
                for (int i = from; i < to; i++) {
                    out[i] = Math.fma(a, x[i], b * y[i]);
                }
            }
            case LOG -> {
                for (int i = from; i < to; i++) {
                    out[i] = Log.log(x[i]);
                }
            }
            case SIN -> {
                for (int i = from; i < to; i++) {
                    out[i] = Sine.sin(x[i]);
                }
            }
            case COS -> {
                for (int i = from; i < to; i++) {
                    out[i] = Sine.cos(x[i]);
                }
            }
            case TANH -> {
                for (int i = from; i < to; i++) {
                    out[i] = Tanh.tanh(x[i]);
                }
            }
            case POW -> {
                for (int i = from; i < to; i++) {
                    out[i] = Pow.pow(x[i], y[i]);
                }
            }
        }
    }

    /** A reduction of one block that is no plain sum: {@code op.width()} values from {@code partials[at]} on. */
    static void reduce(ReduceOp op, double[] x, int xi, double[] y, int yi, int n, double[] partials, int at) {
        switch (op) {
            case AMAX, LEAST, MOST, ARGMIN, ARGMAX, ARGAMAX -> extreme(op, x, xi, n, partials, at);
            case SUM2, DOT2 -> pairs(op, x, xi, y, yi, n, partials, at);
            default -> throw new IllegalArgumentException("op: " + op);
        }
    }

    /** The least or most of a block as Math.min and Math.max have it, and the first place where it stands. */
    private static void extreme(ReduceOp op, double[] x, int xi, int n, double[] partials, int at) {
        boolean absolute = op == ReduceOp.AMAX || op == ReduceOp.ARGAMAX;
        boolean least = op == ReduceOp.LEAST || op == ReduceOp.ARGMIN;
        double best = absolute ? Math.abs(x[xi]) : x[xi];
        int place = 0;
        for (int i = 1; i < n; i++) {
            double value = absolute ? Math.abs(x[xi + i]) : x[xi + i];
            double next = least ? Math.min(best, value) : Math.max(best, value);
            if (Double.compare(next, best) != 0) {
                best = next;
                place = i;
            }
        }
        partials[at] = best;
        if (op.width() == 2) {
            partials[at + 1] = place;
        }
    }

    private static void pairs(ReduceOp op, double[] x, int xi, double[] y, int yi, int n, double[] partials, int at) {
        double[] sums = new double[LANES];
        double[] errors = new double[LANES];
        for (int i = 0; i < n; i++) {
            double product = op == ReduceOp.DOT2 ? x[xi + i] * y[yi + i] : x[xi + i];
            double rounded = op == ReduceOp.DOT2 ? Math.fma(x[xi + i], y[yi + i], -product) : 0;
            int j = i % LANES;
            double t = sums[j] + product;
            errors[j] += error(sums[j], product, t) + rounded;
            sums[j] = t;
        }
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int j = 0; j < half; j++) {
                double t = sums[j] + sums[j + half];
                errors[j] = errors[j] + errors[j + half] + error(sums[j], sums[j + half], t);
                sums[j] = t;
            }
        }
        partials[at] = sums[0];
        partials[at + 1] = errors[0];
    }

    /** What {@code t = s + p} has lost: Knuth's TwoSum. */
    private static double error(double s, double p, double t) {
        double z = t - s;
        return (s - (t - z)) + (p - z);
    }

    /** At most one block in the order of {@link VectorEngine#scan}, from the base {@code carry}. */
    static void scan(double carry, double[] x, int xi, double[] out, int oi, int n) {
        double[] tile = new double[LANES];
        double[] totals = new double[GROUP];
        double before = 0;
        for (int from = 0; from < n; from += LANES) {
            int length = Math.min(LANES, n - from);
            Arrays.fill(tile, 0);
            System.arraycopy(x, xi + from, tile, 0, length);
            for (int group = 0; group < LANES; group += GROUP) {
                sumUp(tile, group);
                totals[group / GROUP] = tile[group + GROUP - 1];
            }
            sumUp(totals, 0);
            double base = carry + before;
            for (int i = 0; i < LANES; i++) {
                tile[i] = (i < GROUP ? 0 : totals[i / GROUP - 1]) + tile[i];
            }
            for (int i = 0; i < length; i++) {
                out[oi + from + i] = base + tile[i];
            }
            before += tile[LANES - 1];
        }
    }

    private static void sumUp(double[] s, int from) {
        for (int d = 1; d < GROUP; d *= 2) {
            for (int j = GROUP - 1; j >= d; j--) {
                s[from + j] = s[from + j - d] + s[from + j];
            }
        }
    }
}
