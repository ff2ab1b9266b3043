package dev.kernelbridge.scalar.factor;

/**
 * The elliptic curve method (H. Lenstra, Annals of Math. 126, 1987) for numbers of 33 to 64 bits, in Montgomery's coordinates: two curves
 * at once for one number, four numbers at once for many.
 */
final class Ecm {
    /** Bits up to which each size goes, its bounds and giant step: the best of a grid, by counting products on 800 to 2000 semiprimes. */
    private static final int[] BITS = {45, 48, 52, 58, 61, 63, 64};
    private static final int[] B1 = {47, 70, 85, 125, 190, 190, 205};
    private static final int[] B2 = {2115, 2450, 2975, 6250, 9500, 9500, 10250};
    private static final int[] WIDTH = {120, 120, 210, 210, 210, 210, 210};
    private static final CurvePlan[] PLANS = new CurvePlan[BITS.length];
    /** How many sizes there are. */
    static final int SIZES = BITS.length;
    private static final int SIDE_BY_SIDE = 4;
    private static final int QUICK_CURVES = 2;
    /** The last size for {@link SignedLanes}, whose numbers are below 2^61, and for {@link CorrectedLanes}. */
    private static final int SIGNED = 4;
    private static final int CORRECTED = 5;

    private static final boolean DOUBLES = DoubleLanes.fast();

    static {
        for (int i = 0; i < PLANS.length; i++) {
            PLANS[i] = new CurvePlan(B1[i], B2[i], WIDTH[i]);
        }
    }

    private Ecm() {
    }

    /**
     * A proper divisor of an odd unsigned composite without primes to {@link TrialDivision#LARGEST}, or 0 if all curves were in vain.
     *
     * @param climb whether to begin with the smallest bound: a number that had small primes is a random one, most probably, and has
     *              others; one that had none was perhaps made of two large ones
     */
    static long divisor(long n, boolean climb) {
        int size = size(n);
        Lanes two = lanes(size, 2);
        two.number(0, n);
        two.sameNumber(1, 0);
        for (int curve = 0; curve < Curve.COUNT; curve += 2) {
            two.plan(PLANS[climb ? Math.min(curve / 2, size) : size]);
            two.curve(0, Curve.number(curve));
            two.curve(1, Curve.number(curve + 1));
            two.run();
            for (int lane = 0; lane < 2; lane++) {
                long d = two.finish(lane);
                if (d != 1 && d != n) {
                    return d;
                }
            }
        }
        return 0;
    }

    /** Whether {@link #quick} takes numbers of this size. */
    static boolean takesQuick(long n) {
        return n > 0 && n < Signed.SUMS_BELOW;
    }

    /** A divisor for each of the first {@code count} composites, where two curves with the smallest bound find one, else 0. */
    static long[] quick(long[] n, int count) {
        return divisors(new SignedLanes(SIDE_BY_SIDE, PLANS[0]), n, count, Curve.COUNT - QUICK_CURVES);
    }

    /** A divisor for each of the first {@code count} composites, all of one size; 0 where all curves were in vain. */
    static long[] divisors(int size, long[] n, int count) {
        if (count == 1) {
            return new long[] {divisor(n[0], false)};
        }
        boolean doubles = DOUBLES && BITS[size] <= DoubleLanes.MOST_BITS && count >= DoubleLanes.WORTHWHILE;
        return divisors(doubles ? new DoubleLanes(PLANS[size]) : lanes(size, SIDE_BY_SIDE), n, count, 0);
    }

    private static long[] divisors(Lanes lanes, long[] n, int count, int firstCurve) {
        long[] divisors = new long[count];
        if (count == 0) {
            return divisors;
        }
        int[] index = new int[lanes.lanes]; // which number a lane has
        int[] curve = new int[lanes.lanes]; // its next curve
        int next = 0;
        for (int lane = 0; lane < lanes.lanes; lane++) {
            index[lane] = next % count; // fewer numbers than lanes: some are tried twice
            lanes.number(lane, n[index[lane]]);
            curve[lane] = firstCurve + next / count;
            next++;
        }
        int open = count;
        while (open > 0) {
            for (int lane = 0; lane < lanes.lanes; lane++) {
                lanes.curve(lane, Curve.number(Math.min(curve[lane], Curve.COUNT - 1)));
            }
            lanes.run();
            for (int lane = 0; lane < lanes.lanes; lane++) {
                int i = index[lane];
                curve[lane]++;
                if (divisors[i] != 0) {
                    continue;
                }
                long d = lanes.finish(lane);
                boolean proper = d != 1 && d != n[i];
                if (proper || curve[lane] >= Curve.COUNT) {
                    divisors[i] = proper ? d : n[i];
                    open--;
                }
            }
            for (int lane = 0; lane < lanes.lanes && open > 0; lane++) {
                if (divisors[index[lane]] != 0) {
                    next = refill(lanes, lane, next, n, count, divisors, index, curve, firstCurve);
                }
            }
        }
        for (int i = 0; i < count; i++) {
            divisors[i] = divisors[i] == n[i] ? 0 : divisors[i];
        }
        return divisors;
    }

    /** Gives a lane the next number; when there is none, it helps another lane with a curve of its own. */
    private static int refill(Lanes lanes, int lane, int next, long[] n, int count, long[] divisors, int[] index, int[] curve,
            int firstCurve) {
        if (next < count) {
            index[lane] = next;
            curve[lane] = firstCurve;
            lanes.number(lane, n[next]);
            return next + 1;
        }
        for (int other = 0; other < lanes.lanes; other++) {
            if (divisors[index[other]] == 0) {
                index[lane] = index[other];
                curve[lane] = curve[other] + (Curve.COUNT - curve[other]) / 2;
                lanes.sameNumber(lane, other);
                return next;
            }
        }
        return next;
    }

    /** The smallest size that a number fits into. */
    static int size(long n) {
        int bits = 64 - Long.numberOfLeadingZeros(n);
        int size = 0;
        while (BITS[size] < bits) {
            size++;
        }
        return size;
    }

    private static Lanes lanes(int size, int count) {
        return size <= SIGNED ? new SignedLanes(count, PLANS[size]) : size <= CORRECTED ? new CorrectedLanes(count, PLANS[size])
                : new UnsignedLanes(count, PLANS[size]);
    }
}
