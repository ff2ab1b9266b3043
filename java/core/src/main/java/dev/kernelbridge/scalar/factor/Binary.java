package dev.kernelbridge.scalar.factor;

/** Greatest common divisors by halving (J. Stein 1967), without a branch that depends on which number is larger. */
final class Binary {

    private Binary() {
    }

    /** gcd of the odd n > 0 and any a >= 0; gcd(n, 0) = n. */
    static long gcd(long n, long a) {
        if (a == 0) {
            return n;
        }
        long x = n;
        long y = a >> Long.numberOfTrailingZeros(a);
        while (x != y) {
            long difference = x - y;
            x = Math.min(x, y);
            y = Math.abs(difference) >> Long.numberOfTrailingZeros(difference);
        }
        return x;
    }

    /** The same for unsigned numbers. */
    static long gcdUnsigned(long n, long a) {
        if (a == 0) {
            return n;
        }
        long y = a >>> Long.numberOfTrailingZeros(a);
        if (n >= 0 && y >= 0) {
            return gcd(n, y);
        }
        long larger = Long.compareUnsigned(n, y) > 0 ? n : y;
        long other = n ^ y ^ larger;
        if (larger == other) {
            return larger;
        }
        long rest = larger - other;
        rest >>>= Long.numberOfTrailingZeros(rest); // below 2^63
        return other >= 0 ? gcd(other, rest) : gcd(rest, oddPart(Long.remainderUnsigned(other, rest)));
    }

    private static long oddPart(long a) {
        return a == 0 ? 0 : a >>> Long.numberOfTrailingZeros(a);
    }
}
