package dev.kernelbridge.bench;

import java.util.Map;
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

/**
 * How long does it take to sieve a range: all of it from 0, or a window at 10^15? There the two million base primes are larger than
 * a segment, and what a sieve does with those that miss it decides. Only those who can produce the primes of a range take part.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Sieve {
    private static final long E15 = 1_000_000_000_000_000L;

    /** From, to, and the number of primes: OEIS A006880, and primesieve 11.0 for the windows. */
    private static final Map<String, long[]> RANGES = Map.of(
            "0 to 1e6", new long[] {0, 1_000_000, Published.pi(1_000_000)},
            "0 to 1e8", new long[] {0, 100_000_000, Published.pi(100_000_000)},
            "0 to 1e10", new long[] {0, 10_000_000_000L, Published.pi(10_000_000_000L)},
            "1e6 at 1e15", new long[] {E15, E15 + 1_000_000, Published.above1e15(1_000_000)},
            "1e8 at 1e15", new long[] {E15, E15 + 100_000_000, Published.above1e15(100_000_000)},
            "1e9 at 1e15", new long[] {E15, E15 + 1_000_000_000, Published.above1e15(1_000_000_000)});

    @Param("1e9 at 1e15")
    public String range;

    @Param("java")
    public String competitor;

    @Param({"1", "all"})
    public String threads;

    private long[] fromTo;
    private PrimeCounting counting;

    @Setup
    public void setUp() {
        fromTo = RANGES.get(range);
        if (fromTo == null) {
            throw new Refused("range: no count is kept for \"" + range + "\"; known are " + RANGES.keySet());
        }
        counting = PrimeCounting.by(competitor, threads, true);
        check("a small range", RANGES.get(fromTo[0] == 0 ? "0 to 1e6" : "1e6 at 1e15"));
        Ours.warm(competitor, () -> check("a warming range", RANGES.get(fromTo[0] == 0 ? "0 to 1e8" : "1e8 at 1e15")));
    }

    private void check(String what, long[] fromToCount) {
        Refused.unlessEqual(what + " by " + competitor, counting.count(fromToCount[0], fromToCount[1]), fromToCount[2]);
    }

    @Benchmark
    public long count() {
        long found = counting.count(fromTo[0], fromTo[1]);
        Refused.unlessEqual("the primes of " + range + " by " + competitor, found, fromTo[2]);
        return found;
    }

    @TearDown
    public void stillTheSame() {
        counting.close();
    }
}
