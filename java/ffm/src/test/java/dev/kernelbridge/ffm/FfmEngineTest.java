package dev.kernelbridge.ffm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Device;
import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.SieveUnit;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the contracts do not see: how long a short call can be, memory that C may not read directly, threads with different
 * primes.
 */
class FfmEngineTest {
    private static Device device;
    private static Tier best;

    @BeforeAll
    static void libraryIsThere() throws Throwable {
        LibraryThere.orSkip();
        device = new FfmBackend().devices().getFirst();
        best = Tier.choose(Library.symbols(), null);
    }

    /** Notes the length of each call that would be made. */
    private static final class Noting extends FfmVectors {
        private final List<Long> lengths = new ArrayList<>();
        private int code;

        Noting(Tier tier) {
            super(new FfmEngine(device, tier), tier);
        }

        @Override
        void mapChunk(ElementType type, int code, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out,
                long from, long n) {
            assertEquals(lengths.stream().mapToLong(Long::longValue).sum(), from);
            this.code = code;
            lengths.add(n);
        }

        @Override
        void reduceChunk(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, long from, long n,
                double[] partials, long at) {
            assertEquals(lengths.stream().mapToLong(Long::longValue).sum(), from);
            assertEquals(from * op.width(), at * BLOCK);
            lengths.add(n);
        }

        void assertBounded(long n, int bound) {
            assertTrue(lengths.stream().allMatch(length -> length > 0 && length <= bound), lengths.toString());
            assertEquals(n, lengths.stream().mapToLong(Long::longValue).sum());
            lengths.clear();
        }
    }

    @Test
    void noShortCallIsLong() {
        int n = 100_001;
        MemorySegment x = MemorySegment.ofArray(new double[n]);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment nativeX = arena.allocate(ValueLayout.JAVA_DOUBLE, n);
            for (MemorySegment v : List.of(x, nativeX)) {
                for (boolean hardFma : new boolean[] {true, false}) {
                    Noting vectors = new Noting(new Tier(0, "x", hardFma));
                    for (MapOp op : MapOp.values()) {
                        vectors.map(ElementType.F64, op, 1, 0, v, v, v, v, n);
                        vectors.assertBounded(n, hardFma ? 16_384 : op.slow() ? 512 : 8192);
                    }
                    for (ReduceOp op : ReduceOp.values()) {
                        vectors.reduce(ElementType.F64, op, 1, v, v, n, new double[26], 0);
                        vectors.assertBounded(n, hardFma ? 16_384 : 8192);
                    }
                }
            }
        }
    }

    /** KB_STREAM: only a result that is larger than the caches and is not read by the same loop, and only of what memory bounds. */
    @Test
    void onlyLargeResultsAreWrittenPastTheCaches() {
        int n = 2_000_000;
        MemorySegment x = MemorySegment.ofArray(new double[n + n / 10]);
        MemorySegment y = MemorySegment.ofArray(new double[n + n / 10]);
        assertEquals(MapOp.ADD.ordinal() + 256, code(MapOp.ADD, x, x, y, n));
        assertEquals(MapOp.ADD.ordinal(), code(MapOp.ADD, x, y, y, n), "in place");
        assertEquals(MapOp.ADD.ordinal(), code(MapOp.ADD, x, x, y, n / 2), "24 MB");
        assertEquals(MapOp.EXP.ordinal(), code(MapOp.EXP, x, null, y, n), "bound by arithmetic");
        assertEquals(MapOp.FILL.ordinal(), code(MapOp.FILL, y, null, y, n / 2), "16 MB");
        assertEquals(MapOp.FILL.ordinal() + 256, code(MapOp.FILL, y, null, y, n + n / 10), "reads nothing");
    }

    private static int code(MapOp op, MemorySegment x, MemorySegment y, MemorySegment out, int n) {
        Noting vectors = new Noting(best);
        vectors.map(ElementType.F64, op, 0, 0, x, y, null, out, n);
        return vectors.code;
    }

    @Test
    void readsAndWritesWhereNoDoubleMayLie() {
        int n = 20_000;
        byte[] bytes = new byte[8 * n + 3];
        MemorySegment odd = MemorySegment.ofArray(bytes).asSlice(3);
        double[] expected = new double[n];
        for (int i = 0; i < n; i++) {
            odd.setAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i, i);
            expected[i] = 2.0 * i;
        }
        double[] partials = new double[4];
        double[] partialsOfArray = new double[4];
        try (FfmEngine engine = new FfmEngine(device, best)) {
            engine.vectors().map(ElementType.F64, MapOp.SCALE, 2, 0, odd, null, null, odd, n);
            assertArrayEquals(expected, odd.toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED));
            engine.vectors().reduce(ElementType.F64, ReduceOp.DOT, 0, odd, MemorySegment.ofArray(expected), n, partials, 1);
            engine.vectors().reduce(ElementType.F64, ReduceOp.DOT, 0, MemorySegment.ofArray(expected), MemorySegment.ofArray(expected), n,
                    partialsOfArray, 1);
        }
        assertArrayEquals(partialsOfArray, partials);
    }

    @Test
    void takesSlicesOfArraysAsTheyAre() {
        float[] x = {9, 1, 2, 3, 9};
        float[] y = {9, 9, 10, 20, 30};
        try (FfmEngine engine = new FfmEngine(device, best)) {
            engine.vectors().map(ElementType.F32, MapOp.AXPY, 0.5, 0, MemorySegment.ofArray(x).asSlice(4, 12).asReadOnly(),
                    MemorySegment.ofArray(y).asSlice(8), null, MemorySegment.ofArray(y).asSlice(8), 3);
        }
        assertArrayEquals(new float[] {9, 9, 10.5f, 21, 31.5f}, y);
    }

    @Test
    void twoThreadsWithDifferentPrimesDoNotMixThem() throws Exception {
        BasePrimes few = Sieving.base(1000);
        BasePrimes many = Sieving.base(4000);
        SieveUnit toMillion = Sieving.to(1_000_000);
        SieveUnit toTen = Sieving.to(10_000_000);
        try (FfmEngine engine = new FfmEngine(device, best); ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                boolean small = i % 2 == 0;
                Callable<Long> count = () -> engine.primes().countSieve(small ? toMillion : toTen, small ? few : many);
                counts.add(threads.submit(count));
            }
            for (int i = 0; i < counts.size(); i++) {
                assertEquals(i % 2 == 0 ? 78_498 - 3 : 664_579 - 3, counts.get(i).get());
            }
        }
    }

    @Test
    void primalityOfManyNumbersAtAnOffset() {
        long[] n = new long[1000];
        boolean[] out = new boolean[1000];
        for (int i = 0; i < n.length; i++) {
            n[i] = -59 - i; // 2^64 - 59 is the largest prime below 2^64
        }
        try (FfmEngine engine = new FfmEngine(device, best)) {
            engine.primes().isPrime(n, 1, 999, out);
            assertEquals(false, out[0]);
            engine.primes().isPrime(n, 0, 1000, out);
        }
        assertTrue(out[0]);
        for (int i = 0; i < n.length; i++) {
            assertEquals(new java.math.BigInteger(Long.toUnsignedString(n[i])).isProbablePrime(40), out[i], Long.toUnsignedString(n[i]));
        }
    }
}
