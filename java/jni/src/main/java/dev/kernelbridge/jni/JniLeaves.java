package dev.kernelbridge.jni;

import static dev.kernelbridge.jni.KernelbridgeC.kb_hard_leaves;
import static dev.kernelbridge.jni.KernelbridgeC.kb_sum_pi;

import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.NativeLeafTables;
import dev.kernelbridge.spi.ScratchPool;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/** Combinatorial prime counting: a unit takes milliseconds, so it works outside the heap, by address, on memory that is kept. */
final class JniLeaves implements LeafEngine {
    private final JniEngine engine;
    private final NativeLeafTables copies = new NativeLeafTables();
    private final ScratchPool scratch = new ScratchPool();

    JniLeaves(JniEngine engine) {
        this.engine = engine;
    }

    @Override
    public long sumPi(LeafTables tables, long[] jobs, int count) {
        MemorySegment block = copies.of(tables);
        MemorySegment memory = scratch.take(Long.BYTES * (1L + JOB * count));
        try {
            long sum = memory.address();
            MemorySegment.copy(jobs, 0, memory, ValueLayout.JAVA_LONG, Long.BYTES, JOB * count);
            JniEngine.check(kb_sum_pi(engine.tier(), block.address(), sum + Long.BYTES, count, sum), "kb_sum_pi");
            long result = memory.get(ValueLayout.JAVA_LONG, 0);
            scratch.give(memory);
            return result;
        } finally {
            Reference.reachabilityFence(block);
            Reference.reachabilityFence(memory);
        }
    }

    @Override
    public long hardLeaves(LeafTables tables, long low, long high, int stages, long[] phi, long[] mu) {
        MemorySegment block = copies.of(tables);
        int length = stages + 1;
        long bytes = Long.BYTES * (long) length;
        MemorySegment memory = scratch.take(Long.BYTES + 2 * bytes);
        try {
            long sum = memory.address();
            long counts = sum + Long.BYTES;
            MemorySegment.copy(phi, 0, memory, ValueLayout.JAVA_LONG, Long.BYTES, length);
            MemorySegment.copy(mu, 0, memory, ValueLayout.JAVA_LONG, Long.BYTES + bytes, length);
            JniEngine.check(kb_hard_leaves(engine.tier(), block.address(), low, high, stages, counts, counts + bytes, sum), "kb_hard_leaves");
            MemorySegment.copy(memory, ValueLayout.JAVA_LONG, Long.BYTES, phi, 0, length);
            MemorySegment.copy(memory, ValueLayout.JAVA_LONG, Long.BYTES + bytes, mu, 0, length);
            long result = memory.get(ValueLayout.JAVA_LONG, 0);
            scratch.give(memory);
            return result;
        } finally {
            Reference.reachabilityFence(block);
            Reference.reachabilityFence(memory);
        }
    }

    @Override
    public void release(LeafTables tables) {
        copies.release(tables);
    }
}
