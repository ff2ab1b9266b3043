package dev.kernelbridge.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.Npy;
import dev.kernelbridge.Vec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kernels dot a.npy b.npy}, and the other operations that make one number of vectors. */
@Command(description = "Make one number of vectors in .npy files.", footer = {"",
    "The files hold float64 or float32 in C order, both the same; they are mapped, not read. Prints the number in as few digits as",
    "tell it from its neighbours; --json also gives its bits in hexadecimal, which are the same on every backend."})
final class Reduce implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE.npy", arity = "1..*")
    private List<Path> files;

    @Mixin
    private Choice choice;

    Reduce(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String name = spec.name();
        try (Arena arena = Arena.ofShared(); Watch watch = new Watch(console, true)) {
            List<Vec> vectors = open(name, files, arena);
            Kernels kernels = choice.open(watch);
            Vec second = vectors.size() > 1 ? vectors.get(1) : null;
            watch.begin(name);
            Number result;
            double seconds;
            try {
                result = VectorCall.reduce(name, kernels.vectors(), vectors.getFirst(), second);
            } finally {
                seconds = watch.end();
            }
            Output output = new Output(console);
            if (choice.json()) {
                output.object(json -> {
                    json.writeStringField("kernel", name);
                    writeFiles(json, files);
                    json.writeStringField("result", result.toString());
                    json.writeStringField("bits", VectorCall.hexadecimal(result));
                    Who.answered(kernels, watch.report()).write(json);
                    json.writeNumberField("seconds", seconds);
                });
            } else {
                output.line(result.toString());
            }
            output.flush();
            return ExitCode.DONE;
        }
    }

    static void writeFiles(JsonGenerator json, List<Path> files) throws IOException {
        json.writeArrayFieldStart("input");
        for (Path file : files) {
            json.writeString(file.toString());
        }
        json.writeEndArray();
    }

    /** As many vectors of one type as the operation takes. */
    static List<Vec> open(String name, List<Path> files, Arena arena) {
        int operands = VectorCall.operands(name);
        if (files.size() != operands) {
            throw new IllegalArgumentException(files.size() + " files; " + name + " takes " + operands);
        }
        List<Vec> vectors = new ArrayList<>();
        for (Path file : files) {
            try {
                vectors.add(Npy.map(file, arena));
            } catch (NoSuchFileException e) {
                throw new IllegalArgumentException(file + ": no such file", e);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
        Vec first = vectors.getFirst();
        if (vectors.size() > 1 && vectors.get(1).getClass() != first.getClass()) {
            throw new IllegalArgumentException(files.get(0) + " and " + files.get(1)
                    + " hold elements of two types; array.astype('<f8') makes float64 of both");
        }
        return vectors;
    }
}
