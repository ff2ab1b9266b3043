package dev.kernelbridge.bench.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written is read back, and what is wrong with a file is said in a sentence that names it. */
final class ResultsFilesTest {
    @TempDir
    private Path folder;

    private static Row row(String competitor, double[]... rounds) {
        Row row = Row.pending("vector", "dot f64", "heap", "1000", 1000, competitor);
        for (double[] round : rounds) {
            row = row.with(round);
        }
        return row;
    }

    private static Results results(Row... rows) {
        return new Results(Results.FORMAT, "--quick", "abc+", "2026-01-01T00:00:00Z", 12.5, true, "m",
                List.of(new Competitor("ffm", "FFM", "this library", false), new Competitor("openblas", "OpenBLAS", "BLAS", true)), List.of(rows));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Results written = results(row("ffm", new double[] {1e-6, 3e-6}, new double[] {2e-6}),
                row("openblas").without(Row.Status.MISSING, "libopenblas.so.* not found; apt-get install it"));
        ResultsFiles.write(folder.resolve("deep/results.json"), written);
        Results read = ResultsFiles.results(folder.resolve("deep"));
        assertEquals(written.competitors(), read.competitors());
        assertArrayEquals(new double[] {1e-6, 3e-6}, read.rows().getFirst().rounds().getFirst());
        assertEquals(2e-6, read.rows().getFirst().median());
        assertEquals(written.rows().getLast(), read.rows().getLast());
        assertTrue(read.peer(read.rows().getLast()));
        assertTrue(Files.readString(folder.resolve("deep/results.json")).contains("\"median\" : 2.0E-6"), "for other programs");
        assertTrue(!Files.readString(folder.resolve("deep/results.json")).contains("NaN"), "JSON has no NaN");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                             | not a results file
            {                                                              | not a results file in line
            hello                                                          | not a results file in line 1
            null                                                           | holds nothing but null
            []                                                             | not a results file
            {"a": 1}                                                       | format is missing
            {"format": "jmh"}                                              | format is "jmh"
            {"format": "kernelbridge-results/9", "rows": []}               | format is "kernelbridge-results/9"
            {"format": "kernelbridge-results/1", "rows": 3}                | not a results file
            {"format": "kernelbridge-results/1", "rows": [{}]}             | a row without kernel
            {"format": "kernelbridge-results/1", "rows": []} x             | not a results file
            {"format": "kernelbridge-results/1", "rows": [{"kernel":"a","question":"b","variant":"c","size":"1","competitor":"x","status":"MEASURED","rounds":[[0.0]]}]} | has no time, or one that is not above 0
            {"format": "kernelbridge-results/1", "rows": [{"kernel":"a","question":"b","variant":"c","size":"1","competitor":"x"},{"kernel":"a","question":"b","variant":"c","size":"1","competitor":"x"}]} | is there 2 times
            """)
    void whatIsWrongIsSaidWithTheFilesName(String content, String reason) throws IOException {
        Path file = Files.writeString(folder.resolve("results.json"), content == null ? "" : content);
        IOException e = assertThrows(IOException.class, () -> ResultsFiles.results(file));
        assertTrue(e.getMessage().startsWith(file.toString()) && e.getMessage().contains(reason), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }

    @Test
    void aMissingOrBinaryFileIsNamed() throws IOException {
        assertTrue(assertThrows(IOException.class, () -> ResultsFiles.results(folder.resolve("no.json"))).getMessage().contains("no such file"));
        Path binary = Files.write(folder.resolve("results.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertTrue(assertThrows(IOException.class, () -> ResultsFiles.results(binary)).getMessage().startsWith(binary.toString()));
    }

    @Test
    void ratiosAreTakenPairByPair() {
        // The second minute was three times slower for both: the medians' ratio would be 2 or 6, the pairs say 2 each.
        Row ours = row("ffm", new double[] {1}, new double[] {3}, new double[] {1});
        Row theirs = row("openblas", new double[] {2}, new double[] {6}, new double[] {2});
        Ratio ratio = Ratio.of(ours, theirs).orElseThrow();
        assertEquals(new Ratio(2, 2, 2, 3), ratio);
        assertEquals("faster", ratio.verdict());
        assertEquals("slower", Ratio.of(theirs, ours).orElseThrow().verdict());
        assertEquals("too close or too noisy to tell", Ratio.of(ours, row("openblas", new double[] {2}, new double[] {2}, new double[] {2}))
                .orElseThrow().verdict());
        assertEquals("one pair only", Ratio.of(ours, row("openblas", new double[] {2})).orElseThrow().verdict());
        assertEquals("faster, noisy", new Ratio(3, 2, 4, 5).verdict());
        assertTrue(Ratio.of(ours, row("openblas")).isEmpty());
    }
}
