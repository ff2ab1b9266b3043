package dev.kernelbridge.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real JVM under JMH: its times, and the sentence in which it refuses. */
final class ForkTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void besideOthers() {
        System.setProperty("jmh.ignoreLock", "true"); // no time is looked at here
    }

    private Fork fork() {
        return new Fork(new Fork.Effort(0, 2, 10, 0), Map.of(), folder.resolve("bench.log"));
    }

    @Test
    void givesSecondsAndKeepsTheLog() throws Exception {
        double[] seconds = fork().time(count("1e6", "java"), "java", false);
        assertEquals(2, seconds.length);
        assertTrue(Arrays.stream(seconds).allMatch(s -> s > 1e-6 && s < 1), "a million numbers: " + Arrays.toString(seconds));
        assertTrue(Files.readString(folder.resolve("bench.log")).contains("CountPrimes.count"));
    }

    @Test
    void saysWhyTheJvmRefused() {
        Campaign.FailedException e = assertThrows(Campaign.FailedException.class, () -> fork().time(count("1e6", "nobody"), "nobody", true));
        assertTrue(e.getMessage().startsWith("competitor: \"nobody\" is unknown"), e.getMessage());
        e = assertThrows(Campaign.FailedException.class, () -> fork().time(count("123", "java"), "java", true));
        assertTrue(e.getMessage().contains("no published count is kept for 123"), e.getMessage());
    }

    @Test
    void theReasonIsTheOneLineThatMatters() {
        assertEquals("why", Fork.reason(List.of("# JMH", "java.lang.Exception: other", "x refused: why")));
        assertEquals("java.lang.OutOfMemoryError: Java heap space", Fork.reason(List.of("java.lang.OutOfMemoryError: Java heap space", "<failure>")));
        assertEquals("<the JVM has exited>".replaceAll("[<>]", ""), Fork.reason(List.of("# x", "the JVM has exited", "<failure>", "")));
    }

    private static Question count(String n, String competitor) {
        return Question.of("primes", "countPrimes", "1 thread", n, 1, "CountPrimes.count", Map.of("n", n, "threads", "1"), List.of(competitor));
    }
}
