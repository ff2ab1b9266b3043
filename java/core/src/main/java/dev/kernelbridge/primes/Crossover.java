package dev.kernelbridge.primes;

import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.Tuning.Question;
import dev.kernelbridge.plan.Pace;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.plan.Settings;
import dev.kernelbridge.plan.Worth;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.RoughEngine;
import java.util.Locale;

/**
 * From which n on a GPU counts faster than the processor beside it, and by which of its two ways. The former is predicted where {@code
 * ./kernels tune} has not measured it, the latter always: from the operation counts and from what both were measured to take for a call, a
 * stage, a step and a lookup ({@link Pace}). The formulas' shapes are the processor's, measured; that a GPU's lookups stand for its strikes
 * and updates as well is an assumption. {@code -Dkernelbridge.crossover=N}
 * (KERNELBRIDGE_CROSSOVER) sets it instead, 0 means that the device counts whatever it can; and a required device does so anyway.
 * {@code -Dkernelbridge.rough=N} (KERNELBRIDGE_ROUGH) sets up to which n a device counts by rough numbers.
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
        return Worth.of(session, n, String.valueOf(n), Question.COUNT_PRIMES, (device, cpu, threads) -> {
            Pace here = Pace.of(device);
            return new Worth.Least(least(here, Pace.of(cpu), threads), String.format(Locale.ROOT,
                    "a call takes %.0f microseconds, a lookup %.3f ns", here.call() / 1000, here.lookup()));
        });
    }

    /** The least n for which the device is predicted to be faster. */
    static double least(Pace device, Pace cpu, int threads) {
        double n = PrimeCounter.ROUGH_LIMIT;
        while (n < MOST && Math.min(byFormula(device, cpu, threads, n), byRoughNumbers(device, n)) >= lookups(n) * cpu.lookup() / threads) {
            n *= 1.1;
        }
        return n;
    }

    /** Whether the session's engine is to count by rough numbers: as it was set, else where a GPU is predicted to be faster with them. */
    static boolean rough(Session session, long n) {
        Engine engine = session.engine();
        if (engine.primes().rough() == null || n > RoughEngine.MOST || session.options().checkpoint() != null) {
            return false; // it has no state to keep or to go on from
        }
        String set = Settings.get("rough");
        if (set != null) {
            return n <= Worth.number("rough", set);
        }
        if (engine.device().kind() != Device.Kind.GPU) {
            return false; // of what a processor runs, steps cost more than they save
        }
        try {
            Pace here = Pace.of(engine);
            Pace cpu = Pace.of(session.onCpu("", "").engine());
            return byRoughNumbers(here, n) < byFormula(here, cpu, session.options().threads(), n);
        } catch (DeviceFailedException e) {
            session.failed(engine, e);
            return rough(session, n);
        }
    }

    /** Nanoseconds of Gourdon's formula on a device, for which the processor makes the tables. */
    static double byFormula(Pace device, Pace cpu, int threads, double n) {
        double tables = 0.043 * Math.pow(n / 1e12, -0.17); // of a processor's whole count: measured from 10^9 to 10^13
        return CALLS * device.call() + stages(n) * device.stage() + lookups(n) * (device.lookup() + tables * cpu.lookup() / threads);
    }

    /** Nanoseconds of rough numbers on a device, in one launch. */
    static double byRoughNumbers(Pace device, double n) {
        if (device.rough() == null || n > RoughEngine.MOST) {
            return Double.POSITIVE_INFINITY;
        }
        double fourth = Math.sqrt(Math.sqrt(n));
        double steps = fourth / (Math.log(fourth) - 1.1); // the primes up to there, within 3 % from 10^8 on
        return device.rough().call() + steps * device.rough().step() + 1.1e8 * Math.pow(n / 1e12, 0.705) * device.lookup();
    }

    private static double lookups(double n) {
        return PrimeCounter.costOfCounts(n) / LOOKUP;
    }

    /** Stages of the first segments: 82, 213, 523 and 1257 on average at 10^12, 10^14, 10^16 and 10^18. */
    private static double stages(double n) {
        return 82 * Math.pow(n / 1e12, 0.2);
    }
}
