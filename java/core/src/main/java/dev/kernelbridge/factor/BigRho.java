package dev.kernelbridge.factor;

import dev.kernelbridge.Factorization;
import dev.kernelbridge.plan.Session;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.Function;

/**
 * Splits numbers above 64 bits: small primes by division, perfect powers by roots, the rest by Pollard's rho with Brent's cycle
 * finding (BIT 20, 1980) on BigInteger. Simple and slow: about sqrt(p) steps of 0.3 microseconds for the second largest prime p. The
 * method for large numbers, SIQS, has its own issue; this stays as its test's oracle.
 */
final class BigRho {
    private static final int SMALL = 1 << 16;
    private static final int BATCH = 128;

    private final Session session;
    private final Function<BigInteger, Factorization> wordSized;
    private final long start = System.nanoTime();

    /** {@code wordSized} factors numbers below 2^64. */
    BigRho(Session session, Function<BigInteger, Factorization> wordSized) {
        this.session = session;
        this.wordSized = wordSized;
    }

    /** Adds the primes of {@code n^power}, n positive, to {@code powers}. */
    void split(BigInteger n, int power, Map<BigInteger, Integer> powers) {
        BigInteger rest = n;
        for (int p = 2; p < SMALL && rest.bitLength() > 64; p += p == 2 ? 1 : 2) {
            BigInteger prime = BigInteger.valueOf(p); // never divides when p is composite: its primes are gone
            for (BigInteger[] q = rest.divideAndRemainder(prime); q[1].signum() == 0; q = rest.divideAndRemainder(prime)) {
                powers.merge(prime, power, Integer::sum);
                rest = q[0];
            }
        }
        splitRough(rest, power, powers);
    }

    private void splitRough(BigInteger n, int power, Map<BigInteger, Integer> powers) {
        if (n.bitLength() <= 64) {
            Factorization f = wordSized.apply(n);
            int[] exponents = f.exponents();
            for (int i = 0; i < exponents.length; i++) {
                powers.merge(f.primes().get(i), power * exponents[i], Integer::sum);
            }
            return;
        }
        if (n.isProbablePrime(64)) { // Miller-Rabin to random bases; from 100 bits on the JDK adds a Lucas test to fewer of them
            powers.merge(n, power, Integer::sum);
            return;
        }
        for (int k = 2; k <= n.bitLength() / 16; k++) { // no prime below 2^16 is left
            checkStop(n);
            BigInteger root = root(n, k);
            if (root.pow(k).equals(n)) {
                splitRough(root, power * k, powers);
                return;
            }
        }
        BigInteger d = n;
        for (long c = 1; d.equals(n); c++) {
            d = rho(n, BigInteger.valueOf(c));
        }
        splitRough(d, power, powers);
        splitRough(n.divide(d), power, powers);
    }

    private BigInteger rho(BigInteger n, BigInteger c) {
        BigInteger y = BigInteger.TWO;
        BigInteger x = y;
        BigInteger saved = y;
        BigInteger g = BigInteger.ONE;
        BigInteger q = BigInteger.ONE;
        for (long r = 1; g.equals(BigInteger.ONE); r <<= 1) {
            x = y;
            for (long i = 0; i < r; i++) {
                y = y.multiply(y).add(c).mod(n);
                if (i % BATCH == 0) {
                    checkStop(n);
                }
            }
            for (long k = 0; k < r && g.equals(BigInteger.ONE); k += BATCH) {
                saved = y;
                for (long i = 0; i < Math.min(BATCH, r - k); i++) {
                    y = y.multiply(y).add(c).mod(n);
                    q = q.multiply(x.subtract(y)).mod(n);
                }
                g = q.gcd(n);
                checkStop(n);
            }
        }
        if (g.equals(n)) { // several factors fell into one batch, or the run failed: repeat the batch step by step
            do {
                saved = saved.multiply(saved).add(c).mod(n);
                g = x.subtract(saved).gcd(n);
            } while (g.equals(BigInteger.ONE));
        }
        return g;
    }

    private void checkStop(BigInteger n) {
        session.checkStop(start, () -> "factor: the composite " + n + " of " + n.bitLength() + " bits is not split yet");
    }

    /** A little more than n^(1/k), to 9 digits: from the next power of two Newton's method takes about k steps. */
    private static BigInteger rootFromAbove(BigInteger n, int k) {
        int cut = Math.max(0, n.bitLength() - 60);
        double log = (cut + Math.log(n.shiftRight(cut).doubleValue()) / Math.log(2)) / k;
        int shift = Math.max(0, (int) log - 50);
        return BigInteger.valueOf((long) (Math.pow(2, log - shift) * (1 + 1e-9)) + 1).shiftLeft(shift);
    }

    /** floor(n^(1/k)) by Newton's method from above. */
    static BigInteger root(BigInteger n, int k) {
        BigInteger x = rootFromAbove(n, k);
        while (true) {
            BigInteger y = x.multiply(BigInteger.valueOf(k - 1L)).add(n.divide(x.pow(k - 1))).divide(BigInteger.valueOf(k));
            if (y.compareTo(x) >= 0) {
                return x;
            }
            x = y;
        }
    }
}
