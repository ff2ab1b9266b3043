package dev.kernelbridge.jni;

import static dev.kernelbridge.jni.KernelbridgeC.kb_siqs;
import static dev.kernelbridge.jni.KernelbridgeC.kb_siqs_scratch;

import dev.kernelbridge.spi.NativeRelations;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** The quadratic sieve's inner loop: calls of milliseconds on native memory, by address. */
record JniRelations(JniEngine engine) implements NativeRelations.Native {
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
