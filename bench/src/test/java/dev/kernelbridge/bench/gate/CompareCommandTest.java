package dev.kernelbridge.bench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kernelbridge.bench.results.Machine;
import dev.kernelbridge.bench.results.ResultsFiles;
import dev.kernelbridge.bench.results.Row;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as a person or a script meets it. */
final class CompareCommandTest {
    private final Simulated machine = new Simulated(7);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void twoRuns() throws IOException {
        List<Row> old = machine.rows(10, "ffm", 1);
        write("old", old, "AMD EPYC");
        write("same", machine.rows(10, "ffm", 1), "AMD EPYC");
        List<Row> slower = machine.rows(9, "ffm", 1);
        slower.add(machine.row("9", "ffm", 2));
        slower.add(machine.row("9", "java", 3));
        write("slower", slower, "Xeon");
    }

    private void write(String name, List<Row> rows, String model) throws IOException {
        ResultsFiles.write(folder.resolve(name).resolve(ResultsFiles.RESULTS), Simulated.results(rows));
        ResultsFiles.write(folder.resolve(name).resolve(ResultsFiles.MACHINE),
                new Machine("simulated", Map.of("model", model), "", "", Map.of(), List.of(), Map.of(), "abc1234"));
    }

    private int run(String... args) {
        return new CommandLine(new CompareCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void nothingSlowerIs0() {
        assertEquals(0, run(at("old"), at("same")));
        assertTrue(out.toString().contains("10 within noise"), out.toString());
        assertTrue(out.toString().contains("no regression"), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void aSlowerRowIs1AndIsNamedWithItsRatio() {
        assertEquals(1, run(at("old"), at("slower") + "/results.json"));
        String line = out.toString().lines().filter(l -> l.startsWith("slower")).findFirst().orElseThrow();
        assertTrue(line.contains("primes, countPrimes, 1 thread, 9: ffm"), line);
        assertTrue(line.matches(".* -> .* [12]\\.[0-9]+x \\(noise up to 1\\.[0-9]+x\\)"), line);
        assertTrue(out.toString().contains("1 slower, 1 new, 9 within noise"), out.toString());
        assertTrue(err.toString().contains("compares machines, not only revisions: processor model: AMD EPYC, now Xeon"), err.toString());
    }

    @Test
    void theOtherWayRoundItIsFaster() {
        assertEquals(0, run(at("slower"), at("old")));
        assertTrue(out.toString().contains("1 faster, 1 gone, 9 within noise"), out.toString());
    }

    @Test
    void jsonHasEveryRow() throws IOException {
        assertEquals(1, run("--json", at("old"), at("slower")));
        JsonNode object = new ObjectMapper().readTree(out.toString());
        assertTrue(object.get("regression").asBoolean());
        assertEquals(11, object.get("rows").size());
        assertEquals("slower", object.get("rows").get(0).get("change").asText());
        assertEquals(2, object.get("rows").get(0).get("ratio").asDouble(), 0.3);
        assertEquals(9, object.get("counts").get("same").asInt());
        assertEquals(1, object.get("warnings").size());
    }

    @Test
    void badInputIs2AndNamesTheFile() throws IOException {
        assertEquals(2, run(at("old"), at("nowhere")));
        assertTrue(err.toString().contains("nowhere: there is no such file"), err.toString());
        Files.writeString(folder.resolve("foreign.json"), "{\"benchmark\": 1}");
        assertEquals(2, run(at("foreign.json"), at("old")));
        assertTrue(err.toString().contains("foreign.json: format is missing"), err.toString());
        write("other", machine.rows(1, "java", 1), "AMD EPYC");
        assertEquals(2, run(at("old"), at("other")));
        assertTrue(err.toString().contains("no row in common"), err.toString());
        assertEquals(2, run(at("old")), "one argument");
        assertFalse(out.toString().contains("regression"));
    }

    @Test
    void withoutMachineJsonItSaysThatItCannotTell() throws IOException {
        Files.delete(folder.resolve("same").resolve(ResultsFiles.MACHINE));
        assertEquals(0, run(at("old"), at("same")));
        assertTrue(err.toString().contains("whether both ran on one machine is unknown: "), err.toString());
    }
}
