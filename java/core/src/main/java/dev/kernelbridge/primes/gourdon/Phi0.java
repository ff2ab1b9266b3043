package dev.kernelbridge.primes.gourdon;

import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.Wide;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Phi0 = sum of mu(m) phi(x / m, k) over all m up to z without squares whose primes are larger than p_k and at most y: the nodes of
 * the recursion that are expanded all the way. O(z) steps.
 *
 * <p>phi(v, k) has the period p_1 ... p_k in v; for the first six primes the remainders are in a table, the 7th and 8th are
 * removed by the recursion itself.
 */
final class Phi0 {
    private static final AtomicReferenceArray<int[]> TABLES = new AtomicReferenceArray<>(7);

    private final LeafTables t;
    private final int[] table;
    private final int whole;
    private final long period; // p_1 ... p_k
    private final long totient; // phi(period, k)

    Phi0(LeafTables tables) {
        t = tables;
        table = table(Math.min(tables.k(), 6));
        whole = table[table.length - 1];
        period = table.length * (tables.k() > 6 ? 17L : 1) * (tables.k() > 7 ? 19 : 1);
        totient = phi(period - 1);
    }

    /** The part of the m whose least prime is one of the primes (from, to]; m = 1 counts with {@code from == k}. */
    long sum(int from, int to) {
        long sum = from == t.k() ? phi(t.x()) : 0;
        for (int i = from + 1; i <= to; i++) {
            sum -= tree(t.primes()[i], i);
        }
        return sum;
    }

    /** phi(x / m, k) minus the same for all multiples of m up to z by primes above the i-th, alternating. */
    private long tree(long m, int i) {
        Wide v = t.x().dividedBy(m);
        long sum = phi(v);
        long room = t.z() / m;
        for (int j = i + 1; j < t.primes().length && t.primes()[j] <= room; j++) {
            long p = t.primes()[j];
            sum -= room / p <= p ? phi(v.dividedBy(p)) : tree(m * p, j);
        }
        return sum;
    }

    /** phi(v, k) modulo 2^64. */
    private long phi(Wide v) {
        if (v.isLong()) {
            return phi(v.low());
        }
        long periods = v.over(period);
        return periods * totient + phi(v.low() - periods * period);
    }

    private long phi(long v) {
        return switch (t.k()) {
            case 8 -> phiSeven(v) - phiSeven(v / 19);
            case 7 -> phiSeven(v);
            default -> phiSix(v);
        };
    }

    private long phiSeven(long v) {
        return phiSix(v) - phiSix(v / 17);
    }

    private long phiSix(long v) {
        long periods = v / table.length;
        return periods * whole + table[(int) (v - periods * table.length)];
    }

    private static int[] table(int k) {
        int[] known = TABLES.get(k);
        if (known != null) {
            return known; // two threads may both make one; they are equal
        }
        int[] wheel = {2, 3, 5, 7, 11, 13};
        int period = 1;
        for (int b = 0; b < k; b++) {
            period *= wheel[b];
        }
        int[] made = new int[period];
        Arrays.fill(made, 1, period, 1);
        for (int b = 0; b < k; b++) {
            for (int m = wheel[b]; m < period; m += wheel[b]) {
                made[m] = 0;
            }
        }
        for (int v = 1; v < period; v++) {
            made[v] += made[v - 1];
        }
        TABLES.set(k, made);
        return made;
    }
}
