package dev.kernelbridge.jni;

import static dev.kernelbridge.jni.KernelbridgeC.kb_factorize;

import dev.kernelbridge.spi.FactorEngine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Factorization: one number alone can take longer than a collection may wait, so the batch works outside the heap. */
final class JniFactors implements FactorEngine {

    private static final int BATCH = 256;

    private final JniEngine engine;

    JniFactors(JniEngine engine) {
        this.engine = engine;
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public void factorize(long[] n, int off, int len, long[] primes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocate(ValueLayout.JAVA_LONG, len);
            MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG, (long) SLOTS * len);
            MemorySegment.copy(n, off, in, ValueLayout.JAVA_LONG, 0, len);
            JniEngine.check(kb_factorize(engine.tier(), in.address(), 0, len, out.address()), "kb_factorize");
            MemorySegment.copy(out, ValueLayout.JAVA_LONG, 0, primes, 0, SLOTS * len);
        }
    }
}
