package dev.kernelbridge.bench.report;

import dev.kernelbridge.bench.results.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * From which size on a GPU beats the best CPU backend of its machine. Conditions are kept apart: {@code heap} arrays travel to the
 * device and back, {@code resident} vectors do not.
 *
 * @param steps the sizes that both sides have times for, from small to large
 * @param from  the first step from which the GPU wins to the end; the number of steps if it does not win at the largest
 */
record Crossover(int run, String kernel, String question, String variant, List<Step> steps, int from) {

    /**
     * One size.
     *
     * @param speed the CPU's time over the GPU's, pair by pair: above 1 the GPU wins
     */
    record Step(String size, double amount, String gpu, String cpu, double speed) {
    }

    /** Every question of that run that a GPU answered beside a CPU backend. */
    static List<Crossover> of(int index, Run run) {
        Map<List<String>, List<Row>> questions = run.results().rows().stream()
                .filter(row -> row.measured() && !run.results().peer(row) && !List.of("bridge", "first", "article").contains(row.kernel()))
                .collect(Collectors.groupingBy(row -> List.of(row.kernel(), row.question(), series(row)),
                        LinkedHashMap::new, Collectors.toList()));
        List<Crossover> crossovers = new ArrayList<>();
        questions.forEach((key, rows) -> {
            List<Step> steps = rows.stream().collect(Collectors.groupingBy(Row::task)).values().stream()
                    .flatMap(task -> step(run, task).stream()).sorted(Comparator.comparingDouble(Step::amount)).toList();
            int from = steps.size();
            while (from > 0 && steps.get(from - 1).speed() > 1) {
                from--;
            }
            if (!steps.isEmpty()) {
                crossovers.add(new Crossover(index, key.get(0), key.get(1), key.get(2), steps, from));
            }
        });
        return crossovers;
    }

    /** Numbers and numbers with a unit grow along one line; other sizes, such as {@code 1e9 at 1e15}, stand for themselves. */
    private static String series(Row row) {
        return row.size().matches("[\\d.,_]+(e\\d+)?( [a-z]+)?") ? row.variant() : row.variant() + ", " + row.size();
    }

    private static Optional<Step> step(Run run, List<Row> task) {
        Map<Boolean, Optional<Row>> best = task.stream().collect(Collectors.partitioningBy(row -> onGpu(run, row.competitor()),
                Collectors.minBy(Comparator.comparingDouble(Row::median))));
        return best.get(true).flatMap(gpu -> best.get(false).flatMap(cpu -> PageData.ratio(gpu, cpu)
                .map(ratio -> new Step(gpu.size(), PageData.amount(gpu), gpu.competitor(), cpu.competitor(), ratio.median()))));
    }

    /** Whether that backend computes on a GPU there: CUDA unless it is simulated, OpenCL where its device is known to be one. */
    static boolean onGpu(Run run, String competitor) {
        String device = (run.machine().devices().getOrDefault(competitor, "") + " "
                + run.results().competitor(competitor).map(c -> c.title() + " " + c.what()).orElse("")).toLowerCase(Locale.ROOT);
        return switch (competitor) {
            case "cuda" -> !device.contains("simulat");
            case "opencl" -> !device.contains("pocl") && (device.matches(".*\\b(gpu|nvidia|geforce|radeon|graphics)\\b.*")
                    || run.machine().gpus().stream().map(gpu -> gpu.get("name"))
                            .anyMatch(name -> name != null && !name.isBlank() && device.contains(name.toLowerCase(Locale.ROOT))));
            default -> false;
        };
    }
}
