package dev.kernelbridge.factor.ecm;

import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.Curves;
import dev.kernelbridge.spi.Engine;
import java.math.BigInteger;

/**
 * Tells factors apart that all turned up at once, as small ones do under a large B1: the same curves with smaller bounds, growing slowly
 * until some factor is found and another is not.
 */
final class Apart {
    private static final long LEAST = 45;
    private static final int B2 = 20;

    private Apart() {
    }

    /** A proper divisor of n, which is no perfect power; the curves from {@code sigma} on found n itself with a bound of {@code b1}. */
    static BigInteger divisor(Session session, long start, BigInteger n, long sigma, long b1) {
        return session.call(engine -> divisor(engine, session, start, n, sigma, b1));
    }

    private static BigInteger divisor(Engine engine, Session session, long start, BigInteger n, long first, long most) {
        for (long sigma = first;; sigma++) {
            BigInteger found = null;
            for (long b1 = LEAST; b1 < 2 * most && !n.equals(found); b1 += b1 / 4) {
                Program program = Program.of(b1, B2 * b1, n.bitLength());
                try (Curves curves = program.open(CurvePlan.curves(engine), n)) {
                    found = program.run(curves, n, sigma, () -> {
                        session.checkStop(start, () -> "factor");
                        return false;
                    });
                }
                if (found != null && !found.equals(n)) {
                    return found;
                }
            }
        }
    }
}
