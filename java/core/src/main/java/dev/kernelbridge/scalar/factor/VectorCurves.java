package dev.kernelbridge.scalar.factor;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Lanes} for numbers below 2^48, a number in each double of a vector. A product modulo n is two fused multiply-adds for the exact
 * product and two for the remainder (T. Dekker, Numer. Math. 18, 1971): all that is rounded is the quotient. Residues are integers of at most
 * c n, and sums of two of them are multiplied as they are: c = 0.5 + 8 c^2 n / 2^53 is 0.59 for n = 2^48, and there is no bound beyond 2^49.
 *
 * <p>C2 gives up inlining in large methods and then makes an object of every vector, six times slower: no more than two products a method,
 * and arrays between them.
 */
final class VectorCurves extends Lanes {
    /** Numbers have at most so many bits. */
    static final int MOST_BITS = 48;
    /** Four vectors of 512 bits, so that a product does not wait for the one before it. */
    static final int LANES = 32;
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int PARTS = 4;
    /** Added and subtracted, it leaves the nearest integer. */
    private static final double ROUND = 0x1.8p52;

    private final double[] m = new double[LANES];
    private final double[] reciprocal = new double[LANES];
    private final double[] a = new double[LANES];
    private final double[] px;
    private final double[] pz;
    private final double[] s = new double[LANES];
    private final double[] t = new double[LANES];
    private final double[] prefix;
    private final double[] common;
    private final double[] part = new double[PARTS * LANES];

    VectorCurves(CurvePlan plan) {
        super(LANES, plan);
        px = new double[LANES * plan.slots];
        pz = new double[LANES * plan.slots];
        prefix = new double[LANES * plan.points.length];
        common = new double[LANES * plan.points.length];
    }

