package dev.kernelbridge.spi;

import java.util.Arrays;

/**
 * What a polynomial of the quadratic sieve is at a place, and how it splits: numbers are multi-word, modulo 2^(64 words), and divided
 * exactly (T. Jebelean, "An algorithm for exact division", 1993). Not safe for use by several threads.
 */
public final class SieveValue {
    private static final int MOST = 256; // more primes than a number of 256 bits has

    private final SieveTables tables;
    private final int words;
    private final long[] b;
    private final long[] y;
    private final long[] value;
    private final long[] quotient;
    private final int[] indices = new int[MOST];
    private int count;
    private int used; // words of value that are not 0
    private SieveCoefficient coefficient;
    private int polynomial;
    private boolean fresh;
    private int x;

    public SieveValue(SieveTables tables) {
        this.tables = tables;
        words = tables.words();
        b = new long[words];
        y = new long[words];
        value = new long[words];
        quotient = new long[words];
    }

    /** Another polynomial: its b is computed when it is needed first. */
    public void begin(SieveCoefficient c, int g) {
        coefficient = c;
        polynomial = g;
        fresh = false;
    }

    /** Takes Q(x) at a place, its sign and its twos. */
    public void take(int place) {
        x = place - tables.places() / 2;
        count = 0;
        if (evaluate()) {
            indices[count++] = -1;
        }
        for (int twos = twos(); twos > 0 && count < MOST; twos--) {
            indices[count++] = 0;
        }
    }

    /** Divides by the prime of that index as often as it goes; false if it does not. */
    public boolean divide(int i) {
        long p = tables.primes()[i];
        int small = tables.inverses()[i];
        long inverse = small * (2 - p * small);
        int before = count;
        while (count < MOST && divideOnce(p, inverse)) {
            indices[count++] = i;
        }
        return count > before;
    }

    /** Once the small primes are out: whether so much is explained by what sieving found that the rest may be worth looking for. */
    public boolean explained(int counted) {
        int bits = 64 * used - Long.numberOfLeadingZeros(value[used - 1]);
        return tables.scale() * bits - counted <= tables.tight();
    }

    /** Divides by the primes of a, and adds a relation if what is left then is worth keeping. */
    public void finish(RelationList found) {
        for (int i : coefficient.factors()) {
            divide(i);
        }
        if (used == 1 && worthKeeping(value[0])) {
            found.add(polynomial, x, value[0], indices, count);
        }
    }

    private boolean worthKeeping(long left) {
        return Long.compareUnsigned(left, tables.single()) <= 0
                || Long.compareUnsigned(left, tables.pairLeast()) >= 0 && Long.compareUnsigned(left, tables.pairMost()) <= 0;
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
    private boolean evaluate() {
        SieveCoefficient c = coefficient;
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
        Arrays.fill(b, 0);
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
        Arrays.fill(out, 0);
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
