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
        put(facts, "CPU", cpu.get("model"), cores(cpu.get("cores")), cpu.get("tier"));
        put(facts, "Caches", cpu.get("caches"));
        put(facts, "Clock", known(cpu.get("frequency")), known(cpu.get("governor")));
        put(facts, "Memory", machine.memory());
        put(facts, "OS", machine.os());
        put(facts, "JDK", Stream.of(java.get("vendor"), java.get("version")).filter(Objects::nonNull).collect(Collectors.joining(" ")));
        put(facts, "JVM", java.get("heap") == null ? null : "heap " + java.get("heap"), java.get("collector"), java.get("flags"),
                java.get("environment"));
        List<Map<String, String>> gpus = machine.gpus();
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

    private static void put(Map<String, String> facts, String name, String... parts) {
        String text = Stream.of(parts).filter(p -> p != null && !p.isBlank()).collect(Collectors.joining(", "));
        if (!text.isEmpty()) {
            facts.put(name, text);
        }
    }

    /** The name, then what else is known, by the name that the driver's own tool gives it. */
    private static String gpu(Map<String, String> gpu) {
        return gpu.entrySet().stream().filter(e -> known(e.getValue()) != null)
                .map(e -> e.getKey().equals("name") ? e.getValue() : e.getKey().replaceAll("[._]", " ") + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String known(String value) {
        return value == null || value.isBlank() || value.equals("unknown") ? null : value;
    }

    /** {@code 8} and {@code 8, 16 threads} with the word that is missing. */
    private static String cores(String number) {
        return number == null ? null : number.replaceFirst("^1(?=,|$)", "1 core").replaceFirst("^(\\d+)(?=,|$)", "$1 cores");
    }

    private static String duration(double seconds) {
        long s = Math.round(seconds);
        return s < 120 ? s + " s" : s < 7200 ? s / 60 + " min" : s / 3600 + " h " + s % 3600 / 60 + " min";
    }
}
