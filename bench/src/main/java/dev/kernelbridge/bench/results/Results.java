package dev.kernelbridge.bench.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One run on one machine.
 *
 * @param format      {@link #FORMAT}, by which a file is known to be ours
 * @param settings    what was asked for, as the command line has it: {@code --quick --peers}
 * @param revision    of the sources, with {@code +} if they were changed since; {@code unknown} outside a checkout
 * @param started     ISO 8601, UTC
 * @param seconds     how long it ran, over all its sessions
 * @param complete    whether the run came to its end, and every row had its turn at least once
 * @param machine     of {@code machine.json}, as far as the rows need it to stand alone: the machine's name
 * @param competitors who was timed
 * @param rows        in the order of the questions
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Results(String format, String settings, String revision, String started, double seconds, boolean complete, String machine,
        List<Competitor> competitors, List<Row> rows) {
    /** Raised when old files can no longer be read. */
    public static final String FORMAT = "kernelbridge-results/1";

    /** Nothing is null, and no row is there twice. */
    public Results {
        if (!FORMAT.equals(format)) {
            throw new IllegalArgumentException("format is " + (format == null ? "missing" : "\"" + format + "\"") + ", not \"" + FORMAT + "\"");
        }
        competitors = competitors == null ? List.of() : List.copyOf(competitors);
        rows = rows == null ? List.of() : List.copyOf(rows);
        Map<String, Long> times = rows.stream().collect(Collectors.groupingBy(Row::key, Collectors.counting()));
        times.forEach((key, count) -> {
            if (count > 1) {
                throw new IllegalArgumentException("the row \"" + key + "\" is there " + count + " times");
            }
        });
    }

    /** The rows by task, in order: those of one list may be compared. */
    public Map<String, List<Row>> tasks() {
        return rows.stream().collect(Collectors.groupingBy(Row::task, LinkedHashMap::new, Collectors.toList()));
    }

    /** Who that is, if the file says so. */
    public Optional<Competitor> competitor(String id) {
        return competitors.stream().filter(c -> c.id().equals(id)).findFirst();
    }

    /** Whether that competitor is somebody else's. */
    public boolean peer(Row row) {
        return competitor(row.competitor()).map(Competitor::peer).orElse(false);
    }
}
