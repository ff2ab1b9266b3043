package dev.kernelbridge.factor.siqs;

import java.math.BigInteger;

/** Arithmetic modulo primes below 2^31. */
final class Residues {

    private Residues() {
    }

    /** n modulo p. */
    static int of(BigInteger n, int p) {
        return of(words(n), p, reciprocal(p));
    }

    /** The 32-bit words of n, highest first. */
    static int[] words(BigInteger n) {
        int[] words = new int[(n.bitLength() + 31) / 32];
        byte[] bytes = n.toByteArray();
        for (int i = 0; i < bytes.length; i++) {
            int at = bytes.length - 1 - i;
            if (at / 4 < words.length) {
                words[words.length - 1 - at / 4] |= (bytes[i] & 0xFF) << 8 * (at % 4);
            }
        }
        return words;
    }

    /** The number of these words, highest first, modulo p. */
    static int of(int[] words, int p, long reciprocal) {
        int r = 0;
        for (int word : words) {
            r = modulo((long) r << 32 | word & 0xFFFF_FFFFL, p, reciprocal);
        }
        return r;
    }

    /** floor(2^64 / p) for p no power of two. */
    static long reciprocal(int p) {
        return Long.divideUnsigned(-1, p);
    }

    /** x modulo p for 0 <= x < 2^63. */
    static int modulo(long x, int p, long reciprocal) {
        long r = x - Math.unsignedMultiplyHigh(x, reciprocal) * p;
        return (int) (r >= p ? r - p : r);
    }

    /** base^exponent modulo p. */
    static int power(int base, int exponent, int p, long reciprocal) {
        int result = 1;
        int square = base;
        for (int e = exponent; e != 0; e >>>= 1) {
            if ((e & 1) != 0) {
                result = modulo((long) result * square, p, reciprocal);
            }
            square = modulo((long) square * square, p, reciprocal);
        }
        return result;
    }

    /** The Jacobi symbol of a, not 0, and the odd prime p. */
    static int jacobi(int a, int p) {
        int sign = 1;
        int m = a;
        int n = p;
        while (true) {
            int twos = Integer.numberOfTrailingZeros(m);
            m >>= twos;
            if ((twos & 1) != 0 && ((n & 7) == 3 || (n & 7) == 5)) {
                sign = -sign;
            }
            if (m == 1) {
                return sign;
            }
            if ((m & n & 3) == 3) {
                sign = -sign;
            }
            int t = n % m;
            n = m;
            m = t;
            if (m == 0) {
                return 0;
            }
        }
    }

    /** A square root of the square a modulo the odd prime p (A. Tonelli 1891, D. Shanks 1973). */
    static int root(int a, int p, long reciprocal) {
        if ((p & 3) == 3) {
            return power(a, p + 1 >>> 2, p, reciprocal);
        }
        int twos = Integer.numberOfTrailingZeros(p - 1);
        int odd = p - 1 >>> twos;
        int half = power(a, odd >>> 1, p, reciprocal);
        int x = modulo((long) half * a, p, reciprocal);
        int b = modulo((long) x * half, p, reciprocal);
        if (b == 1) {
            return x;
        }
        int z = 2;
        while (jacobi(z, p) != -1) {
            z++;
        }
        int y = power(z, odd, p, reciprocal);
        for (int r = twos; b != 1;) {
            int m = 0;
            for (int t = b; t != 1; t = modulo((long) t * t, p, reciprocal)) {
                m++;
            }
            int t = y;
            for (int i = r - m - 1; i > 0; i--) {
                t = modulo((long) t * t, p, reciprocal);
            }
            y = modulo((long) t * t, p, reciprocal);
            r = m;
            x = modulo((long) x * t, p, reciprocal);
            b = modulo((long) b * y, p, reciprocal);
        }
        return x;
    }
}
