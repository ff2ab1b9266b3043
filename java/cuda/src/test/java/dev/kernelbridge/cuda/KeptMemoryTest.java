package dev.kernelbridge.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.PiTable;
import dev.kernelbridge.spi.Wide;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What stays on the device from call to call, and what goes; the simulator counts it. */
@DisplayName("Memory kept on the CUDA simulator")
class KeptMemoryTest {
    private static final int WHEEL = 1 << 20; // far more than all else

    @BeforeEach
    void needsSimulator() {
        Opened.assumeSimulator();
    }

    @Test
    void tablesGoWithTheCountThatTheyWereMadeFor() {
        try (CudaEngine engine = Opened.engine()) {
            LeafEngine leaves = engine.primes().leaves();
            LeafTables one = tables();
            LeafTables other = tables();
            assertEquals(4, piOfTen(leaves, one));
            long with = Simulator.counter("bytes");
            assertEquals(4, piOfTen(leaves, one));
            assertEquals(with, Simulator.counter("bytes"), "one copy for all calls");
            leaves.release(other);
            assertEquals(with, Simulator.counter("bytes"), "these are not the ones");
            leaves.release(one);
            leaves.release(one);
            assertTrue(Simulator.counter("bytes") <= with - WHEEL, "they are gone");
            assertEquals(4, piOfTen(leaves, one)); // as a call that was late
            assertEquals(4, piOfTen(leaves, other));
            assertEquals(with, Simulator.counter("bytes"), "the latest only");
            leaves.release(other);
            assertTrue(Simulator.counter("bytes") <= with - WHEEL);
        }
    }

    @Test
    void aCountByRoughNumbersLaunchesOneGraphAndKeepsIt() {
        Simulator.configure("");
        try (CudaEngine engine = Opened.engine()) {
            assertEquals(50_847_534, engine.primes().rough().count(1_000_000_000));
            long with = Simulator.counter("bytes");
            assertEquals(50_847_534, engine.primes().rough().count(1_000_000_006)); // the next prime is 1000000007
            assertEquals(50_847_535, engine.primes().rough().count(1_000_000_007));
            assertEquals(3, Simulator.counter("graphs"));
            assertEquals(with, Simulator.counter("bytes"));
            assertEquals(78_498, engine.primes().rough().count(1_000_000)); // other lists
            assertTrue(Simulator.counter("bytes") < with, "and not both");
        }
        assertEquals(0, Simulator.counter("bytes"));
    }

    private static long piOfTen(LeafEngine leaves, LeafTables tables) {
        return leaves.sumPi(tables, new long[] {50, 2, 3, 1}, 1); // pi(50 / 5)
    }

    private static LeafTables tables() {
        long primes = 1L | 1L << 1 | 1L << 2 | 1L << 3 | 1L << 5 | 1L << 6; // 2 in the place of 1, 3, 5, 7, 11, 13
        return new LeafTables(Wide.of(200), 7, 7, 4, new int[] {0, 2, 3, 5, 7}, new PiTable(new long[] {primes, 0, 0, 6}, 14), new char[2],
                new int[2], new byte[WHEEL]);
    }
}
