package dev.kernelbridge.factor;

import dev.kernelbridge.DeadlineExceededException;
import dev.kernelbridge.PrimeVerdict;
import dev.kernelbridge.factor.ecm.CurveSearch;
import dev.kernelbridge.factor.ecm.Effort;
import dev.kernelbridge.factor.ecm.ShortCurves;
import dev.kernelbridge.factor.siqs.QuadraticSieve;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.scalar.Arithmetic;
import dev.kernelbridge.scalar.Montgomery;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Proves primes above 64 bits from the factors of n - 1 (H. C. Pocklington, 1914; J. Brillhart, D. H. Lehmer, J. L. Selfridge, "New
 * primality criteria and factorizations of 2^m +- 1", Math. Comp. 29, 1975, theorem 5), if primes that make up more than a third of its
 * digits are found with little effort and can be proved themselves.
 */
public final class PrimeProof {
    /** Factors of n - 1 are looked for up to so many digits: a second for a number of 100 digits. */
    private static final double DIGITS = 18;
    private static final double DIGITS_PER_BIT = Math.log10(2);
    /** Composites up to so many bits are factored whatever their factors are: in 50 ms. */
    private static final int SHORT = 112;
    /** The same by the quadratic sieve after these curves: in a second or two. */
    private static final int SIEVE = 200;
    /** No prime below 2^8 is in what trial division leaves. */
    private static final int TRIAL_BITS = 8;
    /** A base fails for a prime q with probability 1 / q. */
    private static final int BASES = 100;

    private final Session session;
    private final long start = System.nanoTime();

    private PrimeProof(Session session) {
        this.session = session;
    }

    /** What can be said about n. */
    public static PrimeVerdict of(Session session, BigInteger n) {
        return new PrimeProof(session).verdict(n);
    }

    /** Whether n is prime, as far as the tests can tell: false is a proof, and true is one below 2^64. */
    public static boolean probably(Session session, BigInteger n) {
        return new PrimeProof(session).probably(n);
    }

    private boolean probably(BigInteger n) {
        if (n.signum() <= 0 || n.bitLength() <= 64) {
            return n.signum() > 0 && Arithmetic.isPrime(n.longValue());
        }
        return n.testBit(0) && ProbablePrime.test(n, this::checkStop);
    }

    private PrimeVerdict verdict(BigInteger n) {
        if (!probably(n)) {
            return PrimeVerdict.COMPOSITE;
        }
        try {
            return n.bitLength() <= 64 || proved(n) ? PrimeVerdict.PRIME : PrimeVerdict.PROBABLY_PRIME;
        } catch (DeadlineExceededException e) { // the tests had been passed by then
            return PrimeVerdict.PROBABLY_PRIME;
        }
    }

    private boolean proved(BigInteger n) {
        BigInteger before = n.subtract(BigInteger.ONE);
        Map<BigInteger, Integer> powers = new TreeMap<>();
        BigInteger rest = TrialDivision.divide(before, 1, powers, this::checkStop);
        Deque<BigInteger> todo = new ArrayDeque<>();
        todo.push(rest);
        while (!todo.isEmpty() && !enough(n, before, powers)) {
            BigInteger part = todo.pop();
            if (part.equals(BigInteger.ONE)) {
                continue;
            }
            if (probably(part)) {
                if (verdict(part) == PrimeVerdict.PRIME) {
                    powers.put(part, 1); // factored() counts how often
                }
                continue;
            }
            BigInteger d = divisor(part);
            if (d != null) {
                todo.push(part.divide(d));
                todo.push(d);
            }
        }
        return enough(n, before, powers) && theorem(n, before, powers);
    }

    private BigInteger divisor(BigInteger composite) {
        int bits = composite.bitLength();
        PerfectPower.Power power = PerfectPower.of(composite, TRIAL_BITS, this::checkStop);
        if (power != null) {
            return power.root();
        }
        if (bits <= SHORT) {
            return ShortCurves.divisor(session, start, composite);
        }
        BigInteger found = new CurveSearch(session, start, Effort.NONE).divisor(composite, bits <= SIEVE ? bits * DIGITS_PER_BIT / 4 : DIGITS);
        return found != null || bits > SIEVE ? found : QuadraticSieve.factorUnkept(session, composite, start);
    }

    /** n below 2 F^3. */
    private static boolean enough(BigInteger n, BigInteger before, Map<BigInteger, Integer> powers) {
        return n.compareTo(factored(before, powers).pow(3).shiftLeft(1)) < 0;
    }

    /** F: the known primes of n - 1, with all their powers, so that it has no factor in common with R = (n - 1) / F. */
    private static BigInteger factored(BigInteger before, Map<BigInteger, Integer> powers) {
        BigInteger rest = before;
        for (BigInteger q : powers.keySet()) {
            rest = TrialDivision.remove(rest, q, 1, new TreeMap<>());
        }
        return before.divide(rest);
    }

    private boolean theorem(BigInteger n, BigInteger before, Map<BigInteger, Integer> powers) {
        for (BigInteger q : powers.keySet()) {
            if (!hasWitness(n, before, q)) {
                return false;
            }
        }
        BigInteger f = factored(before, powers);
        BigInteger[] sr = before.divide(f).divideAndRemainder(f.shiftLeft(1));
        BigInteger square = sr[1].multiply(sr[1]).subtract(sr[0].shiftLeft(3));
        return sr[0].signum() == 0 || square.signum() < 0 || !square.sqrt().pow(2).equals(square);
    }

    /** Whether some a has a^(n - 1) = 1 while a^((n - 1) / q) - 1 has no factor in common with n. */
    private boolean hasWitness(BigInteger n, BigInteger before, BigInteger q) {
        Montgomery m = new Montgomery(n);
        for (int a = 2; a < BASES; a++) {
            BigInteger x = m.toInteger(m.power(m.of(BigInteger.valueOf(a)), before.divide(q), this::checkStop));
            if (!m.toInteger(m.power(m.of(x), q, this::checkStop)).equals(BigInteger.ONE)) {
                return false; // then n is composite
            }
            if (x.subtract(BigInteger.ONE).gcd(n).equals(BigInteger.ONE)) {
                return true;
            }
        }
        return false;
    }

    private void checkStop() {
        session.checkStop(start, () -> "isprime: not proved");
    }
}
