package dev.kernelbridge.jni;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever the operands lie, results are the same; arrays are not copied, and no call holds them for long. */
class ArrayAccessTest {

    private static final int N = 2 * JniVectors.CHUNK + 5;
    private static final Arena ARENA = Arena.ofAuto();

    /** Ways to hold the same doubles, the first as an array at index 0. */
    static Stream<Named<UnaryOperator<MemorySegment>>> places() {
        return Stream.of(Named.of("array", s -> s),
                Named.of("middle of an array", s -> copy(s, MemorySegment.ofArray(new double[N + 9]).asSlice(24, 8L * N))),
                Named.of("native", s -> copy(s, ARENA.allocate(8L * N, 8))),
                Named.of("native, unaligned", s -> copy(s, ARENA.allocate(8L * N + 3, 8).asSlice(3, 8L * N))),
                Named.of("bytes", s -> copy(s, MemorySegment.ofArray(new byte[8 * N + 1]).asSlice(1, 8L * N))));
    }

    static Stream<Arguments> pairsOfPlaces() {
        return places().flatMap(x -> places().map(y -> Arguments.of(x, y)));
    }

    @ParameterizedTest(name = "x: {0}, y and out: {1}")
    @MethodSource("pairsOfPlaces")
    void placesDoNotMatter(UnaryOperator<MemorySegment> xPlace, UnaryOperator<MemorySegment> yPlace) {
        VectorEngine vectors = Library.engine().vectors();
        double[] x = IntStream.range(0, N).mapToDouble(i -> i - 100).toArray();
        double[] y = IntStream.range(0, N).mapToDouble(i -> i % 7).toArray();
        double[] expected = IntStream.range(0, N).mapToDouble(i -> Math.fma(2, x[i], y[i])).toArray();
        MemorySegment xs = xPlace.apply(MemorySegment.ofArray(x));
        MemorySegment ys = yPlace.apply(MemorySegment.ofArray(y.clone()));

        double[] partials = new double[8];
        vectors.reduce(ElementType.F64, ReduceOp.DOT, 1, xs, ys.asReadOnly(), N, partials, 1);
        double dot = IntStream.range(0, N).mapToDouble(i -> x[i] * y[i]).sum(); // integers: exact
        assertEquals(dot, Arrays.stream(partials).sum());
        assertEquals(0, partials[0]);

        vectors.map(ElementType.F64, MapOp.AXPY, 2, 0, xs.asReadOnly(), ys, null, ys, N);
        assertArrayEquals(expected, ys.toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED));
    }

    @Test
    void arraysAreNotCopied() {
        VectorEngine vectors = Library.engine().vectors();
        int n = 1_000_000;
        double[] x = new double[n];
        Arrays.fill(x, 1);
        double[] partials = new double[(n + VectorEngine.BLOCK - 1) / VectorEngine.BLOCK];
        MemorySegment xs = MemorySegment.ofArray(x);
        vectors.reduce(ElementType.F64, ReduceOp.DOT, 1, xs, xs, n, partials, 0);

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        vectors.reduce(ElementType.F64, ReduceOp.DOT, 1, xs, xs, n, partials, 0);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(n, Arrays.stream(partials).sum());
        assertTrue(allocated < 10_000, allocated + " bytes allocated");
    }

    /** Native copies do not show as allocation, but as time: it must not grow with the arrays behind the range that is used. */
    @Test
    void timeDependsOnTheRangeAndNotOnTheArray() {
        VectorEngine vectors = Library.engine().vectors();
        long small = nanosPerCall(vectors, new double[64]);
        long large = nanosPerCall(vectors, new double[4_000_000]); // a copy of it takes milliseconds
        assertTrue(large < 10 * small + 20_000, small + " ns with a small array, " + large + " ns with a large one");
    }

    private static long nanosPerCall(VectorEngine vectors, double[] array) {
        MemorySegment x = MemorySegment.ofArray(array).asSlice(0, 64 * 8);
        double[] partials = new double[1];
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 2_000; i++) {
            long start = System.nanoTime();
            vectors.reduce(ElementType.F64, ReduceOp.SUM, 1, x, null, 64, partials, 0);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    /** A Java backend would throw; C would write on behind the array. */
    @Test
    void whatIsTooShortIsNotedBeforeCRuns() {
        Engine engine = Library.engine();
        assertThrows(IndexOutOfBoundsException.class, () -> engine.primes().isPrime(new long[9], 4, 6, new boolean[99]));
        assertThrows(IndexOutOfBoundsException.class, () -> engine.primes().isPrime(new long[9], 4, 5, new boolean[8]));
        assertThrows(IndexOutOfBoundsException.class, () -> engine.factors().factorize(new long[9], 0, 2, new long[31]));
        MemorySegment two = MemorySegment.ofArray(new double[2]);
        MemorySegment three = MemorySegment.ofArray(new double[3]);
        assertThrows(IndexOutOfBoundsException.class,
                () -> engine.vectors().map(ElementType.F64, MapOp.ADD, 0, 0, three, three, null, two, 3));
        assertThrows(IndexOutOfBoundsException.class,
                () -> engine.vectors().reduce(ElementType.F64, ReduceOp.SUM, 0, three, null, 3, new double[1], 1));
    }

    @Test
    void noCallHoldsArraysForMoreThanAQuarterOfAMillisecond() {
        Library.assumeThere();
        assertTrue(JniVectors.CHUNK <= 16_384 && JniVectors.CHUNK % VectorEngine.BLOCK == 0);
        double[] x = IntStream.range(0, JniVectors.CHUNK).mapToDouble(i -> i / 100.0).toArray();
        double[] out = new double[x.length];
        long[] primes = new long[JniPrimes.PINNED_TESTS];
        Arrays.fill(primes, -59); // 2^64 - 59, the largest
        boolean[] answers = new boolean[primes.length];
        for (int t = 0; t <= KernelbridgeC.kb_tier_best(); t++) {
            int tier = t;
            for (MapOp op : MapOp.values()) {
                long nanos = best(() -> KernelbridgeC.kb_map_f64(tier, op.ordinal(), 2, 0, x, 0, x, 0, x, 0, out, 0,
                        JniVectors.chunk(op)));
                assertTrue(nanos < 250_000, op + " on tier " + tier + ": " + nanos + " ns");
            }
            long nanos = best(() -> KernelbridgeC.kb_is_prime(tier, primes, 0, primes.length, answers, 0));
            assertTrue(nanos < 250_000, "isPrime on tier " + tier + ": " + nanos + " ns");
        }
    }

    private static long best(Runnable call) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 50; i++) {
            long start = System.nanoTime();
            call.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    private static MemorySegment copy(MemorySegment from, MemorySegment to) {
        return to.copyFrom(from);
    }
}
