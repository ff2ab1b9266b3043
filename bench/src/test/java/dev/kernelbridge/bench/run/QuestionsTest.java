package dev.kernelbridge.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kernelbridge.Backend;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is asked what. */
final class QuestionsTest {
    @Test
    void aDeviceIsAskedOnceAndCpuBackendsWithOneThreadToo() {
        Competitors ours = new Competitors(List.of(Backend.values()), false);
        for (Question question : Questions.of(false, ours).stream().filter(q -> q.kernel().equals("primes")).toList()) {
            assertEquals(question.variant().equals("1 thread") ? List.of("java", "ffm", "jni") : List.of("java", "ffm", "jni", "opencl", "cuda"),
                    question.competitors(), question::toString);
        }
    }
}
