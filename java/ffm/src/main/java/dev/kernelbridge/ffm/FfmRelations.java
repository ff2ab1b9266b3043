package dev.kernelbridge.ffm;

import dev.kernelbridge.spi.NativeRelations;
import java.lang.foreign.MemorySegment;

/** The quadratic sieve's inner loop: calls of milliseconds on native memory. */
record FfmRelations(FfmEngine engine, int tier) implements NativeRelations.Native {
    @Override
    public long scratch(MemorySegment tables) {
        return Downcalls.siqsScratch(tables);
    }

    @Override
    public void sieve(MemorySegment tables, MemorySegment coefficient, int from, int to, MemorySegment scratch, MemorySegment found,
            int room, MemorySegment state) {
        engine.requireOpen();
        Downcalls.siqs(tier, tables, coefficient, from, to, scratch, found, room, state);
    }
}
