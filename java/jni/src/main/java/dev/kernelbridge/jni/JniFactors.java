package dev.kernelbridge.jni;

import static dev.kernelbridge.jni.KernelbridgeC.kb_factorize;

import dev.kernelbridge.spi.CurveEngine;
import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.NativeCurves;
import dev.kernelbridge.spi.NativeRelations;
import dev.kernelbridge.spi.RelationEngine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/** Factorization: a batch takes longer than a collection may wait, so it works outside the heap; a number or two pin their arrays. */
final class JniFactors implements FactorEngine {

    /** C works off so many together: 1 ms for small numbers, 30 (AVX-512 IFMA) to 100 ms for products of two 32-bit primes. */
    private static final int BATCH = 2048;
    /** The hardest numbers take some 40 us each. */
    private static final int PINNED = 4;

    private final JniEngine engine;
    private final CurveEngine curves;
    private final RelationEngine relations;

    JniFactors(JniEngine engine) {
        this.engine = engine;
        this.curves = NativeCurves.engine(new JniCurves(engine));
        this.relations = new NativeRelations(new JniRelations(engine));
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
        if (len <= PINNED) {
            Objects.checkFromIndexSize(off, len, n.length); // C would not notice
            Objects.checkFromIndexSize(0, SLOTS * len, primes.length);
            JniEngine.check(kb_factorize(engine.tier(), n, off, len, primes), "kb_factorize");
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocate(ValueLayout.JAVA_LONG, len);
            MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG, (long) SLOTS * len);
            MemorySegment.copy(n, off, in, ValueLayout.JAVA_LONG, 0, len);
            JniEngine.check(kb_factorize(engine.tier(), in.address(), 0, len, out.address()), "kb_factorize");
            MemorySegment.copy(out, ValueLayout.JAVA_LONG, 0, primes, 0, SLOTS * len);
        }
    }
}
