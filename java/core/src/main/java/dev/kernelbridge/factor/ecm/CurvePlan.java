package dev.kernelbridge.factor.ecm;

import dev.kernelbridge.plan.Plan;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.scalar.JavaCurves;
import dev.kernelbridge.spi.CurveEngine;
import dev.kernelbridge.spi.Curves;
import dev.kernelbridge.spi.Engine;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The curves of one level for one number: as many as an engine runs in step are a unit. A unit of a high level takes minutes, so it
 * looks after interrupt and deadline by itself, on whatever thread it runs.
 */
final class CurvePlan implements Plan<CurvePlan.Unit, BigInteger> {
    private final Session session;
    private final long start;
    private final BigInteger n;
    private final Level level;
    private final Program program;
    private final Effort before;
    private final int count;
    private final long began = System.nanoTime();
    private final Thread caller = Thread.currentThread();
    private volatile int ran;
    private volatile BigInteger factor;

    /** Curves that run in step. */
    record Unit(long sigma, int curves) implements Serializable {
    }

    CurvePlan(Session session, long start, BigInteger n, Level level, Effort before, int count) {
        this.session = session;
        this.start = start;
        this.n = n;
        this.level = level;
        this.program = Program.of(level.b1(), level.b2(), n.bitLength());
        this.before = before;
        this.count = count;
    }

    /** A divisor of n above 1, or null. */
    BigInteger factor() {
        return factor;
    }

    /** What has been done now. */
    Effort effort() {
        return before.ran(ran);
    }

    static CurveEngine curves(Engine engine) {
        CurveEngine curves = engine.factors().curves();
        return curves == null ? JavaCurves.ENGINE : curves;
    }

    @Override
    public String kernel() {
        return "factor";
    }

    @Override
    public Iterator<Unit> units(Supplier<Engine> running) {
        return cut(before.sigma(), count, running);
    }

    @Override
    public Iterator<Unit> split(Unit unit, Engine next) {
        return cut(unit.sigma, unit.curves, () -> next);
    }

    private Iterator<Unit> cut(long sigma, int curves, Supplier<Engine> running) {
        return new Iterator<>() {
            private int asked;

            @Override
            public boolean hasNext() {
                return asked < curves;
            }

            @Override
            public Unit next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Unit unit = new Unit(sigma + asked, curves(running.get()).lanes(n.bitLength()));
                asked += unit.curves;
                return unit;
            }
        };
    }

    @Override
    public double totalCost() {
        return count;
    }

    @Override
    public double cost(Unit unit) {
        return unit.curves;
    }

    @Override
    public BigInteger run(Engine engine, Unit unit) {
        BooleanSupplier stop = () -> factor != null || caller.isInterrupted() || session.options().deadline() != null
                && System.nanoTime() - start > session.options().deadline().toNanos();
        CurveEngine engines = curves(engine);
        try (Curves curves = program.open(engines, n)) {
            BigInteger found = program.run(curves, n, unit.sigma(), stop);
            if (found != null) {
                factor = found;
            }
            return found;
        }
    }

    @Override
    public void accept(Unit unit, BigInteger found) {
        ran += unit.curves; // by one thread at a time
    }

    @Override
    public boolean finished() {
        return factor != null;
    }

    @Override
    public String doing() {
        int done = ran;
        String left = "";
        if (done > 0) {
            left = ", about " + time((System.nanoTime() - began) / 1e9 * (count - done) / done) + " left";
        }
        return String.format(Locale.ROOT, "%d bits: factors of %d digits, curve %d of %d, B1 = %d%s", n.bitLength(), level.digits(),
                before.curves() + done, before.curves() + count, level.b1(), left);
    }

    /** As people say it. */
    static String time(double seconds) {
        return seconds < 100 ? Math.round(seconds) + " s" : seconds < 6000 ? Math.round(seconds / 60) + " min"
                : seconds < 1e6 ? Math.round(seconds / 3600) + " h" : Math.round(seconds / 86400) + " days";
    }
}
