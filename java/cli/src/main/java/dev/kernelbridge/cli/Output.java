package dev.kernelbridge.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Results on their way out: lines of text or JSON, buffered until {@link #flush}. Failing to write ends the command; {@link
 * Main} tells a reader that has gone, which is nobody's fault, from a full disk.
 */
final class Output {
    private final OutputStream out;
    private JsonGenerator json;

    Output(Console console) {
        out = new BufferedOutputStream(console.out(), 1 << 16);
    }

    /** Writes the fields of an object. */
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** One line of text. */
    void line(String text) {
        attempt(() -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** One JSON object on a line of its own. */
    void object(Fields fields) {
        attempt(() -> {
            if (json == null) { // here, so that text output does not load the JSON classes
                json = new JsonFactory().createGenerator(out).configure(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM, false)
                        .setPrettyPrinter(new MinimalPrettyPrinter(""));
            }
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
            json.writeRaw('\n');
        });
    }

    /** Hands everything on, because somebody may be waiting for it. */
    void flush() {
        attempt(() -> {
            if (json != null) {
                json.flush();
            }
            out.flush();
        });
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void attempt(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException("writing failed: " + e.getMessage(), e);
        }
    }
}
