package dev.kernelbridge.spi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link LeafTables} outside the heap, in one block as kernelbridge.h describes it, for backends that hand them to C. A block goes with its
 * tables: to the next count if that was told to be over, else to the garbage collector. Without that a count of a tenth of a millisecond
 * took a whole one, most of it in the system, which zeroed the pages of blocks that nobody had freed yet. Safe for use by many threads.
 */
public final class NativeLeafTables {
    private static final int HEADER_WORDS = 16;
    private static final long CACHE_LINE = 64;
    /** What C may read behind a table's end when it loads a vector. */
    private static final long MARGIN = 64;
    /** What is larger is not kept for the next count, which is rare and takes long. */
    private static final long MOST_KEPT = 4 << 20;

    private final ScratchPool pool = new ScratchPool();
    private volatile List<Block> blocks = List.of(); // one for each count that runs

    private record Block(WeakReference<LeafTables> of, MemorySegment memory) {
    }

    /** The block; it lives until {@link #release}, and without that as long as it is reachable. */
    public MemorySegment of(LeafTables tables) {
        MemorySegment known = find(tables);
        return known != null ? known : copy(tables);
    }

    /** No call uses the block of these tables any more, and none will. */
    public synchronized void release(LeafTables tables) {
        MemorySegment known = find(tables);
        if (known != null) {
            keepAllBut(tables);
            if (known.byteSize() <= MOST_KEPT) {
                pool.give(known);
            }
        }
    }

    private MemorySegment find(LeafTables tables) {
        for (Block block : blocks) {
            if (block.of.refersTo(tables)) {
                return block.memory;
            }
        }
        return null;
    }

    private List<Block> keepAllBut(LeafTables tables) {
        List<Block> kept = new ArrayList<>(blocks);
        kept.removeIf(block -> block.of.refersTo(tables) || block.of.refersTo(null)); // null: a count that failed
        blocks = kept;
        return kept;
    }

    private synchronized MemorySegment copy(LeafTables t) {
        MemorySegment known = find(t);
        if (known != null) {
            return known;
        }
        MemorySegment[] parts = {MemorySegment.ofArray(t.pi().pairs()), MemorySegment.ofArray(t.primes()),
            MemorySegment.ofArray(t.leaf()), MemorySegment.ofArray(t.factor()), MemorySegment.ofArray(t.wheel())};
        long bytes = HEADER_WORDS * Long.BYTES;
        long[] at = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            at[i] = bytes;
            bytes = (bytes + parts[i].byteSize() + MARGIN + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
        }
        MemorySegment memory = bytes <= MOST_KEPT ? pool.take(bytes) : Arena.ofAuto().allocate(bytes, CACHE_LINE);
        long[] header = {t.x().low(), t.y(), t.z(), t.k(), at[0], at[1], at[2], at[3], at[4], t.wheel().length, t.x().high()};
        MemorySegment.copy(header, 0, memory, ValueLayout.JAVA_LONG.withOrder(ByteOrder.nativeOrder()), 0, header.length);
        for (int i = 0; i < parts.length; i++) {
            MemorySegment.copy(parts[i], 0, memory, at[i], parts[i].byteSize());
        }
        List<Block> more = new ArrayList<>(keepAllBut(null));
        more.add(new Block(new WeakReference<>(t), memory));
        blocks = more;
        return memory;
    }
}
