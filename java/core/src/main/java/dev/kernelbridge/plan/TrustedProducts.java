package dev.kernelbridge.plan;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.DeviceFailedException.Kind;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.GemmShape;
import dev.kernelbridge.spi.GemvShape;
import dev.kernelbridge.spi.VectorEngine;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The part of the self-test that waits until somebody multiplies matrices: an OpenCL compiler spends 3 s of processor time on these
 * kernels the first time on a machine (PoCL 3.1; all others together take 11), which whoever counts primes, or asks the doctor, has no
 * use for. Afterwards it is milliseconds an engine.
 */
public final class TrustedProducts {
    private static final Set<Engine> F32 = ConcurrentHashMap.newKeySet();
    private static final Set<Engine> F64 = ConcurrentHashMap.newKeySet();
    /** Rows of A, columns of B, products: more columns and rows than a square of floats has, and more products than one sum takes. */
    private static final int[][] SHAPES = {{3, 130, 9}, {130, 3, 9}, {5, 7, 260}};
    private static final int ALPHA = 2;
    private static final int BETA = -1;

    private TrustedProducts() {
    }

    /**
     * An engine for matrices of that type, which has shown that it gets them right.
     *
     * @throws DeviceFailedException if it does not
     */
    public static VectorEngine of(Engine engine, ElementType type) {
        if (!trusted(type).contains(engine)) {
            examine(engine, type);
        }
        return engine.vectors();
    }

    static void forget(Engine engine) {
        F32.remove(engine);
        F64.remove(engine);
    }

    private static Set<Engine> trusted(ElementType type) {
        return type == ElementType.F64 ? F64 : F32;
    }

    private static void examine(Engine engine, ElementType type) {
        synchronized (engine) { // once, while others wait
            if (!trusted(type).contains(engine)) {
                String error = firstError(engine.vectors(), type);
                if (error != null) {
                    throw new DeviceFailedException(Kind.WRONG_RESULT, engine.device().name() + " failed its self-test of matrix products: "
                            + error + "; do not trust this device, check its driver, cooling and memory");
                }
                trusted(type).add(engine);
            }
        }
    }

    /** Small integers, so that every order of addition is exact; and few, since this may run before anything is compiled. */
    private static String firstError(VectorEngine engine, ElementType type) {
        for (int[] shape : SHAPES) {
            for (boolean trans : new boolean[] {false, true}) {
                String error = firstError(engine, type, trans, shape[0], shape[1], shape[2]);
                if (error != null) {
                    return error;
                }
            }
        }
        return null;
    }

    private static String firstError(VectorEngine engine, ElementType type, boolean trans, int m, int n, int k) {
        int[] expected = products(m, n, k);
        MemorySegment a = values(type, m * k, at -> trans ? a(at % m, at / m) : a(at / k, at % k));
        MemorySegment b = values(type, k * n, at -> trans ? b(at % k, at / k) : b(at / n, at % n));
        MemorySegment c = values(type, m * n, at -> c(at / n, at % n));
        engine.gemm(new GemmShape(type, trans, trans, m, n, k, ALPHA, trans ? m : k, trans ? k : n, BETA, n), a, b, c);
        for (int at = 0; at < m * n; at++) {
            if (value(type, c, at) != expected[at]) {
                return "gemm of " + type + ": " + value(type, c, at) + " instead of " + expected[at];
            }
        }
        MemorySegment x = values(type, k, p -> b(p, 0));
        MemorySegment y = values(type, m, i -> c(i, 0));
        engine.gemv(new GemvShape(type, trans, trans ? k : m, trans ? m : k, ALPHA, trans ? m : k, BETA), a, x, y);
        for (int i = 0; i < m; i++) {
            if (value(type, y, i) != expected[i * n]) {
                return "gemv of " + type + ": " + value(type, y, i) + " instead of " + expected[i * n];
            }
        }
        return null;
    }

    private static int[] products(int m, int n, int k) {
        int[] products = new int[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a(i, p) * b(p, j);
                }
                products[i * n + j] = ALPHA * sum + BETA * c(i, j);
            }
        }
        return products;
    }

    private static int a(int i, int p) {
        return (7 * i + 3 * p) % 5 - 2;
    }

    private static int b(int p, int j) {
        return (3 * p + 5 * j) % 7 - 3;
    }

    private static int c(int i, int j) {
        return (i + j) % 3;
    }

    private interface Place {
        int value(int at);
    }

    /** In an array of its type. */
    private static MemorySegment values(ElementType type, int n, Place place) {
        double[] doubles = new double[type == ElementType.F64 ? n : 0];
        float[] floats = new float[type == ElementType.F64 ? 0 : n];
        for (int at = 0; at < n; at++) {
            if (type == ElementType.F64) {
                doubles[at] = place.value(at);
            } else {
                floats[at] = place.value(at);
            }
        }
        return type == ElementType.F64 ? MemorySegment.ofArray(doubles) : MemorySegment.ofArray(floats);
    }

    private static double value(ElementType type, MemorySegment from, int at) {
        return type == ElementType.F64 ? from.getAtIndex(ValueLayout.JAVA_DOUBLE, at) : from.getAtIndex(ValueLayout.JAVA_FLOAT, at);
    }
}
