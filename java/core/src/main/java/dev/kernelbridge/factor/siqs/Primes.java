package dev.kernelbridge.factor.siqs;

import dev.kernelbridge.factor.ecm.SmallPrimes;
import java.util.Arrays;

/** The odd primes from 3 on, as many as have been asked for so far, at least those below 2^14. */
final class Primes {
    /** No two primes below 2^31 are further apart (R. Brent, "The first occurrence of large gaps between successive primes", 1973). */
    private static final int LARGEST_GAP = 336;

    private static volatile int[] known = upTo(1 << 14);

    private Primes() {
    }

    /** The odd primes up to at least {@code limit}; not to be changed. */
    static int[] atLeast(int limit) {
        int[] primes = known;
        if (primes[primes.length - 1] < limit) {
            primes = upTo(Math.max(limit, 2 * primes[primes.length - 1]));
            known = primes;
        }
        return primes;
    }

    /** One prime beyond the limit is among them, so that the last one tells how far the list reaches. */
    private static int[] upTo(int limit) {
        int[] primes = new int[limit / 4 + 100];
        int[] count = {0};
        SmallPrimes.forEach(3, limit + LARGEST_GAP, p -> primes[count[0]++] = (int) p);
        return Arrays.copyOf(primes, count[0]);
    }
}
