package dev.kernelbridge.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kernelbridge.Backend;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is asked what. */
final class QuestionsTest {
    @Test
    void whoCountsByAFormulaIsNotTimedAsASieve() {
        Competitors ours = new Competitors(List.of(Backend.values()), false);
        List<Question> sieves = Questions.of(false, ours).stream().filter(q -> q.name().equals("sieve")).toList();
        assertEquals(List.of("opencl", "cuda"), sieves.stream().filter(q -> q.size().equals("0 to 1e10")).flatMap(q -> q.competitors().stream())
                .distinct().toList());
        assertEquals(List.of("java", "ffm", "jni", "opencl", "cuda"), sieves.stream().filter(q -> q.size().equals("1e9 at 1e15"))
                .flatMap(q -> q.competitors().stream()).distinct().toList());
    }
}
