package dev.kernelbridge.primes;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.plan.Plan;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.SieveUnit;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/**
 * Sieves [from, to], from >= 7, in units of the engine's size. Counts are put together in the order of the units, so that the plan
 * can end as soon as it has reached {@code target} primes and knows in which unit the last of them lies.
 */
final class SievePlan implements Plan<SieveUnit, Long> {
    /** Bytes below which a unit's fixed cost (0.1 ms for the C sieve's patterns and primes) would show. */
    private static final long LEAST_UNIT = 256 << 10;

    private final String kernel;
    private final long from;
    private final long to;
    private final long target;
    private final Session session;
    private final long start;
    BasePrimes base;
    private final Map<Long, Counted> early = new HashMap<>();
    private long nextByte;
    long counted;
    SieveUnit last;
    long countOfLast;

    private record Counted(SieveUnit unit, long count) {
    }

    /** For a call that began at {@code start}. */
    SievePlan(Session session, String kernel, long from, long to, long target, long start) {
        this.session = session;
        this.start = start;
        this.kernel = kernel;
        this.from = from;
        this.to = to;
        this.target = target;
        this.nextByte = from / 30;
    }

    @Override
    public String kernel() {
        return kernel;
    }

    @Override
    public Iterator<SieveUnit> units(Supplier<Engine> running) {
        base = from > to ? null : BasePrimeTable.forNumbersUpTo(session, to, start);
        return cut(from, to, running);
    }

    @Override
    public Iterator<SieveUnit> split(SieveUnit unit, Engine next) {
        return cut(first(unit), end(unit), () -> next);
    }

    private Iterator<SieveUnit> cut(long from, long to, Supplier<Engine> engine) {
        return new Iterator<>() {
            private long next = from;
            private boolean ended = from > to;

            @Override
            public boolean hasNext() {
                return !ended;
            }

            @Override
            public SieveUnit next() {
                if (ended) {
                    throw new NoSuchElementException();
                }
                long bytes = unitBytes(engine.get(), to / 30 - next / 30 + 1);
                // The last number of a unit of that many bytes; written so that it cannot overflow at 2^63.
                long end = to / 30 - next / 30 < bytes ? to : (next / 30 + bytes) * 30 - 1;
                SieveUnit unit = Wheel.unit(next, end);
                ended = end == to;
                next = end + 1;
                return unit;
            }
        };
    }

    /** The engine's size, but smaller towards the end, so that the last worker does not keep the others waiting. */
    private long unitBytes(Engine engine, long left) {
        int workers = Math.min(session.options().threads(), engine.parallelism());
        return Math.min(engine.primes().unitBytes(to), workers == 1 ? left : Math.max(LEAST_UNIT, left / (2L * workers)));
    }

    @Override
    public double totalCost() {
        return Math.max(1.0, (double) (to / 30) - from / 30 + 1);
    }

    @Override
    public double cost(SieveUnit unit) {
        return unit.bytes();
    }

    @Override
    public Long run(Engine engine, SieveUnit unit) {
        long count = engine.primes().countSieve(unit, base);
        if (!PrimeBounds.plausible(first(unit), end(unit), count)) {
            throw new DeviceFailedException(DeviceFailedException.Kind.WRONG_RESULT, engine.device() + " counted " + count
                    + " primes from " + first(unit) + " to " + end(unit) + ", which cannot be");
        }
        return count;
    }

    private long first(SieveUnit unit) {
        return Math.max(from, 30 * unit.firstByte());
    }

    private long end(SieveUnit unit) {
        return unit.firstByte() + unit.bytes() - 1 >= to / 30 ? to : 30 * (unit.firstByte() + unit.bytes()) - 1;
    }

    @Override
    public void accept(SieveUnit unit, Long count) {
        early.put(unit.firstByte(), new Counted(unit, count));
        for (Counted c = early.remove(nextByte); c != null && counted < target; c = early.remove(nextByte)) {
            counted += c.count();
            last = c.unit();
            countOfLast = c.count();
            nextByte += c.unit().bytes();
        }
    }

    @Override
    public boolean finished() {
        return counted >= target;
    }
}
