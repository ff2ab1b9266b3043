package dev.kernelbridge.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** A block belongs to one count at a time, and goes on to the next one when that is over. */
final class NativeLeafTablesTest {
    private final NativeLeafTables copies = new NativeLeafTables();

    @Test
    void countsThatRunAtOnceHaveBlocksOfTheirOwn() {
        LeafTables one = tables(1000);
        LeafTables other = tables(2000);
        MemorySegment first = copies.of(one);
        MemorySegment second = copies.of(other);
        assertNotEquals(first.address(), second.address());
        assertEquals(first.address(), copies.of(one).address());
        assertEquals(1000, first.get(ValueLayout.JAVA_LONG, 0));
        assertEquals(2000, second.get(ValueLayout.JAVA_LONG, 0));
        copies.release(one);
        assertEquals(second.address(), copies.of(other).address());
    }

    @Test
    void aReleasedBlockServesTheNextCount() {
        LeafTables one = tables(1000);
        long address = copies.of(one).address();
        copies.release(one);
        copies.release(one); // and again: nothing to give back
        MemorySegment next = copies.of(tables(3000));
        assertEquals(address, next.address());
        assertEquals(3000, next.get(ValueLayout.JAVA_LONG, 0));
        assertNotEquals(address, copies.of(tables(4000)).address());
    }

    private static LeafTables tables(long x) {
        return new LeafTables(Wide.of(x), 1, 1, 4, new int[] {0, 2}, new PiTable(new long[2], 127), new char[1], new int[1], new byte[7]);
    }
}
