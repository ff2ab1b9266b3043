package dev.kernelbridge.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.NativeLeafTables;
import dev.kernelbridge.spi.ScratchPool;
import java.lang.foreign.MemorySegment;

/** Combinatorial prime counting: one long call per unit, on native memory that is kept from one unit to the next. */
final class FfmLeaves implements LeafEngine {
    private final FfmEngine engine;
    private final int tier;
    private final NativeLeafTables copies = new NativeLeafTables();
    private final ScratchPool scratch = new ScratchPool();

    FfmLeaves(FfmEngine engine, int tier) {
        this.engine = engine;
        this.tier = tier;
    }

    @Override
    public long sumPi(LeafTables tables, long[] jobs, int count) {
        engine.requireOpen();
        MemorySegment memory = scratch.take(Long.BYTES * (1L + JOB * count));
        MemorySegment.copy(jobs, 0, memory, JAVA_LONG, Long.BYTES, JOB * count);
        Downcalls.sumPi(tier, copies.of(tables), memory.asSlice(Long.BYTES), count, memory);
        long sum = memory.get(JAVA_LONG, 0);
        scratch.give(memory);
        return sum;
    }

    @Override
    public long hardLeaves(LeafTables tables, long low, long high, int stages, long[] phi, long[] mu) {
        engine.requireOpen();
        long bytes = Long.BYTES * (stages + 1L);
        MemorySegment memory = scratch.take(Long.BYTES + 2 * bytes);
        MemorySegment counts = memory.asSlice(Long.BYTES, bytes);
        MemorySegment signs = memory.asSlice(Long.BYTES + bytes, bytes);
        MemorySegment.copy(phi, 0, counts, JAVA_LONG, 0, stages + 1);
        MemorySegment.copy(mu, 0, signs, JAVA_LONG, 0, stages + 1);
        Downcalls.hardLeaves(tier, copies.of(tables), low, high, stages, counts, signs, memory);
        MemorySegment.copy(counts, JAVA_LONG, 0, phi, 0, stages + 1);
        MemorySegment.copy(signs, JAVA_LONG, 0, mu, 0, stages + 1);
        long sum = memory.get(JAVA_LONG, 0);
        scratch.give(memory);
        return sum;
    }

    @Override
    public void release(LeafTables tables) {
        copies.release(tables);
    }
}
