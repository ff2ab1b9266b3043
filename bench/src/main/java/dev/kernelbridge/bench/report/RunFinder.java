package dev.kernelbridge.bench.report;

import dev.kernelbridge.bench.results.Machine;
import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.ResultsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds and reads the runs that were asked for; what cannot be read is said and left out. */
final class RunFinder {
    private final Consumer<String> problems;
    private final Set<Path> seen = new HashSet<>();
    private final List<Run> runs = new ArrayList<>();

    private RunFinder(Consumer<String> problems) {
        this.problems = problems;
    }

    /** The runs at those paths, in order, none twice; {@code problems} hears one sentence for each file that is left out. */
    static List<Run> find(List<Path> paths, Consumer<String> problems) {
        RunFinder finder = new RunFinder(problems);
        for (Path path : paths) {
            finder.look(path);
        }
        return distinct(finder.runs);
    }

    private void look(Path path) {
        if (!Files.isDirectory(path) || Files.exists(path.resolve(ResultsFiles.RESULTS))) {
            read(path);
            return;
        }
        try (Stream<Path> inside = Files.list(path)) {
            List<Path> folders = inside.filter(p -> Files.exists(p.resolve(ResultsFiles.RESULTS))).sorted().toList();
            folders.forEach(this::read);
            if (folders.isEmpty()) {
                problems.accept(path + ": neither it nor a folder in it holds a " + ResultsFiles.RESULTS
                        + "; ./kernels bench --out " + path + " makes one");
            }
        } catch (IOException e) {
            problems.accept(path + ": " + e.getMessage());
        }
    }

    private void read(Path path) {
        try {
            Results results = ResultsFiles.results(path);
            Path file = Files.isDirectory(path) ? path.resolve(ResultsFiles.RESULTS) : path;
            if (seen.add(file.toRealPath())) {
                runs.add(new Run(null, results, machine(path, results)));
            }
        } catch (IOException e) {
            problems.accept(e.getMessage());
        }
    }

    /** The rows stand alone, so a machine.json that is missing or broken costs the card its facts and no more. */
    private Machine machine(Path path, Results results) {
        try {
            return ResultsFiles.machine(path);
        } catch (IOException e) {
            problems.accept(e.getMessage() + "; its results are shown without it");
            return new Machine(results.machine(), null, null, null, null, null, null, null);
        }
    }

    private static List<Run> distinct(List<Run> runs) {
        Map<String, Integer> names = new HashMap<>();
        runs.forEach(run -> names.merge(run.machine().name(), 1, Integer::sum));
        Set<String> taken = new HashSet<>();
        return runs.stream().map(run -> {
            String name = run.machine().name();
            String started = run.results().started();
            String label = names.get(name) == 1 || started == null ? name : name + ", " + started.replaceFirst("T.*", "");
            String free = label;
            for (int i = 2; !taken.add(free); i++) {
                free = label + " (" + i + ")";
            }
            return new Run(free, run.results(), run.machine());
        }).toList();
    }
}
