package dev.kernelbridge.factor;

import dev.kernelbridge.DeadlineExceededException;
import dev.kernelbridge.Factorization;
import dev.kernelbridge.KernelInterruptedException;
import dev.kernelbridge.PartialFactorization;
import dev.kernelbridge.factor.ecm.CurveSearch;
import dev.kernelbridge.factor.ecm.Effort;
import dev.kernelbridge.factor.ecm.ShortCurves;
import dev.kernelbridge.factor.siqs.QuadraticSieve;
import dev.kernelbridge.plan.Session;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The chain for numbers above 64 bits: small primes by division, the test for primes, roots of perfect powers before any method by gcds
 * (which would find a square's factors only together), and then by size. Cofactors below 2^64 go to the engine; as far as {@link
 * ShortCurves#mostBits} the elliptic-curve method finds the smaller of two equal factors sooner than a sieve would; up to {@link #SIEVE}
 * bits some curves look for factors of a quarter of the digits, and the quadratic sieve does the rest; above, curves of growing bounds
 * run until they find something, or until the deadline.
 */
final class BigFactorizer {
    /** Up to so many bits (98 digits) by the quadratic sieve. */
    private static final int SIEVE = 326;
    private static final double DIGITS_PER_BIT = Math.log10(2);
    private static final double FOR_EVER = 1000;

    private final Session session;
    private final Function<BigInteger, Factorization> wordSized;
    private final BigInteger n;
    private final long start = System.nanoTime();
    private final Map<BigInteger, Integer> powers = new TreeMap<>();
    private final Deque<Part> todo = new ArrayDeque<>();

    /** A divisor above 1 without small primes, how often it is in n, and what was done for it. */
    private record Part(BigInteger n, int power, Effort effort) {
    }

    /** {@code wordSized} factors numbers below 2^64; n is positive. */
    BigFactorizer(Session session, BigInteger n, Function<BigInteger, Factorization> wordSized) {
        this.session = session;
        this.n = n;
        this.wordSized = wordSized;
    }

    /** The factorization, with that sign. */
    Factorization factorize(int sign) {
        try {
            BigInteger rest = TrialDivision.divide(n, 1, powers, this::checkStop);
            if (!rest.equals(BigInteger.ONE)) {
                todo.push(new Part(rest, 1, Effort.NONE));
            }
            while (!todo.isEmpty()) {
                split(todo.peek());
            }
            return known(sign);
        } catch (DeadlineExceededException e) {
            PartialFactorization partial = partial(sign);
            throw new DeadlineExceededException(message("not done within " + session.options().deadline().toMillis() + " ms", partial), partial);
        } catch (KernelInterruptedException e) {
            PartialFactorization partial = partial(sign);
            throw new KernelInterruptedException(message("interrupted", partial), partial);
        }
    }

    /** Replaces the part on top by its primes or its divisors, in one go at the end: before, n is the product of all there is. */
    private void split(Part part) {
        if (part.n.bitLength() <= 64) {
            Factorization f = wordSized.apply(part.n);
            todo.pop();
            int[] exponents = f.exponents();
            for (int i = 0; i < exponents.length; i++) {
                powers.merge(f.primes().get(i), part.power * exponents[i], Integer::sum);
            }
            return;
        }
        if (ProbablePrime.test(part.n, this::checkStop)) {
            todo.pop();
            powers.merge(part.n, part.power, Integer::sum);
            return;
        }
        int trialBits = Integer.numberOfTrailingZeros(TrialDivision.limit(n.bitLength()));
        PerfectPower.Power root = PerfectPower.of(part.n, trialBits, this::checkStop);
        if (root != null) {
            todo.pop();
            todo.push(new Part(root.root(), part.power * root.exponent(), part.effort));
            return;
        }
        divide(part);
    }

    private void divide(Part part) {
        CurveSearch curves = new CurveSearch(session, start, part.effort);
        int bits = part.n.bitLength();
        BigInteger d = bits <= ShortCurves.mostBits(session) ? ShortCurves.divisor(session, start, part.n)
                : curves.divisor(part.n, bits > SIEVE ? FOR_EVER : bits * DIGITS_PER_BIT / 4);
        if (d == null) {
            d = QuadraticSieve.factor(session, part.n, start);
        }
        todo.pop();
        todo.push(new Part(part.n.divide(d), part.power, curves.effort()));
        todo.push(new Part(d, part.power, Effort.NONE)); // of several primes it has only small ones, which low levels tell apart
    }

    private void checkStop() {
        session.checkStop(start, () -> "factor");
    }

    private Factorization known(int sign) {
        return Factorization.of(sign, powers.keySet().toArray(BigInteger[]::new), powers.values().stream().mapToInt(e -> e).toArray());
    }

    private PartialFactorization partial(int sign) {
        Factorization known = known(sign);
        return new PartialFactorization(known, n.divide(known.number().abs()));
    }

    private static String message(String why, PartialFactorization partial) {
        int bits = partial.cofactor().bitLength();
        boolean nothing = partial.known().primes().isEmpty();
        return "factor: " + why + "; " + (nothing ? "no factor of the number of " + bits + " bits was found"
                : "known is " + partial.known() + " and a cofactor of " + bits + " bits is left") + "; allow more time";
    }
}
