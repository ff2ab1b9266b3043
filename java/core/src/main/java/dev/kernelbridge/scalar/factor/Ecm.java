package dev.kernelbridge.scalar.factor;

/**
 * The elliptic curve method (H. Lenstra, Annals of Math. 126, 1987) for numbers of 33 to 64 bits, in Montgomery's coordinates: two curves
 * at once for one number, four numbers at once for many.
 */
final class Ecm {
    /** Bits up to which each size goes, and its bound: from trials on semiprimes of that many bits. */
    private static final int[] BITS = {48, 52, 58, 61, 63, 64};
    private static final int[] B1 = {70, 85, 125, 165, 205, 205};
    private static final int B2_BY_B1 = 25;
    private static final CurvePlan[] PLANS = new CurvePlan[BITS.length];
    /** How many sizes there are. */
    static final int SIZES = BITS.length;
    private static final int SIDE_BY_SIDE = 4; // six gained nothing
    /** The last size for {@link SignedLanes}, whose numbers are below 2^61, and for {@link CorrectedLanes}. */
    private static final int SIGNED = 3;
    private static final int CORRECTED = 4;

    static {
        for (int i = 0; i < PLANS.length; i++) {
            PLANS[i] = new CurvePlan(B1[i], B2_BY_B1 * B1[i]);
        }
    }

    private Ecm() {
    }

    /** A proper divisor of an odd unsigned composite without primes to {@link TrialDivision#LARGEST}, or 0 if all curves were in vain. */
    static long divisor(long n) {
        Lanes two = lanes(size(n), 2);
        two.number(0, n);
        two.sameNumber(1, 0);
        for (int curve = 0; curve < Curve.COUNT; curve += 2) {
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

    /** A divisor for each of the first {@code count} composites, all of one size; 0 where all curves were in vain. */
    static long[] divisors(int size, long[] n, int count) {
        long[] divisors = new long[count];
        if (count < 2) {
            if (count == 1) {
                divisors[0] = divisor(n[0]);
            }
            return divisors;
        }
        Lanes four = lanes(size, SIDE_BY_SIDE);
        int[] index = new int[SIDE_BY_SIDE]; // which number a lane has
        int[] curve = new int[SIDE_BY_SIDE]; // its next curve
        int next = 0;
        for (int lane = 0; lane < SIDE_BY_SIDE; lane++) {
            index[lane] = next % count; // fewer numbers than lanes: some are tried twice
            four.number(lane, n[index[lane]]);
            curve[lane] = next / count;
            next++;
        }
        int open = count;
        while (open > 0) {
            for (int lane = 0; lane < SIDE_BY_SIDE; lane++) {
                four.curve(lane, Curve.number(curve[lane] % Curve.COUNT));
            }
            four.run();
            for (int lane = 0; lane < SIDE_BY_SIDE; lane++) {
                int i = index[lane];
                curve[lane]++;
                if (divisors[i] != 0) {
                    continue;
                }
                long d = four.finish(lane);
                boolean proper = d != 1 && d != n[i];
                if (proper || curve[lane] >= Curve.COUNT) {
                    divisors[i] = proper ? d : n[i];
                    open--;
                }
            }
            for (int lane = 0; lane < SIDE_BY_SIDE && open > 0; lane++) {
                if (divisors[index[lane]] != 0) {
                    next = refill(four, lane, next, n, count, divisors, index, curve);
                }
            }
        }
        for (int i = 0; i < count; i++) {
            divisors[i] = divisors[i] == n[i] ? 0 : divisors[i];
        }
        return divisors;
    }

    /** Gives a lane the next number; when there is none, it helps another lane with a curve of its own. */
    private static int refill(Lanes four, int lane, int next, long[] n, int count, long[] divisors, int[] index, int[] curve) {
        if (next < count) {
            index[lane] = next;
            curve[lane] = 0;
            four.number(lane, n[next]);
            return next + 1;
        }
        for (int other = 0; other < SIDE_BY_SIDE; other++) {
            if (divisors[index[other]] == 0) {
                index[lane] = index[other];
                curve[lane] = curve[other] + Curve.COUNT / 2;
                four.sameNumber(lane, other);
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
