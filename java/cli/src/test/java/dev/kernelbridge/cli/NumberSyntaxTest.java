package dev.kernelbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumberSyntaxTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1000000, 1000000", "1_000_000, 1000000", "+7, 7", "-5, -5", "1e12, 1000000000000", "1E3, 1000",
        "1e+3, 1000",
        "1.5e9, 1500000000", "10^12, 1000000000000", "2^40, 1099511627776", "-2^3, -8", "2^64-59, 18446744073709551557",
        "1e6+3, 1000003",
        "0^0, 1", "0^5, 0", "1^1_000_000_000_000, 1", "12.0, 12", "007, 7", "18446744073709551557, 18446744073709551557",
        "9223372036854775807, 9223372036854775807", "9223372036854775808, 9223372036854775808", "0000000000000000000000001, 1"})
    void readsWhatPeopleWrite(String text, BigInteger value) {
        assertEquals(value, NumberSyntax.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "1e", "e5", "^3", "2^", "2^-1", "1.5", "1.25e1", "1e-3", "0x10", "1,000", "1 000", "--5",
        "_1", "1_", "1_e5",
        "2^3^2", "1+2+3", "∞", "٣", "1e12.5", "NaN"})
    void refusesTheRestAndQuotesIt(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> NumberSyntax.parse(text)).getMessage();
        assertTrue(message.contains("\"" + text + "\""), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e10001", "10^10^", "2^99999999999999999999", "10^10000000",
        "1e99999999999999999999"})
    void doesNotComputeWhatNobodyMeant(String text) {
        assertThrows(IllegalArgumentException.class, () -> NumberSyntax.parse(text));
    }

    @Test
    void survivesVeryLongInput() {
        assertThrows(IllegalArgumentException.class, () -> NumberSyntax.parse("1_".repeat(500_000) + "1"));
        assertThrows(IllegalArgumentException.class, () -> NumberSyntax.parse("1".repeat(1_000_000)));
        assertEquals(10_000, NumberSyntax.parse("9".repeat(10_000)).toString().length());
    }
}
