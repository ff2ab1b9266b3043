package dev.kernelbridge.cli;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole numbers as people write them: {@code 1000000}, {@code 1_000_000}, {@code 1e12}, {@code 1.5e9}, {@code 10^12}, {@code
 * 2^64-59}, each with a sign if need be ({@code -2^40} is -(2^40)). Exact, and bounded before anything large is computed.
 */
final class NumberSyntax {
    /** Nobody factors more digits, and nobody should wait for the power tower of a typing error. */
    private static final int MOST_DIGITS = 10_000;
    private static final String MOST_LONG = String.valueOf(Long.MAX_VALUE);
    private static final String DIGITS = "\\d[\\d_]*(?<!_)";
    private static final Pattern NUMBER = Pattern.compile("(?<sign>[-+]?)(?:(?<base>" + DIGITS + ")\\^(?<power>" + DIGITS + ")"
            + "|(?<decimal>" + DIGITS + "(?:\\.\\d+)?(?:[eE]\\+?\\d+)?))(?<offset>[-+]" + DIGITS + ")?");

    private NumberSyntax() {
    }

    /**
     * The number that a text means.
     *
     * @throws IllegalArgumentException if it means none; the message quotes the text
     */
    static BigInteger parse(String text) {
        return isPlainLong(text) ? BigInteger.valueOf(Long.parseLong(text)) : written(text);
    }

    /** Nearly all lines of a long file; a million take 0.1 s this way and more than a second through the pattern. */
    private static boolean isPlainLong(String text) {
        boolean plain = !text.isEmpty() && (text.length() < MOST_LONG.length()
                || text.length() == MOST_LONG.length() && text.compareTo(MOST_LONG) <= 0);
        for (int i = 0; plain && i < text.length(); i++) {
            plain = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return plain;
    }

    private static BigInteger written(String text) {
        Matcher m = NUMBER.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no whole number; "
                    + "write it as 1000000, 1_000_000, 1e12, 1.5e9, 10^12 or 2^64-59");
        }
        BigInteger value = m.group("base") != null ? power(text, plain(m.group("base")), plain(m.group("power")))
                : decimal(text, m.group("decimal").replace("_", ""));
        if (m.group("sign").equals("-")) {
            value = value.negate();
        }
        return m.group("offset") == null ? value : value.add(plain(m.group("offset")));
    }

    private static BigInteger plain(String digits) {
        if (digits.length() > MOST_DIGITS) {
            throw tooLong(digits);
        }
        return new BigInteger(digits.replace("_", ""));
    }

    private static BigInteger power(String text, BigInteger base, BigInteger power) {
        double digits = power.doubleValue() * base.bitLength() * Math.log10(2);
        if (base.bitLength() > 1 && digits > MOST_DIGITS) {
            throw tooLong(text);
        }
        return base.bitLength() > 1 ? base.pow(power.intValueExact()) : power.signum() == 0 ? BigInteger.ONE : base;
    }

    private static BigInteger decimal(String text, String digits) {
        int e = Math.max(digits.indexOf('e'), digits.indexOf('E'));
        String exponent = e < 0 ? "0" : digits.substring(e + 1);
        if (digits.length() > MOST_DIGITS || exponent.length() > 6 || Integer.parseInt(exponent) > MOST_DIGITS) {
            throw tooLong(text);
        }
        try {
            return new BigDecimal(digits).toBigIntegerExact();
        } catch (ArithmeticException notWhole) {
            throw new IllegalArgumentException("\"" + text + "\" is not a whole number");
        }
    }

    private static IllegalArgumentException tooLong(String text) {
        return new IllegalArgumentException("\"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\" has more than "
                + MOST_DIGITS + " digits, the most that are read");
    }
}
