package dev.kernelbridge.bench.tables;

import dev.kernelbridge.Backend;
import dev.kernelbridge.bench.Ours;
import dev.kernelbridge.bench.results.Competitor;
import dev.kernelbridge.bench.results.Ratio;
import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.Row;
import dev.kernelbridge.bench.results.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of tables, each in Markdown. */
enum Table {
    /** One row a task, one column a backend that has a time in one of them. */
    BACKENDS("*") {
        @Override
        List<String> lines(Results results, Map<String, List<Row>> tasks) {
            List<String> columns = Arrays.stream(Backend.values()).map(Backend::id)
                    .flatMap(id -> id.equals("java") ? Stream.of(id, Ours.JAVA_VECTOR) : Stream.of(id))
                    .filter(id -> tasks.values().stream().flatMap(List::stream)
                            .anyMatch(r -> r.competitor().equals(id) && r.measured())).toList();
            List<String> lines = head("", columns.stream().map(id -> id.toUpperCase(Locale.ROOT)).toList(), true);
            for (List<Row> rows : tasks.values()) {
                lines.add(line(task(rows), columns.stream().map(id -> cell(find(rows, id), Table::time)).toList()));
            }
            return lines;
        }
    },
    /** One row for each peer of each task: our fastest backend, the peer, and their ratio pair by pair. */
    PEERS("*") {
        @Override
        List<String> lines(Results results, Map<String, List<Row>> tasks) {
            List<String> lines = head("", List.of("ours", "peer", "its time / ours", "ours is"), false);
            for (List<Row> rows : tasks.values()) {
                Optional<Row> best = rows.stream().filter(r -> r.measured() && !results.peer(r)).min(Comparator.comparing(Row::median));
                String ours = best.map(r -> r.competitor().toUpperCase(Locale.ROOT) + " " + Units.time(r.median())).orElse("–");
                for (Row theirs : rows.stream().filter(results::peer).toList()) {
                    String name = title(results, theirs.competitor());
                    if (!theirs.measured()) {
                        lines.add(line(task(rows), List.of(ours, name, "–", theirs.reason().isEmpty() ? word(theirs) : theirs.reason())));
                        continue;
                    }
                    Optional<Ratio> ratio = best.flatMap(r -> Ratio.of(r, theirs));
                    lines.add(line(task(rows), List.of(ours, name + " " + Units.time(theirs.median()),
                            ratio.map(Table::range).orElse("–"),
                            ratio.map(Ratio::verdict).orElse("not measured"))));
                }
            }
            return lines;
        }
    },
    /** One row a competitor, one column a task; nanoseconds, but for what takes milliseconds. */
    BRIDGE("bridge *") {
        @Override
        List<String> lines(Results results, Map<String, List<Row>> tasks) {
            Collection<List<Row>> columns = tasks.values();
            long questions = columns.stream().map(rows -> rows.getFirst().question()).distinct().count();
            List<String> lines = head("ns per call", columns.stream()
                    .map(rows -> questions == columns.size() ? rows.getFirst().question() : task(rows)).toList(), true);
            for (String id : columns.stream().flatMap(List::stream).map(Row::competitor).distinct().toList()) {
                lines.add(line(title(results, id), columns.stream()
                        .map(rows -> cell(find(rows, id), row -> row.median() < 1e-3 ? Units.digits(row.median() * 1e9) : Units.time(row.median())))
                        .toList()));
            }
            return lines;
        }
    };

    private final String rows;

    Table(String rows) {
        this.rows = rows;
    }

    abstract List<String> lines(Results results, Map<String, List<Row>> tasks);

    /** The kind with that name in a marker. */
    static Table named(String name) {
        return Arrays.stream(values()).filter(t -> t.id().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "the table \"" + name + "\" is unknown; known are "
                + Arrays.stream(values()).map(Table::id).collect(Collectors.joining(", "))));
    }

    /** Its lines; {@code patterns} as in {@link Choice}, or empty for all that belongs to this kind. */
    List<String> of(Results results, String patterns) {
        return lines(results, Choice.of(results, patterns.isBlank() ? rows : patterns));
    }

    private String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static List<String> head(String first, List<String> others, boolean numbers) {
        return new ArrayList<>(List.of(line(first, others), "|---|" + (numbers ? "---:|" : "---|").repeat(others.size())));
    }

    private static String line(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |")).replace("|  |", "| |");
    }

    private static Optional<Row> find(List<Row> rows, String competitor) {
        return rows.stream().filter(r -> r.competitor().equals(competitor)).findFirst();
    }

    private static String title(Results results, String competitor) {
        return results.competitor(competitor).map(Competitor::title).filter(t -> !t.isBlank()).orElse(competitor);
    }

    private static String task(List<Row> rows) {
        Row row = rows.getFirst();
        return row.question() + " " + row.size() + ", " + row.variant();
    }

    /** What is shown of a row with times; else why there are none, in a word. */
    private static String cell(Optional<Row> row, Function<Row, String> shown) {
        return row.map(r -> r.measured() ? shown.apply(r) : word(r)).orElse("–");
    }

    private static String range(Ratio ratio) {
        return Units.digits(ratio.median()) + " (" + Units.digits(ratio.low()) + "–" + Units.digits(ratio.high()) + ")";
    }

    private static String time(Row row) {
        return Units.time(row.median());
    }

    private static String word(Row row) {
        return switch (row.status()) {
            case MEASURED -> "measured";
            case MISSING -> "–";
            case REFUSED -> "refused";
            case TOO_LONG -> "too long";
            case PENDING -> "not yet";
        };
    }
}
