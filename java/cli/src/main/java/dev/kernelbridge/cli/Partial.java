package dev.kernelbridge.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kernelbridge.PartialFactorization;
import java.io.IOException;
import java.math.BigInteger;

/** What was known of a number's factors when its time was over, as programs read it: no {@code result}, but an {@code error}. */
record Partial(Question question, BigInteger input, PartialFactorization partial, String error, Who who) {

    /** The fields of one JSON object. */
    void write(JsonGenerator json) throws IOException {
        Answer.writeQuestion(json, question.kernel(), question.from(), input);
        json.writeStringField("error", error);
        Answer.writeFactors(json, "known", partial.known());
        json.writeStringField("cofactor", partial.cofactor().toString());
        who.write(json);
    }
}
