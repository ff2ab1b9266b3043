package dev.kernelbridge.primes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kernelbridge.Kernels;
import dev.kernelbridge.contract.UnderTest;
import dev.kernelbridge.plan.Engines;
import dev.kernelbridge.spi.RoughEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a backend's {@link RoughEngine} must get right: the published tables, and the sieve of {@link Oracle} for all other numbers. */
public final class RoughContract {
    private static final String SETTING = "kernelbridge.rough";
    /** What the published numbers are counted up to here: some seconds on a simulator. */
    private static final long MOST = 100_000_000_000L;
    private Kernels kernels;
    private RoughEngine rough;

    @BeforeEach
    void open() {
        kernels = UnderTest.kernels();
        rough = Engines.open(kernels.report().device()).engine().primes().rough();
        assumeTrue(rough != null, kernels.report().backend().id() + " does not count by rough numbers");
    }

    @AfterEach
    void unset() {
        System.clearProperty(SETTING);
    }

    @Test
    void everySmallNumber() {
        for (long n = RoughEngine.LEAST; n <= 1500; n++) {
            assertEquals(Oracle.pi(n), rough.count(n), "pi(" + n + ")");
        }
    }

    @Test
    void thePublishedTables() {
        for (String[] row : Stream.of("pi-edge.csv", "pi-random.csv").flatMap(table -> UnderTest.rows(table).stream()).toList()) {
            if (row[0].length() < 13 && Long.parseLong(row[0]) >= RoughEngine.LEAST && Long.parseLong(row[0]) <= MOST) {
                long n = Long.parseLong(row[0]);
                assertEquals(Long.parseLong(row[1]), rough.count(n), () -> "pi(" + n + ")");
            }
        }
        assertEquals(4_118_054_813L, rough.count(100_000_000_000L));
    }

    /** Where another step begins, another list ends, or another size of lists. */
    @Test
    void whereRootsChange() {
        for (long p : new long[] {3, 5, 7, 31, 37, 97, 101, 173, 179, 311, 313}) {
            for (long n = p * p * p * p - 1; n <= p * p * p * p + 1; n++) {
                assertEquals(Oracle.pi(n), rough.count(n), "pi(" + n + ")");
            }
        }
        for (long n = RoughEngine.MOST; n > 100_000; n /= 4) {
            for (long at = Math.min(n - 1, MOST); n <= MOST && at <= n + 1; at++) {
                assertEquals(Oracle.pi(at), rough.count(at), "pi(" + at + ")");
            }
        }
    }

    @Test
    void numbersOfAllSizesAtRandom() {
        Random random = new Random(1896);
        for (int i = 0; i < 200; i++) {
            long n = 16 + random.nextLong(1L << 5 + i % 30);
            assertEquals(Oracle.pi(n), rough.count(n), "pi(" + n + ")");
        }
    }

    /** Threads share the lists. */
    @Test
    void fourThreadsAtOnce() throws Exception {
        List<Callable<Long>> counts = new ArrayList<>();
        long[] numbers = {1_000_000_000, 10_000_000, 123_456_789, 999_999_937};
        for (int i = 0; i < 24; i++) {
            long n = numbers[i % numbers.length];
            counts.add(() -> rough.count(n));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Long>> found = threads.invokeAll(counts);
            for (int i = 0; i < found.size(); i++) {
                assertEquals(Oracle.pi(numbers[i % numbers.length]), found.get(i).get());
            }
        }
    }

    @Test
    void otherNumbersAreRefused() {
        for (long n : new long[] {Long.MIN_VALUE, 0, 15, RoughEngine.MOST + 1, Long.MAX_VALUE}) {
            String message = assertThrows(IllegalArgumentException.class, () -> rough.count(n)).getMessage();
            assertEquals("n: " + n + " is not from 16 to 10000000000000", message);
        }
    }

    /** The whole call, which says who counted. */
    @Test
    void aCountThatIsSetToIt() {
        System.setProperty(SETTING, "1e10");
        assertEquals(455_052_511, kernels.countPrimes(10_000_000_000L));
        assertEquals(kernels.report().requested().orElseThrow(), kernels.report().backend());
        assertTrue(kernels.report().passedOver().isEmpty(), kernels.report().toString());
    }
}
