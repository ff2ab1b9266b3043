package dev.kernelbridge.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.NativeRelations;
import dev.kernelbridge.spi.RelationEngine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The factorization kernels: a hard number takes most of a millisecond, so calls are long ones on copies. */
final class FfmFactors implements FactorEngine {
    /** 0.1 ms for small numbers, 100 ms for products of two 32-bit primes. */
    private static final int BATCH = 128;

    private final FfmEngine engine;
    private final int tier;

    private final RelationEngine relations;

    FfmFactors(FfmEngine engine, int tier) {
        this.engine = engine;
        this.tier = tier;
        relations = new NativeRelations(new Sieve());
    }

    @Override
    public RelationEngine relations() {
        return relations;
    }

    /** The quadratic sieve: calls of milliseconds. */
    private final class Sieve implements NativeRelations.Native {
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

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public void factorize(long[] n, int off, int len, long[] primes) {
        engine.requireOpen();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment numbers = arena.allocate(JAVA_LONG, len);
            MemorySegment found = arena.allocate(JAVA_LONG, (long) SLOTS * len);
            MemorySegment.copy(n, off, numbers, JAVA_LONG, 0, len);
            Downcalls.factorize(tier, numbers, 0, len, found);
            MemorySegment.copy(found, JAVA_LONG, 0, primes, 0, SLOTS * len);
        }
    }
}
