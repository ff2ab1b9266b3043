package dev.kernelbridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.bench.results.Machine;
import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.ResultsFiles;
import dev.kernelbridge.bench.results.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command from its words to its files: with real JVMs under JMH, on JAVA. */
final class MainTest {
    private static final String[] TINY = {"bench", "--quick", "--on", "java", "--only", "first .* fresh JVM", "--minutes", "0.01", "--out"};

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        System.setProperty("jmh.ignoreLock", "true");
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void listenNoMore() {
        System.setOut(out);
        System.setErr(err);
    }

    private int tiny(String... more) {
        return Main.run(Stream.concat(Stream.concat(Stream.of(TINY), Stream.of(folder.toString())), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void leavesResultsAndTheMachineAndATable() throws IOException {
        assertEquals(0, tiny(), said::toString);
        Results results = ResultsFiles.results(folder);
        assertTrue(results.complete());
        Row row = results.rows().getFirst();
        assertEquals("java", row.competitor());
        assertTrue(row.median() > 1e-4 && row.median() < 60, "a first call: " + row.median());
        Machine machine = ResultsFiles.machine(folder);
        assertEquals(machine.name(), results.machine());
        assertTrue(machine.java().get("version").startsWith(Integer.toString(Runtime.version().feature())), machine.java()::toString);
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("first: countPrimes(1e6), fresh JVM"), printed::toString);
    }

    @Test
    void putsACompleteOrForeignFileAside() throws IOException {
        Files.writeString(folder.resolve("results.json"), "somebody's notes");
        assertEquals(0, tiny(), said::toString);
        assertTrue(said.toString().contains("cannot be read") && said.toString().contains("it is now earlier-"), said::toString);
        assertEquals(0, tiny("--json"), said::toString);
        assertTrue(said.toString().contains("is complete; it is now earlier-"), said::toString);
        assertTrue(printed.toString().contains("{\"kernel\":\"first\""), printed::toString);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> earlier = files.filter(f -> f.getFileName().toString().startsWith("earlier-")).toList();
            assertTrue(earlier.stream().anyMatch(f -> {
                try {
                    return Files.readString(f).equals("somebody's notes");
                } catch (IOException e) {
                    return false;
                }
            }), "nothing is lost: " + earlier);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenOrIsTakenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("notes"), "mine");
        assertEquals(1, Main.run("bench", "--quick", "--on", "java", "--only", "fresh JVM", "--out", file.toString()));
        assertTrue(said.toString().contains(file + " is there and is no folder"), said::toString);
        said.reset();
        Process other = new ProcessBuilder("python3", "-c", "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.lockf(f, fcntl.LOCK_EX); "
                + "print(flush=True); sys.stdin.read()", folder.resolve("bench.lock").toString()).start();
        try {
            other.getInputStream().read(); // it has the lock
            assertEquals(1, tiny());
        } finally {
            other.destroy();
        }
        assertTrue(said.toString().contains("another run writes its results to " + folder), said::toString);
        assertFalse(Files.exists(folder.resolve("results.json")));
    }

    @Test
    void badWordsNameTheKnownOnesAndStartNothing() {
        bad("--kernel: \"prime\" is unknown; known are primes, factor, vector, bridge, first", "bench", "--kernel", "prime");
        bad("known are java, ffm, jni, opencl, cuda", "bench", "--on", "rocm");
        bad("--peer: \"openblass\" is unknown; known are primesieve, ", "bench", "--peer", "sleef,openblass");
        bad("--only: \"[\" is no regular expression", "bench", "--only", "[");
        bad("is found in no question", "bench", "--only", "nothing like this");
        bad("--minutes: -1.0 is not above 0", "bench", "--minutes", "-1");
        bad("--limit: 0.0 is not above 0", "bench", "--limit", "0");
        bad("a command is missing: bench");
        assertFalse(Files.exists(folder.resolve("results.json")));
    }

    private void bad(String expected, String... words) {
        said.reset();
        assertEquals(2, Main.run(words), said::toString);
        assertTrue(said.toString(StandardCharsets.UTF_8).contains(expected), said::toString);
    }
}
