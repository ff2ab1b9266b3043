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
    /** More columns than a square of floats has, and more products than one sum takes. */
    private static final int M = 3;
    private static final int N = 130;
    private static final int K = 260;
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

    /** Small integers, so that every order of addition is exact. */
    private static String firstError(VectorEngine engine, ElementType type) {
        int[] expected = products();
        for (boolean trans : new boolean[] {false, true}) {
            MemorySegment a = values(type, M * K, at -> trans ? a(at % M, at / M) : a(at / K, at % K));
            MemorySegment b = values(type, K * N, at -> trans ? b(at % K, at / K) : b(at / N, at % N));
            MemorySegment c = values(type, M * N, at -> c(at / N, at % N));
            engine.gemm(new GemmShape(type, trans, trans, M, N, K, ALPHA, trans ? M : K, trans ? K : N, BETA, N), a, b, c);
            for (int at = 0; at < M * N; at++) {
                if (value(type, c, at) != expected[at]) {
                    return "gemm of " + type + ": " + value(type, c, at) + " instead of " + expected[at];
                }
            }
            MemorySegment x = values(type, K, p -> b(p, 0));
            MemorySegment y = values(type, M, i -> c(i, 0));
            engine.gemv(new GemvShape(type, trans, trans ? K : M, trans ? M : K, ALPHA, trans ? M : K, BETA), a, x, y);
            for (int i = 0; i < M; i++) {
                if (value(type, y, i) != expected[i * N]) {
                    return "gemv of " + type + ": " + value(type, y, i) + " instead of " + expected[i * N];
                }
            }
        }
        return null;
    }

    /** By whole rows of B, since this may run before anything is compiled. */
    private static int[] products() {
        int[] products = new int[M * N];
        int[] row = new int[N];
        for (int p = 0; p < K; p++) {
            for (int j = 0; j < N; j++) {
                row[j] = ALPHA * b(p, j);
            }
            for (int i = 0; i < M; i++) {
                int a = a(i, p);
                for (int j = 0; j < N; j++) {
                    products[i * N + j] += a * row[j];
                }
            }
        }
        for (int at = 0; at < M * N; at++) {
            products[at] += BETA * c(at / N, at % N);
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
        double[] doubles = new double[n];
        float[] floats = new float[n];
        for (int at = 0; at < n; at++) {
            doubles[at] = place.value(at);
            floats[at] = place.value(at);
        }
        return type == ElementType.F64 ? MemorySegment.ofArray(doubles) : MemorySegment.ofArray(floats);
    }

    private static double value(ElementType type, MemorySegment from, int at) {
        return type == ElementType.F64 ? from.getAtIndex(ValueLayout.JAVA_DOUBLE, at) : from.getAtIndex(ValueLayout.JAVA_FLOAT, at);
    }
}
