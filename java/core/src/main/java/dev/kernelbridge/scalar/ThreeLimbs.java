package dev.kernelbridge.scalar;

import java.math.BigInteger;

/**
 * A value modulo an n of up to 80 bits in three limbs of 28 bits, so short that a product of two limbs fits into a long: nothing needs the
 * upper half of a product, and sums have no carries. With two limbs of 60 bits a product took 8.7 ns where this took 8.1, though it has 21
 * multiplications instead of 18. In Montgomery's form (Math. Comp. 44, 1985), R = 2^84.
 *
 * <p>A product of two sums of two products lies between -n and 2 n, since R is at least 16 n: (4 n)^2 / R <= n. So nothing is ever compared.
 * In a product the two lower limbs are from 0 to 2^28; a sum's limbs are the sums, below 2^29, and three products of those fit into a
 * long. Made to be short-lived: C2 keeps the limbs in registers where the methods are inlined, and makes no objects.
 */
record ThreeLimbs(long low, long middle, long high) {
    /** Numbers have at most so many bits. */
    static final int MOST_BITS = 80;
    /** Longs in an array. */
    static final int SIZE = 3;
    private static final int BITS = 28;
    private static final long MASK = (1L << BITS) - 1;

    /** What a product needs to know of n. */
    record Modulus(long low, long middle, long high, long negativeInverse) {

        static Modulus of(BigInteger n) {
            ThreeLimbs limbs = ThreeLimbs.of(n);
            return new Modulus(limbs.low, limbs.middle, limbs.high, -Arithmetic.inverse(limbs.low) & MASK);
        }
    }

    /** R^2 mod n: its product with x is x in Montgomery's form. */
    static ThreeLimbs squareOfR(BigInteger n) {
        return of(BigInteger.ONE.shiftLeft(2 * SIZE * BITS).mod(n));
    }

    /** The limbs of x from 0 to 2^80. */
    static ThreeLimbs of(BigInteger x) {
        long low = x.longValue();
        return new ThreeLimbs(low & MASK, low >>> BITS & MASK, x.shiftRight(2 * BITS).longValue());
    }

    /** The number, which may be negative. */
    BigInteger toInteger() {
        return BigInteger.valueOf(high).shiftLeft(2 * BITS).add(BigInteger.valueOf((middle << BITS) + low));
    }

    static ThreeLimbs at(long[] array, int i) {
        return new ThreeLimbs(array[i], array[i + 1], array[i + 2]);
    }

    void to(long[] array, int i) {
        array[i] = low;
        array[i + 1] = middle;
        array[i + 2] = high;
    }

    ThreeLimbs plus(ThreeLimbs b) {
        return new ThreeLimbs(low + b.low, middle + b.middle, high + b.high);
    }

    ThreeLimbs minus(ThreeLimbs b) {
        return new ThreeLimbs(low - b.low, middle - b.middle, high - b.high);
    }

    /** this b / R mod n. */
    ThreeLimbs times(ThreeLimbs b, Modulus n) {
        return reduced(low * b.low, low * b.middle + middle * b.low, low * b.high + middle * b.middle + high * b.low,
                middle * b.high + high * b.middle, high * b.high, n);
    }

    /** this^2 / R mod n. */
    ThreeLimbs squared(Modulus n) {
        long twice = 2 * low;
        return reduced(low * low, twice * middle, twice * high + middle * middle, 2 * middle * high, high * high, n);
    }

    private static ThreeLimbs reduced(long c0, long c1, long c2, long c3, long c4, Modulus n) {
        long m = c0 * n.negativeInverse & MASK;
        long d1 = c1 + m * n.middle + (c0 + m * n.low >> BITS);
        long d2 = c2 + m * n.high;
        m = d1 * n.negativeInverse & MASK;
        d2 += m * n.middle + (d1 + m * n.low >> BITS);
        long d3 = c3 + m * n.high;
        m = d2 * n.negativeInverse & MASK;
        d3 += m * n.middle + (d2 + m * n.low >> BITS);
        long d4 = c4 + m * n.high + (d3 >> BITS);
        return new ThreeLimbs(d3 & MASK, d4 & MASK, d4 >> BITS);
    }
}
