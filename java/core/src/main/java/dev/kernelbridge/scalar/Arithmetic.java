package dev.kernelbridge.scalar;

/**
 * Arithmetic modulo n below 2^64, and the number theory on it, for one number at a time. Montgomery multiplication (Math. Comp. 44,
 * 1985) with R = 2^64 and a positive inverse, so that every odd unsigned n is allowed; the same formulas as native/arith.
 */
public final class Arithmetic {
    /** Below this, three bases suffice for the strong test (Jaeschke, Math. Comp. 61, 1993). */
    private static final long THREE_BASES = 4_759_123_141L;
    private static final long[] FEW = {2, 7, 61};
    /** Jim Sinclair's bases (2011): no composite below 2^64 passes all seven. */
    private static final long[] SEVEN = {2, 325, 9375, 28178, 450775, 9780504, 1795265022};

    private Arithmetic() {
    }

    /** Whether the unsigned number n is prime, proved. */
    public static boolean isPrime(long n) {
        if ((n & 1) == 0) {
            return n == 2;
        }
        for (int p = 3; p <= 13; p += 2) {
            if (Long.remainderUnsigned(n, p) == 0) {
                return n == p;
            }
        }
        if (n > 0 && n < 17 * 17) {
            return n > 1;
        }
        long inverse = inverse(n);
        long one = one(n);
        long r2 = squareOfR(n, inverse, one);
        for (long base : n > 0 && n < THREE_BASES ? FEW : SEVEN) {
            if (!strongTest(n, base, inverse, one, r2)) {
                return false;
            }
        }
        return true;
    }

    /** The strong test of odd unsigned n to base 2. */
    public static boolean strongTest(long n) {
        long inverse = inverse(n);
        long one = one(n);
        return strongTest(n, 2, inverse, one, squareOfR(n, inverse, one));
    }

    /** The strong test of odd n to a base; a base that n divides says nothing. */
    private static boolean strongTest(long n, long base, long inverse, long one, long r2) {
        long a = Long.remainderUnsigned(base, n);
        if (a == 0) {
            return true;
        }
        int twos = Long.numberOfTrailingZeros(n - 1);
        long power = multiply(a, r2, n, inverse);
        long x = one;
        for (long d = (n - 1) >>> twos; d != 0; d >>>= 1) {
            if ((d & 1) != 0) {
                x = multiply(x, power, n, inverse);
            }
            power = multiply(power, power, n, inverse);
        }
        long minusOne = n - one;
        if (x == one || x == minusOne) {
            return true;
        }
        for (int i = 1; i < twos; i++) {
            x = multiply(x, x, n, inverse);
            if (x == minusOne) {
                return true;
            }
        }
        return false;
    }

    /** x^-1 modulo m, by Euclid's algorithm, for 0 &lt; x &lt; m without a common factor. */
    public static int inverse(int x, int m) {
        int u = m;
        int v = x;
        int a = 0;
        int b = 1;
        while (v > 1) {
            int quotient = u / v;
            int t = u - quotient * v;
            u = v;
            v = t;
            t = a - quotient * b;
            a = b;
            b = t;
        }
        return b < 0 ? b + m : b;
    }

    /** n^-1 mod 2^64 for odd n: 3 n^2 is right to 5 bits, each Newton step doubles them. */
    public static long inverse(long n) {
        long x = 3 * n ^ 2;
        for (int i = 0; i < 4; i++) {
            x *= 2 - n * x;
        }
        return x;
    }

    /** 1 in Montgomery form: 2^64 mod n. */
    public static long one(long n) {
        return Long.remainderUnsigned(-n, n);
    }

    /** 2^128 mod n: 2 squared six times is 2^64, in Montgomery form. */
    public static long squareOfR(long n, long inverse, long one) {
        long x = add(one, one, n);
        for (int i = 0; i < 6; i++) {
            x = multiply(x, x, n, inverse);
        }
        return x;
    }

    /** a b / 2^64 mod n, for a, b < n. */
    public static long multiply(long a, long b, long n, long inverse) {
        long high = Math.unsignedMultiplyHigh(a, b);
        long t = Math.unsignedMultiplyHigh(a * b * inverse, n);
        return high - t + (Long.compareUnsigned(high, t) < 0 ? n : 0);
    }

    /** a + b mod n, without a carry out of 64 bits. */
    public static long add(long a, long b, long n) {
        long c = n - b;
        return Long.compareUnsigned(a, c) >= 0 ? a - c : a + b;
    }

    public static long subtract(long a, long b, long n) {
        return a - b + (Long.compareUnsigned(a, b) < 0 ? n : 0);
    }

    /** Greatest common divisor of unsigned numbers (binary, Stein 1967); gcd(0, b) = b. */
    public static long gcd(long a, long b) {
        if (a == 0 || b == 0) {
            return a | b;
        }
        int shift = Long.numberOfTrailingZeros(a | b);
        long x = a >>> Long.numberOfTrailingZeros(a);
        long y = b;
        do {
            y >>>= Long.numberOfTrailingZeros(y);
            if (Long.compareUnsigned(x, y) > 0) {
                long t = x;
                x = y;
                y = t;
            }
            y -= x;
        } while (y != 0);
        return x << shift;
    }
}
