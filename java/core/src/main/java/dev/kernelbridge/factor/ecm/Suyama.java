package dev.kernelbridge.factor.ecm;

import java.math.BigInteger;

/**
 * H. Suyama's curves: for each sigma above 5 a curve whose order is a multiple of 12, and a point on it (Montgomery, Math. Comp. 48, 1987,
 * section 10.3.2).
 *
 * @param a24    (A + 2) / 4 of each curve
 * @param x      the point's x on each curve
 * @param factor a divisor of n above 1 that turned up already, or null
 */
record Suyama(BigInteger[] a24, BigInteger[] x, BigInteger factor) {

    /** The curves of sigma, …, sigma + count - 1 modulo n, with one inversion for all. */
    static Suyama of(BigInteger n, long sigma, int count) {
        BigInteger[] top = new BigInteger[count]; // of a24, its denominator below
        BigInteger[] below = new BigInteger[count];
        BigInteger[] x = new BigInteger[count];
        BigInteger[] before = new BigInteger[count];
        BigInteger product = BigInteger.ONE;
        for (int i = 0; i < count; i++) {
            BigInteger s = BigInteger.valueOf(sigma + i);
            BigInteger u = s.multiply(s).subtract(BigInteger.valueOf(5)).mod(n);
            BigInteger v = s.shiftLeft(2).mod(n);
            BigInteger u3 = u.multiply(u).multiply(u).mod(n);
            BigInteger v3 = v.multiply(v).multiply(v).mod(n);
            BigInteger difference = v.subtract(u);
            top[i] = difference.pow(3).multiply(u.multiply(BigInteger.valueOf(3)).add(v)).multiply(v.multiply(v)).mod(n);
            below[i] = u3.multiply(v3).shiftLeft(4).mod(n); // 16 u^3 v, times v^2, so that it serves x = u^3 / v^3 as well
            x[i] = u3.multiply(u3).shiftLeft(4).mod(n);
            before[i] = product;
            product = product.multiply(below[i]).mod(n);
        }
        BigInteger gcd = product.gcd(n);
        if (!gcd.equals(BigInteger.ONE)) {
            return new Suyama(top, x, gcd);
        }
        BigInteger inverse = product.modInverse(n);
        for (int i = count - 1; i >= 0; i--) {
            BigInteger one = inverse.multiply(before[i]).mod(n);
            inverse = inverse.multiply(below[i]).mod(n);
            top[i] = top[i].multiply(one).mod(n);
            x[i] = x[i].multiply(one).mod(n);
        }
        return new Suyama(top, x, null);
    }
}
