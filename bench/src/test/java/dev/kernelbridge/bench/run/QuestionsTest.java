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

    /** Native memory is the processor's, JAVA comes with and without its vectors, and the short list stays as short as it is. */
    @Test
    void vectorsAreAskedWhereTheyLie() {
        Competitors ours = new Competitors(List.of(Backend.values()), false);
        List<Question> full = Questions.of(false, ours).stream().filter(q -> q.kernel().equals("vector")).toList();
        for (Question question : full) {
            assertEquals(switch (question.variant()) {
                case "heap" -> List.of("java", "java-vector", "ffm", "jni", "opencl", "cuda");
                case "off-heap" -> List.of("java", "java-vector", "ffm", "jni");
                default -> List.of("ffm", "opencl", "cuda");
            }, question.competitors(), question::toString);
        }
        assertEquals(full.size(), full.stream().map(q -> q.row("").task()).distinct().count(), "no question is asked twice");
        List<Question> quick = Questions.of(true, ours).stream().filter(q -> q.kernel().equals("vector")).toList();
        assertEquals(List.of("dot f64", "exp f64"), quick.stream().map(Question::name).toList());
        assertEquals(List.of("java", "ffm", "jni", "opencl", "cuda"), quick.getFirst().competitors());
        assertEquals(List.of("--add-modules=jdk.incubator.vector"), ours.flags().get("java-vector"));
    }

    @Test
    void chosenPeersAreAskedAndNoOther() {
        Competitors who = new Competitors(List.of(Backend.FFM), List.of("plain-loops", "arraycopy")::contains);
        List<Question> vector = Questions.of(false, who).stream().filter(q -> q.kernel().equals("vector") && q.variant().equals("heap")).toList();
        for (Question question : vector) {
            boolean copy = question.name().startsWith("copy ");
            assertEquals(copy ? List.of("ffm", "plain-loops", "arraycopy") : List.of("ffm", "plain-loops"), question.competitors(), question::toString);
        }
    }
}
