package dev.kernelbridge.bench.run;

import dev.kernelbridge.bench.results.Ratio;
import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.Row;
import dev.kernelbridge.bench.results.Row.Status;
import dev.kernelbridge.bench.results.Units;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The results for a terminal: a block for each question, the fastest first, then who was passed over and why. */
final class Table {
    private Table() {
    }

    static List<String> of(Results results) {
        List<String> lines = new ArrayList<>();
        Map<String, String> absent = new LinkedHashMap<>();
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        results.tasks().values().forEach(rows -> {
            block(results, rows, lines);
            for (Row row : rows) {
                if (row.status() == Status.MISSING) {
                    absent.put(row.competitor(), row.reason());
                } else if (!row.reason().isEmpty()) {
                    reasons.computeIfAbsent(row.competitor() + ": " + row.reason(), _ -> new ArrayList<>()).add(row.question() + " " + row.size());
                }
            }
        });
        if (!absent.isEmpty()) {
            lines.add("");
            lines.add("not here:");
            absent.forEach((competitor, reason) -> lines.add("  " + competitor + ": " + reason));
        }
        if (!reasons.isEmpty()) {
            lines.add("");
            lines.add("no time:");
            reasons.forEach((reason, where) -> lines.add("  " + String.join(", ", where) + " by " + reason));
        }
        return lines;
    }

    private static void block(Results results, List<Row> rows, List<String> lines) {
        List<Row> measured = rows.stream().filter(Row::measured).sorted(Comparator.comparingDouble(Row::median)).toList();
        if (measured.isEmpty()) {
            return;
        }
        Row any = rows.getFirst();
        Optional<Row> java = measured.stream().filter(r -> r.competitor().equals("java")).findFirst();
        Optional<Row> ours = measured.stream().filter(r -> !results.peer(r)).findFirst();
        lines.add("");
        lines.add(String.join(", ", any.kernel() + ": " + any.question() + (any.size().equals("1") ? "" : " " + any.size()), any.variant()));
        for (Row row : measured) {
            String line = String.format("  %-18s %9s  (%s to %s)", row.competitor(), Units.time(row.median()), Units.time(row.low()),
                    Units.time(row.high()));
            if (java.isPresent() && measured.size() > 1) {
                line = String.format("%-56s %7s × java", line, Units.digits(java.get().median() / row.median()));
            }
            if (results.peer(row) && ours.isPresent()) {
                line = String.format("%-74s %s", line, against(ours.get(), row));
            }
            lines.add(line.stripTrailing());
        }
    }

    private static String against(Row ours, Row theirs) {
        return Ratio.of(ours, theirs).map(r -> ours.competitor() + (r.median() >= 1 ? " is " + times(r.median(), r.low(), r.high()) + " faster: "
                : " is " + times(1 / r.median(), 1 / r.high(), 1 / r.low()) + " slower: ") + r.verdict()).orElse("");
    }

    private static String times(double median, double low, double high) {
        return Units.digits(median) + " × (" + Units.digits(low) + " to " + Units.digits(high) + ")";
    }
}
