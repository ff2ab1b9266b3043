package dev.kernelbridge.primes.gourdon;

import dev.kernelbridge.primes.Roots;
import dev.kernelbridge.spi.LeafTables;

/**
 * A = sum over primes x* &lt; p &lt;= x^(1/3), p &lt; q &lt;= sqrt(x/p) of chi pi(x / (p q)), where chi = 2 if x / (p q) &lt; y, else 1.
 * See {@link Sigma}
 * for where it comes from. O(x^(2/3) / log^2 x) lookups in all, more in fact than {@link C} and {@link D} together for a small y.
 */
final class A {

    private A() {
    }

    /** The part of the primes (from, to]. */
    static void collect(LeafTables t, int from, int to, Jobs jobs) {
        for (int b = from + 1; b <= to; b++) {
            long value = t.x().over(t.primes()[b]);
            int end = end(t, value);
            int single = Math.clamp(t.pi().pi(Math.min(value / t.y(), t.y())), b, Math.max(b, end));
            jobs.sum(value, b, single, 1);
            jobs.sum(value, single, end, 2);
        }
    }

    /** The predicted work for p_b: the number of lookups. */
    static double cost(LeafTables t, int b) {
        return Math.max(0, end(t, t.x().over(t.primes()[b])) - b);
    }

    private static int end(LeafTables t, long value) {
        return t.pi().pi(Roots.square(value));
    }
}
