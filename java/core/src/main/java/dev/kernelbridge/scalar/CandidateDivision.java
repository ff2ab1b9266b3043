package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveCoefficient;
import dev.kernelbridge.spi.SieveTables;

/**
 * Divides what a polynomial is at a promising place by the factor base. Which primes divide is known from their roots; numbers are
 * multi-word, modulo 2^(64 words), and divided exactly (T. Jebelean, "An algorithm for exact division", 1993).
 */
final class CandidateDivision {
    private static final int CHUNK = 256;
    private static final int MOST = 256; // more primes than a number of 256 bits has

    private final PolynomialSieve sieve;
    private final SieveTables tables;
    private final int words;
    private final long[] b;
    private final long[] y;
    private final long[] value;
    private final long[] quotient;
    private final int[] indices = new int[MOST];
    private final int[] signs = new int[CHUNK];
    private int used; // words of value that are not 0
    private int polynomial;
    private boolean fresh;

    CandidateDivision(PolynomialSieve sieve) {
        this.sieve = sieve;
        tables = sieve.tables;
        words = tables.words();
        b = new long[words];
        y = new long[words];
        value = new long[words];
        quotient = new long[words];
    }

    /** Another polynomial: its b is computed when it is needed first. */
    void begin(int g) {
        polynomial = g;
        fresh = false;
    }

    /** Divides; {@code counted} is what sieving found at the place, in logs' scale. */
    void divide(int place, int counted, RelationList found) {
        int x = place - tables.places() / 2;
        int count = 0;
        if (evaluate(x)) {
            indices[count++] = -1;
        }
        int twos = twos();
        for (int i = 0; i < twos; i++) {
            indices[count++] = 0;
        }
        for (int i = 1; i < tables.sieved(); i++) {
            if (strikes(i, place)) {
                count = divideBy(i, count);
            }
        }
        if (tables.scale() * bits() - counted > tables.tight()) {
            return;
        }
        count = sieved(place, count);
        for (int i : sieve.coefficient.factors()) {
            count = divideBy(i, count);
        }
        if (used == 1 && worthKeeping(value[0])) {
            found.add(polynomial, x, value[0], indices, count);
        }
    }

    private boolean worthKeeping(long left) {
        return Long.compareUnsigned(left, tables.single()) <= 0
                || Long.compareUnsigned(left, tables.pairLeast()) >= 0 && Long.compareUnsigned(left, tables.pairMost()) <= 0;
    }

