package dev.kernelbridge.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.kernelbridge.Backend;
import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.LeafTables;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The self-test finds out an engine whose loops are nearly right: a count that is off by one lies within all bounds. */
final class LeafCaseTest {
    private static final int[] PRIMES = IntStream.range(7, 200).filter(n -> IntStream.range(2, n).allMatch(d -> n % d != 0)).toArray();
    private static final BasePrimes BASE = new BasePrimes(PRIMES, PRIMES.length, 199);
    private static final LeafEngine JAVA = Engines.open(Engines.devices(Backend.JAVA).getFirst()).engine().primes().leaves();

    @Test
    void everyLoopIsAsked() {
        assertNull(LeafCase.firstError(new Off(0, 0, 0, null), BASE), "without a sieve that it asks itself");
        assertNull(LeafCase.firstError(new Off(0, 0, 0, new long[] {207_449, 368, 2364}), BASE));
        assertEquals("added up pi(v) to 38185 instead of 38184", LeafCase.firstError(new Off(1, 0, 0, null), BASE));
        assertEquals("added up the hard leaves of 10^7 to 431780 instead of 431781", LeafCase.firstError(new Off(0, -1, 0, null), BASE));
        assertEquals("asked the sieve from 2880 to 25200, and got [207450, 368, 2364] instead of [207449, 368, 2364]",
                LeafCase.firstError(new Off(0, 0, 1, new long[] {207_449, 368, 2364}), BASE));
    }

    /** Java's loops, off by that much. */
    private record Off(long sum, long leaves, long answers, long[] asked) implements LeafEngine {
        @Override
        public long sumPi(LeafTables tables, long[] jobs, int count) {
            return JAVA.sumPi(tables, jobs, count) + sum;
        }

        @Override
        public long hardLeaves(LeafTables tables, long low, long high, int stages, long[] phi, long[] mu) {
            return JAVA.hardLeaves(tables, low, high, stages, phi, mu) + leaves;
        }

        @Override
        public long[] askSieve(LeafTables tables, BasePrimes base, long low, long high) {
            return asked == null ? null : new long[] {asked[0] + answers, asked[1], asked[2]};
        }
    }
}
