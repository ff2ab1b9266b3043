package dev.kernelbridge.primes.gourdon;

import dev.kernelbridge.spi.Wide;
import java.math.BigInteger;
import java.util.Random;

/** What the formula's terms are made of, by trial division, and arguments that no long holds. */
final class Definitions {
    static final BigInteger LEAST = BigInteger.ONE.shiftLeft(63);
    static final BigInteger MOST = BigInteger.TEN.pow(21);

    private Definitions() {
    }

    /** From 2^63 to 10^21, each size as often as the others. */
    static Wide x(Random random) {
        BigInteger x = new BigInteger(64 + random.nextInt(7), random).setBit(63);
        return Wide.of(x.min(MOST).max(LEAST));
    }

    /** The least prime factor of m > 1. */
    static int least(int m) {
        int d = 2;
        while (d * d <= m && m % d != 0) {
            d++;
        }
        return m % d == 0 ? d : m;
    }

    /** Moebius' function. */
    static int mu(int m) {
        if (m == 1) {
            return 1;
        }
        int rest = m / least(m);
        return rest % least(m) == 0 ? 0 : -mu(rest);
    }
}
