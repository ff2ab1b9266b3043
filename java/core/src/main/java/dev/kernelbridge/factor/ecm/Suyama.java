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
            Fractions curve = Fractions.of(sigma + i);
            top[i] = curve.a24.mod(n);
            below[i] = curve.below.mod(n);
            x[i] = curve.x.mod(n);
            before[i] = product;
            product = product.multiply(below[i]).mod(n);
        }
        BigInteger inverse;
        try {
            inverse = product.modInverse(n);
        } catch (ArithmeticException notPrimeToN) {
            return new Suyama(top, x, product.gcd(n));
        }
        for (int i = count - 1; i >= 0; i--) {
            BigInteger one = inverse.multiply(before[i]).mod(n);
            inverse = inverse.multiply(below[i]).mod(n);
            top[i] = top[i].multiply(one).mod(n);
            x[i] = x[i].multiply(one).mod(n);
        }
        return new Suyama(top, x, null);
    }

    /** a24 and x as fractions with one denominator, the same for every n: those of the first curves, which all small n use, are kept. */
    private record Fractions(BigInteger a24, BigInteger x, BigInteger below) {
        private static final Fractions[] FIRST = new Fractions[128];

        static Fractions of(long sigma) {
            if (sigma >= FIRST.length) {
                return make(sigma);
            }
            Fractions made = FIRST[(int) sigma]; // two threads may make the same one
            if (made == null) {
                made = make(sigma);
                FIRST[(int) sigma] = made;
            }
            return made;
        }

        /** With u = sigma^2 - 5 and v = 4 sigma: a24 = (v - u)^3 (3 u + v) / (16 u^3 v), x = u^3 / v^3. */
        private static Fractions make(long sigma) {
            BigInteger s = BigInteger.valueOf(sigma);
            BigInteger u = s.multiply(s).subtract(BigInteger.valueOf(5));
            BigInteger v = s.shiftLeft(2);
            BigInteger top = v.subtract(u).pow(3).multiply(u.multiply(BigInteger.valueOf(3)).add(v));
            return new Fractions(top.multiply(v.pow(2)), u.pow(6).shiftLeft(4), u.multiply(v).pow(3).shiftLeft(4));
        }
    }
}
