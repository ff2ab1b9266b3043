package dev.kernelbridge.cli;

import dev.kernelbridge.DoubleVec;
import dev.kernelbridge.FloatVec;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.Npy;
import dev.kernelbridge.Vec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kernels exp x.npy -o y.npy}, and the other operations that make a vector of vectors. */
@Command(description = "Make a vector of vectors in .npy files, element by element.", footer = {"",
    "The files hold float64 or float32 in C order, both the same. The result has one dimension and replaces a file that is there."})
final class MapFiles implements Callable<Integer> {
    private static final long CACHE_LINE = 64;

    private final Console console;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE.npy", arity = "1..*")
    private List<Path> files;

    @Option(names = {"-o", "--out"}, paramLabel = "FILE.npy", required = true, description = "where the result goes")
    private Path out;

    @Mixin
    private Choice choice;

    MapFiles(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String name = spec.name();
        try (Arena arena = Arena.ofShared(); Watch watch = new Watch(console, true)) {
            List<Vec> vectors = Reduce.open(name, files, arena);
            for (Path file : files) {
                if (Files.exists(out) && Files.isSameFile(out, file)) { // a mapped file that is cut would end the JVM
                    throw new IllegalArgumentException("--out: " + out + " is read too; take another file");
                }
            }
            Vec x = vectors.getFirst();
            boolean wide = x instanceof DoubleVec;
            MemorySegment memory = arena.allocate(x.length() * (wide ? Double.BYTES : Float.BYTES), CACHE_LINE);
            Vec result = wide ? DoubleVec.of(memory) : FloatVec.of(memory);
            Kernels kernels = choice.open(watch);
            watch.begin(name);
            double seconds;
            try {
                VectorCall.map(name, kernels.vectors(), x, vectors.size() > 1 ? vectors.get(1) : null, result);
            } finally {
                seconds = watch.end();
            }
            Npy.write(out, result);
            if (choice.json()) {
                Output output = new Output(console);
                output.object(json -> {
                    json.writeStringField("kernel", name);
                    Reduce.writeFiles(json, files);
                    json.writeStringField("result", out.toString());
                    Who.answered(kernels, watch.report()).write(json);
                    json.writeNumberField("seconds", seconds);
                });
                output.flush();
            }
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new UncheckedIOException(out + ": " + e.getMessage(), e);
        }
    }
}
