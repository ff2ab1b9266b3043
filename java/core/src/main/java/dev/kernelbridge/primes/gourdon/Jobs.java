package dev.kernelbridge.primes.gourdon;

import dev.kernelbridge.primes.Roots;
import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.LeafTables;
import java.util.Arrays;

/** Collects sums of pi(value / q) over primes q for {@link LeafEngine#sumPi}, and what of them is known in closed form. */
final class Jobs {
    private final LeafTables t;
    private long[] jobs = new long[64 * LeafEngine.JOB];
    private int count;
    private long known;

    Jobs(LeafTables tables) {
        t = tables;
    }

    /** Adds to the known part. */
    void add(long part) {
        known += part;
    }

    /** weight times the sum of pi(value / p_i) for from &lt; i &lt;= to, looked up one by one. */
    void sum(long value, int from, int to, long weight) {
        if (from >= to) {
            return;
        }
        if (count * LeafEngine.JOB == jobs.length) {
            jobs = Arrays.copyOf(jobs, 2 * jobs.length);
        }
        int at = count++ * LeafEngine.JOB;
        jobs[at] = value;
        jobs[at + 1] = from;
        jobs[at + 2] = to;
        jobs[at + 3] = weight;
    }

    /**
     * The same with fewer steps where q > sqrt(value): there pi(value / q) takes each of few values many times, so the pairs of primes
     * (q, r) with q r &lt;= value are counted by r. With q' the last prime of the direct part and q1 the last one at all, that is
     * sum over r of pi(min(q1, value / r)) - pi(q').
     */
    void inverted(long value, int from, int to, long weight) {
        int direct = Math.max(from, Math.min(to, t.pi().pi(Roots.square(value))));
        sum(value, from, direct, weight);
        if (direct < to) {
            int all = t.pi().pi(value / t.primes()[to]); // r for which every q counts
            int last = t.pi().pi(value / t.primes()[direct + 1]);
            add(weight * ((long) all * (to - direct) - (long) (last - all) * direct));
            sum(value, all, last, weight);
        }
    }

    /** How many steps {@link #inverted} needs. */
    static long steps(LeafTables t, long value, int from, int to) {
        int direct = Math.max(from, Math.min(to, t.pi().pi(Roots.square(value))));
        return direct - from
                + (direct < to ? t.pi().pi(value / t.primes()[direct + 1]) - t.pi().pi(value / t.primes()[to]) : 0);
    }

    /** All of it. */
    long total(LeafEngine engine) {
        return known + engine.sumPi(t, jobs, count);
    }
}
