package dev.kernelbridge.factor.ecm;

import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.CurveEngine;
import dev.kernelbridge.spi.Curves;
import dev.kernelbridge.spi.Engine;
import java.lang.System.Logger;
import java.math.BigInteger;
import java.util.List;

/** Runs curves level by level, and remembers how far it went. */
public final class CurveSearch {
    private static final Logger LOG = System.getLogger("dev.kernelbridge");
    private static final List<Level> LEVELS = Level.ALL;
    /** Below, a level takes milliseconds: it is not worth waking the pool. */
    private static final long POOL_FROM = 2_000;
    /** Below, a curve finds as much. */
    private static final long LUCAS_FROM = 50_000;

    private final Session session;
    private final long start;
    private Effort effort;

    /** For a call that began at {@code start}; {@code effort} was done before. */
    public CurveSearch(Session session, long start, Effort effort) {
        this.session = session;
        this.start = start;
        this.effort = effort;
    }

    /** What has been done by now. */
    public Effort effort() {
        return effort;
    }

    /**
     * A proper divisor of composite n, which is no perfect power; or null if the work that is worth it for factors of so many digits
     * has been done.
     */
    public BigInteger divisor(BigInteger n, double digits) {
        for (; effort.level() < LEVELS.size(); effort = effort.nextLevel()) {
            Level level = LEVELS.get(effort.level());
            int wanted = level.curvesFor(digits);
            if (effort.curves() < wanted) {
                BigInteger found = level.b1() < POOL_FROM ? alone(n, level, wanted) : together(n, level, wanted);
                if (found != null) {
                    return found.equals(n) ? Apart.divisor(session, start, n, effort.sigma(), level.b1()) : found;
                }
            }
            if (wanted < level.curves()) {
                return null;
            }
        }
        effort = new Effort(LEVELS.size() - 1, 0, effort.sigma()); // the last level, again and again
        return null;
    }

    private BigInteger together(BigInteger n, Level level, int wanted) {
        if (effort.curves() == 0 && level.b1() >= LUCAS_FROM) {
            BigInteger found = lucas(n, level);
            if (found != null) {
                return found;
            }
        }
        CurvePlan plan = new CurvePlan(session, start, n, level, effort, wanted - effort.curves());
        LOG.log(Logger.Level.DEBUG, () -> "factor: " + plan.doing());
        Runner.runPart(session, plan, start);
        effort = plan.effort();
        return plan.factor();
    }

    /**
     * Before the curves of a high level p - 1 and p + 1 with a larger bound, in a few per cent of their time: less where eight curves run
     * in step, as these run in Java.
     */
    private BigInteger lucas(BigInteger n, Level level) {
        boolean eight = session.call(engine -> CurvePlan.curves(engine).lanes(n.bitLength()) == 8);
        long larger = eight ? 2 : 5;
        Program program = Program.of(larger * level.b1(), larger * level.b2(), n.bitLength());
        BigInteger third = BigInteger.valueOf(3).modInverse(n); // no small prime divides n
        BigInteger found = program.runLucas(n, third.add(BigInteger.valueOf(3)).mod(n), this::stop);
        if (found == null && !eight) { // p + 1 for the p of which (2 / 7)^2 - 4 is no square, else p - 1 once more
            found = program.runLucas(n, BigInteger.valueOf(7).modInverse(n).shiftLeft(1).mod(n), this::stop);
        }
        return n.equals(found) ? null : found; // curves will tell the factors apart
    }

    private BigInteger alone(BigInteger n, Level level, int wanted) {
        return session.call(engine -> alone(engine, n, level, wanted));
    }

    private BigInteger alone(Engine engine, BigInteger n, Level level, int wanted) {
        Program program = Program.of(level.b1(), level.b2(), n.bitLength());
        CurveEngine engines = CurvePlan.curves(engine);
        try (Curves curves = program.open(engines, n)) {
            while (effort.curves() < wanted) {
                BigInteger found = program.run(curves, n, effort.sigma(), this::stop);
                effort = effort.ran(curves.lanes());
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
    }

    private boolean stop() {
        session.checkStop(start, () -> "factor: not split yet");
        return false;
    }
}
