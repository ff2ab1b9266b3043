package dev.kernelbridge.factor.ecm;

import java.util.Arrays;
import java.util.function.LongConsumer;

/** The primes of a short range: an odd sieve a segment at a time. */
public final class SmallPrimes {
    private static final int SEGMENT = 1 << 17;

    private SmallPrimes() {
    }

    /** Hands out the primes p with {@code from <= p < to}, ascending. */
    public static void forEach(long from, long to, LongConsumer use) {
        if (from <= 2 && to > 2) {
            use.accept(2);
        }
        int[] base = odd((int) Math.sqrt((double) to) + 1);
        boolean[] composite = new boolean[SEGMENT];
        for (long low = Math.max(3, from | 1); low < to; low += 2L * SEGMENT) {
            Arrays.fill(composite, false);
            for (int p : base) {
                long first = Math.max((long) p * p, (low + p - 1) / p * p);
                first += (first & 1) == 0 ? p : 0;
                for (long i = first - low >> 1; i < SEGMENT; i += p) {
                    composite[(int) i] = true;
                }
            }
            long end = Math.min(SEGMENT, to - low + 1 >> 1);
            for (int i = 0; i < end; i++) {
                if (!composite[i]) {
                    use.accept(low + 2L * i);
                }
            }
        }
    }

    /** The odd primes up to n. */
    private static int[] odd(int n) {
        boolean[] composite = new boolean[n / 2 + 1];
        int[] primes = new int[n / 2 + 1];
        int count = 0;
        for (int i = 1; 2 * i + 1 <= n; i++) {
            if (!composite[i]) {
                int p = 2 * i + 1;
                primes[count++] = p;
                for (long k = (long) p * p / 2; k < composite.length; k += p) {
                    composite[(int) k] = true;
                }
            }
        }
        return Arrays.copyOf(primes, count);
    }
}
