package dev.kernelbridge.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernelbridge.bench.results.Ratio;
import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.Row;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the page shows. Every comparison is made here, by {@link Ratio} and within one task; the page's scripts choose and draw.
 *
 * @param generated when, ISO 8601
 */
record PageData(String generated, List<MachineCard> machines, List<Line> rows, List<Duel> duels, List<Crossover> crossovers) {

    /**
     * A row of a run.
     *
     * @param time   median, low and high in seconds; null where there are none
     * @param faster JAVA's time over this one's, pair by pair; null where one of them is missing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(int run, String kernel, String question, String variant, String size, double amount, String competitor, String status,
            String reason, double[] time, int rounds, double[] faster) {
    }

    /**
     * One of our backends against a peer.
     *
     * @param best    whether that backend is our fastest for this task
     * @param faster  their time over ours, pair by pair: median, low and high
     * @param verdict in {@link Ratio}'s words
     */
    record Duel(int run, String kernel, String question, String variant, String size, double amount, String ours, String theirs,
            boolean best, double[] faster, int pairs, String verdict) {
    }

    static PageData of(List<Run> runs, String generated) {
        List<Line> rows = new ArrayList<>();
        List<Duel> duels = new ArrayList<>();
        List<Crossover> crossovers = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Results results = runs.get(i).results();
            Map<String, List<Row>> tasks = results.tasks();
            for (Row row : results.rows()) {
                Optional<Row> java = tasks.get(row.task()).stream().filter(r -> r.competitor().equals("java")).findFirst();
                rows.add(line(i, row, row.kernel().equals("bridge") ? Optional.empty() : java));
            }
            for (List<Row> task : tasks.values()) {
                duels.addAll(duels(i, results, task));
            }
            crossovers.addAll(Crossover.of(i, runs.get(i)));
        }
        return new PageData(generated, runs.stream().map(MachineCard::of).toList(), rows, duels, crossovers);
    }

    private static Line line(int run, Row row, Optional<Row> java) {
        double[] time = row.measured() && finite(row.median(), row.low(), row.high()) ? figures(row.median(), row.low(), row.high()) : null;
        double[] faster = java.flatMap(j -> ratio(row, j)).map(PageData::figures).orElse(null);
        return new Line(run, row.kernel(), row.question(), row.variant(), row.size(), amount(row), row.competitor(), row.status().name(),
                row.reason().isEmpty() ? null : row.reason(), time, row.rounds().size(), faster);
    }

    /** The bridge's contestants have a chart of their own: they are ways to call, not programs to choose between. */
    private static List<Duel> duels(int run, Results results, List<Row> task) {
        List<Row> ours = task.stream().filter(row -> row.measured() && !results.peer(row) && !row.kernel().equals("bridge"))
                .sorted(Comparator.comparingDouble(Row::median)).toList();
        List<Duel> duels = new ArrayList<>();
        for (Row our : ours) {
            for (Row their : task) {
                if (results.peer(their)) {
                    ratio(our, their).ifPresent(ratio -> duels.add(new Duel(run, our.kernel(), our.question(), our.variant(), our.size(),
                            amount(our), our.competitor(), their.competitor(), our == ours.getFirst(), figures(ratio), ratio.pairs(),
                            ratio.verdict())));
                }
            }
        }
        return duels;
    }

    /** A foreign file may hold times so far apart that their ratio is no number; JSON has none for that. */
    static Optional<Ratio> ratio(Row ours, Row theirs) {
        return Ratio.of(ours, theirs).filter(ratio -> finite(ratio.median(), ratio.low(), ratio.high()));
    }

    /** The size for an axis, 0 where the file has no number. */
    static double amount(Row row) {
        return finite(row.amount()) ? row.amount() : 0;
    }

    private static boolean finite(double... values) {
        return Arrays.stream(values).allMatch(v -> v > 0 && v < Double.POSITIVE_INFINITY);
    }

    private static double[] figures(Ratio ratio) {
        return figures(ratio.median(), ratio.low(), ratio.high());
    }

    /** Five digits: more is noise, and makes the page larger. */
    private static double[] figures(double... values) {
        double[] rounded = values.clone();
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = new BigDecimal(rounded[i]).round(new MathContext(5)).doubleValue();
        }
        return rounded;
    }
}
