package dev.kernelbridge.bench.report;

import dev.kernelbridge.bench.results.Competitor;
import dev.kernelbridge.bench.results.Machine;
import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a reader must know of a run before believing its figures.
 *
 * @param facts       in the order in which they are shown
 * @param competitors by id
 * @param noGpu       why there is no time from a GPU; empty if there is one
 */
record MachineCard(String label, boolean complete, Map<String, String> facts, Map<String, Competitor> competitors, String noGpu) {

    static MachineCard of(Run run) {
        Machine machine = run.machine();
        Results results = run.results();
        Map<String, String> cpu = machine.cpu();
        Map<String, String> java = machine.java();
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "CPU", cpu.get("model"), count(cpu.get("cores"), "core"), cpu.get("tier"));
        put(facts, "Caches", cpu.get("caches"));
        put(facts, "Memory", machine.memory());
        put(facts, "OS", machine.os());
        put(facts, "JDK", Stream.of(java.get("vendor"), java.get("version")).filter(Objects::nonNull).collect(Collectors.joining(" ")),
                java.get("heap") == null ? null : "heap " + java.get("heap"));
        put(facts, "JVM flags", java.get("flags"));
        List<Map<String, String>> gpus = gpus(machine);
        put(facts, "GPU", gpus.isEmpty() ? "none" : gpus.stream().map(MachineCard::gpu).collect(Collectors.joining("; ")));
        machine.devices().forEach((backend, device) -> {
            if (backend.equals("opencl") || backend.equals("cuda")) {
                put(facts, backend.equals("cuda") ? "CUDA" : "OpenCL", device);
            }
        });
        put(facts, "Revision", results.revision());
        put(facts, "Started", results.started() == null ? null : results.started().replace("T", " ").replaceFirst("(\\.\\d+)?Z$", " UTC"));
        put(facts, "Settings", results.settings() == null || results.settings().isBlank() ? "default" : results.settings());
        long measured = results.rows().stream().filter(Row::measured).count();
        put(facts, "Rows", measured + " of " + results.rows().size() + " with times", "took " + duration(results.seconds()));
        Map<String, Competitor> competitors = new LinkedHashMap<>();
        results.competitors().forEach(c -> competitors.put(c.id(), c));
        return new MachineCard(run.label(), results.complete(), facts, competitors, noGpu(run));
    }

    private static String noGpu(Run run) {
        if (run.results().rows().stream().anyMatch(row -> row.measured() && Crossover.onGpu(run, row.competitor()))) {
            return "";
        }
        Optional<String> reason = run.results().rows().stream().filter(row -> row.competitor().equals("cuda") && !row.reason().isBlank())
                .map(Row::reason).findFirst();
        return reason.or(() -> Optional.ofNullable(run.machine().devices().get("cuda"))).orElse("this run has no row from a GPU");
    }

    /** A foreign file may have holes. */
    static List<Map<String, String>> gpus(Machine machine) {
        return machine.gpus().stream().filter(Objects::nonNull).toList();
    }

    private static void put(Map<String, String> facts, String name, String... parts) {
        String text = Stream.of(parts).filter(p -> p != null && !p.isBlank()).collect(Collectors.joining(", "));
        if (!text.isEmpty()) {
            facts.put(name, text);
        }
    }

    private static String gpu(Map<String, String> gpu) {
        return Stream.of(gpu.get("name"), gpu.get("memory"), gpu.get("driver") == null ? null : "driver " + gpu.get("driver"),
                        gpu.get("clocks"), gpu.get("power"))
                .filter(p -> p != null && !p.isBlank()).collect(Collectors.joining(", "));
    }

    private static String count(String number, String what) {
        return number == null || !number.matches("\\d+") ? number : number + " " + what + (number.equals("1") ? "" : "s");
    }

    private static String duration(double seconds) {
        long s = Math.round(seconds);
        return s < 120 ? s + " s" : s < 7200 ? s / 60 + " min" : s / 3600 + " h " + s % 3600 / 60 + " min";
    }
}
