package dev.kernelbridge.scalar.factor;

/**
 * {@link Lanes} for numbers below 2^48 in loops over doubles, which C2 makes vectors of: a number in each double. A product modulo n is two
 * fused multiply-adds for the exact product and two for the remainder (T. Dekker, Numer. Math. 18, 1971): all that is rounded is the
 * quotient. Residues are integers of at most c n, and sums of two of them are multiplied as they are: c = 0.5 + 8 c^2 n / 2^53 is 0.59 for
 * n = 2^48, and there is no bound beyond 2^49.
 *
 * <p>Every coordinate has an array of its own, since C2 asks whether a loop's arrays overlap and does not look at offsets into one. A loop
 * runs one by one to an aligned place and one by one behind the last full vector, hence many lanes. And it takes no loop with more than two
 * products: with one it is 0.3 ns a product, else up to 1.1.
 */
final class DoubleLanes extends Lanes {
    /** Numbers have at most so many bits. */
    static final int MOST_BITS = 48;
    /** With the 16 bytes before them, arrays of this length lie one behind the other as aligned as the first one. */
    static final int LANES = 254;
    /** From so many numbers on a run of all lanes takes less time than four longs in lockstep, one after the other. */
    static final int WORTHWHILE = 50;
    private static final int PARTS = 4;
    /** Added and subtracted, it leaves the nearest integer. */
    private static final double ROUND = 0x1.8p52;

    private final double[] m = new double[LANES];
    private final double[] reciprocal = new double[LANES];
    private final double[] a = new double[LANES];
    private final double[][] px;
    private final double[][] pz;
    private final double[] u = new double[LANES];
    private final double[] v = new double[LANES];
    private double[] s = new double[LANES];
    private double[] t = new double[LANES];
    private final double[][] prefix;
    private final double[][] common;
    private final double[][] part = new double[PARTS][LANES];

    DoubleLanes(CurvePlan plan) {
        super(LANES, plan, CurveProgram.START + 1);
        px = new double[plan.slots][LANES];
        pz = new double[plan.slots][LANES];
        prefix = new double[plan.points.length][LANES];
        common = new double[plan.points.length][LANES];
    }

