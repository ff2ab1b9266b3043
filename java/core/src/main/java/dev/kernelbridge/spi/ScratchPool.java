package dev.kernelbridge.spi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Native memory that a call needs only while it runs, kept for the next call: a fresh arena would have the system zero and map
 * the pages for each unit. There are never more pieces than calls that ran at once; what is not kept is freed by the garbage
 * collector.
 */
public final class ScratchPool {
    private static final long ALIGNMENT = 64;
    private final ConcurrentLinkedQueue<MemorySegment> free = new ConcurrentLinkedQueue<>();

    /** At least {@code bytes} bytes of undefined content, until {@link #give}. */
    public MemorySegment take(long bytes) {
        MemorySegment kept = free.poll();
        return kept != null && kept.byteSize() >= bytes ? kept : Arena.ofAuto().allocate(bytes, ALIGNMENT);
    }

    /** Takes it back. Not called for memory whose call failed. */
    public void give(MemorySegment memory) {
        free.add(memory);
    }
}
