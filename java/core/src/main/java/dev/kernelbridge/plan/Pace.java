package dev.kernelbridge.plan;

import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.RoughEngine;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;

/**
 * How fast a device is, measured once on the tables of its self-test, in a few milliseconds: what decides from which n on it is worth
 * asking.
 *
 * @param call   nanoseconds from a call to its result, of the smallest job there is
 * @param stage  nanoseconds more for a stage of a segment of hard leaves, which come one after the other
 * @param lookup nanoseconds more for a lookup of pi, in a job that takes several times as long as the smallest
 * @param rough  of counting by rough numbers, or null where the device has none
 */
public record Pace(double call, double stage, double lookup, Rough rough) {
    /**
     * Of a count by rough numbers, in nanoseconds.
     *
     * @param call the smallest count
     * @param step more for a step, which come one after the other, where there is little to do in it
     */
    public record Rough(double call, double step) {
    }

    /** Of a device that does not count by rough numbers. */
    public Pace(double call, double stage, double lookup) {
        this(call, stage, lookup, null);
    }

    /** Two small counts and by how many steps they differ, the primes between their fourth roots, 16 and 177. */
    private static final long FEW = 65_536;
    private static final long MANY = 1_000_000_000;
    private static final int STEPS_MORE = 34;
    private static final Map<Engine, Pace> MEASURED = Collections.synchronizedMap(new WeakHashMap<>());
    private static final int ROUNDS = 5;
    /** A job this much longer than the smallest shows the lookups' time, and not the call's. */
    private static final double LONGER = 4;
    private static final double LEAST_NANOS = 200_000;
    /** Lookups of the longest job, 4 million: some milliseconds on a core. */
    private static final int MOST_JOBS = 1 << 16;

    /** Of an engine that has the loops of combinatorial counting; measured the first time. */
    public static Pace of(Engine engine) {
        return MEASURED.computeIfAbsent(engine, Pace::measure);
    }

    private static Pace measure(Engine engine) {
        LeafEngine leaves = engine.primes().leaves();
        double call = nanos(() -> LeafCase.lookups(leaves, 0));
        double stage = Math.max(0, nanos(() -> LeafCase.stages(leaves)) - call) / LeafCase.STAGED;
        for (int jobs = 64;; jobs *= 4) {
            int count = jobs;
            double took = nanos(() -> LeafCase.lookups(leaves, count));
            if (jobs >= MOST_JOBS || took >= LEAST_NANOS && took >= LONGER * call) {
                return new Pace(call, stage, Math.max(took - call, took / 100) / LeafCase.lookups(jobs), rough(engine.primes().rough()));
            }
        }
    }

    private static Rough rough(RoughEngine rough) {
        if (rough == null) {
            return null;
        }
        double few = nanos(() -> rough.count(FEW));
        return new Rough(few, Math.max(0, nanos(() -> rough.count(MANY)) - few) / STEPS_MORE);
    }

    /** The least of a few, since whatever disturbs makes it longer. */
    private static double nanos(LongSupplier work) {
        return nanos(work, ROUNDS);
    }

    static double nanos(LongSupplier work, int rounds) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            work.getAsLong();
            least = Math.min(least, System.nanoTime() - start);
        }
        return least;
    }
}
