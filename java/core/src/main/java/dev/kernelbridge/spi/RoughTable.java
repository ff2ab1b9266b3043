package dev.kernelbridge.spi;

import java.util.stream.IntStream;

/** What the kernels of native/arith/rough.h read: n, and for each step its prime. Counts of about one size have room in the same lists. */
public final class RoughTable {
    /** Bytes of an element in all lists: two copies of an int, an int and a long. */
    public static final int BYTES = 2 * (Integer.BYTES + Integer.BYTES + Long.BYTES);

    private static final int HEADER = 4;
    private static final int PRIME_BITS = 16;
    private static final int INVERSE_BITS = 40;
    /** Lists are up to twice, and steps 1.4 times as many as a count needs; below, that is nothing. */
    private static final int NEXT_LIMIT = 4;
    private static final long LEAST_LIMIT = 1_000_000;
    /** The odd primes up to MOST^(1/4). */
    private static final int[] PRIMES = IntStream.rangeClosed(3, (int) Math.sqrt(Math.sqrt(RoughEngine.MOST)))
            .filter(n -> n % 2 != 0 && IntStream.iterate(3, d -> d * d <= n, d -> d + 2).noneMatch(d -> n % d == 0)).toArray();

    private RoughTable() {
    }

    /** The largest number that is counted with the same lists and launches. */
    public static long limit(long n) {
        if (n < RoughEngine.LEAST || n > RoughEngine.MOST) {
            throw new IllegalArgumentException("n: " + n + " is not from " + RoughEngine.LEAST + " to " + RoughEngine.MOST);
        }
        long limit = RoughEngine.MOST;
        while (limit / NEXT_LIMIT >= Math.max(n, LEAST_LIMIT)) {
            limit /= NEXT_LIMIT;
        }
        return limit;
    }

    /** The elements that a list must have for numbers up to {@code limit}: the odd numbers up to its root. */
    public static int room(long limit) {
        return (root(limit) + 1) / 2;
    }

    /** The steps for n: the odd primes up to n^(1/4). */
    public static int steps(long n) {
        int root = root(n);
        int steps = 0;
        while (steps < PRIMES.length && PRIMES[steps] * PRIMES[steps] <= root) {
            steps++;
        }
        return steps;
    }

    /** The longs of a table for numbers up to {@code limit}. */
    public static int length(long limit) {
        return HEADER + 2 * steps(limit);
    }

    /** The table for n, with lists of that room. */
    public static long[] of(long n, int room) {
        int steps = steps(n);
        long[] table = new long[HEADER + 2 * steps];
        table[0] = n;
        table[1] = root(n);
        table[2] = steps;
        table[3] = room;
        for (int s = 0; s < steps; s++) {
            long p = PRIMES[s];
            table[HEADER + 2 * s] = n / p;
            table[HEADER + 2 * s + 1] = (1L << INVERSE_BITS) / p + 1 << PRIME_BITS | p;
        }
        return table;
    }

    /** The primes up to n, from the blocks' sums that kb_rough_end gives. */
    public static long primes(long n, long[] sums) {
        long primes = steps(n);
        for (long sum : sums) {
            primes += sum;
        }
        return primes;
    }

    /** floor(sqrt n): the double's root is that below 2^52. */
    private static int root(long n) {
        return (int) Math.sqrt((double) n);
    }
}
