package dev.kernelbridge.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How long does it take to count the primes up to n, by whatever method? Every count is compared with the published one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CountPrimes {
    private static final long FIRST = 100_000_000; // a call that takes a minute is timed once, and must not be the first
    private static final long NANOS = 200_000_000; // that a call may take while warming up

    @Param("1e9")
    public String n;

    @Param("java")
    public String competitor;

    @Param({"1", "all"})
    public String threads;

    private long limit;
    private long expected;
    private PrimeCounting counting;

    @Setup
    public void setUp() {
        limit = Published.number(n);
        expected = Published.pi(limit);
        counting = PrimeCounting.by(competitor, threads, false);
        long[] size = {Math.min(FIRST, limit)};
        check(size[0]);
        Ours.warm(competitor, () -> {
            if (check(size[0]) < NANOS) {
                size[0] = Math.min(10 * size[0], limit);
            }
        });
    }

    private long check(long size) {
        long start = System.nanoTime();
        Refused.unlessEqual("pi(" + size + ") by " + competitor, counting.count(0, size), Published.pi(size));
        return System.nanoTime() - start;
    }

    @Benchmark
    public long count() {
        long found = counting.count(0, limit);
        Refused.unlessEqual("pi(" + n + ") by " + competitor, found, expected);
        return found;
    }

    @TearDown
    public void stillTheSame() {
        counting.close();
    }
}
