package dev.kernelbridge.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kernelbridge.Factorization;
import dev.kernelbridge.PrimeVerdict;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;

/**
 * An answer as programs read it.
 *
 * @param result  a Long or BigInteger, a Boolean, PROBABLY_PRIME or a {@link Factorization}
 * @param seconds the time of the call itself; of a call that answered several numbers, the share of each
 */
record Answer(Question question, BigInteger input, Object result, Who who, double seconds) {

    /** The fields of one JSON object. */
    void write(JsonGenerator json) throws IOException {
        writeQuestion(json, question.kernel(), question.from(), input);
        writeResult(json);
        who.write(json);
        json.writeNumberField("seconds", seconds);
    }

    /** The fields that say what was asked. */
    static void writeQuestion(JsonGenerator json, String kernel, BigInteger from, BigInteger input) throws IOException {
        json.writeStringField("kernel", kernel);
        if (from != null) {
            json.writeStringField("from", from.toString());
        }
        json.writeStringField("input", digits(input));
    }

    /**
     * Numbers are strings, since JSON readers round what is beyond 2^53; a yes or no is a boolean and a maybe
     * {@code "probably"}; factors are [prime, exponent].
     */
    private void writeResult(JsonGenerator json) throws IOException {
        switch (result) {
            case Boolean prime -> json.writeBooleanField("result", prime);
            case PrimeVerdict verdict -> json.writeStringField("result", "probably");
            case Factorization factors -> writeFactors(json, "result", factors);
            default -> json.writeStringField("result", result.toString());
        }
    }

    /** Factors as [prime, exponent]. */
    static void writeFactors(JsonGenerator json, String field, Factorization factors) throws IOException {
        List<BigInteger> primes = factors.primes();
        int[] exponents = factors.exponents();
        json.writeArrayFieldStart(field);
        if (factors.sign() < 0) {
            writeFactor(json, "-1", 1);
        }
        for (int i = 0; i < exponents.length; i++) {
            writeFactor(json, digits(primes.get(i)), exponents[i]);
        }
        json.writeEndArray();
    }

    /** The number in decimal; a long's digits come faster than a BigInteger's, which half of the time of a long file went to. */
    static String digits(BigInteger n) {
        return n.bitLength() < Long.SIZE ? Long.toString(n.longValue()) : n.toString();
    }

    private static void writeFactor(JsonGenerator json, String prime, int exponent) throws IOException {
        json.writeStartArray();
        json.writeString(prime);
        json.writeNumber(exponent);
        json.writeEndArray();
    }
}
