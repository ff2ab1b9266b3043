package dev.kernelbridge.bench.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** README's tables are those of the kept results, and the generator writes what is expected of invented ones. */
final class ReadmeTablesTest {
    private static final Path RESOURCES = Path.of(System.getProperty("kernelbridge.root"), "bench/src/test/resources");

    private static final String MACHINE = "invented-2-cores";

    private final StringWriter err = new StringWriter();

    @TempDir
    private Path home;

    @Test
    void theCommittedTablesAreThoseOfTheKeptResults() throws IOException {
        assertEquals(Set.of(), ReadmeTablesCommand.changes(Path.of(System.getProperty("kernelbridge.root"))).keySet(),
                "./kernels readme-tables writes them");
    }

    @Test
    void writesTheTablesAndThenFindsNothingToDo() throws IOException {
        copy();
        assertEquals(1, run("--check"));
        assertTrue(err.toString().contains("README.md: its tables are not those of bench/results"), err.toString());
        assertEquals(Files.readString(RESOURCES.resolve("tables/README.md")), Files.readString(home.resolve("README.md")),
                "--check writes nothing");
        assertEquals(0, run());
        for (String name : ReadmeTablesCommand.FILES) {
            assertEquals(Files.readString(RESOURCES.resolve("tables-expected").resolve(name)), Files.readString(home.resolve(name)), name);
        }
        assertEquals(0, run("--check"));
        Files.writeString(home.resolve("README.md"), Files.readString(home.resolve("README.md")).replace("40.0 ms", "4.0 ms"));
        assertEquals(1, run("--check"), "a number that was touched by hand");
    }

    @Test
    void keepsTheLineEndsOfItsFile() throws IOException {
        copy();
        Path readme = home.resolve("README.md");
        Files.writeString(readme, Files.readString(readme).replace("\n", "\r\n"));
        assertEquals(0, run());
        assertEquals(Files.readString(RESOURCES.resolve("tables-expected/README.md")).replace("\n", "\r\n"), Files.readString(readme));
        assertEquals(0, run("--check"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<!-- bench:colours M -->;<!-- /bench --> | README.md:2: the table \"colours\" is unknown; known are backends, peers, bridge",
        "<!-- bench:peers nowhere -->;<!-- /bench --> | README.md:2: there are no results of \"nowhere\"; there are of broken, M",
        "<!-- bench:bridge M -->;text | README.md:2: this marker is not closed; put <!-- /bench --> behind its table",
        "text;<!-- /bench --> | README.md:3: <!-- /bench --> without a marker before it",
        "<!-- bench:bridge M -->;<!-- bench:bridge M --> | README.md:3: a marker within the table of line 2; close that with <!-- /bench -->",
        "<!-- bench:backends M row=x --> | README.md:2: \"<!-- bench:backends M row=x -->\" is no marker; one reads",
        "<!-- bench:backends M rows=\"primes x *\" --> | README.md:2: no row is \"primes x *\"; there are, for example, \"primes countPrimes",
        "<!-- bench:backends broken --> | README.md:2: HOME/bench/results/broken/results.json: not a results file in line 1"})
    void whatIsWrongIsNamedWithFileAndLine(String text, String message) throws IOException {
        copy();
        Files.createDirectories(home.resolve("bench/results/broken"));
        Files.writeString(home.resolve("bench/results/broken/results.json"), "{");
        String before = "first line\n" + text.replace(";", "\n").replace(" M ", " " + MACHINE + " ") + "\n";
        Files.writeString(home.resolve("README.md"), before);
        String expected = message.replace("HOME", home.toString()).replaceFirst(" M( |$)", " " + MACHINE + "$1");
        assertEquals(2, run());
        assertTrue(err.toString().startsWith("readme-tables: " + expected), () -> err + "is not\n" + expected);
        assertEquals(before, Files.readString(home.resolve("README.md")));
        assertEquals(Files.readString(RESOURCES.resolve("tables/bench/BRIDGE.md")), Files.readString(home.resolve("bench/BRIDGE.md")),
                "no file is written if one is wrong");
    }

    private int run(String... args) {
        String[] all = Stream.concat(Stream.of("--home", home.toString()), Stream.of(args)).toArray(String[]::new);
        return new CommandLine(new ReadmeTablesCommand()).setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err))
                .execute(all);
    }

    private void copy() throws IOException {
        Path from = RESOURCES.resolve("tables");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = home.resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }
}
