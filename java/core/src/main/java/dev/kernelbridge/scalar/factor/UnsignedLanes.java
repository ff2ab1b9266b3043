package dev.kernelbridge.scalar.factor;

/**
 * {@link Lanes} for all odd unsigned numbers. A product of a residue and any other 64-bit value is a residue, below n; of two other
 * values it need not be. What is subtracted must be a residue, so just the sums that end up in such a product are reduced.
 */
final class UnsignedLanes extends Lanes {

    UnsignedLanes(int lanes, CurvePlan plan) {
        super(lanes, plan);
    }

    @Override
    long multiply(long a, long b, int lane) {
        return multiply(a, b, n[lane], inverse[lane]);
    }

    @Override
    void run() {
        for (int step : plan.steps) {
            if (CurveProgram.doubles(step)) {
                twice(CurveProgram.p(step) * lanes, CurveProgram.to(step) * lanes);
            } else {
                add(CurveProgram.p(step) * lanes, CurveProgram.q(step) * lanes, CurveProgram.difference(step) * lanes,
                        CurveProgram.to(step) * lanes);
            }
        }
    }

    private void twice(int p, int to) {
        for (int lane = 0; lane < lanes; lane++) {
            long m = n[lane];
            long i = inverse[lane];
            long px = x[p + lane];
            long pz = z[p + lane];
            long sum = add(px, pz, m);
            long difference = subtract(px, pz, m);
            long s = multiply(sum, sum, m, i);
            long d = multiply(difference, difference, m, i);
            long t = subtract(s, d, m);
            x[to + lane] = multiply(s, d, m, i);
            z[to + lane] = multiply(t, sum(d, multiply(a24[lane], t, m, i), m), m, i);
        }
    }

    private void add(int p, int q, int difference, int to) {
        for (int lane = 0; lane < lanes; lane++) {
            long m = n[lane];
            long i = inverse[lane];
            long px = x[p + lane];
            long pz = z[p + lane];
            long qx = x[q + lane];
            long qz = z[q + lane];
            long u = multiply(subtract(px, pz, m), sum(qx, qz, m), m, i);
            long v = multiply(sum(px, pz, m), subtract(qx, qz, m), m, i);
            long s = sum(u, v, m);
            long d = subtract(u, v, m);
            s = multiply(s, s, m, i);
            d = multiply(d, d, m, i);
            long dx = x[difference + lane];
            x[to + lane] = multiply(s, z[difference + lane], m, i);
            z[to + lane] = multiply(d, dx, m, i);
        }
    }

    @Override
    long finish(int lane) {
        long m = n[lane];
        long i = inverse[lane];
        int[] points = plan.points;
        long product = z[points[0] * lanes + lane];
        for (int k = 1; k < points.length; k++) { // before[k]: the product of the z of points 0 to k - 1
            before[k] = product;
            product = multiply(product, z[points[k] * lanes + lane], m, i);
        }
        long after = z[points[points.length - 1] * lanes + lane];
        scaled[points.length - 1] = multiply(x[points[points.length - 1] * lanes + lane], before[points.length - 1], m, i);
        for (int k = points.length - 2; k > 0; k--) {
            int at = points[k] * lanes + lane;
            scaled[k] = multiply(multiply(x[at], before[k], m, i), after, m, i);
            after = multiply(after, z[at], m, i);
        }
        scaled[0] = multiply(x[points[0] * lanes + lane], after, m, i);
        int[] pairs = plan.pairs;
        long a = product;
        long b = product;
        long c = product;
        long d = product;
        int k = 0;
        for (; k + 3 < pairs.length; k += 4) {
            a = multiply(a, difference(pairs[k], m), m, i);
            b = multiply(b, difference(pairs[k + 1], m), m, i);
            c = multiply(c, difference(pairs[k + 2], m), m, i);
            d = multiply(d, difference(pairs[k + 3], m), m, i);
        }
        for (; k < pairs.length; k++) {
            a = multiply(a, difference(pairs[k], m), m, i);
        }
        long all = multiply(multiply(a, b, m, i), multiply(c, d, m, i), m, i);
        long g = Binary.gcdUnsigned(m, all);
        return g != m ? g : firstProper(m, product, a, b, c, d);
    }

    private long difference(int pair, long m) {
        return subtract(scaled[pair >>> 8], scaled[pair & 255], m);
    }

    /** All primes were found at once; perhaps not in each part. */
    private static long firstProper(long m, long... parts) {
        for (long part : parts) {
            long g = Binary.gcdUnsigned(m, part);
            if (g != 1 && g != m) {
                return g;
            }
        }
        return m;
    }

    private static long multiply(long a, long b, long n, long inverse) {
        return subtract(Math.unsignedMultiplyHigh(a, b), Math.unsignedMultiplyHigh(a * b * inverse, n), n);
    }

    /** a + b in [0, n). */
    private static long add(long a, long b, long n) {
        return subtract(a, n - b, n);
    }

    /** a + b only as far as 64 bits hold it: good for a factor if the other one, or the product's next one, is below n. */
    private static long sum(long a, long b, long n) {
        long c = a + b;
        return c - (Long.compareUnsigned(c, a) < 0 ? n : 0);
    }

    /** In [0, n) if a is, for b in [0, n). C2 makes a conditional move of it: a product takes 1.7 ns, with the borrow as bits 3.0. */
    private static long subtract(long a, long b, long n) {
        return a - b + (Long.compareUnsigned(a, b) < 0 ? n : 0);
    }
}