    /** Whether a register holds a few numbers; else four longs in lockstep are as fast. */
    static boolean worthwhile() {
        return SPECIES.length() >= 4;
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
            px[CurveProgram.START * LANES + lane] = plain(x[CurveProgram.START * LANES + lane], lane);
            pz[CurveProgram.START * LANES + lane] = plain(z[CurveProgram.START * LANES + lane], lane);
        }
        for (int step : plan.steps) {
            int p = CurveProgram.p(step) * LANES;
            int to = CurveProgram.to(step) * LANES;
            if (CurveProgram.doubles(step)) {
                sumsAndDifferencesSquared(p);
                twiceX(to);
                twiceZ(to);
            } else {
                cross(p, CurveProgram.q(step) * LANES);
                squares();
                add(CurveProgram.difference(step) * LANES, to);
            }
        }
        compare();
    }

    /** Out of Montgomery's form. */
    private double plain(long value, int lane) {
        return multiply(value, 1, lane);
    }

    private static DoubleVector at(double[] array, int i) {
        return DoubleVector.fromArray(SPECIES, array, i);
    }

    /** x y mod n. */
    private static DoubleVector product(DoubleVector x, DoubleVector y, DoubleVector n, DoubleVector reciprocal) {
        DoubleVector high = x.mul(y);
        DoubleVector low = x.fma(y, high.neg());
        DoubleVector quotient = high.fma(reciprocal, DoubleVector.broadcast(SPECIES, ROUND)).sub(ROUND);
        return quotient.neg().fma(n, high).add(low);
    }

    /** s, t = (x + z)^2, (x - z)^2. */
    private void sumsAndDifferencesSquared(int p) {
        for (int i = 0; i < LANES; i += SPECIES.length()) {
            DoubleVector n = at(m, i);
            DoubleVector r = at(reciprocal, i);
            DoubleVector x = at(px, p + i);
            DoubleVector z = at(pz, p + i);
            DoubleVector sum = x.add(z);
            DoubleVector difference = x.sub(z);
            product(sum, sum, n, r).intoArray(s, i);
            product(difference, difference, n, r).intoArray(t, i);
        }
    }

    /** x = s t; s = s - t, t = t + (A + 2) / 4 (s - t). */
    private void twiceX(int to) {
        for (int i = 0; i < LANES; i += SPECIES.length()) {
            DoubleVector n = at(m, i);
            DoubleVector r = at(reciprocal, i);
            DoubleVector sum = at(s, i);
            DoubleVector difference = at(t, i);
            DoubleVector between = sum.sub(difference);
            product(sum, difference, n, r).intoArray(px, to + i);
            between.intoArray(s, i);
            product(at(a, i), between, n, r).add(difference).intoArray(t, i);
        }
    }

    private void twiceZ(int to) {
        for (int i = 0; i < LANES; i += SPECIES.length()) {
            product(at(s, i), at(t, i), at(m, i), at(reciprocal, i)).intoArray(pz, to + i);
        }
    }

    /** s, t = u + v, u - v. */
    private void cross(int p, int q) {
        for (int i = 0; i < LANES; i += SPECIES.length()) {
            DoubleVector n = at(m, i);
            DoubleVector r = at(reciprocal, i);
            DoubleVector x = at(px, p + i);
            DoubleVector z = at(pz, p + i);
            DoubleVector u = product(x.sub(z), at(px, q + i).add(at(pz, q + i)), n, r);
            DoubleVector v = product(x.add(z), at(px, q + i).sub(at(pz, q + i)), n, r);
            u.add(v).intoArray(s, i);
            u.sub(v).intoArray(t, i);
        }
    }

    private void squares() {
        for (int i = 0; i < LANES; i += SPECIES.length()) {
            DoubleVector n = at(m, i);
            DoubleVector r = at(reciprocal, i);
            DoubleVector u = at(s, i);
            DoubleVector v = at(t, i);
            product(u, u, n, r).intoArray(s, i);
            product(v, v, n, r).intoArray(t, i);
        }
    }

    private void add(int difference, int to) {
        for (int i = 0; i < LANES; i += SPECIES.length()) {
            DoubleVector n = at(m, i);
            DoubleVector r = at(reciprocal, i);
            DoubleVector x = at(px, difference + i);
            DoubleVector z = at(pz, difference + i);
            product(at(s, i), z, n, r).intoArray(px, to + i);
            product(at(t, i), x, n, r).intoArray(pz, to + i);
        }
    }

    /** Brings the points of stage two over one z, and multiplies the differences of their x, in parts. */
    private void compare() {
        int[] points = plan.points;
        System.arraycopy(pz, points[0] * LANES, s, 0, LANES);
        for (int k = 1; k < points.length; k++) {
            System.arraycopy(s, 0, prefix, k * LANES, LANES);
            timesZ(s, points[k] * LANES);
        }
        int last = points.length - 1;
        System.arraycopy(pz, points[last] * LANES, t, 0, LANES);
        scale(points[last] * LANES, prefix, last * LANES, last * LANES);
        for (int k = last - 1; k > 0; k--) {
            scale(points[k] * LANES, prefix, k * LANES, k * LANES);
            times(common, k * LANES, t);
            timesZ(t, points[k] * LANES);
        }
        scale(points[0] * LANES, t, 0, 0);
        for (int i = 0; i < PARTS; i++) {
            System.arraycopy(s, 0, part, i * LANES, LANES);
        }
        int next = 0;
        for (int pair : plan.pairs) {
            timesDifference(next * LANES, (pair >>> 8) * LANES, (pair & 255) * LANES);
            next = next + 1 & PARTS - 1;
        }
    }

    private void timesZ(double[] product, int z) {
        for (int i = 0; i < LANES; i += SPECIES.length()) {
            product(at(product, i), at(pz, z + i), at(m, i), at(reciprocal, i)).intoArray(product, i);
        }
    }

    private void times(double[] array, int at, double[] factor) {
        for (int i = 0; i < LANES; i += SPECIES.length()) {
            product(at(array, at + i), at(factor, i), at(m, i), at(reciprocal, i)).intoArray(array, at + i);
        }
    }

    /** common[to] = x factor. */
    private void scale(int x, double[] factor, int from, int to) {
        for (int i = 0; i < LANES; i += SPECIES.length()) {
            product(at(px, x + i), at(factor, from + i), at(m, i), at(reciprocal, i)).intoArray(common, to + i);
        }
    }

    private void timesDifference(int to, int giant, int baby) {
        for (int i = 0; i < LANES; i += SPECIES.length()) {
            DoubleVector difference = at(common, giant + i).sub(at(common, baby + i));
            product(at(part, to + i), difference, at(m, i), at(reciprocal, i)).intoArray(part, to + i);
        }
    }

    @Override
    long finish(int lane) {
        long number = n[lane];
        long all = 1; // the reduction by 2^-64 in each product is prime to the number
        for (int i = 0; i < PARTS; i++) {
            all = multiply(all, (long) part[i * LANES + lane], lane);
        }
        long g = Binary.gcd(number, Signed.canonical(all, number));
        for (int i = -1; g == number && i < PARTS; i++) { // all primes at once; perhaps not in each part
            long some = (long) (i < 0 ? s[lane] : part[i * LANES + lane]);
            long d = Binary.gcd(number, Signed.canonical(some % number, number));
            g = d != 1 ? d : g;
        }
        return g;
    }
}
