package dev.kernelbridge.bench.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.ResultsFiles;
import dev.kernelbridge.bench.results.Row;
import dev.kernelbridge.bench.results.Row.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of a run, what it keeps when it is interrupted, and what it leaves out; with a timer that takes no time. */
final class CampaignTest {
    private static final Campaign.Limits LIMITS = new Campaign.Limits(1000, 3, 30);
    private static final Results BLANK = new Results(Results.FORMAT, "--quick", "abc", "2026-01-01T00:00:00Z", 0, false, "m", List.of(), List.of());
    private static final Campaign.Watcher NOBODY = (_, _, _, _, _) -> { };

    private final Competitors javaOnly = new Competitors(List.of(Backend.JAVA), false);
    private final List<String> asked = new ArrayList<>();

    @TempDir
    private Path folder;

    private static Question question(String size, String... competitors) {
        return Question.of("primes", "countPrimes", "all threads", size, Double.parseDouble(size), "CountPrimes.count", Map.of("n", size),
                List.of(competitors));
    }

    private Results run(List<Question> questions, Campaign.Limits limits, Campaign.Timer timer, Results earlier) throws IOException {
        Campaign.Timer noting = (question, competitor, oneCall) -> {
            asked.add(question.size() + competitor + (oneCall ? "!" : ""));
            return timer.time(question, competitor, oneCall);
        };
        return new Campaign(questions, javaOnly, limits, noting, folder.resolve("results.json"), BLANK, earlier).run(NOBODY);
    }

    @Test
    void roundsAlternateSoThatPairsSawTheSameMinute() throws IOException {
        Results results = run(List.of(question("1e3", "a", "b"), question("1e4", "a")), LIMITS, (_, _, _) -> new double[] {0.1, 0.2}, null);
        assertEquals(List.of("1e3a", "1e3b", "1e4a", "1e3b", "1e3a", "1e4a", "1e3a", "1e3b", "1e4a"), asked);
        assertEquals(List.of(3, 3, 3), results.rows().stream().map(r -> r.rounds().size()).toList());
        assertTrue(results.complete());
    }

    @Test
    void anInterruptedRunKeepsWhatItHasAndGoesOnThere() throws IOException {
        List<Question> questions = List.of(question("1e3", "a", "b"), question("1e4", "a", "b"));
        assertThrows(IllegalStateException.class, () -> run(questions, LIMITS, (question, competitor, _) -> {
            if (question.size().equals("1e4") && competitor.equals("b")) {
                throw new IllegalStateException("the plug is pulled");
            }
            return new double[] {0.1};
        }, null));
        Results kept = ResultsFiles.results(folder);
        assertFalse(kept.complete());
        assertEquals(List.of(Status.MEASURED, Status.MEASURED, Status.PENDING, Status.PENDING), kept.rows().stream().map(Row::status).toList());
        asked.clear();
        Results results = run(questions, new Campaign.Limits(1000, 1, 30), (_, _, _) -> new double[] {0.3}, kept);
        assertEquals(List.of("1e4a", "1e4b"), asked);
        assertTrue(results.complete());
        assertArrayEquals(new double[] {0.1}, results.rows().getFirst().rounds().getFirst());
        assertEquals(4, ResultsFiles.results(folder).rows().stream().filter(Row::measured).count());
    }

    @Test
    void aRunThatIsInterruptedInALaterRoundIsNotCompleteAndGoesOnThere() throws IOException {
        List<Question> questions = List.of(question("1e3", "a", "b"), question("1e4", "a"));
        assertThrows(IllegalStateException.class, () -> run(questions, LIMITS, (question, _, _) -> {
            if (asked.size() == 6) {
                throw new IllegalStateException("the plug is pulled");
            }
            return new double[] {0.1};
        }, null));
        Results kept = ResultsFiles.results(folder);
        assertFalse(kept.complete(), "or the same command would put it aside");
        asked.clear();
        Results results = run(questions, LIMITS, (_, _, _) -> new double[] {0.3}, kept);
        assertEquals(List.of("1e4a", "1e3a", "1e3b", "1e4a"), asked);
        assertEquals(List.of(3, 3, 3), results.rows().stream().map(r -> r.rounds().size()).toList());
        assertTrue(results.complete());
    }

    @Test
    void whoHadNoTimeInTheFirstRoundIsNotPairedWithALaterOne() throws IOException {
        List<Question> questions = List.of(question("1e3", "a", "b", "java"), question("1e4", "a"));
        Row first = questions.getFirst().row("a").with(new double[] {0.1});
        Results kept = new Results(Results.FORMAT, "--quick", "abc", "2026-01-01T00:00:00Z", 1, false, "m", List.of(),
                List.of(first, questions.getFirst().row("b").without(Status.REFUSED, "the device was lost"),
                        questions.getFirst().row("java").without(Status.MISSING, "not installed"), questions.getLast().row("a")));
        Results results = run(questions, LIMITS, (_, _, _) -> new double[] {0.3}, kept);
        assertEquals(List.of("1e4a", "1e3a", "1e4a", "1e3a", "1e4a"), asked);
        assertEquals("the device was lost", results.rows().get(1).reason());
        assertTrue(results.rows().get(2).reason().startsWith("was not here when this run began"), results.rows().get(2).reason());
    }

    @Test
    void whatWouldTakeTooLongIsLeftOutWithAReason() throws IOException {
        Results results = run(List.of(question("1e6", "a"), question("1e7", "a"), question("1e8", "a"), question("1e9", "a"), question("1e10", "a")),
                new Campaign.Limits(1000, 1, 30), (question, _, _) -> new double[] {question.amount() / 1e7}, null);
        assertEquals(List.of("1e6a", "1e7a", "1e8a!"), asked, "10 s is one call; 100 s and 1000 s are beyond 30 s");
        assertEquals(Status.TOO_LONG, results.rows().get(3).status());
        assertTrue(results.rows().get(3).reason().startsWith("a call would take about 100 s"), results.rows().get(3).reason());
        assertTrue(results.rows().get(4).reason().startsWith("a smaller one took too long"), results.rows().get(4).reason());
        assertTrue(results.complete(), "a reason is an answer");
    }

    @Test
    void aFailureIsARowWithItsReasonAndTheOthersGoOn() throws IOException {
        Results results = run(List.of(question("1e6", "a", "b")), LIMITS, (_, competitor, _) -> {
            if (competitor.equals("a")) {
                throw new Campaign.FailedException("pi gave 77, expected 78");
            }
            return new double[] {1e-3};
        }, null);
        assertEquals(Status.REFUSED, results.rows().getFirst().status());
        assertEquals("pi gave 77, expected 78", results.rows().getFirst().reason());
        assertEquals(List.of("1e6a", "1e6b", "1e6b", "1e6b"), asked, "it is not asked again");
    }

    @Test
    void endsWhenTheTimeIsUsedAndSaysWhatIsPending() throws IOException {
        Results results = run(List.of(question("1e6", "a"), question("1e7", "a")), new Campaign.Limits(0.05, 3, 30), (_, _, _) -> {
            try {
                Thread.sleep(60);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new double[] {1e-3};
        }, null);
        assertEquals(List.of("1e6a"), asked);
        assertEquals(Status.PENDING, results.rows().getLast().status());
        assertFalse(results.complete());
    }
}
