package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.bench.results.Competitor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The two programs of the article that this project began with, all divisors of a number and the count of primes, by trial division as
 * a beginner writes them: in CPython (resources/article/article.py), the same in Java, and the same answers by our kernels.
 */
public interface Article extends AutoCloseable {
    /** The id of the program in CPython. */
    String CPYTHON = "cpython";

    /** The id of the same program in Java. */
    String PLAIN_JAVA = "plain-java";

    /** {@link ArticlePrograms}' tasks. */
    String DIVISORS = "divisors of four numbers";

    /** {@link ArticlePrograms}' tasks. */
    String PRIMES = "countPrimes 100000";

    /** The article's numbers: 101 × 21179, 7^2 × 13 × 1907, 19 × 79823, 5 × 271 × 1367. */
    List<Long> NUMBERS = List.of(2_139_079L, 1_214_759L, 1_516_637L, 1_852_285L);

    /** 0.2 s for CPython on a current processor. */
    int LIMIT = 100_000;

    /** Products of the primes that GNU factor 9.1 finds in {@link #NUMBERS}. */
    List<List<Long>> DIVISORS_KNOWN = List.of(List.of(1L, 101L, 21_179L, 2_139_079L),
            List.of(1L, 7L, 13L, 49L, 91L, 637L, 1907L, 13_349L, 24_791L, 93_443L, 173_537L, 1_214_759L),
            List.of(1L, 19L, 79_823L, 1_516_637L), List.of(1L, 5L, 271L, 1355L, 1367L, 6835L, 370_457L, 1_852_285L));

    /** All divisors of each of {@link #NUMBERS}, ascending. */
    List<? extends List<? extends Number>> divisors();

    /** The number of primes up to {@link #LIMIT}. */
    long countPrimes();

    @Override
    default void close() {
    }

    /** What does the task, as one call: {@link #DIVISORS} or {@link #PRIMES}. */
    default Object run(String task) {
        return switch (task) {
            case DIVISORS -> divisors();
            case PRIMES -> countPrimes();
            default -> throw new Refused("task: \"" + task + "\" is unknown; known are \"" + DIVISORS + "\" and \"" + PRIMES + "\"");
        };
    }

    /** Refuses unless that is the task's result. */
    static void check(String competitor, String task, Object result) {
        String expected = task.equals(DIVISORS) ? DIVISORS_KNOWN.toString() : Long.toString(Published.pi(LIMIT));
        if (!result.toString().equals(expected)) { // of lists of Long and of BigInteger alike
            throw new Refused(task + " on " + competitor + " gave " + result + ", expected " + expected + "; a wrong result is not timed");
        }
    }

    /** The programs that are not ours, with the version of the Python that is here. */
    static List<Competitor> others() {
        return List.of(new Competitor(CPYTHON, ArticleInPython.title(), "trial division by every number; a child process, timed without "
                + "its start", true), new Competitor(PLAIN_JAVA, "plain Java", "the same work in plain Java, one thread", true));
    }

    /** Why that competitor, a backend's id or one of {@link #others()}, cannot be timed here, and what would help. */
    static Optional<String> missing(String competitor) {
        return switch (competitor) {
            case CPYTHON -> ArticleInPython.missing();
            case PLAIN_JAVA -> Optional.empty();
            default -> {
                var availability = Kernels.availability(backend(competitor));
                yield availability.available() ? Optional.empty() : Optional.of(availability.toString());
            }
        };
    }

    /** The program of a backend ({@code ffm}), of {@link #CPYTHON} or of {@link #PLAIN_JAVA}. */
    static Article open(String competitor) {
        return switch (competitor) {
            case CPYTHON -> new ArticleInPython();
            case PLAIN_JAVA -> new ArticleInJava();
            default -> new ByKernels(Ours.open(backend(competitor).id(), Ours.ALL), backend(competitor));
        };
    }

    private static Backend backend(String competitor) {
        if (!Ours.backend(competitor)) {
            throw new Refused("competitor: \"" + competitor + "\" is unknown; known are " + CPYTHON + ", " + PLAIN_JAVA + " and "
                    + Arrays.stream(Backend.values()).map(Backend::id).collect(Collectors.joining(", ")));
        }
        return Backend.of(competitor);
    }

    /** The task's times in CPython by its own clock, in seconds, each of a checked result: for who does not want JMH around it. */
    static double[] secondsInPython(String task, int times) {
        try (ArticleInPython python = new ArticleInPython()) {
            return IntStream.range(0, times).mapToDouble(_ -> {
                check(CPYTHON, task, python.run(task));
                return python.seconds();
            }).toArray();
        }
    }

    /** Ours: no trial division, the same answers. */
    record ByKernels(Kernels kernels, Backend backend) implements Article {
        @Override
        public List<? extends List<? extends Number>> divisors() {
            return NUMBERS.stream().map(n -> kernels.factorize(n).divisors()).toList();
        }

        @Override
        public long countPrimes() {
            return kernels.countPrimes(LIMIT);
        }

        @Override
        public void close() {
            Ours.assertRuns(kernels, backend);
        }
    }
}
