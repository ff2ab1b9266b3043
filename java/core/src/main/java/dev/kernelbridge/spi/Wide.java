package dev.kernelbridge.spi;

import java.math.BigInteger;

/**
 * A number from 0 to 2^100, high 2^64 + low: the argument of pi(x) where a long ends, and what it gives when it is divided. Inner loops
 * take it as two numbers, {@link #value} and {@link #low}: see {@link #quotient}.
 *
 * @param high its upper bits
 * @param low  its lower 64 bits
 */
public record Wide(long high, long low) {
    /** Divisors of {@link #dividedBy} are smaller, so that a remainder has room for the next digit; (10^21)^(2/3) is. */
    public static final long DIVISORS = 1L << 47;
    private static final int DIGIT = 16;

    /** That number, which is not negative. */
    public static Wide of(long n) {
        return new Wide(0, n);
    }

    /** That number, which is from 0 to 2^100. */
    public static Wide of(BigInteger n) {
        return new Wide(n.shiftRight(Long.SIZE).longValueExact(), n.longValue());
    }

    /** Whether {@link #low} alone is the number. */
    public boolean isLong() {
        return high == 0 && low >= 0;
    }

    /** The nearest double or its neighbour: the relative error is at most 2^-52, and none below 2^53. */
    public double value() {
        return isLong() ? (double) low : high * 0x1p64 + (low >>> 11) * 0x1p11 + (low & 0x7FF); // each addend is exact
    }

    /** floor(this / d), 0 &lt; d &lt; {@link #DIVISORS}. */
    public Wide dividedBy(long d) {
        if (isLong()) {
            return new Wide(0, low / d);
        }
        long rest = high % d;
        long quotient = 0;
        for (int shift = Long.SIZE - DIGIT; shift >= 0; shift -= DIGIT) {
            long part = rest << DIGIT | low >>> shift & 0xFFFF;
            quotient = quotient << DIGIT | part / d;
            rest = part % d;
        }
        return new Wide(high / d, quotient);
    }

    /**
     * The same where the quotient is known to be a long.
     *
     * @throws ArithmeticException if it is none
     */
    public long over(long d) {
        if (isLong()) {
            return low / d;
        }
        Wide quotient = dividedBy(d);
        if (!quotient.isLong()) {
            throw new ArithmeticException(this + " / " + d + " is no long");
        }
        return quotient.low;
    }

    /**
     * floor(n / d) for n / d &lt; 2^50 and 0 &lt; d &lt; 2^53, of n's {@link #value} and {@link #low} alone, in one division of doubles.
     *
     * <p>The value is n (1 + e) with |e| &lt;= 2^-52 and the division rounds once more, so the double is off by less than n / d * 2^-51 &lt;
     * 1/2, and its floor q by one at most. Then -d &lt;= n - q d &lt; 2 d, which 64 bits hold: computed modulo 2^64 from the low bits of n it
     * is exact, and its sign and size tell which of the three q is. From 2^50 on the result is right to within a part in 2^50.
     */
    public static long quotient(double value, long low, long d) {
        long q = (long) (value / d);
        long rest = low - q * d;
        return q + (rest >> 63) - (d - 1 - rest >> 63);
    }

    /** This number. */
    public BigInteger toBigInteger() {
        return BigInteger.valueOf(high).shiftLeft(Long.SIZE).or(new BigInteger(Long.toUnsignedString(low)));
    }

    /** In decimal digits. */
    @Override
    public String toString() {
        return toBigInteger().toString();
    }
}
