package dev.kernelbridge.bench.run;

import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.ResultsFiles;
import dev.kernelbridge.bench.results.Row;
import dev.kernelbridge.bench.results.Row.Status;
import dev.kernelbridge.bench.results.Units;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks all questions in rounds until the time is used. In a round the competitors of one question run one after the other, a fresh JVM
 * each, in alternating order, so that each round has pairs that saw the same minute; and the rounds of one question lie far apart, so
 * that a noisy quarter of an hour is seen as noise. After each question the results file is whole and up to date: who interrupts the
 * run loses what was measured of one question, and the next run goes on there.
 */
final class Campaign {
    /** From here on a call is timed once in a JVM. */
    private static final double LONG_CALL_SECONDS = 1;

    private final Limits limits;
    private final Path file;
    private final Timer timer;
    private final List<Question> questions;
    private final Map<String, String> missing;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<Question, Double> took = new HashMap<>();
    private final Results blank;
    private final double secondsBefore;

    /**
     * Where the run ends.
     *
     * @param seconds     of this run
     * @param rounds      at most
     * @param callSeconds what one call may be expected to take
     */
    record Limits(double seconds, int rounds, double callSeconds) {
    }

    /** Times one competitor at one question in a JVM of its own. */
    interface Timer {
        /**
         * The seconds that an operation took in each iteration.
         *
         * @param oneCall whether a call is so long that it is timed once, without warm-up but for what the benchmark does itself
         */
        double[] time(Question question, String competitor, boolean oneCall) throws FailedException;
    }

    /** Why there is no time. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1;

        FailedException(String reason) {
            super(reason);
        }
    }

    /** Is told what happens. */
    interface Watcher {
        /** That competitor is about to be asked that question; of all rows of this round so many are done. */
        void asks(int round, int done, int of, Question question, String competitor);
    }

    /**
     * @param blank   the results without rows
     * @param earlier an interrupted run with the same settings: a question that was asked there keeps its answers
     */
    Campaign(List<Question> questions, Competitors who, Limits limits, Timer timer, Path file, Results blank, Results earlier) {
        this.questions = questions;
        this.missing = who.missing();
        this.limits = limits;
        this.timer = timer;
        this.file = file;
        this.blank = blank;
        this.secondsBefore = earlier == null ? 0 : earlier.seconds();
        for (Question question : questions) {
            for (String competitor : question.competitors()) {
                Row row = question.row(competitor);
                rows.put(row.key(), missing.containsKey(competitor) ? row.without(Status.MISSING, missing.get(competitor)) : row);
            }
        }
        if (earlier != null) {
            questions.forEach(question -> keep(question, earlier));
        }
    }

    /** The reasons too: who is asked for the first time after the others had their rounds would be paired with another hour. */
    private void keep(Question question, Results earlier) {
        List<String> keys = question.competitors().stream().map(c -> question.row(c).key()).toList();
        List<Row> answers = earlier.rows().stream().filter(row -> keys.contains(row.key()) && row.status() != Status.PENDING).toList();
        if (answers.stream().noneMatch(Row::measured)) {
            return;
        }
        for (Row row : answers) {
            boolean came = row.status() == Status.MISSING && rows.get(row.key()).status() != Status.MISSING;
            rows.put(row.key(), came ? row.without(Status.MISSING, "was not here when this run began; measure anew, with another --out") : row);
        }
    }

    /** Runs to the end or until the time is used, and returns what the file then holds. */
    Results run(Watcher watcher) throws IOException {
        long start = System.nanoTime();
        write(start, false);
        for (int round = 0; round < limits.rounds(); round++) {
            int done = 0;
            for (Question question : questions) {
                double elapsed = seconds(start);
                if (elapsed > limits.seconds()) {
                    return write(start, true);
                }
                if (round > 0 && elapsed + took.getOrDefault(question, 0.0) > limits.seconds()) {
                    continue; // shorter ones may still have their turn
                }
                ask(question, round, done, watcher);
                took.put(question, seconds(start) - elapsed);
                done += question.competitors().size();
                write(start, false);
            }
        }
        return write(start, true);
    }

    private void ask(Question question, int round, int done, Watcher watcher) {
        List<String> order = round % 2 == 0 ? question.competitors() : question.competitors().reversed();
        Map<String, Row> answers = new LinkedHashMap<>();
        for (String competitor : order) {
            Row row = rows.get(question.row(competitor).key());
            if (row.rounds().size() != round || row.status() != (round == 0 ? Status.PENDING : Status.MEASURED)) {
                continue; // it had this round before the run was interrupted, or has a reason
            }
            watcher.asks(round, done + answers.size(), rows.size(), question, competitor);
            answers.put(row.key(), answer(question, row));
        }
        rows.putAll(answers); // together: a round of which half is lost has no pairs
    }

    private Row answer(Question question, Row row) {
        double expected = row.measured() ? row.median() : predicted(question, row.competitor());
        if (!row.measured() && expected > limits.callSeconds()) {
            return row.without(Status.TOO_LONG, (expected == Double.POSITIVE_INFINITY ? "a smaller one took too long already"
                    : "a call would take about " + Units.time(expected) + " by what smaller ones took") + "; the limit is "
                    + Units.time(limits.callSeconds()) + " (--limit)");
        }
        try {
            return row.with(timer.time(question, row.competitor(), expected > LONG_CALL_SECONDS));
        } catch (FailedException e) {
            return row.without(Status.REFUSED, e.getMessage());
        }
    }

    /**
     * What the call will take: the line through the two sizes before it, in logarithms; with one only, as if time grew with the square
     * root of the size, which is less than it will be. 0 without any.
     */
    private double predicted(Question question, String competitor) {
        List<Question> before = new ArrayList<>();
        for (Question other : questions) {
            if (other == question) {
                break;
            }
            if (other.series().equals(question.series()) && other.competitors().contains(competitor)) {
                before.add(other);
            }
        }
        List<double[]> points = new ArrayList<>(); // axis, ln seconds
        for (Question other : before) {
            Row row = rows.get(other.row(competitor).key());
            if (row.status() == Status.TOO_LONG) {
                return Double.POSITIVE_INFINITY;
            }
            if (row.measured()) {
                points.add(new double[] {other.axis(), Math.log(row.median())});
            }
        }
        if (points.isEmpty()) {
            return 0;
        }
        double[] last = points.getLast();
        double slope = question.exponential() ? 0 : 0.5;
        if (points.size() > 1) {
            double[] first = points.get(points.size() - 2);
            slope = last[0] > first[0] ? (last[1] - first[1]) / (last[0] - first[0]) : 0;
        }
        return Math.exp(last[1] + Math.max(0, slope) * (question.axis() - last[0]));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** A run that is killed in a later round has an answer in every row and is not complete for all that. */
    private Results write(long start, boolean over) throws IOException {
        boolean complete = over && rows.values().stream().noneMatch(row -> row.status() == Status.PENDING);
        Results results = new Results(Results.FORMAT, blank.settings(), blank.revision(), blank.started(),
                Math.round(10 * (secondsBefore + seconds(start))) / 10.0, complete, blank.machine(), blank.competitors(),
                List.copyOf(rows.values()));
        ResultsFiles.write(file, results);
        return results;
    }
}
