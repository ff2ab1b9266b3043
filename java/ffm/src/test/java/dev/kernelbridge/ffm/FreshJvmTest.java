package dev.kernelbridge.ffm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Availability;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.ReduceOp;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What only a JVM that has done nothing yet can show: which functions get bound, and what the JVM's own switches do. */
class FreshJvmTest {

    @BeforeAll
    static void libraryIsThere() {
        LibraryThere.orSkip();
    }

    /** In the child: availability, then one dot product; after each, what is bound. */
    static final class Child {
        public static void main(String[] args) {
            FfmBackend backend = new FfmBackend();
            Availability availability = backend.availability();
            System.out.println(availability);
            if (availability.available()) {
                System.out.println(Library.bound());
                try (Engine engine = backend.open(backend.devices().getFirst())) {
                    double[] partials = new double[1];
                    MemorySegment x = MemorySegment.ofArray(new double[] {1, 2, 3});
                    engine.vectors().reduce(ElementType.F64, ReduceOp.DOT, 0, x, x, 3, partials, 0);
                    System.out.println(partials[0] + " " + Library.bound() + " " + engine.device().detail().replaceAll(".*, ", ""));
                }
            }
        }
    }

    private static List<String> run(String variable, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Child.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove(Tier.VARIABLE);
        if (variable != null) {
            builder.environment().put(Tier.VARIABLE, variable);
        }
        Process child = builder.start();
        List<String> lines = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertEquals(0, child.waitFor(), lines.toString());
        return lines;
    }

    @Test
    void bindsWhatIsCalledAndNothingElse() throws Exception {
        List<String> lines = run(null, "--enable-native-access=ALL-UNNAMED");
        assertEquals(List.of("available", "[]"), lines.subList(0, 2));
        assertTrue(lines.get(2).startsWith("14.0 [kb_reduce_f64] "), lines.get(2));
    }

    @Test
    void takesTheTierFromTheEnvironmentAndThePropertyFirst() throws Exception {
        String lowest = System.getProperty("os.arch").equals("amd64") ? "x86-64" : "aarch64";
        assertTrue(run(lowest, "--enable-native-access=ALL-UNNAMED").getLast().endsWith(" " + lowest));
        assertTrue(run("nonsense", "--enable-native-access=ALL-UNNAMED", "-Dkernelbridge.cpu=" + lowest).getLast().endsWith(" " + lowest));
        assertTrue(run("nonsense", "--enable-native-access=ALL-UNNAMED").getFirst().startsWith("KERNELBRIDGE_CPU=nonsense is not"));
    }

    @Test
    void aJvmThatDeniesNativeAccessIsAReason() throws Exception {
        String answer = run(null, "--illegal-native-access=deny").getFirst();
        assertTrue(answer.contains("--enable-native-access"), answer);
    }

    @Test
    void aLibraryPathWithoutTheLibraryIsAReason() throws Exception {
        String answer = run(null, "--enable-native-access=ALL-UNNAMED", "-Dkernelbridge.library.path=/nonexistent").getFirst();
        assertTrue(answer.contains("/nonexistent"), answer);
    }
}
