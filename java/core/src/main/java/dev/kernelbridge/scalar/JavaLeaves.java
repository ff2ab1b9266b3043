package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.Wide;
import java.util.function.DoubleFunction;

/** Combinatorial prime counting in plain Java. */
final class JavaLeaves implements LeafEngine {
    /** Below, the quotient of two integers is the floor of the quotient of their doubles, which is several times as fast. */
    static final long EXACT_DOUBLES = 1L << 53;
    private final long exactDoubles;
    private final DoubleFunction<LeafLoops> loops;

    JavaLeaves() {
        this(EXACT_DOUBLES, LeafLoops::best);
    }

    /** For tests: with a smaller limit small numbers take the way of the large ones, and x does not choose the loops. */
    JavaLeaves(long exactDoubles, DoubleFunction<LeafLoops> loops) {
        this.exactDoubles = exactDoubles;
        this.loops = loops;
    }

    @Override
    public long sumPi(LeafTables tables, long[] jobs, int count) {
        LeafLoops loops = this.loops.apply(tables.x().value());
        long[] pairs = tables.pi().pairs();
        int[] primes = tables.primes();
        long sum = 0;
        for (int j = 0; j < JOB * count; j += JOB) {
            long value = jobs[j];
            int from = (int) jobs[j + 1] + 1;
            int to = (int) jobs[j + 2];
            sum += jobs[j + 3]
                    * (value < exactDoubles ? loops.sumPi((double) value, primes, from, to, pairs) : sum(value, primes, from, to, pairs));
        }
        return sum;
    }

    private static long sum(long value, int[] primes, int from, int to, long[] pairs) {
        long sum = 0;
        for (int i = from; i <= to; i++) {
            sum += PlainLoops.pi(Wide.quotient((double) value, value, primes[i]) - 1 >>> 1, pairs);
        }
        return sum;
    }

    @Override
    public long hardLeaves(LeafTables tables, long low, long high, int stages, long[] phi, long[] mu) {
        return new HardLeaves(loops.apply(tables.x().value()), tables, exactDoubles, low, high, stages, phi, mu).sum();
    }
}
