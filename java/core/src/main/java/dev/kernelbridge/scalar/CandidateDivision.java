package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveTables;
import dev.kernelbridge.spi.SieveValue;

/** Divides what a polynomial is at a promising place by the factor base. Which primes divide is known from their roots. */
final class CandidateDivision {
    private static final int CHUNK = 256;
    private static final int STRETCH = 512; // of the list of strikes

    private final PolynomialSieve sieve;
    private final SieveTables tables;
    private final SieveValue value;
    private final int[] signs = new int[CHUNK];

    CandidateDivision(PolynomialSieve sieve) {
        this.sieve = sieve;
        tables = sieve.tables;
        value = new SieveValue(tables);
    }

    /** Another polynomial. */
    void begin(int g) {
        value.begin(sieve.coefficient, g);
    }

    /** Divides; {@code counted} is what sieving found at the place, in logs' scale. */
    void divide(int place, int counted, RelationList found) {
        value.take(place);
        for (int i = 1; i < tables.sieved(); i++) {
            if (strikes(i, place)) {
                value.divide(i);
            }
        }
        if (value.explained(counted)) {
            sieved(place, tables.sieved(), tables.large());
            large(place);
            value.finish(found);
        }
    }

    /** Divides by the primes [begin, end) that strike the place. */
    private void sieved(int place, int begin, int end) {
        int limit = tables.places() + Integer.MIN_VALUE;
        for (int from = begin; from < end; from += CHUNK) {
            int to = Math.min(from + CHUNK, end);
            quotients(place, sieve.root1, sieve.root2, tables.primes(), tables.inverses(), signs, from, to);
            if (least(signs, to - from) <= limit) {
                for (int i = from; i < to; i++) {
                    if (signs[i - from] <= limit) {
                        value.divide(i);
                    }
                }
            }
        }
    }

    /** The same for those above a block's length: they are in the buckets in which the place is struck. */
    private void large(int place) {
        int last = sieve.buckets == 0 ? 0 : sieve.bucketEnd[sieve.buckets - 1];
        int b = 0;
        for (int i = find(sieve.hits, place, 0, last); i < last; i = find(sieve.hits, place, sieve.bucketEnd[b], last)) {
            while (sieve.bucketEnd[b] <= i) {
                b++;
            }
            sieved(place, sieve.bucketFrom[b], sieve.bucketFrom[b + 1]);
        }
    }

    /** The first entry from {@code from} on that is the place, or {@code end}. */
    private static int find(int[] hits, int place, int from, int end) {
        int i = from;
        while (i + STRETCH <= end && differs(hits, place, i)) {
            i += STRETCH;
        }
        while (i < end && hits[i] != place) {
            i++;
        }
        return i;
    }

    /** Written so that C2 makes vectors of it: only 0 - 1 is negative. */
    private static boolean differs(int[] hits, int place, int from) {
        int signs = 0;
        for (int i = from; i < from + STRETCH; i++) {
            signs |= (hits[i] ^ place) - 1;
        }
        return signs >= 0;
    }

    private static int least(int[] values, int count) {
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, values[i]);
        }
        return least;
    }

    /**
     * If p divides place - root, then place - root + p times p^-1 modulo 2^32 is their quotient, and small; else it is anything. Written so
     * that C2 makes vectors of it.
     */
    private static void quotients(int place, int[] root1, int[] root2, int[] primes, int[] inverses, int[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            int above = place + primes[i];
            out[i - from] = Math.min((above - root1[i]) * inverses[i] ^ Integer.MIN_VALUE,
                    (above - root2[i]) * inverses[i] ^ Integer.MIN_VALUE);
        }
    }

    private boolean strikes(int i, int place) {
        int above = place + tables.primes()[i];
        int inverse = tables.inverses()[i];
        return Integer.compareUnsigned((above - sieve.root1[i]) * inverse, tables.places()) <= 0
                || Integer.compareUnsigned((above - sieve.root2[i]) * inverse, tables.places()) <= 0;
    }
}
