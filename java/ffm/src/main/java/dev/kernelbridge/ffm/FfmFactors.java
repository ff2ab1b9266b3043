package dev.kernelbridge.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kernelbridge.spi.CurveEngine;
import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.NativeCurves;
import dev.kernelbridge.spi.NativeRelations;
import dev.kernelbridge.spi.RelationEngine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** The factorization kernels: a batch is a long call on copies; a number or two go in a short call on the arrays themselves. */
final class FfmFactors implements FactorEngine {
    /** C works off so many together: 1 ms for small numbers, 30 (AVX-512 IFMA) to 100 ms for products of two 32-bit primes. */
    private static final int BATCH = 2048;
    /** The hardest numbers take some 40 us each: a garbage collection waits for at most a quarter millisecond. */
    private static final int PINNED = 4;

    private final FfmEngine engine;
    private final int tier;
    private final CurveEngine curves;
    private final RelationEngine relations;

    FfmFactors(FfmEngine engine, int tier) {
        this.engine = engine;
        this.tier = tier;
        this.curves = NativeCurves.engine(new FfmCurves(engine, tier));
        this.relations = new NativeRelations(new FfmRelations(engine, tier));
    }

    @Override
    public int batch() {
        return BATCH;
    }

    /** native/factor proves every part before it writes it. */
    @Override
    public boolean proves() {
        return true;
    }

    @Override
    public CurveEngine curves() {
        return curves;
    }

    @Override
    public RelationEngine relations() {
        return relations;
    }

    @Override
    public void factorize(long[] n, int off, int len, long[] primes) {
        engine.requireOpen();
        if (len <= PINNED) {
            Objects.checkFromIndexSize(off, len, n.length); // C would not notice
            Objects.checkFromIndexSize(0, SLOTS * len, primes.length);
            Downcalls.factorizeFew(tier, MemorySegment.ofArray(n), off, len, MemorySegment.ofArray(primes));
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment numbers = arena.allocate(JAVA_LONG, len);
            MemorySegment found = arena.allocate(JAVA_LONG, (long) SLOTS * len);
            MemorySegment.copy(n, off, numbers, JAVA_LONG, 0, len);
            Downcalls.factorize(tier, numbers, 0, len, found);
            MemorySegment.copy(found, JAVA_LONG, 0, primes, 0, SLOTS * len);
        }
    }
}
