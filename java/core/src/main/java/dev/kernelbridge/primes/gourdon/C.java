package dev.kernelbridge.primes.gourdon;

import dev.kernelbridge.spi.LeafTables;

/**
 * C = - sum over p_k &lt; p_b &lt;= x* and m without squares, z / p_b &lt; m &lt;= z, m > x / p_b^3, with all primes above p_b and at
 * most y, of
 * mu(m) (pi(x / (p_b m)) - b + 2): the easy leaves. Such an m is a prime q (one sum, see {@link Jobs#inverted}), or, for p_b &lt; sqrt z, a
 * product m' q where q is its largest prime: for each m' the same sum over q.
 */
final class C {

    private C() {
    }

    /** The part of the primes (from, to]. */
    static void collect(LeafTables t, int from, int to, Jobs jobs) {
        for (int b = from + 1; b <= to; b++) {
            long p = t.primes()[b];
            long value = t.x().over(p);
            if (least(t, value, p) < t.z()) {
                products(t, jobs, b, value, least(t, value, p), t.z(), b, 1);
            }
        }
    }

    /** The leaves m' q with q above the i-th prime, least &lt; q &lt;= most; value = x / (p_b m'), sign = mu(m'). */
    private static void products(LeafTables t, Jobs jobs, int b, long value, long least, long most, int i, int sign) {
        int to = t.pi().pi(Math.min(most, t.y()));
        int from = Math.max(i, t.pi().pi(Math.min(least, t.y())));
        if (from < to) {
            jobs.inverted(value, from, to, sign);
            jobs.add(sign * (to - from) * (2L - b));
        }
        for (int j = i + 1; j < t.primes().length && (long) t.primes()[j] * t.primes()[j] < most; j++) {
            int p = t.primes()[j];
            products(t, jobs, b, value / p, least / p, most / p, j, -sign);
        }
    }

    private static long least(LeafTables t, long value, long p) {
        return Math.max(t.z() / p, value / p / p);
    }

    /** The predicted work for p_b: the lookups for primes, and a guess for the products. */
    static double cost(LeafTables t, int b) {
        long p = t.primes()[b];
        long value = t.x().over(p);
        long least = least(t, value, p);
        if (least >= t.z()) {
            return 0;
        }
        int from = Math.max(b, t.pi().pi(Math.min(least, t.y())));
        int to = t.pi().pi(t.y());
        double cost = from < to ? Jobs.steps(t, value, from, to) : 0;
        return p * p < t.z() ? cost + (t.z() - least) / (2 * Math.log(p)) : cost;
    }
}
