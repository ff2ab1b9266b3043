package dev.kernelbridge.jni;

import static dev.kernelbridge.jni.KernelbridgeC.kb_factorize;
import static dev.kernelbridge.jni.KernelbridgeC.kb_siqs;
import static dev.kernelbridge.jni.KernelbridgeC.kb_siqs_scratch;

import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.NativeRelations;
import dev.kernelbridge.spi.RelationEngine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/** Factorization: one number alone can take longer than a collection may wait, so the batch works outside the heap. */
final class JniFactors implements FactorEngine {

    private static final int BATCH = 256;

    private final JniEngine engine;

    private final RelationEngine relations;

    JniFactors(JniEngine engine) {
        this.engine = engine;
        relations = new NativeRelations(new Sieve());
    }

    @Override
    public RelationEngine relations() {
        return relations;
    }

    /** The quadratic sieve: calls of milliseconds, by address. */
    private final class Sieve implements NativeRelations.Native {
        @Override
        public long scratch(MemorySegment tables) {
            try {
                return kb_siqs_scratch(tables.address());
            } finally {
                Reference.reachabilityFence(tables);
            }
        }

        @Override
        public void sieve(MemorySegment tables, MemorySegment coefficient, int from, int to, MemorySegment scratch, MemorySegment found,
                int room, MemorySegment state) {
            try {
                JniEngine.check(kb_siqs(engine.tier(), tables.address(), coefficient.address(), from, to, scratch.address(),
                        found.address(), room, state.address()), "kb_siqs");
            } finally {
                Reference.reachabilityFence(new Object[] {tables, coefficient, scratch, found, state});
            }
        }
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
