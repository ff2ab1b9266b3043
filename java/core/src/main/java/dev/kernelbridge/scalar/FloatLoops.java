package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import java.util.Arrays;

/** The vector kernels on float arrays: one block at most per call, simple loops that C2 turns into SIMD. */
final class FloatLoops {
    private static final int LANES = VectorEngine.LANES;

    private FloatLoops() {
    }

    static void map(MapOp op, float a, float[] x, int xi, float[] y, int yi, float[] z, int zi, float[] out, int oi, int n) {
        switch (op) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    out[oi + i] = x[xi + i] + y[yi + i];
                }
            }
            case MUL -> {
                for (int i = 0; i < n; i++) {
                    out[oi + i] = x[xi + i] * y[yi + i];
                }
            }
            case FMA -> {
                for (int i = 0; i < n; i++) {
                    out[oi + i] = Math.fma(x[xi + i], y[yi + i], z[zi + i]);
                }
            }
            case SCALE -> {
                for (int i = 0; i < n; i++) {
                    out[oi + i] = a * x[xi + i];
                }
            }
            case AXPY -> {
                for (int i = 0; i < n; i++) {
                    out[oi + i] = Math.fma(a, x[xi + i], y[yi + i]);
                }
            }
            case EXP -> {
                for (int i = 0; i < n; i++) {
                    out[oi + i] = Exp.exp(x[xi + i]);
                }
            }
        }
    }

    /** One block in the fixed order of {@link VectorEngine#reduce}; {@code lanes} is scratch. */
    static float reduce(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n, float[] lanes) {
        Arrays.fill(lanes, 0);
        int i = 0;
        for (; i + LANES <= n; i += LANES) {
            group(op, a, x, xi + i, y, yi + i, LANES, lanes);
        }
        group(op, a, x, xi + i, y, yi + i, n - i, lanes);
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int j = 0; j < half; j++) {
                lanes[j] = op == ReduceOp.AMAX ? Math.max(lanes[j], lanes[j + half]) : lanes[j] + lanes[j + half];
            }
        }
        return lanes[0];
    }

    private static void group(ReduceOp op, float a, float[] x, int xi, float[] y, int yi, int n, float[] lanes) {
        switch (op) {
            case SUM -> {
                for (int j = 0; j < n; j++) {
                    lanes[j] += x[xi + j];
                }
            }
            case DOT -> {
                for (int j = 0; j < n; j++) {
                    lanes[j] = Math.fma(x[xi + j], y[yi + j], lanes[j]);
                }
            }
            case SUMSQ -> {
                for (int j = 0; j < n; j++) {
                    float scaled = a * x[xi + j];
                    lanes[j] = Math.fma(scaled, scaled, lanes[j]);
                }
            }
            case AMAX -> {
                for (int j = 0; j < n; j++) {
                    lanes[j] = Math.max(lanes[j], Math.abs(x[xi + j]));
                }
            }
        }
    }
}
