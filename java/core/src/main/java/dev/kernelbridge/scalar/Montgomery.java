package dev.kernelbridge.scalar;

import java.math.BigInteger;

/**
 * Arithmetic modulo one odd n of any size (Montgomery, Math. Comp. 44, 1985), on arrays of 60-bit limbs: four bits of room keep every
 * column of the product within 64 bits, so that no carry has to be looked for by a comparison. R is larger than 16 n, so values below 4 n
 * multiply to one below 2 n and nothing is ever compared with n; sums and differences of two products may be multiplied as they
 * are. Quadratic at any size. One object serves one thread: it owns the scratch.
 */
public final class Montgomery {
    private static final int BITS = 60;
    private static final long MASK = (1L << BITS) - 1;
    private static final int ROOM = 4;

    private final BigInteger modulus;
    private final int limbs;
    private final long[] n;
    private final long[] twoN;
    private final long negativeInverse;
    private final long[] squareOfR;
    private final long[] sum;

    /** Modulo odd n above 1. */
    public Montgomery(BigInteger n) {
        modulus = n;
        limbs = Math.max(2, (n.bitLength() + ROOM + BITS - 1) / BITS);
        this.n = limbs(n);
        twoN = limbs(n.shiftLeft(1));
        negativeInverse = -Arithmetic.inverse(this.n[0]) & MASK;
        squareOfR = limbs(BigInteger.ONE.shiftLeft(2 * BITS * limbs).mod(n));
        sum = new long[limbs];
    }

    /** n. */
    public BigInteger modulus() {
        return modulus;
    }

    /** A new value, 0. */
    public long[] value() {
        return new long[limbs];
    }

    /** x, which may be any number from 0 to 2 n, in Montgomery form. */
    public long[] of(BigInteger x) {
        long[] r = limbs(x);
        multiply(r, squareOfR, r);
        return r;
    }

    /** What a value in Montgomery form stands for, 0 to n - 1. */
    public BigInteger toInteger(long[] a) {
        long[] one = new long[limbs];
        one[0] = 1;
        multiply(a, one, one);
        return raw(one).mod(modulus);
    }

    /** The limbs as a number: a R, not reduced. Enough for a gcd with n. */
    public BigInteger raw(long[] a) {
        byte[] bytes = new byte[(BITS * limbs + 7) / 8 + 8];
        for (int i = 0; i < limbs; i++) { // 60-bit limbs begin at every other half byte
            for (int k = 0; k < 15; k++) {
                int nibble = 15 * i + k;
                bytes[bytes.length - 1 - nibble / 2] |= (byte) ((a[i] >>> 4 * k & 15) << 4 * (nibble & 1));
            }
        }
        return new BigInteger(1, bytes);
    }

    private long[] limbs(BigInteger x) {
        long[] r = new long[limbs];
        BigInteger rest = x;
        if (x.bitLength() <= 4 * BITS) {
            for (int i = 0; i < limbs; i++, rest = rest.shiftRight(BITS)) {
                r[i] = rest.longValue() & MASK;
            }
            return r;
        }
        byte[] bytes = x.toByteArray(); // shifting would be quadratic in expensive steps
        for (int nibble = 0; nibble < Math.min(2 * bytes.length, 15 * limbs); nibble++) {
            long half = bytes[bytes.length - 1 - nibble / 2] >> 4 * (nibble & 1) & 15;
            r[nibble / 15] |= half << 4 * (nibble % 15);
        }
        return r;
    }

    /** r = a + b. */
    public void add(long[] a, long[] b, long[] r) {
        long carry = 0;
        for (int i = 0; i < limbs; i++) {
            carry += a[i] + b[i];
            r[i] = carry & MASK;
            carry >>>= BITS;
        }
    }

    /** r = a - b + 2 n, for b up to 2 n. */
    public void subtract(long[] a, long[] b, long[] r) {
        long carry = 0;
        for (int i = 0; i < limbs; i++) {
            carry += a[i] - b[i] + twoN[i];
            r[i] = carry & MASK;
            carry >>= BITS;
        }
    }

