package dev.kernelbridge.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command: what it takes, what it leaves out and why, and that it writes a whole page or none. */
final class ReportCommandTest {
    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void findsFilesFoldersAndFoldersOfFolders() throws IOException {
        Path direct = Sample.full("direct", false).into(folder.resolve("direct"));
        Path file = Sample.full("file", false).into(folder.resolve("file")).resolve("results.json");
        Path many = folder.resolve("many");
        Sample.full("beta", true).into(many.resolve("b"));
        Sample.full("alpha", false).into(many.resolve("a"));
        Files.createDirectories(many.resolve("no results here"));
        Path page = folder.resolve("new/folder/page.html");

        assertEquals(0, report(page, direct, file, many), err::toString);
        assertEquals("", err.toString());
        assertEquals(List.of("direct", "file", "alpha", "beta"), labels(page));
        assertEquals(List.of("page.html"), names(page.getParent()), "nothing half-written stays");
        assertTrue(out.toString().contains(page + ": 4 runs"), out.toString());
    }

    @Test
    void namesAndLeavesOutWhatItCannotRead() throws IOException {
        Path good = Sample.full("good", false).into(folder.resolve("good"));
        Path corrupt = Sample.full("corrupt", false).into(folder.resolve("corrupt"));
        String text = Files.readString(corrupt.resolve("results.json"));
        Files.writeString(corrupt.resolve("results.json"), text.substring(0, text.length() / 2));
        Path foreign = Files.writeString(folder.resolve("package.json"), "{\"name\": \"something else\"}");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        Path hole = Files.writeString(folder.resolve("hole.json"), "{\"format\": \"kernelbridge-results/1\", \"rows\": [null]}");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path missing = folder.resolve("missing");
        Path page = folder.resolve("page.html");

        assertEquals(0, report(page, corrupt, foreign, binary, good, hole, empty, missing));
        List<String> said = err.toString().lines().toList();
        assertEquals(6, said.size(), said::toString);
        assertTrue(said.get(0).contains(corrupt.resolve("results.json") + ": not a results file in line "), said.get(0));
        assertTrue(said.get(1).contains(foreign + ": format is missing"), said.get(1));
        assertTrue(said.get(2).contains(binary + ": it is not text in UTF-8"), said.get(2));
        assertTrue(said.get(3).contains(hole + ": a value is null that must not be"), said.get(3));
        assertTrue(said.get(4).contains(empty + ": neither it nor a folder in it holds a results.json; "), said.get(4));
        assertTrue(said.get(5).contains(missing + ": there is no such file"), said.get(5));
        assertEquals(List.of("good"), labels(page));
    }

    @Test
    void leavesTheOldPageWhereNothingIsLeft() throws IOException {
        Path page = Files.writeString(folder.resolve("page.html"), "old");
        assertEquals(1, report(page, folder.resolve("missing")));
        assertEquals("old", Files.readString(page));
        assertEquals(List.of("page.html"), names(folder));
        assertTrue(err.toString().contains("no results to report; "), err.toString());
    }

    @Test
    void refusesWhereItCannotWrite() throws IOException {
        Path good = Sample.oneSize("good").into(folder.resolve("good"));
        assertEquals(1, report(folder, good));
        assertTrue(err.toString().contains(folder + ": cannot be written: it is a folder"), err.toString());
        assertEquals(1, report(good.resolve("results.json/page.html"), good), "its parent is a file");
        assertEquals(2, command().execute(), "no path");
    }

    @Test
    void showsResultsWithoutTheirMachine() throws IOException {
        Path good = Sample.oneSize("lonely").into(folder.resolve("good"));
        Files.writeString(good.resolve("machine.json"), "{");
        Path page = folder.resolve("page.html");
        assertEquals(0, report(page, good));
        assertTrue(err.toString().contains("machine.json: not a results file"), err.toString());
        assertEquals(List.of("lonely"), labels(page));

        Files.writeString(good.resolve("machine.json"),
                "{\"name\": \"holes\", \"cpu\": {\"model\": null}, \"gpus\": [null, {\"name\": null}], \"devices\": {\"cuda\": null}}");
        assertEquals(0, report(page, good));
        assertEquals(List.of("holes"), labels(page));
    }

    @Test
    void tellsRunsOfOneMachineApartAndTakesNoneTwice() throws IOException {
        Path first = Sample.oneSize("same").into(folder.resolve("first"));
        Path second = Sample.full("same", false).into(folder.resolve("second"));
        Path page = folder.resolve("page.html");
        assertEquals(0, report(page, first, second, first.resolve("results.json"), folder.resolve("second/../first")));
        assertEquals(List.of("same, 2026-11-21", "same, 2026-11-21 (2)"), labels(page));
    }

    @Test
    void keepsForeignTextInItsScriptElement() throws IOException {
        String nasty = "</script><script>alert(1)</script><!-- <script> {{style}} $1 \\ \u2028 & &lt; \"'";
        Path good = Sample.oneSize("<img src=x onerror=alert(2)>").without("primes", "countPrimes", "jni", nasty)
                .into(folder.resolve("good"));
        Path page = folder.resolve("page.html");
        assertEquals(0, report(page, good));
        String html = Files.readString(page);
        assertEquals(3, html.split("<script", -1).length - 1, "data, library, ours");
        assertEquals(3, html.split("</script", -1).length - 1);
        assertFalse(html.contains("<img src=x"));
        JsonNode rows = data(page).get("rows");
        assertEquals(nasty, rows.get(rows.size() - 1).get("reason").asText());
        assertFalse(Pattern.compile("(?i)(src|href)\\s*=\\s*[\"']?(https?:)?//").matcher(html.replaceAll("(?s)<script.*", "")).find());
    }

    private CommandLine command() {
        return new CommandLine(new ReportCommand()).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    }

    private int report(Path page, Path... paths) {
        Stream<String> files = Stream.of(paths).map(Path::toString);
        return command().execute(Stream.concat(Stream.of("-o", page.toString()), files).toArray(String[]::new));
    }

    private static JsonNode data(Path page) throws IOException {
        Matcher block = Pattern.compile("<script type=\"application/json\" id=\"data\">([^<]*)</script>").matcher(Files.readString(page));
        assertTrue(block.find(), "the data block");
        return new ObjectMapper().readTree(block.group(1));
    }

    private static List<String> labels(Path page) throws IOException {
        return data(page).get("machines").findValuesAsText("label");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
