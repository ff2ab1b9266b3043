package dev.kernelbridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The article's programs give the known answers in every language, again and again, and a wrong one is noticed. */
final class ArticleTest {
    @ParameterizedTest
    @ValueSource(strings = {Article.CPYTHON, Article.PLAIN_JAVA, "java"})
    void answersRightly(String competitor) {
        assumeHere(competitor);
        for (String task : List.of(Article.DIVISORS, Article.PRIMES)) {
            ArticlePrograms benchmark = new ArticlePrograms();
            benchmark.competitor = competitor;
            benchmark.task = task;
            benchmark.setUp();
            for (int i = 0; i < 3; i++) {
                Article.check(competitor, task, benchmark.run());
            }
            benchmark.close();
        }
    }

    @Test
    void aWrongAnswerIsRefused() {
        Refused count = assertThrows(Refused.class, () -> Article.check("x", Article.PRIMES, 9593L));
        assertEquals("refused: countPrimes 100000 on x gave 9593, expected 9592; a wrong result is not timed", count.toString());
        assertThrows(Refused.class, () -> Article.check("x", Article.DIVISORS, List.of()));
        assertThrows(Refused.class, () -> new ArticleInJava().run("other"));
    }

    @Test
    void pythonsOwnClockIsWithinOurs() {
        assumeHere(Article.CPYTHON);
        long begin = System.nanoTime();
        double[] seconds = Article.secondsInPython(Article.PRIMES, 2);
        double around = (System.nanoTime() - begin) / 1e9;
        assertEquals(2, seconds.length);
        assertTrue(seconds[0] > 0.001 && seconds[1] > 0.001 && seconds[0] + seconds[1] < around, () -> Arrays.toString(seconds));
    }

    @Test
    void aPythonThatEndsIsNamed() {
        assumeHere(Article.CPYTHON);
        Article article = Article.open(Article.CPYTHON);
        article.close();
        Refused refused = assertThrows(Refused.class, article::countPrimes);
        assertTrue(refused.getMessage().startsWith("cpython"), refused.getMessage());
    }

    @Test
    void anUnknownCompetitorListsTheKnownOnes() {
        Refused refused = assertThrows(Refused.class, () -> Article.open("perl"));
        assertEquals("competitor: \"perl\" is unknown; known are cpython, plain-java and java, ffm, jni, opencl, cuda", refused.getMessage());
    }

    @Test
    void saysWhoTheOthersAre() {
        assertEquals(List.of(Article.CPYTHON, Article.PLAIN_JAVA), Article.others().stream().map(c -> c.id()).toList());
        assertTrue(Article.others().getFirst().title().startsWith("CPython"));
    }

    private static void assumeHere(String competitor) {
        Article.missing(competitor).ifPresent(reason -> {
            assertTrue(reason.contains("; "), "reason; fix: " + reason);
            assertNotEquals("all", System.getProperty("kernelbridge.test.require"), reason);
            assumeTrue(false, reason);
        });
    }
}
