package dev.kernelbridge.scalar.factor;

import java.util.Arrays;

/**
 * The distinct primes of one number, by the methods in the order of their cost: division by small primes, the strong test that ends
 * most primes and goes on to a proof, powers, {@link Hart} for short numbers, {@link Ecm} for the others, {@link RhoBrent} for what is left.
 * Every prime that is written is proved.
 */
public final class Chain {
    /** Distinct primes that a number below 2^64 can have. */
    private static final int MOST_PRIMES = 15;

    private long[] primes;
    private int from;
    private int count;
    private final long[] rest = new long[1];

    /** Writes the distinct primes of the unsigned number n to {@code to[at]} and behind, and tells how many they are; none for 0 and 1. */
    public int distinctPrimes(long n, long[] to, int at) {
        long rough = begin(n, to, at);
        if (rough != 1) {
            unknown(rough);
        }
        return count;
    }

    /** The small primes: returns what is left, 1 for nothing. */
    long begin(long n, long[] to, int at) {
        primes = to;
        from = at;
        count = 0;
        if (n == 0) {
            return 1;
        }
        count = TrialDivision.divide(n, to, at, rest);
        return rest[0];
    }

    /** Goes on with a number's other parts where {@link #begin} or an earlier part has left off with so many primes. */
    void resume(long[] to, int at, int found) {
        primes = to;
        from = at;
        count = found;
    }

    int count() {
        return count;
    }

    /** Splits a part without small primes. */
    private void unknown(long n) {
        if (!easy(n)) {
            split(n, Ecm.divisor(n, count > 0));
        }
    }

    /** Finishes a part without small primes if it is a prime, a power or short; tells whether it was. */
    private boolean easy(long n) {
        if (n > 0 && n < TrialDivision.NEXT_SQUARED || BailliePsw.strong(n) && BailliePsw.lucas(n)) { // most fail the first
            prime(n);
            return true;
        }
        return easyComposite(n);
    }

    /** The same for a composite one. */
    boolean easyComposite(long n) {
        int p = count > 0 && !Hart.takes(n) ? TrialDivision.further(n) : 0; // a random number, most probably
        if (p != 0) {
            prime(p);
            long rest = n;
            do {
                rest = Long.divideUnsigned(rest, p);
            } while (Long.remainderUnsigned(rest, p) == 0);
            if (rest != 1) {
                unknown(rest);
            }
            return true;
        }
        long root = PerfectPower.anyRoot(n);
        if (root != 0) {
            unknown(root);
            return true;
        }
        long d = Hart.takes(n) ? Hart.divisor(n) : 0;
        if (d != 0) {
            split(n, d);
        }
        return d != 0;
    }

    /** A composite part, no power, and a divisor of it that the curves have found; 0 if they have found none. */
    void split(long n, long divisor) {
        long d = divisor != 0 ? divisor : RhoBrent.divisor(n);
        part(d);
        part(Long.divideUnsigned(n, d));
    }

    /** A part that is most probably prime. */
    private void part(long n) {
        if (n > 0 && n < TrialDivision.NEXT_SQUARED || BailliePsw.both(n)) {
            prime(n);
        } else if (!easyComposite(n)) {
            split(n, Ecm.divisor(n, count > 0));
        }
    }

    /** A part that was proved. */
    void prime(long p) {
        for (int i = 0; i < count; i++) {
            if (primes[from + i] == p) {
                return;
            }
        }
        if (count == MOST_PRIMES) {
            throw new AssertionError("more than " + MOST_PRIMES + " primes: " + Arrays.toString(primes));
        }
        primes[from + count++] = p;
    }
}
