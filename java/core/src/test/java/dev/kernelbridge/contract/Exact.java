package dev.kernelbridge.contract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** exp, log, sin, cos, tanh and pow to 40 digits and more, by series: slow, and as different from the kernels as can be. */
final class Exact {
    private static final MathContext DIGITS = new MathContext(60);
    private static final BigDecimal LN2 = atanh(BigDecimal.ONE.divide(BigDecimal.valueOf(3), DIGITS)).multiply(BigDecimal.TWO);
    private static final BigDecimal PI = pi(400); // a double has up to 309 digits before the point

    private Exact() {
    }

    static BigDecimal exp(BigDecimal x) {
        BigDecimal r = x.divide(BigDecimal.valueOf(1 << 16), DIGITS); // |x| < 1000
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int i = 1; i < 40; i++) {
            term = term.multiply(r, DIGITS).divide(BigDecimal.valueOf(i), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int i = 0; i < 16; i++) {
            sum = sum.multiply(sum, DIGITS);
        }
        return sum;
    }

    static BigDecimal log(double x) {
        int e = Math.getExponent(x * Math.sqrt(2)); // so that x / 2^e is near 1 from both sides
        BigDecimal m = e < 0 ? new BigDecimal(x).multiply(BigDecimal.TWO.pow(-e)) : new BigDecimal(x).divide(BigDecimal.TWO.pow(e));
        BigDecimal s = m.subtract(BigDecimal.ONE).divide(m.add(BigDecimal.ONE), DIGITS);
        return atanh(s).multiply(BigDecimal.TWO).add(LN2.multiply(BigDecimal.valueOf(e)));
    }

    static BigDecimal tanh(double x) {
        BigDecimal exact = new BigDecimal(x);
        if (Math.abs(x) < 1e-12) {
            return exact.subtract(exact.pow(3).divide(BigDecimal.valueOf(3), DIGITS));
        }
        BigDecimal e = exp(exact.multiply(BigDecimal.TWO));
        return e.subtract(BigDecimal.ONE).divide(e.add(BigDecimal.ONE), DIGITS);
    }

    static BigDecimal sin(double x) {
        return sine(new BigDecimal(x), 0);
    }

    static BigDecimal cos(double x) {
        return sine(new BigDecimal(x), 1);
    }

    static BigDecimal pow(double x, double y) {
        return exp(log(x).multiply(new BigDecimal(y)));
    }

    private static BigDecimal sine(BigDecimal x, int quarters) {
        BigDecimal half = PI.divide(BigDecimal.TWO);
        BigDecimal k = x.divide(half, 0, RoundingMode.HALF_EVEN);
        BigDecimal r = x.subtract(k.multiply(half)).round(DIGITS);
        int quadrant = k.toBigInteger().and(BigInteger.valueOf(3)).intValue() + quarters & 3;
        BigDecimal square = r.multiply(r, DIGITS);
        BigDecimal term = quadrant % 2 == 0 ? r : BigDecimal.ONE;
        BigDecimal sum = term;
        for (int i = quadrant % 2 == 0 ? 2 : 1; i < 60; i += 2) {
            term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(-i * (i + 1)), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return quadrant < 2 ? sum : sum.negate();
    }

    private static BigDecimal atanh(BigDecimal s) {
        BigDecimal square = s.multiply(s, DIGITS);
        BigDecimal power = s;
        BigDecimal sum = s;
        for (int i = 3; i < 130; i += 2) {
            power = power.multiply(square, DIGITS);
            sum = sum.add(power.divide(BigDecimal.valueOf(i), DIGITS), DIGITS);
        }
        return sum;
    }

    /** Machin's formula: pi = 16 atan(1/5) - 4 atan(1/239). */
    private static BigDecimal pi(int digits) {
        BigDecimal first = atanOfInverse(5, digits).multiply(BigDecimal.valueOf(16));
        return first.subtract(atanOfInverse(239, digits).multiply(BigDecimal.valueOf(4)));
    }

    private static BigDecimal atanOfInverse(int n, int digits) {
        BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(n), digits, RoundingMode.HALF_EVEN);
        BigDecimal sum = power;
        BigDecimal square = BigDecimal.valueOf((long) n * n);
        for (int i = 3; power.signum() != 0; i += 2) {
            power = power.divide(square, digits, RoundingMode.HALF_EVEN);
            BigDecimal term = power.divide(BigDecimal.valueOf(i), digits, RoundingMode.HALF_EVEN);
            sum = i % 4 == 3 ? sum.subtract(term) : sum.add(term);
        }
        return sum;
    }
}
