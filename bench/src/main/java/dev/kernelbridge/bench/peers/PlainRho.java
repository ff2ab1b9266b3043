package dev.kernelbridge.bench.peers;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What a Java programmer writes in an hour: trial division by small numbers, then Pollard's rho with the JDK's BigInteger. */
public final class PlainRho implements FactorPeer {
    private static final int SMALL = 1000;
    private static final int CERTAINTY = 50;
    private static final BigInteger END_OF_TRIALS = BigInteger.valueOf((long) SMALL * SMALL);

    @Override
    public String id() {
        return "plain-rho";
    }

    @Override
    public String name() {
        return "plain Java rho";
    }

    @Override
    public String computes() {
        return "trial division to " + SMALL + ", then Pollard's rho (Floyd) and isProbablePrime of BigInteger; primes are not proved";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public int mostDigits() {
        return 25; // 2 s; the time grows with the fourth root of a product of two like primes
    }

    @Override
    public int mostBits() {
        return 40; // seconds for ten thousand semiprimes; of 63 bits it would be minutes
    }

    @Override
    public long[][] factorizeAll(long[] numbers) {
        return Arrays.stream(numbers).mapToObj(n -> factorize(BigInteger.valueOf(n)).stream().mapToLong(BigInteger::longValueExact)
                .toArray()).toArray(long[][]::new);
    }

    @Override
    public List<BigInteger> factorize(BigInteger number) {
        List<BigInteger> primes = new ArrayList<>();
        BigInteger rest = number.bitLength() < Long.SIZE ? BigInteger.valueOf(divideOut(number.longValue(), primes))
                : divideOut(number, primes);
        split(rest, primes);
        Collections.sort(primes);
        return primes;
    }

    private static long divideOut(long n, List<BigInteger> primes) {
        for (long p = 2; p < SMALL && p * p <= n; p++) {
            while (n % p == 0) {
                primes.add(BigInteger.valueOf(p));
                n /= p;
            }
        }
        return n;
    }

    private static BigInteger divideOut(BigInteger n, List<BigInteger> primes) {
        for (int i = 2; i < SMALL; i++) {
            BigInteger p = BigInteger.valueOf(i);
            for (BigInteger[] q = n.divideAndRemainder(p); q[1].signum() == 0; q = n.divideAndRemainder(p)) {
                primes.add(p);
                n = q[0];
            }
        }
        return n;
    }

    private static void split(BigInteger n, List<BigInteger> primes) {
        if (n.equals(BigInteger.ONE)) {
            return;
        }
        if (n.compareTo(END_OF_TRIALS) < 0 || n.isProbablePrime(CERTAINTY)) {
            primes.add(n);
            return;
        }
        BigInteger root = n.sqrt();
        BigInteger divisor = root.multiply(root).equals(n) ? root : rho(n);
        split(divisor, primes);
        split(n.divide(divisor), primes);
    }

    /** A proper divisor of a composite number; of x^2 + c with the next c where a cycle closes in all primes at once. */
    private static BigInteger rho(BigInteger n) {
        for (BigInteger c = BigInteger.ONE;; c = c.add(BigInteger.ONE)) {
            BigInteger slow = BigInteger.TWO;
            BigInteger fast = BigInteger.TWO;
            BigInteger d;
            do {
                slow = step(slow, c, n);
                fast = step(step(fast, c, n), c, n);
                d = slow.subtract(fast).gcd(n);
            } while (d.equals(BigInteger.ONE));
            if (!d.equals(n)) {
                return d;
            }
        }
    }

    private static BigInteger step(BigInteger x, BigInteger c, BigInteger n) {
        return x.multiply(x).add(c).mod(n);
    }
}
