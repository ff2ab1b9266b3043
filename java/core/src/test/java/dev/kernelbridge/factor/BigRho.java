package dev.kernelbridge.factor;

import java.math.BigInteger;

/** An oracle: Pollard's rho with Floyd's cycles (BIT 15, 1975), too short to be wrong and too slow for more than 12 digits. */
final class BigRho {

    private BigRho() {
    }

    /** A proper divisor of a composite that is no perfect power. */
    static BigInteger divisor(BigInteger n) {
        for (long c = 1;; c++) {
            BigInteger slow = BigInteger.TWO;
            BigInteger fast = slow;
            BigInteger product = BigInteger.ONE;
            for (int i = 1; product.signum() != 0; i++) {
                slow = step(slow, c, n);
                fast = step(step(fast, c, n), c, n);
                product = product.multiply(fast.subtract(slow)).mod(n);
                if (i % 64 == 0) {
                    BigInteger d = product.gcd(n);
                    if (!d.equals(BigInteger.ONE) && !d.equals(n)) {
                        return d;
                    }
                }
            }
        }
    }

    private static BigInteger step(BigInteger x, long c, BigInteger n) {
        return x.multiply(x).add(BigInteger.valueOf(c)).mod(n);
    }
}
