package dev.kernelbridge.factor.ecm;

import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.Curves;
import dev.kernelbridge.spi.Engine;
import java.math.BigInteger;

/**
 * The method for numbers of up to some hundred bits without small factors: it finds the smaller factor in a millisecond on the caller's
 * thread, so B1 is the one with the least expected work (Dickman's function over both stages) for two equal factors.
 */
public final class ShortCurves {
    /** B1 for factors of 32, 34, 36 … bits; B2 is 75 times as much where eight curves run in step. */
    private static final int[] B1 = {220, 270, 330, 420, 580, 740, 920, 1130, 1450, 1950, 2500, 3100};
    private static final int B2 = 75;
    /** Else it is 40 times as much, and B1 is the next one: a tenth less work on 400 numbers of 72 bits. */
    private static final int FEWER_B2 = 40;
    /** Some five times as many curves as are needed on average; then a larger B1 is better. */
    private static final int PATIENCE = 64;
    private static final int ONE = 76;
    private static final int EIGHT = 104;

    private ShortCurves() {
    }

    /** Up to so many bits this is the fastest way: eight curves in step reach farther. */
    public static int mostBits(Session session) {
        return session.call(engine -> CurvePlan.curves(engine).lanes(EIGHT) == 8 ? EIGHT : ONE);
    }

    /** A proper divisor of composite n, which is no perfect power. */
    public static BigInteger divisor(Session session, long start, BigInteger n) {
        return session.call(engine -> divisor(engine, session, start, n));
    }

    private static BigInteger divisor(Engine engine, Session session, long start, BigInteger n) {
        boolean eight = CurvePlan.curves(engine).lanes(n.bitLength()) == 8;
        long b1 = B1[Math.clamp((n.bitLength() - 63) / 4 + (eight ? 0 : 1), 0, B1.length - 1)];
        for (long sigma = 6;; b1 *= 2) {
            Program program = Program.of(b1, (eight ? B2 : FEWER_B2) * b1, n.bitLength());
            try (Curves curves = program.open(CurvePlan.curves(engine), n)) {
                for (int ran = 0; ran < PATIENCE; ran += curves.lanes(), sigma += curves.lanes()) {
                    BigInteger found = program.run(curves, n, sigma, () -> {
                        session.checkStop(start, () -> "factor");
                        return false;
                    });
                    if (found != null) {
                        return found.equals(n) ? Apart.divisor(session, start, n, sigma, b1) : found;
                    }
                }
            }
        }
    }
}
