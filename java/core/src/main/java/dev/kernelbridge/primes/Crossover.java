package dev.kernelbridge.primes;

import dev.kernelbridge.plan.Pace;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.plan.Worth;
import java.util.Locale;

/**
 * From which n on a GPU counts faster than the processor beside it: predicted from Gourdon's operation counts and from what both were
 * measured to take for a call, a stage and a lookup ({@link Pace}). The formula's shape is the processor's, measured; that a GPU's
 * lookups stand for its strikes as well is an assumption. {@code -Dkernelbridge.crossover=N} (KERNELBRIDGE_CROSSOVER) sets it instead, 0
 * means that the device counts whatever it can; and a required device does so anyway.
 */
final class Crossover {
    /** A lookup, in the nanoseconds of {@link PrimeCounter#costOfCounts}. */
    private static final double LOOKUP = 3;
    /** Calls of the smallest count, one after the other: tables, and a launch or two of each term. */
    private static final int CALLS = 10;
    /** Above it a GPU is used though it seems slower: somebody has asked for it, and small jobs do not show what it can do. */
    private static final double MOST = 1e13;

    private Crossover() {
    }

    /** What counts the primes up to n: the session itself, or the processor, with the reason in its report. */
    static Session of(Session session, long n) {
        if (session.engine().primes().leaves() == null) {
            return session;
        }
        return Worth.of(session, n, String.valueOf(n), "crossover", (device, cpu, threads) -> {
            Pace here = Pace.of(device);
            return new Worth.Least(least(here, Pace.of(cpu), threads), String.format(Locale.ROOT,
                    "a call takes %.0f microseconds, a lookup %.3f ns", here.call() / 1000, here.lookup()));
        });
    }

    /** The least n for which the device is predicted to be faster. */
    static double least(Pace device, Pace cpu, int threads) {
        double n = PrimeCounter.ROUGH_LIMIT;
        while (n < MOST && CALLS * device.call() + stages(n) * device.stage() + lookups(n) * device.lookup()
                >= lookups(n) * cpu.lookup() / threads) {
            n *= 1.1;
        }
        return n;
    }

    private static double lookups(double n) {
        return PrimeCounter.costOfCounts(n) / LOOKUP;
    }

    /** Stages of the first segments: 82, 213, 523 and 1257 on average at 10^12, 10^14, 10^16 and 10^18. */
    private static double stages(double n) {
        return 82 * Math.pow(n / 1e12, 0.2);
    }
}
