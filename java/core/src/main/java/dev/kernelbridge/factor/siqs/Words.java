package dev.kernelbridge.factor.siqs;

import java.math.BigInteger;

/** Numbers modulo 2^(64 words) as engines have them. */
final class Words {

    private Words() {
    }

    /** The lowest words of n >= 0, lowest first. */
    static long[] low(BigInteger n, int words) {
        long[] low = new long[words];
        low(n, low, 0, words);
        return low;
    }

    static void low(BigInteger n, long[] out, int at, int words) {
        out[at] = n.longValue();
        for (int i = 1; i < words; i++) {
            out[at + i] = n.bitLength() > 64 * i ? n.shiftRight(64 * i).longValue() : 0;
        }
    }

    /** The inverse of the odd a modulo 2^(64 words): Newton's method doubles the right digits. */
    static long[] inverse(BigInteger a, int words) {
        long low = a.longValue();
        long x = 3 * low ^ 2;
        for (int i = 0; i < 4; i++) {
            x *= 2 - low * x;
        }
        if (words == 1) {
            return new long[] {x};
        }
        BigInteger mask = BigInteger.ONE.shiftLeft(64 * words).subtract(BigInteger.ONE);
        BigInteger inverse = new BigInteger(Long.toUnsignedString(x));
        for (int right = 1; right < words; right *= 2) {
            inverse = inverse.multiply(BigInteger.TWO.subtract(a.multiply(inverse))).and(mask);
        }
        return low(inverse, words);
    }
}
