package dev.kernelbridge.primes;

import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.SieveUnit;

/**
 * The i-th prime: the primes up to an estimate are counted, the rest is sieved. The estimate is the inverse of Riemann's R, which
 * misses pi(x) by less than sqrt(x) / ln x for every known x, less a margin, so that the prime lies above it. A device that counts
 * by sieving sieves from the start.
 */
public final class NthPrime {
    private static final long[] FIRST = {2, 3, 5, 7, 11};

    private NthPrime() {
    }

    /** The i-th prime, {@code 1 <= i <= PrimeCounter.PRIMES_BELOW_2_63}. */
    public static long of(Session session, long i) {
        if (i <= FIRST.length) {
            return FIRST[(int) i - 1];
        }
        long began = System.nanoTime();
        if (session.engine().primes().leaves() == null) {
            double log = Math.log(i);
            double bound = i * (log + Math.log(log)) * (1 + 1e-12); // Rosser's bound holds from i = 6 on
            return sieve(session, 7, bound >= 0x1p63 ? Long.MAX_VALUE : (long) bound, i - 3, began);
        }
        double estimate = inverse(i);
        double margin = 1.5 * Math.sqrt(estimate) + 10;
        while (true) {
            long start = (long) Math.clamp(estimate - margin, 6, 0x1.fffffffffffffp62);
            long before = start == 6 ? 3 : PrimeCounter.upTo(session, start, began);
            if (before < i) {
                return above(session, start, i - before, (long) margin, began);
            }
            margin *= 4; // no x is known for which this happens
        }
    }

    /** The {@code rank}-th prime above {@code start}, in windows, of which the first should do. */
    private static long above(Session session, long start, long rank, long margin, long began) {
        long from = start + 1;
        long left = rank;
        while (true) {
            long to = from > Long.MAX_VALUE - 3 * margin ? Long.MAX_VALUE : from + 3 * margin;
            SievePlan plan = new SievePlan(session, "nth-prime", from, to, left, began);
            Runner.run(session, plan, began); // the last one, as far as anybody knows
            if (plan.counted >= left) {
                return find(session, plan, left);
            }
            if (to == Long.MAX_VALUE) {
                throw new IllegalStateException("fewer than " + rank + " primes were found from " + start + " to 2^63");
            }
            left -= plan.counted;
            from = to + 1;
        }
    }

    private static long sieve(Session session, long from, long to, long rank, long began) {
        SievePlan plan = new SievePlan(session, "nth-prime", from, to, rank, began);
        Runner.run(session, plan, began);
        return find(session, plan, rank);
    }

    /** Sieves the unit again in which the plan ended. */
    private static long find(Session session, SievePlan plan, long rank) {
        SieveUnit unit = plan.last;
        byte[] bits = new byte[unit.bytes()];
        session.run(engine -> engine.primes().sieve(unit.firstByte(), bits, plan.base));
        bits[0] &= (byte) unit.firstMask();
        return PrimeStream.nthSetBit(bits, unit.firstByte(), rank - (plan.counted - plan.countOfLast));
    }

    /** Riemann's R by Gram's series, 1 + sum of ln(x)^k / (k k! zeta(k + 1)). */
    static double riemann(double x) {
        double log = Math.log(x);
        double sum = 1;
        double term = 1;
        for (int k = 1; k < 400; k++) {
            term *= log / k;
            double add = term / (k * zeta(k + 1));
            sum += add;
            if (k > log && add < 1e-17 * sum) {
                break;
            }
        }
        return sum;
    }

    /** x with R(x) = i, by Newton's method: R grows like 1 / ln x. */
    static double inverse(long i) {
        double x = i * Math.max(1, Math.log(i));
        for (int step = 0; step < 50; step++) {
            double change = (riemann(x) - i) * Math.log(x);
            x = Math.max(2, x - change);
            if (Math.abs(change) < 1e-12 * x) {
                break;
            }
        }
        return x;
    }

    /** The sum of n^-s by Euler and Maclaurin from n = 10 on. */
    private static double zeta(int s) {
        double sum = 0;
        for (int n = 1; n < 10; n++) {
            sum += Math.pow(n, -s);
        }
        double tail = Math.pow(10, -s);
        return sum + tail * (10.0 / (s - 1) + 0.5 + s / 120.0 - s * (s + 1.0) * (s + 2) / 720_000
                + s * (s + 1.0) * (s + 2) * (s + 3) * (s + 4) / 30_240e5);
    }
}
