package dev.kernelbridge.bench.tables;

import dev.kernelbridge.bench.results.Machine;
import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.ResultsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Markdown file whose tables stand between markers. */
final class Document {
    private final Path kept;

    /** Reads results from that folder, one folder a machine. */
    Document(Path kept) {
        this.kept = kept;
    }

    /**
     * The text with its tables as they should be.
     *
     * @param name of the file, for errors
     * @throws IOException if a marker or what it names is wrong; the message begins with {@code name:line}
     */
    String generate(String name, String text) throws IOException {
        if (text.contains("\r\n")) { // as git checks it out elsewhere
            return generate(name, text.replace("\r\n", "\n")).replace("\n", "\r\n");
        }
        List<String> lines = new ArrayList<>();
        int opened = 0;
        List<String> given = List.of(text.split("\n", -1));
        for (int i = 0; i < given.size(); i++) {
            String line = given.get(i);
            String where = name + ":" + (i + 1) + ": ";
            try {
                Optional<Marker> marker = Marker.of(line);
                if (marker.isPresent() && opened > 0) {
                    throw new IllegalArgumentException("a marker within the table of line " + opened + "; close that with " + Marker.END);
                } else if (marker.isPresent()) {
                    opened = i + 1;
                    lines.add(line);
                    lines.addAll(table(marker.get()));
                } else if (line.startsWith(Marker.END)) {
                    if (opened == 0) {
                        throw new IllegalArgumentException(Marker.END + " without a marker before it");
                    }
                    opened = 0;
                    lines.add(line);
                } else if (opened == 0) {
                    lines.add(line);
                }
            } catch (IllegalArgumentException | IOException e) {
                throw new IOException(where + e.getMessage(), e);
            }
        }
        if (opened > 0) {
            throw new IOException(name + ":" + opened + ": this marker is not closed; put " + Marker.END + " behind its table");
        }
        return String.join("\n", lines);
    }

    private List<String> table(Marker marker) throws IOException {
        Table kind = Table.named(marker.kind());
        Path folder = kept.resolve(marker.machine());
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("there are no results of \"" + marker.machine() + "\"; there are of " + machines());
        }
        Results results = ResultsFiles.results(folder);
        List<String> lines = new ArrayList<>(List.of("", source(results, ResultsFiles.machine(folder)), ""));
        lines.addAll(kind.of(results, marker.rows()));
        lines.add("");
        return lines;
    }

    private String machines() throws IOException {
        if (!Files.isDirectory(kept)) {
            return "no machine (" + kept + " is not there)";
        }
        try (Stream<Path> folders = Files.list(kept)) {
            List<String> names = folders.filter(Files::isDirectory).map(f -> f.getFileName().toString()).sorted().toList();
            return names.isEmpty() ? "no machine" : String.join(", ", names);
        }
    }

    /** What, where and when, in a line above the table, so that no number stands without it. */
    private static String source(Results results, Machine machine) {
        List<String> parts = new ArrayList<>();
        parts.add(machine.cpu().getOrDefault("model", "unknown processor"));
        Optional.ofNullable(machine.cpu().get("cores")).ifPresent(c -> parts.add("cores: " + c));
        machine.gpus().stream().map(gpu -> gpu.getOrDefault("name", "unknown GPU")).distinct().forEach(parts::add);
        parts.add("JDK " + machine.java().getOrDefault("version", "unknown"));
        parts.add("revision " + results.revision());
        parts.add(results.started() == null ? "date unknown" : results.started().replaceFirst("T.*", ""));
        String asked = results.settings() == null || results.settings().isBlank() ? "" : " " + results.settings().strip();
        return "Medians of `./kernels bench" + asked + "`: " + String.join("; ", parts) + ".";
    }
}