    /** r = a / 2 modulo n, not above (a + n) / 2. */
    public void half(long[] a, long[] r) {
        long odd = -(a[0] & 1);
        long carry = a[0] + (n[0] & odd);
        long limb = carry & MASK;
        for (int i = 1; i < limbs; i++) {
            carry = (carry >>> BITS) + a[i] + (n[i] & odd);
            long next = carry & MASK;
            r[i - 1] = limb >>> 1 | (next & 1) << BITS - 1;
            limb = next;
        }
        r[limbs - 1] = limb >>> 1 | carry >>> BITS << BITS - 1;
    }

    /** a^e in Montgomery form, for e above 0; {@code each} runs before every squaring, and may throw. */
    public long[] power(long[] a, BigInteger e, Runnable each) {
        long[] r = a.clone();
        for (int i = e.bitLength() - 2; i >= 0; i--) {
            each.run();
            multiply(r, r, r);
            if (e.testBit(i)) {
                multiply(r, a, r);
            }
        }
        return r;
    }

    /** r = a b / R, below 2 n, for a and b below 4 n. r may be a or b. */
    public void multiply(long[] a, long[] b, long[] r) {
        if (limbs == 2) {
            multiplyTwo(a, b, r);
        } else {
            multiplyMany(a, b, r);
        }
    }

    /** Two limbs: up to 116 bits, without an array in between. */
    private void multiplyTwo(long[] a, long[] b, long[] r) {
        long b0 = b[0];
        long b1 = b[1];
        long n0 = n[0];
        long n1 = n[1];
        long x = a[0];
        long u = x * b0 & MASK;
        long m = u * negativeInverse & MASK;
        long carry = (u + (m * n0 & MASK) >>> BITS) + high(x, b0) + high(m, n0);
        long s = (x * b1 & MASK) + (m * n1 & MASK) + carry;
        long t0 = s & MASK;
        long t1 = (s >>> BITS) + high(x, b1) + high(m, n1);
        x = a[1];
        u = t0 + (x * b0 & MASK);
        m = u * negativeInverse & MASK;
        carry = (u + (m * n0 & MASK) >>> BITS) + high(x, b0) + high(m, n0);
        s = t1 + (x * b1 & MASK) + (m * n1 & MASK) + carry;
        r[0] = s & MASK;
        r[1] = (s >>> BITS) + high(x, b1) + high(m, n1);
    }

    /** floor(a b / 2^60). */
    private static long high(long a, long b) {
        return Math.unsignedMultiplyHigh(a << 64 - BITS, b);
    }

    /** Operand scanning, product and reduction in one loop. */
    private void multiplyMany(long[] a, long[] b, long[] r) {
        int top = limbs - 1;
        long[] n = this.n;
        long[] t = sum;
        long b0 = b[0];
        long n0 = n[0];
        java.util.Arrays.fill(t, 0);
        for (int i = 0; i <= top; i++) {
            long x = a[i];
            long xs = x << 64 - BITS;
            long u = t[0] + (x * b0 & MASK);
            long m = u * negativeInverse & MASK;
            long ms = m << 64 - BITS;
            long carry = (u + (m * n0 & MASK) >>> BITS) + Math.unsignedMultiplyHigh(xs, b0) + Math.unsignedMultiplyHigh(ms, n0);
            for (int j = 1; j <= top; j++) {
                long s = t[j] + (x * b[j] & MASK) + (m * n[j] & MASK) + carry;
                t[j - 1] = s & MASK;
                carry = (s >>> BITS) + Math.unsignedMultiplyHigh(xs, b[j]) + Math.unsignedMultiplyHigh(ms, n[j]);
            }
            t[top] = carry;
        }
        System.arraycopy(t, 0, r, 0, limbs);
    }
}