    /** Without the instruction {@link Math#fma} computes by BigDecimal, in microseconds; Java has no other way to ask. */
    static boolean fast() {
        long least = Long.MAX_VALUE;
        double sum = 0;
        for (int round = 0; round < 8; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < 64; i++) {
                sum = Math.fma(0.7, i, sum);
            }
            least = Math.min(least, System.nanoTime() - start);
        }
        return sum > 0 && least < 64 * 250;
    }

    @Override
    long multiply(long x, long y, int lane) {
        return Signed.multiply(x, y, n[lane], inverse[lane]);
    }

    @Override
    void run() {
        for (int lane = 0; lane < LANES; lane++) {
            m[lane] = n[lane];
            reciprocal[lane] = 1.0 / n[lane];
            a[lane] = plain(a24[lane], lane);
            px[CurveProgram.START][lane] = plain(x[CurveProgram.START * LANES + lane], lane);
            pz[CurveProgram.START][lane] = plain(z[CurveProgram.START * LANES + lane], lane);
        }
        for (int step : plan.steps) {
            int p = CurveProgram.p(step);
            if (CurveProgram.doubles(step)) {
                twice(px[p], pz[p], CurveProgram.to(step));
            } else {
                add(px[p], pz[p], CurveProgram.q(step), CurveProgram.difference(step), CurveProgram.to(step));
            }
        }
        compare();
    }

    private void twice(double[] x, double[] z, int to) {
        sumSquared(x, z, m, reciprocal, s);
        differenceSquared(x, z, m, reciprocal, t);
        times(s, t, m, reciprocal, px[to]);
        differenceTimesAndSum(s, t, a, m, reciprocal, pz[to]);
        differenceTimes(s, t, pz[to], m, reciprocal, pz[to]);
    }

    /** What is written takes the place of the slot's arrays only at the end: the slot may be the difference's. */
    private void add(double[] x, double[] z, int q, int difference, int to) {
        cross(x, z, px[q], pz[q], m, reciprocal, u);
        cross(px[q], pz[q], x, z, m, reciprocal, v);
        sumSquared(u, v, m, reciprocal, s);
        differenceSquared(u, v, m, reciprocal, t);
        times(s, pz[difference], m, reciprocal, s);
        times(t, px[difference], m, reciprocal, t);
        double[] free = px[to];
        px[to] = s;
        s = free;
        free = pz[to];
        pz[to] = t;
        t = free;
    }

    /** Out of Montgomery's form. */
    private double plain(long value, int lane) {
        return multiply(value, 1, lane);
    }

    /** x y mod n. */
    private static double product(double x, double y, double n, double reciprocal) {
        double high = x * y;
        double low = Math.fma(x, y, -high);
        double quotient = Math.fma(high, reciprocal, ROUND) - ROUND;
        return Math.fma(-quotient, n, high) + low;
    }

    private static void sumSquared(double[] x, double[] z, double[] m, double[] reciprocal, double[] to) {
        for (int i = 0; i < LANES; i++) {
            double sum = x[i] + z[i];
            to[i] = product(sum, sum, m[i], reciprocal[i]);
        }
    }

    private static void differenceSquared(double[] x, double[] z, double[] m, double[] reciprocal, double[] to) {
        for (int i = 0; i < LANES; i++) {
            double difference = x[i] - z[i];
            to[i] = product(difference, difference, m[i], reciprocal[i]);
        }
    }

    /** (s - t) a + t. */
    private static void differenceTimesAndSum(double[] s, double[] t, double[] a, double[] m, double[] reciprocal, double[] to) {
        for (int i = 0; i < LANES; i++) {
            to[i] = product(s[i] - t[i], a[i], m[i], reciprocal[i]) + t[i];
        }
    }

    private static void differenceTimes(double[] s, double[] t, double[] y, double[] m, double[] reciprocal, double[] to) {
        for (int i = 0; i < LANES; i++) {
            to[i] = product(s[i] - t[i], y[i], m[i], reciprocal[i]);
        }
    }

    /** (x - z) (X + Z). */
    private static void cross(double[] x, double[] z, double[] qx, double[] qz, double[] m, double[] reciprocal, double[] to) {
        for (int i = 0; i < LANES; i++) {
            to[i] = product(x[i] - z[i], qx[i] + qz[i], m[i], reciprocal[i]);
        }
    }

    /** Brings the points of stage two over one z, and multiplies the differences of their x, in parts. */
    private void compare() {
        int[] points = plan.points;
        System.arraycopy(pz[points[0]], 0, s, 0, LANES);
        for (int k = 1; k < points.length; k++) {
            System.arraycopy(s, 0, prefix[k], 0, LANES);
            times(s, pz[points[k]], m, reciprocal, s);
        }
        int last = points.length - 1;
        System.arraycopy(pz[points[last]], 0, t, 0, LANES);
        times(px[points[last]], prefix[last], m, reciprocal, common[last]);
        for (int k = last - 1; k > 0; k--) {
            times(px[points[k]], prefix[k], m, reciprocal, common[k]);
            times(common[k], t, m, reciprocal, common[k]);
            times(t, pz[points[k]], m, reciprocal, t);
        }
        times(px[points[0]], t, m, reciprocal, common[0]);
        for (int i = 0; i < PARTS; i++) {
            System.arraycopy(s, 0, part[i], 0, LANES);
        }
        int next = 0;
        for (int pair : plan.pairs) {
            timesDifference(part[next], common[pair >>> 8], common[pair & 255], m, reciprocal);
            next = next + 1 & PARTS - 1;
        }
    }

    private static void times(double[] x, double[] y, double[] m, double[] reciprocal, double[] to) {
        for (int i = 0; i < LANES; i++) {
            to[i] = product(x[i], y[i], m[i], reciprocal[i]);
        }
    }

    private static void timesDifference(double[] product, double[] giant, double[] baby, double[] m, double[] reciprocal) {
        for (int i = 0; i < LANES; i++) {
            product[i] = product(product[i], giant[i] - baby[i], m[i], reciprocal[i]);
        }
    }

    @Override
    long finish(int lane) {
        long number = n[lane];
        long all = 1; // the reduction by 2^-64 in each product is prime to the number
        for (int i = 0; i < PARTS; i++) {
            all = multiply(all, (long) part[i][lane], lane);
        }
        long g = Binary.gcd(number, Signed.canonical(all, number));
        for (int i = -1; g == number && i < PARTS; i++) { // all primes at once; perhaps not in each part
            long some = (long) (i < 0 ? s[lane] : part[i][lane]);
            long d = Binary.gcd(number, Signed.canonical(some % number, number));
            g = d != 1 ? d : g;
        }
        return g;
    }
}
