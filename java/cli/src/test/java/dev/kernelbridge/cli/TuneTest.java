package dev.kernelbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.Tuning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code kernels tune} measures, keeps, shows and forgets; what it finds on a busy machine is nobody's business here. */
final class TuneTest {
    private static final String CACHE = "kernelbridge.cache.dir";

    @TempDir
    Path folder;

    private String before;

    @BeforeEach
    void keepItThere() {
        before = System.getProperty(CACHE);
        System.setProperty(CACHE, folder.toString());
    }

    @AfterEach
    void leave() {
        Shell.kernels("tune", "--reset"); // what this process remembers, too
        if (before == null) {
            System.clearProperty(CACHE);
        } else {
            System.setProperty(CACHE, before);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith("tuning-")).toList();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JAVA", "FFM"})
    void theProcessorsThreadsAreMeasuredAndKept(Backend backend) throws IOException {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one processor has nothing to compare");
        needs(backend);
        Shell done = Shell.kernels("tune", "--on", backend.id(), "--seconds", "1", "--json");
        assertEquals(0, done.exit(), done.err());
        assertEquals(1, done.json().size(), done.out());
        Map<String, Object> found = done.json().getFirst();
        assertEquals("crossover.threads", found.get("setting"));
        assertEquals(backend.id(), found.get("backend"));
        Properties kept = new Properties();
        assertEquals(1, files().size());
        assertEquals(files().getFirst().toString(), found.get("file"));
        try (var in = Files.newBufferedReader(files().getFirst())) {
            kept.load(in);
        }
        double low = Double.parseDouble(kept.getProperty("crossover.threads").split(" ")[1]);
        assertEquals(((Number) found.get("low")).doubleValue(), low);
        assertEquals(found.get("when"), kept.getProperty("when"));
        Shell shown = Shell.kernels("tune", "--show", "--json");
        found.remove("file");
        assertEquals(List.of(found), shown.json());
        assertEquals(low, Tuning.kept(Kernels.devices(backend).getFirst()).orElseThrow().crossovers().getFirst().low());
        Shell doctor = Shell.kernels("doctor");
        assertTrue(doctor.out().contains("crossovers: measured by ./kernels tune on "), doctor.out());
        Shell reset = Shell.kernels("tune", "--reset");
        assertTrue(reset.out().startsWith(backend.id() + " on ") && reset.out().endsWith(": forgotten\n"), reset.out());
        assertEquals(List.of(), files());
        assertTrue(Shell.kernels("tune", "--show").err().contains("nothing is kept"));
    }

    /** On a processor (PoCL) it decides nothing, and is measured as on a GPU. */
    @Test
    void openClIsMeasuredWhereItIsAskedFor() throws IOException {
        needs(Backend.OPENCL);
        Shell done = Shell.kernels("tune", "--on", "opencl", "--seconds", "3");
        assertEquals(0, done.exit(), done.err());
        assertTrue(done.out().startsWith("opencl on "), done.out());
        assertTrue(done.out().contains("\n  quadratic sieve    predicted: "), done.out());
        assertTrue(done.out().contains("\n  axpy and its like  "), done.out());
        if (!files().isEmpty()) { // a very slow machine has no time for any question
            Shell shown = Shell.kernels("tune", "--show", "--on", "opencl");
            assertTrue(shown.out().startsWith("opencl on "), shown.out());
        }
    }

    @Test
    void aMistakeIsToldAndMeasuresNothing() throws IOException {
        for (String[] wrong : new String[][] {{"--seconds", "0"}, {"--seconds", "NaN"}, {"--seconds", "soon"}, {"--on", "gpu"},
            {"--show", "--reset"}, {"7"}}) {
            String[] arguments = Stream.concat(Stream.of("tune"), Stream.of(wrong)).toArray(String[]::new);
            Shell done = Shell.kernels(arguments);
            assertEquals(2, done.exit(), String.join(" ", arguments));
            assertNotEquals("", done.err());
            assertEquals("", done.out());
        }
        assertEquals(List.of(), files());
    }

    private static void needs(Backend backend) {
        Availability there = Kernels.availability(backend);
        if (there.available()) {
            there = Kernels.selfTest(Kernels.devices(backend).getFirst());
        }
        if (!there.available()) {
            assertNotEquals("all", System.getProperty("kernelbridge.test.require"), there.toString());
            abort(there.toString());
        }
    }
}
