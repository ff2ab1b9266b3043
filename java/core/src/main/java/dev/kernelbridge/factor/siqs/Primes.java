package dev.kernelbridge.factor.siqs;

import java.util.Arrays;

/** The odd primes from 3 on, as many as have been asked for so far, at least those below 2^14. */
final class Primes {
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

    private static int[] upTo(int limit) {
        boolean[] composite = new boolean[limit / 2 + 1]; // of 2 i + 1
        int[] primes = new int[limit / 4 + 10];
        int count = 0;
        for (int i = 1; 2 * i + 1 <= limit; i++) {
            if (!composite[i]) {
                int p = 2 * i + 1;
                primes[count++] = p;
                for (long k = (long) p * p / 2; k < composite.length; k += p) {
                    composite[(int) k] = true;
                }
            }
        }
        // one beyond the limit, so that the last one tells how far the list reaches
        for (int p = limit | 1; ; p += 2) {
            if ((p > limit || p > primes[count - 1]) && isPrime(p, primes)) {
                primes[count++] = p;
                return Arrays.copyOf(primes, count);
            }
        }
    }

    private static boolean isPrime(int n, int[] primes) {
        for (int p : primes) {
            if (p == 0 || p > n / p) {
                return true;
            }
            if (n % p == 0) {
                return false;
            }
        }
        return true;
    }
}
