package dev.kernelbridge.bench.tables;

import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which tasks a table shows: patterns like {@code vector dot f64 heap *}, in the order of the patterns. */
final class Choice {
    private Choice() {
    }

    /**
     * The tasks, each with its rows.
     *
     * @param patterns separated by semicolons; each is a task's kernel, question, variant and size, where {@code *} stands for any text
     */
    static Map<String, List<Row>> of(Results results, String patterns) {
        Map<String, List<Row>> tasks = results.tasks();
        Map<String, List<Row>> chosen = new LinkedHashMap<>();
        for (String pattern : patterns.split(";")) {
            Pattern regex = Pattern.compile(Stream.of(pattern.strip().split("\\*", -1)).map(Pattern::quote)
                    .collect(Collectors.joining(".*")));
            List<String> found = tasks.keySet().stream().filter(task -> regex.matcher(words(task)).matches()).toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("no row is \"" + pattern.strip() + "\"; there are, for example, "
                        + tasks.keySet().stream().limit(3).map(task -> "\"" + words(task) + "\"").collect(Collectors.joining(", ")));
            }
            found.forEach(task -> chosen.put(task, tasks.get(task)));
        }
        return chosen;
    }

    private static String words(String task) {
        return task.replace(" | ", " ");
    }
}
