package dev.kernelbridge.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.primes.gourdon.LeafContract;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The leaves' loops with the Vector API and without, whatever this processor would choose. */
class JavaLeavesTest {

    static Stream<Named<LeafLoops>> loops() {
        return Stream.of(Named.of("plain", new PlainLoops()), Named.of("vectors", new VectorLoops()));
    }

    @Test
    void theModuleIsHere() {
        assertTrue(VectorModule.PRESENT, "the tests of java/core run with --add-modules jdk.incubator.vector");
        assertTrue(VectorModule.availability().available() || VectorModule.availability().reason().contains("AVX-512"));
        assertEquals(VectorLoops.fits() ? VectorLoops.class : PlainLoops.class, LeafLoops.best(LeafLoops.VECTORS_WORTH).getClass());
        assertEquals(PlainLoops.class, LeafLoops.best(LeafLoops.VECTORS_WORTH - 1).getClass());
    }

    @ParameterizedTest
    @MethodSource("loops")
    void everyNumberOfTerms(LeafLoops loops) {
        int[] primes = {0, 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97};
        long[] pairs = new long[20];
        IntStream.rangeClosed(1, 600).filter(n -> n == 1 || n > 2 && IntStream.range(2, n).allMatch(d -> n % d != 0))
                .forEach(n -> pairs[n >> 7 << 1] |= 1L << (n >> 1)); // the bit of 1 stands for the prime 2
        for (int i = 2; i < pairs.length; i += 2) {
            pairs[i + 1] = pairs[i - 1] + Long.bitCount(pairs[i - 2]);
        }
        for (int from = 1; from < primes.length; from++) {
            for (int to = from - 1; to < primes.length; to++) {
                long expected = 0;
                for (int i = from; i <= to; i++) {
                    int v = 1193 / primes[i];
                    expected += IntStream.rangeClosed(2, v).filter(n -> IntStream.range(2, n).allMatch(d -> n % d != 0)).count();
                }
                assertEquals(expected, loops.sumPi(1193, primes, from, to, pairs), from + " to " + to);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("loops")
    void packsInFallingOrder(LeafLoops loops) {
        Random random = new Random(1);
        char[] factor = new char[200];
        int[] leaf = random.ints(200).toArray();
        for (int i = 0; i < factor.length; i++) {
            factor[i] = (char) switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> 0xFFFF;
                default -> random.nextInt(1 << 16);
            };
        }
        int[] packed = new int[200 + LeafLoops.ROOM];
        for (int p : new int[] {7, 32_749, 32_771, 46_337}) {
            for (int begin = 0; begin < 200; begin += 13) {
                for (int end = begin; end <= 200; end++) {
                    int from = begin;
                    int to = end;
                    int[] expected = IntStream.range(from, to).map(i -> to - 1 - i + from).filter(i -> factor[i] > p).map(i -> leaf[i])
                            .toArray();
                    int n = loops.pack(factor, leaf, begin, end, p, packed);
                    assertArrayEquals(expected, Arrays.copyOf(packed, n), begin + " to " + end);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("loops")
    void asTheContractHasIt(LeafLoops loops) {
        LeafContract.sameSums(new JavaLeaves(JavaLeaves.EXACT_DOUBLES, x -> loops));
        LeafContract.sameStretches(new JavaLeaves(JavaLeaves.EXACT_DOUBLES, x -> loops), 12, 5000);
    }
}
