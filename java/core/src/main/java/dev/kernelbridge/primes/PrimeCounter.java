package dev.kernelbridge.primes;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.plan.Plan;
import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.primes.gourdon.Gourdon;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.RoughEngine;
import dev.kernelbridge.spi.Wide;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Counts primes by the way that is predicted to be fastest: a table, rough numbers, Gourdon's formula; a window of numbers by sieving it
 * or as the difference of two counts. A device without the loops of the formula ({@link dev.kernelbridge.spi.PrimeEngine#leaves}) sieves.
 *
 * <p>Up to {@link #ROUGH_LIMIT} this class itself computes, in Java and on the CPU, whichever engine was chosen: a GPU's launches alone
 * would take as long. Above, {@link Crossover} tells by what it measured whether a GPU is worth asking; the call's report says who counted.
 */
public final class PrimeCounter {
    /** pi(2^63 - 1), OEIS A007053(63). */
    public static final long PRIMES_BELOW_2_63 = 216_289_611_853_439_384L;

    /** The largest number whose primes are counted, 10^21: sqrt n bits of tables are 4 GB then, and indices still ints. */
    public static final BigInteger MOST = BigInteger.TEN.pow(21);

    /** From here on Gourdon's formula beats rough numbers: 40 microseconds both at 10^7, 70 and 155 at 10^8. */
    static final long ROUGH_LIMIT = 20_000_000;

    /** The primes that the wheel leaves out. */
    private static final int[] WHEEL_PRIMES = {2, 3, 5};

    private PrimeCounter() {
    }

    /** The primes p with {@code 2 <= from <= p <= to}. */
    public static long count(Session session, long from, long to) {
        long start = System.nanoTime();
        if (session.options().sieve() || session.engine().primes().leaves() == null) {
            return sieve(session, from, to, start);
        }
        if (from == 2) {
            return upTo(session, to, true, true, start);
        }
        boolean subtract = costOfCounts(from - 1) + costOfCounts(to) < costOfSieve(from, to);
        return subtract ? upTo(session, to, false, false, start) - upTo(session, from - 1, true, false, start) : sieve(session, from, to, start);
    }

    /** The primes up to n, counted for a call that began at {@code start} and goes on then. */
    static long upTo(Session session, long n, long start) {
        return upTo(session, n, false, false, start);
    }

    /** The primes up to n; whether that ends the call, whether the state of the count may be kept in a file, and when the call began. */
    private static long upTo(Session asked, long n, boolean last, boolean resumable, long start) {
        if (n <= ROUGH_LIMIT) {
            Session session = asked.engine().device().kind() == Device.Kind.GPU ? asked.onCpu(n + " is at most " + ROUGH_LIMIT
                    + ": a GPU's launches would take as long as the whole count", "ask for more") : asked;
            return once(session, n, last, start, engine -> n <= SmallTable.LIMIT ? SmallTable.count(n) : RoughLucy.count(n));
        }
        Session session = Crossover.of(asked, n);
        while (true) {
            boolean rough = Crossover.rough(session, n); // which may find that the engine fails
            Engine engine = session.engine();
            long count = rough ? once(session, n, last, start, running -> rough(session, running, n, start))
                    : formula(session, n, last, resumable, start);
            if (PrimeBounds.plausible(7, n, count - WHEEL_PRIMES.length)) {
                return count;
            }
            session.failed(engine, new DeviceFailedException(DeviceFailedException.Kind.WRONG_RESULT, engine.device() + " counted " + count
                    + " primes up to " + n + ", which cannot be"));
        }
    }

    private static long formula(Session session, long n, boolean last, boolean resumable, long start) {
        Gourdon plan = resumable ? Gourdon.resumable(session, Wide.of(n), start) : Gourdon.plan(session, Wide.of(n), start);
        run(session, plan, last, start);
        return plan.result();
    }

    /** By rough numbers on the device; what takes over after a failure may have none, and counts by the formula, within this unit. */
    private static long rough(Session session, Engine running, long n, long start) {
        RoughEngine rough = running.primes().rough();
        return rough != null ? rough.count(n) : formula(session, n, false, false, start);
    }

    /**
     * The primes up to n, 2^63 &lt;= n &lt;= {@link #MOST}, by the same formula. It gives the count modulo 2^64: every sum in it is a sum of
     * products of whole numbers, and nothing is divided that may have wrapped. The count lies within 2^37 of li(n), so that decides.
     *
     * @throws IllegalArgumentException if the session is to sieve only
     */
    public static BigInteger count(Session session, BigInteger n) {
        if (session.options().sieve()) {
            throw new IllegalArgumentException("n: " + n + " is more than the sieve alone counts up to, 2^63 - 1; allow the formula");
        }
        long start = System.nanoTime();
        while (true) {
            Engine engine = session.engine();
            if (engine.primes().leaves() == null || !engine.primes().leaves().wide()) {
                session.passOver(engine, Availability.missing("counts primes up to 2^63 - 1, and " + n + " is more", ""));
                continue;
            }
            Gourdon plan = Gourdon.resumable(session, Wide.of(n), start);
            run(session, plan, true, start);
            BigInteger count = PrimeBounds.nearest(n, plan.result());
            if (PrimeBounds.plausible(n, count)) {
                return count;
            }
            session.failed(engine, new DeviceFailedException(DeviceFailedException.Kind.WRONG_RESULT, engine.device() + " counted " + count
                    + " primes up to " + n + ", which cannot be"));
        }
    }

    private static long sieve(Session session, long from, long to, long start) {
        SievePlan plan = new SievePlan(session, "pi", Math.max(from, 7), to, Long.MAX_VALUE, start);
        Runner.run(session, plan, start);
        return wheelPrimes(from, to) + plan.counted;
    }

    /** Nanoseconds on one core, roughly; only the ratio to {@link #costOfSieve} matters. Measured from 10^8 to 10^16. */
    static double costOfCounts(double n) {
        return 2000 + 0.15 * Math.pow(n, 2.0 / 3);
    }

    /** Besides the window itself, a sieve pays for the primes up to the root, made once and struck with in each unit. */
    private static double costOfSieve(long from, long to) {
        return 0.3 * ((double) to - from) + 2 * Math.sqrt(to);
    }

    private static int wheelPrimes(long from, long to) {
        int count = 0;
        for (int p : WHEEL_PRIMES) {
            count += from <= p && p <= to ? 1 : 0;
        }
        return count;
    }

    /** What takes less than a unit's time runs as one unit, so that reports and deadlines are as everywhere. */
    private static long once(Session session, long n, boolean last, long start, ToLongFunction<Engine> pi) {
        Single plan = new Single(n, pi, new long[1]);
        run(session, plan, last, start);
        return plan.result[0];
    }

    private static <U extends Serializable, R> void run(Session session, Plan<U, R> plan, boolean last, long start) {
        if (last) {
            Runner.run(session, plan, start);
        } else {
            Runner.runPart(session, plan, start);
        }
    }

    private record Single(long n, ToLongFunction<Engine> pi, long[] result) implements Plan<Long, Long> {
        @Override
        public String kernel() {
            return "pi";
        }

        @Override
        public Iterator<Long> units(Supplier<Engine> running) {
            return List.of(n).iterator();
        }

        @Override
        public Iterator<Long> split(Long unit, Engine next) {
            return List.of(unit).iterator();
        }

        @Override
        public double totalCost() {
            return 1;
        }

        @Override
        public double cost(Long unit) {
            return 1;
        }

        @Override
        public Long run(Engine engine, Long unit) {
            return pi.applyAsLong(engine);
        }

        @Override
        public void accept(Long unit, Long count) {
            result[0] = count;
        }
    }
}
