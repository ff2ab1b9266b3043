package dev.kernelbridge.scalar.factor;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The elliptic curve method (H. Lenstra, Annals of Math. 126, 1987) for numbers of 33 to 64 bits, in Montgomery's coordinates: two curves
 * at once for one number, four numbers at once for many.
 */
final class Ecm {
    /** Bits up to which each size goes, its bounds and giant step: the best of a grid, by counting products on 800 to 2000 semiprimes. */
    private static final int[] BITS = {45, 48, 52, 58, 61, 63, 64};
    private static final int[] B1 = {61, 70, 85, 125, 190, 190, 205};
    private static final int[] B2 = {2135, 2450, 2975, 6250, 9500, 9500, 10250};
    private static final int[] WIDTH = {120, 120, 150, 210, 210, 210, 210};
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
        int[] next = new int[count];
        Arrays.fill(next, Curve.COUNT - QUICK_CURVES);
        long[] divisors = new long[count];
        search(new SignedLanes(SIDE_BY_SIDE, PLANS[0]), n, count, next, divisors, 1);
        return withoutFailed(divisors, n);
    }

    /** A divisor for each of the first {@code count} composites, all of one size; 0 where all curves were in vain. */
    static long[] divisors(int size, long[] n, int count) {
        long[] divisors = new long[count];
        int[] next = new int[count];
        if (DOUBLES && BITS[size] <= DoubleLanes.MOST_BITS && count >= DoubleLanes.WORTHWHILE) {
            search(new DoubleLanes(PLANS[size]), n, count, next, divisors, DoubleLanes.WORTHWHILE);
        }
        int[] left = IntStream.range(0, count).filter(i -> divisors[i] == 0).toArray();
        if (left.length == 1 && next[left[0]] == 0) {
            divisors[left[0]] = divisor(n[left[0]], false);
        } else {
            long[] composites = Arrays.stream(left).mapToLong(i -> n[i]).toArray();
            long[] found = new long[left.length];
            search(lanes(size, SIDE_BY_SIDE), composites, left.length, Arrays.stream(left).map(i -> next[i]).toArray(), found, 1);
            for (int k = 0; k < left.length; k++) {
                divisors[left[k]] = found[k];
            }
        }
        return withoutFailed(divisors, n);
    }

    /**
     * Runs curves on the numbers until fewer than {@code least} are neither split nor given up.
     *
     * @param next     each number's next curve
     * @param divisors 0 in the beginning; what is found is a proper divisor, and a number that is given up has itself
     */
    private static void search(Lanes lanes, long[] n, int count, int[] next, long[] divisors, int least) {
        int[] index = new int[lanes.lanes]; // which number a lane has
        int loaded = 0;
        for (int lane = 0; lane < lanes.lanes && count > 0; lane++) {
            index[lane] = loaded++ % count; // fewer numbers than lanes: some get several
            lanes.number(lane, n[index[lane]]);
        }
        for (int open = count; open >= least;) {
            for (int lane = 0; lane < lanes.lanes; lane++) {
                lanes.curve(lane, Curve.number(Math.min(next[index[lane]]++, Curve.COUNT - 1)));
            }
            lanes.run();
            for (int lane = 0; lane < lanes.lanes; lane++) {
                int i = index[lane];
                long d = divisors[i] == 0 ? lanes.finish(lane) : 1;
                if (d != 1 && d != n[i]) {
                    divisors[i] = d;
                    open--;
                }
            }
            for (int i : index) { // after all lanes, since several may have this number
                if (divisors[i] == 0 && next[i] >= Curve.COUNT) {
                    divisors[i] = n[i];
                    open--;
                }
            }
            loaded = open > 0 ? refill(lanes, index, n, count, divisors, loaded) : loaded;
        }
    }

    /** Gives idle lanes the next numbers; when there are none, they help others in turn. Returns how many numbers have had a lane. */
    private static int refill(Lanes lanes, int[] index, long[] n, int count, long[] divisors, int before) {
        int loaded = before;
        int helped = 0;
        for (int lane = 0; lane < index.length; lane++) {
            if (divisors[index[lane]] == 0) {
                continue;
            }
            if (loaded < count) {
                index[lane] = loaded;
                lanes.number(lane, n[loaded++]);
                continue;
            }
            do {
                helped = (helped + 1) % index.length;
            } while (divisors[index[helped]] != 0);
            index[lane] = index[helped];
            lanes.sameNumber(lane, helped);
        }
        return loaded;
    }

    private static long[] withoutFailed(long[] divisors, long[] n) {
        for (int i = 0; i < divisors.length; i++) {
            divisors[i] = divisors[i] == n[i] ? 0 : divisors[i];
        }
        return divisors;
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
