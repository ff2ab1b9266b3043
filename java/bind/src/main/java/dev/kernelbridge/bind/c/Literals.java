package dev.kernelbridge.bind.c;

import dev.kernelbridge.bind.c.CType.Scalar;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of numbers, characters and strings as a text writes them. */
final class Literals {

    private static final int LONGEST = 400; // characters of a number: what is longer is no number that anybody wrote

    /** Digits with a point, an exponent or both; hexadecimal ones always with an exponent; then the suffix. */
    private static final Pattern REAL = Pattern.compile("((?:[0-9]++\\.[0-9]*+|\\.[0-9]++)(?:e[+-]?[0-9]++)?+|[0-9]++e[+-]?[0-9]++"
            + "|0x(?:[0-9a-f]++\\.?[0-9a-f]*+|\\.[0-9a-f]++)p[+-]?[0-9]++)([a-z][a-z0-9]*+)?+");

    private Literals() {
    }

    static Value number(Token token) {
        String text = token.text().replace("'", "").toLowerCase(Locale.ROOT);
        if (text.length() > LONGEST) {
            throw new Problem(token, "a number of " + text.length() + " characters is too long");
        }
        Matcher real = REAL.matcher(text);
        if (real.matches()) {
            return real(token, real.group(1), real.group(2) == null ? "" : real.group(2));
        }
        return whole(token, text, text.startsWith("0x"));
    }

    private static Value real(Token token, String digits, String suffix) {
        switch (suffix) {
            case "", "f64", "f32x":
                return Value.of(Scalar.DOUBLE, Double.parseDouble(digits));
            case "f", "f32":
                return Value.of(Scalar.FLOAT, Float.parseFloat(digits));
            case "l":
                throw Unsupported.LONG_DOUBLE.at(token, token.text());
            case "i", "j", "if", "fi", "jf", "fj":
                throw Unsupported.COMPLEX.at(token, token.text());
            case "f16", "f64x", "f128", "f128x", "bf16", "df", "dd", "dl", "q", "w":
                throw Unsupported.OTHER_FLOAT.at(token, token.text());
            default:
                throw new Problem(token, token.described() + " is not a number of C: its suffix " + suffix + " means nothing");
        }
    }

