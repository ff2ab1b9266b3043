package dev.kernelbridge.primes.gourdon;

import dev.kernelbridge.primes.Roots;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.PiTable;
import dev.kernelbridge.spi.Wide;

/**
 * Sigma = Sigma0 + ... + Sigma6: everything that is known once pi is known up to sqrt x. O(x^(1/3) / log x) steps.
 *
 * <p>Sigma0 is a - 1 - P2 without B, where a = pi(y). Sigma1 counts the leaves p &lt; q &lt;= y with p > x^(1/3), where phi = 1. For
 * x* &lt; p_b &lt;= x^(1/3) put X = x / p and s = sqrt X. With Q = min(y, x / p^2) the leaves p &lt; q &lt;= Q have phi = pi(X / q) - b +
 * 2, those
 * above Q (only if p > sqrt(x/y)) have phi = 1. The pairs (q, r) of primes with s &lt; q, q r &lt;= X are counted by r instead of q:
 *
 * <pre>sum_(p&lt;q&lt;=Q) pi(X/q) = sum_(p&lt;q&lt;=s) (pi(X/q) + pi(min(y, X/q))) + b pi(Q) - pi(s)^2</pre>
 *
 * The sum over q is A + pi(y) (pi(X/y) - b) if p &lt;= sqrt(x/y), else A. Collecting the rest: pi(y) pi(X/y) is Sigma4, pi(s)^2 is
 * Sigma6, pi(x/p^2) for p > sqrt(x/y) is Sigma5, pi(y) times polynomials in b is Sigma2, the other polynomials are Sigma3.
 */
final class Sigma {

    private Sigma() {
    }

    static long of(LeafTables t, long star) {
        Wide x = t.x();
        PiTable pi = t.pi();
        long a = pi.pi(t.y());
        long b = pi.pi(Roots.cube(x));
        long c = pi.pi(Roots.square(x.over(t.y())));
        long d = pi.pi(star);
        long h = pi.pi(Roots.square(x));
        long sum = a - 1 + h * (h - 1) / 2 - a * (a - 1) / 2;
        sum += (a - b) * (a - b - 1) / 2;
        sum += a * (b - c - c * (c - 3) / 2 + d * (d - 3) / 2);
        sum += b * (b - 1) * (2 * b - 1) / 6 - b - d * (d - 1) * (2 * d - 1) / 6 + d;
        for (int i = (int) d + 1; i <= b; i++) {
            long p = t.primes()[i];
            long over = x.over(p);
            sum += i <= c ? a * pi.pi(over / t.y()) : pi.pi(over / p);
            long root = pi.pi(Roots.square(over));
            sum -= root * root;
        }
        return sum;
    }
}