    /** The primes beyond those that were divided out. */
    private int sieved(int place, int count) {
        int limit = tables.places() + Integer.MIN_VALUE;
        int all = count;
        for (int from = tables.sieved(); from < tables.size(); from += CHUNK) {
            int to = Math.min(from + CHUNK, tables.size());
            quotients(place, sieve.root1, sieve.root2, tables.primes(), tables.inverses(), signs, from, to);
            if (least(signs, to - from) < limit) {
                for (int i = from; i < to; i++) {
                    if (signs[i - from] < limit) {
                        all = divideBy(i, all);
                    }
                }
            }
        }
        return all;
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

    /** Divides by a prime as often as it goes. */
    private int divideBy(int i, int count) {
        long p = tables.primes()[i];
        int small = tables.inverses()[i];
        long inverse = small * (2 - p * small);
        int all = count;
        while (all < MOST && divideOnce(p, inverse)) {
            indices[all++] = i;
        }
        return all;
    }

    private boolean divideOnce(long p, long inverse) {
        long borrow = 0;
        for (int i = 0; i < used; i++) {
            long low = value[i] - borrow;
            long carry = Long.compareUnsigned(value[i], borrow) < 0 ? 1 : 0;
            long q = low * inverse;
            quotient[i] = q;
            borrow = Math.unsignedMultiplyHigh(q, p) + carry;
        }
        if (borrow != 0) {
            return false;
        }
        System.arraycopy(quotient, 0, value, 0, used);
        trim();
        return true;
    }

    private void trim() {
        while (used > 1 && value[used - 1] == 0) {
            used--;
        }
    }

    private int bits() {
        return 64 * used - Long.numberOfLeadingZeros(value[used - 1]);
    }

    /** Takes the twos out of 4 Q(x) and returns those of Q(x). */
    private int twos() {
        int all = 0;
        while (value[0] == 0 && all < 64 * words) { // never 0 as a whole: N is no square
            System.arraycopy(value, 1, value, 0, words - 1);
            value[words - 1] = 0;
            all += 64;
        }
        int shift = Long.numberOfTrailingZeros(value[0]);
        if (shift > 0) {
            for (int i = 0; i + 1 < words; i++) {
                value[i] = value[i] >>> shift | value[i + 1] << 64 - shift;
            }
            value[words - 1] >>>= shift;
        }
        used = words;
        trim();
        return all + shift - 2;
    }

    /** value = |4 Q(x)| = |y^2 - N| / a with y = 2 a x + b, and whether Q(x) is negative. */
    private boolean evaluate(int x) {
        SieveCoefficient c = sieve.coefficient;
        if (!fresh) {
            sum(c);
            fresh = true;
        }
        long carry = 0;
        long factor = 2L * x;
        long sign = factor >> 63; // times a negative number: subtract a 2^64 from what the unsigned one gives
        for (int i = 0; i < words; i++) {
            long low = c.a()[i] * factor;
            long high = Math.unsignedMultiplyHigh(c.a()[i], factor);
            long sum = low + carry;
            carry = high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
            y[i] = sum;
        }
        if (sign != 0) {
            long borrow = 0;
            for (int i = 1; i < words; i++) {
                long before = y[i];
                long less = before - c.a()[i - 1];
                long less2 = less - borrow;
                borrow = (Long.compareUnsigned(before, c.a()[i - 1]) < 0 ? 1 : 0) + (Long.compareUnsigned(less, borrow) < 0 ? 1 : 0);
                y[i] = less2;
            }
        }
        addTo(y, b);
        multiply(y, y, quotient);
        subtractFrom(quotient, tables.n());
        multiply(quotient, c.inverse(), value);
        if (value[words - 1] >= 0) {
            return false;
        }
        carry = 1;
        for (int i = 0; i < words; i++) {
            value[i] = ~value[i] + carry;
            carry = carry != 0 && value[i] == 0 ? 1 : 0;
        }
        return true;
    }

    private void sum(SieveCoefficient c) {
        int minus = polynomial ^ polynomial >>> 1;
        java.util.Arrays.fill(b, 0);
        if (c.odd() != 0) {
            System.arraycopy(c.a(), 0, b, 0, words);
        }
        for (int l = 0; l < c.factors().length; l++) {
            System.arraycopy(c.parts(), l * words, y, 0, words);
            if ((minus >>> l & 1) != 0) {
                subtractFrom(b, y);
            } else {
                addTo(b, y);
            }
        }
    }

    private void addTo(long[] to, long[] more) {
        long carry = 0;
        for (int i = 0; i < words; i++) {
            long sum = to[i] + more[i];
            long first = Long.compareUnsigned(sum, more[i]) < 0 ? 1 : 0;
            to[i] = sum + carry;
            carry = first + (carry != 0 && to[i] == 0 ? 1 : 0);
        }
    }

    private void subtractFrom(long[] from, long[] less) {
        long borrow = 0;
        for (int i = 0; i < words; i++) {
            long before = from[i];
            long difference = before - less[i];
            long first = Long.compareUnsigned(before, less[i]) < 0 ? 1 : 0;
            from[i] = difference - borrow;
            borrow = first + (Long.compareUnsigned(difference, borrow) < 0 ? 1 : 0);
        }
    }

    /** out = u v modulo 2^(64 words); out is neither. */
    private void multiply(long[] u, long[] v, long[] out) {
        java.util.Arrays.fill(out, 0);
        for (int i = 0; i < words; i++) {
            long carry = 0;
            for (int k = 0; i + k < words; k++) {
                long low = u[i] * v[k];
                long high = Math.unsignedMultiplyHigh(u[i], v[k]);
                long sum = low + carry;
                high += Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
                long total = out[i + k] + sum;
                carry = high + (Long.compareUnsigned(total, sum) < 0 ? 1 : 0);
                out[i + k] = total;
            }
        }
    }
}
