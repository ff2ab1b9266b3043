package dev.kernelbridge.spi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * {@link LeafTables} outside the heap, in one block as kernelbridge.h describes it, for backends that hand them to C: the copy of the
 * last object seen, which the garbage collector frees when nobody uses it any more. Safe for use by many threads.
 */
public final class NativeLeafTables {
    private static final int HEADER_WORDS = 16;
    private static final long CACHE_LINE = 64;
    /** What C may read behind a table's end when it loads a vector. */
    private static final long MARGIN = 64;
    private volatile Copy last = new Copy(null, MemorySegment.NULL);

    private record Copy(LeafTables of, MemorySegment memory) {
    }

    /** The block; it lives as long as it is reachable. */
    public MemorySegment of(LeafTables tables) {
        Copy copy = last;
        return copy.of == tables ? copy.memory : copy(tables);
    }

    private synchronized MemorySegment copy(LeafTables t) {
        if (last.of != t) {
            MemorySegment[] parts = {MemorySegment.ofArray(t.pi().pairs()), MemorySegment.ofArray(t.primes()),
                MemorySegment.ofArray(t.leaf()), MemorySegment.ofArray(t.factor()), MemorySegment.ofArray(t.wheel())};
            long bytes = HEADER_WORDS * Long.BYTES;
            long[] at = new long[parts.length];
            for (int i = 0; i < parts.length; i++) {
                at[i] = bytes;
                bytes = (bytes + parts[i].byteSize() + MARGIN + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
            }
            MemorySegment memory = Arena.ofAuto().allocate(bytes, CACHE_LINE);
            long[] header = {t.x().low(), t.y(), t.z(), t.k(), at[0], at[1], at[2], at[3], at[4], t.wheel().length, t.x().high()};
            MemorySegment.copy(header, 0, memory, ValueLayout.JAVA_LONG.withOrder(ByteOrder.nativeOrder()), 0, header.length);
            for (int i = 0; i < parts.length; i++) {
                MemorySegment.copy(parts[i], 0, memory, at[i], parts[i].byteSize());
            }
            last = new Copy(t, memory);
        }
        return last.memory;
    }
}
