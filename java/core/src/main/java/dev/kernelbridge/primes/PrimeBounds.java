package dev.kernelbridge.primes;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * How many primes a range must hold: a device that miscounts by more than the tolerance is found out, at a microsecond per unit. For
 * 2 <= x <= 10^19, li(x) - sqrt(x) / ln x * (1.95 + 3.9 / ln x + 19.5 / ln^2 x) <= pi(x) <= li(x) (J. Buethe, "An analytic method for
 * bounding psi(x)", Math. Comp. 87, 2018, theorem 2). Above, to 1.1 * 10^26, |pi(x) - li(x)| < sqrt(x) ln x / (8 pi), which is 6 * 10^10
 * at 10^21 (D. R. Johnston, "Improving bounds on prime counting functions by partial verification of the Riemann hypothesis", Ramanujan
 * J. 59, 2022, section 1, with the zeros that D. Platt and T. Trudgian verified).
 */
final class PrimeBounds {
    private static final double EULER = 0.57721566490153286;
    /** For the rounding of li, which is far below the tolerance everywhere, and for the smallest x. */
    private static final double SLACK = 3;

    /** Up to here the sharper bounds are proved. */
    private static final double SHARP = 1e19;

    private PrimeBounds() {
    }

    /** Whether {@code count} can be the number of primes p with {@code from <= p <= to}, 7 <= from. */
    static boolean plausible(long from, long to, long count) {
        double before = from - 1.0;
        double least = li(to) - tolerance(to) - li(before);
        double most = li(to) - li(before) + tolerance(before);
        double rounding = SLACK + 1e-15 * li(to);
        return count >= 0 && count >= least - rounding && count <= most + rounding;
    }

    /** Whether {@code count} can be pi(n), n &lt;= 10^26. */
    static boolean plausible(BigInteger n, BigInteger count) {
        double x = n.doubleValue();
        double difference = count.subtract(new BigDecimal(li(x)).toBigInteger()).doubleValue();
        double rounding = SLACK + 1e-15 * li(x);
        return difference >= -tolerance(x) - rounding && difference <= (x > SHARP ? tolerance(x) : 0) + rounding;
    }

    /** The number that is closest to li(n) among those that are {@code rest} modulo 2^64. */
    static BigInteger nearest(BigInteger n, long rest) {
        BigInteger estimate = new BigDecimal(li(n.doubleValue())).toBigInteger();
        return estimate.add(BigInteger.valueOf(rest - estimate.longValue()));
    }

    /** By how much pi(x) may stay below li(x), and above {@link #SHARP} exceed it. */
    static double tolerance(double x) {
        double log = Math.log(x);
        if (x > SHARP) {
            return Math.sqrt(x) * log / (8 * Math.PI);
        }
        return Math.sqrt(x) / log * (1.95 + (3.9 + 19.5 / log) / log);
    }

    /** The logarithmic integral from 0, by Ramanujan's series (Berndt, Ramanujan's Notebooks IV, p. 130): about 15 digits. */
    static double li(double x) {
        double log = Math.log(x);
        double sum = 0;
        double term = -2; // (-1)^(n-1) log^n / (n! 2^(n-1))
        double odd = 0; // 1 + 1/3 + 1/5 + ... with floor((n-1)/2) + 1 terms
        for (int n = 1; n < 300; n++) {
            term *= -log / (2 * n);
            if (n % 2 == 1) {
                odd += 1.0 / n;
            }
            sum += term * odd;
            if (n > log && Math.abs(term * odd) < 1e-17 * Math.abs(sum)) {
                break;
            }
        }
        return EULER + Math.log(log) + Math.sqrt(x) * sum;
    }
}
