package dev.kernelbridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The lines of an input, as many at a time as are there already: a file comes in slices that keep all processors busy, and what a
 * person or a slow program writes is answered line by line. A BufferedReader would wait for the rest of a line that has begun.
 */
final class Lines {
    /** About 13,000 numbers of 64 bits. */
    private static final int SLICE_BYTES = 1 << 18;
    private static final int LONGEST_LINE = 1 << 20;

    private final InputStream in;
    private byte[] buffer = new byte[SLICE_BYTES];
    private int held;
    private long number;

    /** A line that is neither empty nor a comment. */
    record Line(long number, String text) {
    }

    Lines(InputStream in) {
        this.in = in;
    }

    /** Waits for at least one line and returns all that are there, possibly all of them comments; null at the end. */
    List<Line> next() {
        while (true) {
            if (held == buffer.length) {
                if (held >= LONGEST_LINE) {
                    throw new IllegalArgumentException("line " + (number + 1) + " is longer than " + LONGEST_LINE
                            + " bytes; one number a line is read");
                }
                buffer = Arrays.copyOf(buffer, 2 * held);
            }
            int count;
            try {
                count = in.read(buffer, held, buffer.length - held);
            } catch (IOException e) {
                throw new UncheckedIOException("reading the input failed: " + e.getMessage(), e);
            }
            if (count < 0) {
                return held == 0 ? null : split(true);
            }
            int before = held;
            held += count;
            for (int i = before; i < held; i++) {
                if (buffer[i] == '\n') {
                    return split(false);
                }
            }
        }
    }

    /** Takes the complete lines out of the buffer; at the end of the input, the incomplete one too. */
    private List<Line> split(boolean atEnd) {
        List<Line> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < held; i++) {
            if (buffer[i] == '\n') {
                add(lines, from, i);
                from = i + 1;
            }
        }
        if (atEnd && from < held) {
            add(lines, from, held);
            from = held;
        }
        System.arraycopy(buffer, from, buffer, 0, held - from);
        held -= from;
        return lines;
    }

    private void add(List<Line> lines, int from, int to) {
        number++;
        String text = new String(buffer, from, to - from, StandardCharsets.UTF_8);
        int comment = text.indexOf('#');
        String number = (comment < 0 ? text : text.substring(0, comment)).strip();
        if (!number.isEmpty()) {
            lines.add(new Line(this.number, number));
        }
    }
}
