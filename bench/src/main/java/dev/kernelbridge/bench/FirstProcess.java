package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Kernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long does a whole process take that counts the primes up to a million and ends: the start of the JVM and all of {@link FirstCall}
 * in it? With the per-user cache of native libraries and OpenCL binaries as it is, or empty as after an installation.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FirstProcess {
    private static final int SECONDS = 120;

    @Param("java")
    public String competitor;

    @Param({"kept", "empty"})
    public String cache;

    private Path folder;

    /** What the process runs. */
    public static final class OneCount {
        private OneCount() {
        }

        /** The backend's name is the one argument. */
        public static void main(String[] arguments) {
            Kernels kernels = Kernels.require(Backend.of(arguments[0]));
            System.out.println(kernels.countPrimes(1_000_000));
        }
    }

    @Setup(Level.Invocation)
    public void setUp() throws IOException {
        folder = cache.equals("empty") ? Files.createTempDirectory("kernelbridge-bench-") : null;
    }

    @Benchmark
    public String process() {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        if (folder != null) {
            command.add("-Dkernelbridge.cache.dir=" + folder);
        }
        command.addAll(List.of(OneCount.class.getName(), competitor));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0
                    || said.lines().noneMatch("78498"::equals)) { // java may add notes
                String reason = said.lines().filter(line -> line.startsWith("Exception in thread")).findFirst().orElse(said);
                throw new Refused("a process on " + competitor + " said \"" + reason + "\", expected 78498");
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new Refused("interrupted");
        }
    }

    @TearDown(Level.Invocation)
    public void tearDown() throws IOException {
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
