package dev.kernelbridge.bench.gate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kernelbridge.bench.gate.Change.Kind;
import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.ResultsFiles;
import dev.kernelbridge.bench.results.Row;
import dev.kernelbridge.bench.results.Statistics;
import dev.kernelbridge.bench.results.Units;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench/compare OLD NEW}: the regression gate. */
@Command(name = "compare-results", sortOptions = false,
        description = "Say which rows of two results moved beyond their noise.", footer = {"",
            "A row moved if all its rounds are beyond all rounds of the other run, and its medians differ by more than 5 %% and by more "
            + "than chance moves them once in a hundred comparisons. What moved all peers alike is the machine's drift; it is divided out.",
            "Exit code 0 if nothing of ours is slower; 1 if a row of ours is slower, is refused now, lost its backend "
            + "or would take too long now; 2 for bad input."})
public final class CompareCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OLD", description = "a results.json, or the folder that holds it")
    private Path oldPath;

    @Parameters(index = "1", paramLabel = "NEW", description = "the one to judge")
    private Path newPath;

    @Option(names = "--all", description = "list also the rows that did not move")
    private boolean all;

    @Option(names = "--drift", negatable = true, description = "divide out what moved all rows alike, even if there are no peers to tell "
            + "whether it was the machine; --no-drift never does")
    private Boolean drift;

    @Option(names = "--json", description = "one JSON object in place of the table")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "this text")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Results old;
        Results now;
        try {
            old = ResultsFiles.results(oldPath);
            now = ResultsFiles.results(newPath);
        } catch (IOException e) {
            err.println("compare-results: " + e.getMessage());
            return 2;
        }
        Comparison comparison = Comparison.of(old, now, drift);
        if (comparison.timed() == 0 && !comparison.regression()) {
            err.println("compare-results: " + oldPath + " and " + newPath + " have no row in common that both have times for");
            return 2;
        }
        List<String> warnings = warnings(old, now, comparison);
        warnings.forEach(warning -> err.println("warning: " + warning));
        if (json) {
            out.println(JSON.writeValueAsString(object(old, now, comparison, warnings)));
        } else {
            print(out, old, now, comparison);
        }
        out.flush();
        err.flush();
        return comparison.regression() ? 1 : 0;
    }

    private List<String> warnings(Results old, Results now, Comparison comparison) {
        List<String> warnings = new ArrayList<>();
        try {
            List<String> differences = MachineDifference.of(ResultsFiles.machine(oldPath), ResultsFiles.machine(newPath));
            if (!differences.isEmpty()) {
                warnings.add("this compares machines, not only revisions: " + String.join("; ", differences));
            }
        } catch (IOException e) {
            warnings.add("whether both ran on one machine is unknown: " + e.getMessage());
        }
        for (Results one : List.of(old, now)) {
            if (!one.complete()) {
                warnings.add((one == old ? oldPath : newPath) + " is not complete: rows whose turn had not come are left out");
            }
        }
        if (comparison.noise().assumed()) {
            warnings.add("no row has two rounds: how much JVMs differ is unknown, and " + percent(Noise.ASSUMED) + " is assumed");
        }
        return warnings;
    }

    private void print(PrintWriter out, Results old, Results now, Comparison comparison) {
        out.println("old  " + about(old));
        out.println("new  " + about(now));
        out.println("noise of a round: typically " + percent(comparison.noise().typical()));
        out.println(comparison.drift());
        List<Change> shown = comparison.changes().stream()
                .filter(c -> all || c.kind() != Kind.SAME && c.kind() != Kind.UNTIMED).toList();
        int width = shown.stream().mapToInt(c -> name(c).length()).max().orElse(0);
        if (!shown.isEmpty()) {
            out.println();
        }
        for (Change change : shown) {
            out.println(String.format(Locale.ROOT, "%-8s %-" + width + "s  %s", word(change.kind()), name(change), detail(change)));
        }
        out.println();
        List<String> counts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (comparison.count(kind) > 0) {
                counts.add(comparison.count(kind) + " " + switch (kind) {
                    case SAME -> "within noise";
                    case UNTIMED -> "without times in both";
                    default -> word(kind);
                });
            }
        }
        out.println(String.join(", ", counts));
        long peers = comparison.changes().stream().filter(c -> c.peer() && (c.kind() == Kind.SLOWER || c.kind() == Kind.REFUSED
                || c.kind() == Kind.LOST)).count();
        out.println((comparison.regression() ? "REGRESSION" : "no regression") + (peers > 0
                ? " (" + peers + (peers == 1 ? " row is a peer's and does" : " rows are peers' and do") + " not count)" : ""));
    }

    private static String about(Results results) {
        String asked = results.settings() == null || results.settings().isBlank() ? "" : ", " + results.settings();
        return String.join(", ", "revision " + results.revision(), String.valueOf(results.started()), String.valueOf(results.machine()),
                results.rows().size() + " rows") + asked;
    }

    private static String name(Change change) {
        Row row = change.row();
        return row.task().replace(" | ", ", ") + ": " + row.competitor() + (change.peer() ? " (peer)" : "");
    }

    private static String detail(Change change) {
        Row old = change.old();
        Row now = change.now();
        if (!Double.isNaN(change.ratio())) {
            return String.format(Locale.ROOT, "%s -> %s  %.2fx (noise up to %.2fx)", time(old), time(now), change.ratio(), change.needed());
        }
        if (old == null || now == null) {
            return was(change.row());
        }
        return old.status() == now.status() ? was(now) : was(old) + " -> " + was(now);
    }

    private static String was(Row row) {
        return row.measured() ? time(row) : word(row.status()) + (row.reason().isEmpty() ? "" : " (" + row.reason() + ")");
    }

    private static String time(Row row) {
        return Units.time(Statistics.median(row.roundMedians()));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part);
    }

    private static ObjectNode object(Results old, Results now, Comparison comparison, List<String> warnings) {
        ObjectNode object = JSON.createObjectNode();
        object.put("regression", comparison.regression());
        object.put("old", old.revision()).put("new", now.revision());
        object.set("warnings", JSON.valueToTree(warnings));
        object.put("noise", comparison.noise().typical());
        object.set("drift", JSON.valueToTree(comparison.drift()));
        ObjectNode counts = object.putObject("counts");
        for (Kind kind : Kind.values()) {
            counts.put(word(kind), comparison.count(kind));
        }
        for (Change change : comparison.changes()) {
            ObjectNode one = object.withArray("/rows").addObject();
            Row row = change.row();
            one.put("kernel", row.kernel()).put("question", row.question()).put("variant", row.variant()).put("size", row.size());
            one.put("competitor", row.competitor()).put("peer", change.peer()).put("change", word(change.kind()));
            one.put("regression", change.regression());
            side(one, "old", change.old());
            side(one, "new", change.now());
            if (!Double.isNaN(change.ratio())) {
                one.put("ratio", change.ratio()).put("needed", change.needed());
            }
        }
        return object;
    }

    private static void side(ObjectNode one, String name, Row row) {
        if (row != null && row.measured()) {
            one.put(name, Statistics.median(row.roundMedians()));
        } else if (row != null) {
            one.put(name + "Status", word(row.status())).put(name + "Reason", row.reason());
        }
    }
}
