package dev.kernelbridge.factor.ecm;

import dev.kernelbridge.spi.CurveEngine;
import dev.kernelbridge.spi.Curves;
import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** Both stages for one B1 and B2: made once for a level of the method, performed on many curves by many threads. */
public final class Program {
    /** Limb products between two looks at the stop sign: 20 ms in Java. */
    private static final double PATIENCE = 1e7;

    /** Programs up to this B1 are kept for the next number: some hundred kilobytes each. */
    private static final long MOST_KEPT = 11_000;
    private static final Map<Key, Program> KEPT = new ConcurrentHashMap<>();

    private final StageOne one;
    private final StageTwo two;
    private final int slice; // steps of a chain at once

    private record Key(long b1, long b2, int products) {
    }

    private Program(long b1, long b2, int products) {
        one = new StageOne(b1);
        two = new StageTwo(b1, b2, products);
        slice = Math.max(8, products / 6);
    }

    /** For numbers of so many bits; B1 is at least 45. */
    public static Program of(long b1, long b2, int bits) {
        double limbs = bits / 60.0 + 1;
        int products = (int) Math.clamp(PATIENCE / (2 * limbs * limbs), 20, 100_000);
        return b1 > MOST_KEPT ? new Program(b1, b2, products)
                : KEPT.computeIfAbsent(new Key(b1, b2, products), key -> new Program(b1, b2, products));
    }

    /** Curves for n on an engine, with room for what this program needs. */
    public Curves open(CurveEngine engine, BigInteger n) {
        return engine.open(n, two.points());
    }

    /**
     * Runs as many curves as an engine does in step.
     *
     * @param curves from {@link #open}
     * @param sigma the first curve's parameter, above 5
     * @param stop  asked every few milliseconds whether to give up
     * @return a divisor of n above 1, which may be n itself or composite; null if none was found
     */
    public BigInteger run(Curves curves, BigInteger n, long sigma, BooleanSupplier stop) {
        Suyama suyama = Suyama.of(n, sigma, curves.lanes());
        if (suyama.factor() != null) {
            return suyama.factor();
        }
        curves.begin(suyama.a24(), suyama.x());
        return perform(curves, n, stop);
    }

    /**
     * Pollard's p - 1 and Williams' p + 1: the first for V(1) = a + 1 / a, the second for half of all p with another V(1).
     *
     * @return a divisor of n above 1 or null, as {@link #run} does
     */
    public BigInteger runLucas(BigInteger n, BigInteger v1, BooleanSupplier stop) {
        Curves sequence = new LucasSequence(n, two.points());
        sequence.begin(null, new BigInteger[] {v1});
        return perform(sequence, n, stop);
    }

    private BigInteger perform(Curves curves, BigInteger n, BooleanSupplier stop) {
        for (int i = 0; i < one.pieces(); i++) {
            if (!chain(curves, one.piece(i), stop)) {
                return null;
            }
        }
        BigInteger found = divisor(n, curves.z());
        if (found != null || !chain(curves, two.begin(), stop)) {
            return found;
        }
        for (int i = 0; i < two.pieces(); i++) {
            if (!chain(curves, two.rows(), stop)) {
                return null;
            }
            curves.pairs(two.pairs(i), two.columns());
        }
        return divisor(n, curves.product());
    }

    /** False if it was stopped. */
    private boolean chain(Curves curves, short[] steps, BooleanSupplier stop) {
        for (int from = 0; from < steps.length; from += slice) {
            if (stop.getAsBoolean()) {
                return false;
            }
            curves.chain(steps, from, Math.min(from + slice, steps.length));
        }
        return true;
    }

    /** A common divisor of n and one of the values; a proper one if there is any. */
    private static BigInteger divisor(BigInteger n, BigInteger[] values) {
        BigInteger product = values[0].mod(n);
        for (int i = 1; i < values.length; i++) {
            product = product.multiply(values[i]).mod(n);
        }
        BigInteger all = product.gcd(n);
        if (all.equals(BigInteger.ONE)) {
            return null;
        }
        if (all.equals(n)) { // several factors at once; alone, a curve may have found one of them
            for (BigInteger value : values) {
                BigInteger one = value.gcd(n);
                if (!one.equals(BigInteger.ONE) && !one.equals(n)) {
                    return one;
                }
            }
        }
        return all;
    }
}