    private static Value whole(Token token, String text, boolean hex) {
        int end = text.length();
        while (end > 0 && "ul".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        String suffix = text.substring(end);
        boolean octal = text.startsWith("0") && end > 1 && !hex && !text.startsWith("0b");
        int radix = hex ? 16 : text.startsWith("0b") ? 2 : octal ? 8 : 10;
        BigInteger value;
        try {
            String digits = text.substring(hex || radix == 2 ? 2 : 0, end);
            if (digits.startsWith("-") || digits.startsWith("+")) {
                throw new NumberFormatException();
            }
            value = new BigInteger(digits, radix);
        } catch (NumberFormatException e) {
            throw new Problem(token, token.described() + " is not a number of C");
        }
        boolean unsigned = suffix.contains("u");
        int longs = switch (suffix.replace("u", "")) {
            case "" -> 0;
            case "l" -> 1;
            case "ll" -> 2;
            default -> -1;
        };
        if (longs < 0 || suffix.length() - longs > 1 || suffix.equals("lul")) {
            throw new Problem(token, token.described() + " is not a number of C: its suffix " + suffix + " means nothing");
        }
        Scalar[][] choices = {{Scalar.INT, Scalar.UINT}, {Scalar.LONG, Scalar.ULONG}, {Scalar.LLONG, Scalar.ULLONG}};
        for (int i = longs; i < choices.length; i++) {
            int bits = Value.size(choices[i][0]);
            if (!unsigned && value.bitLength() < bits) {
                return Value.of(choices[i][0], value.longValue());
            }
            // A decimal number becomes unsigned only where nothing else holds it, as compilers warn and do.
            if (value.bitLength() <= bits && (unsigned || radix != 10 || i == 2)) {
                return Value.of(choices[i][1], value.longValue());
            }
        }
        throw new Problem(token, token.described() + " needs more than 64 bits");
    }

    static Value character(Token token) {
        String text = token.text();
        int open = text.indexOf('\'');
        int[] units = units(token, text.substring(open + 1, text.length() - 1));
        String prefix = text.substring(0, open);
        if (units.length != 1) {
            throw new Problem(token, token.described() + " is not one character");
        }
        int unit = units[0];
        int code = unit < 0 ? ~unit : unit;
        Scalar type = switch (prefix) {
            case "" -> Scalar.CHAR;
            case "u8" -> Scalar.UCHAR;
            case "L" -> Layouts.wideChar();
            case "u" -> Scalar.USHORT;
            default -> Scalar.UINT;
        };
        boolean bytes = prefix.isEmpty() || prefix.equals("u8");
        int most = !bytes ? Character.MAX_CODE_POINT : unit < 0 ? 0xff : 0x7f;
        if (code > most || type == Scalar.USHORT && code > 0xffff) {
            throw new Problem(token, token.described() + " does not fit its character type; write its code as a number");
        }
        Value value = Value.of(type, code);
        return prefix.isEmpty() ? value.to(Scalar.INT) : value; // C's 'a' is an int
    }

    /** The text that strings beside one another make; bytes written as escapes must be UTF-8. */
    static String string(List<Token> tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Token token : tokens) {
            String text = token.text();
            int open = text.indexOf('"');
            boolean wide = open == 1;
            for (int unit : units(token, text.substring(open + 1, text.length() - 1))) {
                if (unit < 0 && !wide) {
                    if (~unit > 0xff) {
                        throw new Problem(token, "an escape of " + token.described() + " is no byte");
                    }
                    bytes.write(~unit);
                } else {
                    int code = unit < 0 ? ~unit : unit;
                    if (!Character.isValidCodePoint(code) || code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
                        throw new Problem(token, token.described() + " holds what is no character");
                    }
                    bytes.writeBytes(Character.toString(code).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw new Problem(tokens.get(0), "a string whose bytes are not UTF-8 is not supported: write it in Java as a byte[]");
        }
    }

    /** Characters as code points, escapes that mean a unit of memory as their complement. */
    private static int[] units(Token token, String inner) {
        int[] units = new int[inner.length()];
        int count = 0;
        int at = 0;
        while (at < inner.length()) {
            int c = inner.codePointAt(at);
            at += Character.charCount(c);
            if (c != '\\') {
                units[count++] = c;
                continue;
            }
            c = at < inner.length() ? inner.charAt(at++) : 0;
            int simple = "abfnrtv\\'\"?e".indexOf(c);
            if (c == '\n') {
                continue; // a line's end behind a backslash: no character at all
            } else if (c == '\r' && at < inner.length() && inner.charAt(at) == '\n') {
                at++;
            } else if (simple >= 0) {
                units[count++] = "\u0007\b\f\n\r\t\u000b\\'\"?\u001b".charAt(simple);
            } else if (c == 'x' || c == 'u' || c == 'U' || c >= '0' && c <= '7') {
                int start = c == 'x' || c == 'u' || c == 'U' ? at : at - 1;
                int radix = c >= '0' && c <= '7' ? 8 : 16;
                int longest = c == 'x' ? 8 : c == 'u' ? 4 : c == 'U' ? 8 : 3;
                int stop = start;
                while (stop < inner.length() && stop - start < longest && inner.charAt(stop) < 128
                        && Character.digit(inner.charAt(stop), radix) >= 0) {
                    stop++;
                }
                boolean universal = c == 'u' || c == 'U';
                long value = stop == start ? -1 : Long.parseLong(inner, start, stop, radix);
                if (value < 0 || value > 0x10ffff || universal && stop - start < longest) {
                    throw new Problem(token, "an escape of " + token.described() + " is not C's");
                }
                units[count++] = universal ? (int) value : ~(int) value;
                at = stop;
            } else {
                throw new Problem(token, "an escape of " + token.described() + " is not C's");
            }
        }
        return Arrays.copyOf(units, count);
    }
}
