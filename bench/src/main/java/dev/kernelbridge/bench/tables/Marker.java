package dev.kernelbridge.bench.tables;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line before a generated table: {@code <!-- bench:backends amd-epyc-2-cores rows="primes countPrimes all threads *" -->}. It stands
 * at the start of its line, so that indented text can speak of markers.
 *
 * @param kind    which table
 * @param machine a folder of {@code bench/results}
 * @param rows    patterns that choose the rows; empty for the kind's own choice
 */
record Marker(String kind, String machine, String rows) {
    /** The line behind the table. */
    static final String END = "<!-- /bench -->";

    private static final Pattern MARKER = Pattern.compile("<!-- bench:(\\S+)\\s+([^\\s=]+)(?:\\s+rows=\"([^\"]*)\")?\\s*-->");

    /** The marker that this line is; empty if it does not begin like one. */
    static Optional<Marker> of(String line) {
        if (!line.startsWith("<!-- bench:")) {
            return Optional.empty();
        }
        Matcher matcher = MARKER.matcher(line.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + line.strip() + "\" is no marker; one reads "
                    + "<!-- bench:KIND MACHINE rows=\"PATTERN; …\" -->");
        }
        return Optional.of(new Marker(matcher.group(1), matcher.group(2), matcher.group(3) == null ? "" : matcher.group(3)));
    }
}
