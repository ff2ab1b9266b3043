package dev.kernelbridge.scalar.factor;

/** {@link Lanes} for numbers below 2^61, where no sum and no product needs a correction. */
final class SignedLanes extends Lanes {

    SignedLanes(int lanes, CurvePlan plan) {
        super(lanes, plan);
    }

    @Override
    long multiply(long a, long b, int lane) {
        return Signed.multiply(a, b, n[lane], inverse[lane]);
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
            long s = Signed.multiply(px + pz, px + pz, m, i);
            long d = Signed.multiply(px - pz, px - pz, m, i);
            long t = s - d;
            x[to + lane] = Signed.multiply(s, d, m, i);
            z[to + lane] = Signed.multiply(t, d + Signed.multiply(a24[lane], t, m, i), m, i);
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
            long u = Signed.multiply(px - pz, qx + qz, m, i);
            long v = Signed.multiply(px + pz, qx - qz, m, i);
            long s = Signed.multiply(u + v, u + v, m, i);
            long d = Signed.multiply(u - v, u - v, m, i);
            long dx = x[difference + lane];
            x[to + lane] = Signed.multiply(s, z[difference + lane], m, i);
            z[to + lane] = Signed.multiply(d, dx, m, i);
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
            product = Signed.multiply(product, z[points[k] * lanes + lane], m, i);
        }
        long after = z[points[points.length - 1] * lanes + lane];
        scaled[points.length - 1] = Signed.multiply(x[points[points.length - 1] * lanes + lane], before[points.length - 1], m, i);
        for (int k = points.length - 2; k > 0; k--) {
            int at = points[k] * lanes + lane;
            scaled[k] = Signed.multiply(Signed.multiply(x[at], before[k], m, i), after, m, i);
            after = Signed.multiply(after, z[at], m, i);
        }
        scaled[0] = Signed.multiply(x[points[0] * lanes + lane], after, m, i);
        int[] pairs = plan.pairs;
        long a = product;
        long b = product;
        long c = product;
        long d = product;
        int k = 0;
        for (; k + 3 < pairs.length; k += 4) {
            a = Signed.multiply(a, difference(pairs[k]), m, i);
            b = Signed.multiply(b, difference(pairs[k + 1]), m, i);
            c = Signed.multiply(c, difference(pairs[k + 2]), m, i);
            d = Signed.multiply(d, difference(pairs[k + 3]), m, i);
        }
        for (; k < pairs.length; k++) {
            a = Signed.multiply(a, difference(pairs[k]), m, i);
        }
        long all = Signed.multiply(Signed.multiply(a, b, m, i), Signed.multiply(c, d, m, i), m, i);
        long g = Binary.gcd(m, Signed.canonical(all, m));
        return g != m ? g : firstProper(m, product, a, b, c, d);
    }

    private long difference(int pair) {
        return scaled[pair >>> 8] - scaled[pair & 255];
    }

    /** All primes were found at once; perhaps not in each part. */
    private static long firstProper(long m, long... parts) {
        for (long part : parts) {
            long g = Binary.gcd(m, Signed.canonical(part, m));
            if (g != 1 && g != m) {
                return g;
            }
        }
        return m;
    }
}
