package dev.kernelbridge.jni;

import static dev.kernelbridge.jni.KernelbridgeC.kb_hard_leaves;
import static dev.kernelbridge.jni.KernelbridgeC.kb_sum_pi;

import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.NativeLeafTables;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/** Combinatorial prime counting: a unit takes milliseconds, so it works outside the heap, by address. */
final class JniLeaves implements LeafEngine {
    private final JniEngine engine;
    private final NativeLeafTables copies = new NativeLeafTables();

    JniLeaves(JniEngine engine) {
        this.engine = engine;
    }

    @Override
    public long sumPi(LeafTables tables, long[] jobs, int count) {
        MemorySegment block = copies.of(tables);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment work = arena.allocate(ValueLayout.JAVA_LONG, Math.max(1, JOB * (long) count));
            MemorySegment sum = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment.copy(jobs, 0, work, ValueLayout.JAVA_LONG, 0, JOB * count);
            JniEngine.check(kb_sum_pi(engine.tier(), block.address(), work.address(), count, sum.address()), "kb_sum_pi");
            return sum.get(ValueLayout.JAVA_LONG, 0);
        } finally {
            Reference.reachabilityFence(block);
        }
    }

    @Override
    public long hardLeaves(LeafTables tables, long low, long high, int stages, long[] phi, long[] mu) {
        MemorySegment block = copies.of(tables);
        int length = stages + 1;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment counts = arena.allocate(ValueLayout.JAVA_LONG, length);
            MemorySegment signs = arena.allocate(ValueLayout.JAVA_LONG, length);
            MemorySegment sum = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment.copy(phi, 0, counts, ValueLayout.JAVA_LONG, 0, length);
            MemorySegment.copy(mu, 0, signs, ValueLayout.JAVA_LONG, 0, length);
            JniEngine.check(kb_hard_leaves(engine.tier(), block.address(), low, high, stages, counts.address(), signs.address(),
                    sum.address()), "kb_hard_leaves");
            MemorySegment.copy(counts, ValueLayout.JAVA_LONG, 0, phi, 0, length);
            MemorySegment.copy(signs, ValueLayout.JAVA_LONG, 0, mu, 0, length);
            return sum.get(ValueLayout.JAVA_LONG, 0);
        } finally {
            Reference.reachabilityFence(block);
        }
    }
}
