package dev.kernelbridge.bench.gate;

import dev.kernelbridge.bench.gate.Change.Kind;
import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Two results, row by row.
 *
 * @param changes one for each row of either, by kind and then in the order of the questions
 * @param noise   of the rows that both have
 * @param drift   of the machine
 */
record Comparison(List<Change> changes, Noise noise, Drift drift) {
    /** Compares; {@code divide} forces that the machine's drift is divided out or not, null leaves it to {@link Drift}'s rule. */
    static Comparison of(Results old, Results now, Boolean divide) {
        Map<String, Row> before = new LinkedHashMap<>();
        old.rows().forEach(row -> before.put(row.key(), row));
        List<Row[]> pairs = now.rows().stream().filter(row -> row.measured() && before.containsKey(row.key())
                && before.get(row.key()).measured()).map(row -> new Row[] {before.get(row.key()), row}).toList();
        Noise noise = Noise.of(pairs);
        Drift drift = Drift.of(pairs, old, now, divide);
        List<Change> changes = new ArrayList<>();
        for (Row row : now.rows()) {
            changes.add(change(before.remove(row.key()), row, now.peer(row), noise, drift, Objects.equals(old.settings(), now.settings())));
        }
        before.values().forEach(row -> changes.add(change(row, null, old.peer(row), noise, drift, false)));
        changes.sort(Comparator.comparing(Change::kind));
        return new Comparison(List.copyOf(changes), noise, drift);
    }

    private static Change change(Row old, Row now, boolean peer, Noise noise, Drift drift, boolean sameSettings) {
        if (old == null || now == null || !old.measured() || !now.measured()) {
            return new Change(old, now, peer, untimed(old, now, sameSettings), Double.NaN, Double.NaN);
        }
        double ratio = Noise.shift(old, now) / drift.divisor();
        Kind kind = !noise.moved(old, now, drift.divisor()) ? Kind.SAME : ratio > 1 ? Kind.SLOWER : Kind.FASTER;
        return new Change(old, now, peer, kind, ratio, noise.needed(old, now));
    }

    /** With the same settings a row can only be too long now if it, or a smaller one of its kind, takes longer. */
    private static Kind untimed(Row old, Row now, boolean sameSettings) {
        if (now == null) {
            return Kind.GONE;
        }
        if (now.status() == Row.Status.REFUSED && (old == null || old.status() != Row.Status.REFUSED)) {
            return Kind.REFUSED;
        }
        if (old == null) {
            return Kind.NEW;
        }
        if (old.measured() && (now.status() == Row.Status.MISSING || sameSettings && now.status() == Row.Status.TOO_LONG)) {
            return Kind.LOST;
        }
        return old.status() == now.status() ? Kind.UNTIMED : Kind.CHANGED;
    }

    /** How many rows of that kind there are. */
    long count(Kind kind) {
        return changes.stream().filter(c -> c.kind() == kind).count();
    }

    /** How many rows both have times for. */
    long timed() {
        return count(Kind.SLOWER) + count(Kind.FASTER) + count(Kind.SAME);
    }

    /** Whether one of our rows is slower, is refused now, or has lost its backend. */
    boolean regression() {
        return changes.stream().anyMatch(Change::regression);
    }
}
