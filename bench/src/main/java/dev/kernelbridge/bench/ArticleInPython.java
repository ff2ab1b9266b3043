package dev.kernelbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * article.py in one child process that is kept: its start is not in any time. A request and its answer are a line each, which takes
 * less than 0.1 ms beside some 100 of work.
 */
final class ArticleInPython implements Article {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PROBE_SECONDS = 20;

    /** The interpreter that was found, or why there is none. */
    private record Python(Path file, String version, String missing) {
        private static final Python FOUND = find(System.getenv().getOrDefault("PATH", ""));

        static Python find(String path) {
            String reason = "no python3 on the PATH; apt-get install python3";
            for (String name : List.of("python3", "python")) {
                for (String folder : path.split(File.pathSeparator)) {
                    Path file = Path.of(folder, name);
                    if (!folder.isEmpty() && Files.isExecutable(file)) {
                        String says = ask(file);
                        if (says.startsWith("CPython 3.")) {
                            return new Python(file, says, null);
                        }
                        reason = name + " on the PATH is no CPython 3 (" + says + "); apt-get install python3";
                    }
                }
            }
            return new Python(null, "CPython", reason);
        }

        private static String ask(Path file) {
            String question = "import platform; print(platform.python_implementation(), platform.python_version())";
            try {
                Process process = new ProcessBuilder(file.toString(), "-c", question).redirectErrorStream(true).start();
                process.getOutputStream().close();
                if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return "it does not answer";
                }
                String says = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                return says.isEmpty() ? "it says nothing" : says.lines().findFirst().orElseThrow();
            } catch (IOException e) {
                return e.getMessage();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "interrupted";
            }
        }
    }

    private final Process process;
    private final BufferedReader answers;
    private double seconds;

    ArticleInPython() {
        missing().ifPresent(reason -> {
            throw new Refused(CPYTHON + ": " + reason);
        });
        try {
            process = new ProcessBuilder(Python.FOUND.file().toString(), "-c", program()).redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new Refused(CPYTHON + ": " + e.getMessage());
        }
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static String title() {
        return Python.FOUND.version();
    }

    static Optional<String> missing() {
        return Optional.ofNullable(Python.FOUND.missing());
    }

    @Override
    public List<List<Long>> divisors() {
        List<List<Long>> all = new ArrayList<>();
        ask(request(DIVISORS)).path("result").forEach(list -> {
            List<Long> divisors = new ArrayList<>();
            list.forEach(divisor -> divisors.add(divisor.longValue()));
            all.add(divisors);
        });
        return all;
    }

    @Override
    public long countPrimes() {
        return ask(request(PRIMES)).path("result").longValue();
    }

    /** How long the last answer took, by Python's clock. */
    double seconds() {
        return seconds;
    }

    private static String request(String task) {
        return task.equals(DIVISORS) ? "divisors " + NUMBERS.stream().map(Object::toString).collect(Collectors.joining(" "))
                : "count_prime " + LIMIT;
    }

    private JsonNode ask(String request) {
        try {
            process.getOutputStream().write((request + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new Refused(CPYTHON + " ended without an answer to \"" + request + "\"");
            }
            JsonNode read = JSON.readTree(answer);
            seconds = read.path("seconds").doubleValue();
            return read;
        } catch (IOException e) {
            throw new Refused(CPYTHON + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    private static String program() {
        try (InputStream in = ArticleInPython.class.getResourceAsStream("/article/article.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Refused("article/article.py cannot be read: " + e.getMessage());
        }
    }
}
