package dev.kernelbridge.primes.gourdon;

import dev.kernelbridge.primes.Roots;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.Wide;
import java.util.ArrayList;
import java.util.List;

/**
 * D = - sum over p_k &lt; p_b &lt;= x* and m without squares, z / p_b &lt; m &lt;= min(z, x / p_b^3), with all primes above p_b and at
 * most y, of
 * mu(m) phi(x / (p_b m), b - 1): the hard leaves. The phi are counted in a sieve of [1, x / z] that has lost the first b - 1 primes:
 * O(x / z log log x) strikes and as many steps as there are m to look at.
 *
 * <p>The sieve is cut into stretches that know nothing of each other (D. B. Staple, "The combinatorial algorithm for computing
 * pi(x)", arXiv:1503.01839): each counts phi from its own beginning and returns, for every b, how much it counted in all and the sum of
 * its leaves' signs, so that what lies below can be put on afterwards: sum of signs(b) times the counts(b) of all stretches before.
 */
final class D {
    /** Stretches begin at multiples of this: whole words of the sieve, and no more than a unit wants. */
    static final long GRAIN = 240 * 64;
    /** The work of one more stage of a segment, of one strike, and of one m, in lookups of {@link A}. */
    private static final double STAGE = 30;
    private static final double STRIKE = 1;
    private static final double CANDIDATE = 1;

    private D() {
    }

    /** The last b that has a leaf at or above {@code low}: p_b^2 &lt; p_b m &lt;= x / low. */
    static int stages(LeafTables t, long star, long low) {
        return t.pi().pi(low == 0 ? star : Math.min(star, Roots.square(t.x().over(low))));
    }

    /** The sieve is [0, end). */
    static long end(Wide x, long z) {
        return (x.over(z) / GRAIN + 1) * GRAIN;
    }

    /** A stretch of the sieve with its predicted work. */
    record Stretch(long low, long high, double cost) {
    }

    /** All of [0, x / z], finely, since the leaves are densest at its beginning, and none with much more work than {@code most}. */
    static List<Stretch> stretches(LeafTables t, long star, double most) {
        List<Stretch> all = new ArrayList<>();
        long end = end(t.x(), t.z());
        for (long low = 0; low < end;) {
            long high = Math.min(end, low + Math.max(1, low / GRAIN / 16) * GRAIN);
            double cost = cost(t, stages(t, star, low), low, high);
            long length = Math.max(1, (long) ((high - low) / GRAIN / Math.max(1, cost / most))) * GRAIN;
            double share = cost / (high - low);
            for (; low < high; low += length) {
                long next = Math.min(low + length, high);
                all.add(new Stretch(low, next, share * (next - low)));
            }
            low = high;
        }
        return all;
    }

    /** From some of the stages, each for its neighbours: all of them took 3 % of a count at 10^12, on one thread. */
    private static double cost(LeafTables t, int stages, long low, long high) {
        double candidates = 0;
        double strikes = 0;
        int like = 1;
        for (int b = t.k() + 1; b <= stages; b += like) {
            like = Math.min(1 + (b - t.k()) / 8, stages - b + 1);
            double p = t.primes()[b];
            double value = t.x().value() / p;
            boolean composite = p * p <= t.z();
            double most = Math.min(Math.min(composite ? t.z() : t.y(), value / p / p), value / Math.max(1, low));
            double least = Math.max(Math.max(t.z() / p, value / high), composite ? 0 : p);
            candidates += like * Math.max(0, most - least) * (composite ? 48.0 / 210 : 1 / Math.log(most + 2));
            strikes += like / p;
        }
        return CANDIDATE * candidates + STRIKE * strikes * (high - low) * 8 / 30 + STAGE * (stages - t.k()) * (1 + (high - low) / 2e6)
                + (high - low) / 240.0;
    }
}
