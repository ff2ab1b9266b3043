package dev.kernelbridge.cli;

import dev.kernelbridge.Backend;
import dev.kernelbridge.BackendUnavailableException;
import dev.kernelbridge.KernelException;
import dev.kernelbridge.Kernels;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code kernels compare pi 1e10}: the same request on every backend, so that one sees what each is worth here and that they
 * agree.
 */
@Command(name = "compare", description = "Ask every backend the same, and compare results and times.", footer = {"",
    "Prints one line a backend: result, time, speed relative to java, and what computed; or why it was passed over.",
    "A request that takes less than 0.3 s is repeated and the fastest time shown, so that the JVM's warm-up is not compared.",
    "Exit code 0 if all that ran agree; 1 if two disagree or one failed while it ran."})
final class Compare implements Callable<Integer> {
    private static final double WARM_UP_SECONDS = 0.3;

    private final Console console;

    @Parameters(index = "0", paramLabel = "KERNEL", description = "pi, factor, isprime or nth-prime; dot, sum, asum or nrm2 of N random doubles")
    private String kernel;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "N")
    private List<String> numbers = new ArrayList<>();

    @Option(names = "--n", paramLabel = "N", description = "the same as N alone")
    private List<String> more = List.of();

    @Mixin
    private Limits limits;

    Compare(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Question question = Question.named(kernel);
        numbers.addAll(more);
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("N is missing: what is " + kernel + " to be asked about?");
        }
        List<BigInteger> values = numbers.stream().map(question::parse).toList();
        Output output = new Output(console);
        int exit = ExitCode.DONE;
        try (Watch watch = new Watch(console, true)) {
            for (int i = 0; i < values.size(); i++) {
                question.prepare(values.get(i));
                Rows rows = new Rows(question, values.get(i), output, watch);
                for (Backend backend : Backend.values()) {
                    rows.add(backend, numbers.get(i));
                }
                exit = Math.max(exit, rows.exit);
            }
        }
        return exit;
    }

    /**
     * The rows of one number, each written as soon as it is known; the first to answer sets the result that the others must
     * give.
     */
    private final class Rows {
        private final Question question;
        private final BigInteger value;
        private final Output output;
        private final Watch watch;
        private Object agreed;
        private double java;
        private int exit = ExitCode.DONE;

        Rows(Question question, BigInteger value, Output output, Watch watch) {
            this.question = question;
            this.value = value;
            this.output = output;
            this.watch = watch;
        }

        void add(Backend backend, String typed) {
            try {
                Kernels kernels = limits.builder().backend(backend).required(true).progress(watch).build();
                answered(backend, ask(kernels, backend.id() + ": " + question.kernel() + " " + typed), typed);
            } catch (BackendUnavailableException e) {
                failed(backend, "passed over: ", e.availability().toString());
            } catch (KernelException e) {
                failed(backend, "failed: ", e.getMessage());
                exit = ExitCode.FAILED;
            }
            output.flush();
            watch.wrote(1);
        }

        private Answer ask(Kernels kernels, String task) {
            double total = 0;
            double best = Double.MAX_VALUE;
            Object result;
            do {
                watch.begin(task);
                double seconds;
                try {
                    result = question.ask().apply(kernels, List.of(value)).getFirst();
                } finally {
                    seconds = watch.end();
                }
                total += seconds;
                best = Math.min(best, seconds);
            } while (total < WARM_UP_SECONDS);
            return new Answer(question, value, result, Who.answered(kernels, watch.report()), best);
        }

        private void answered(Backend backend, Answer answer, String typed) {
            if (agreed == null) {
                agreed = answer.result();
            }
            java = backend == Backend.JAVA ? answer.seconds() : java;
            boolean agrees = Objects.equals(agreed, answer.result());
            exit = agrees ? exit : ExitCode.FAILED;
            if (limits.json()) {
                output.object(json -> {
                    answer.write(json);
                    if (java > 0) {
                        json.writeNumberField("ratio", Math.round(1000 * java / answer.seconds()) / 1000.0);
                    }
                });
            } else {
                output.line(String.format(Locale.ROOT, "%-7s %s   %s   %s   %s%s", backend.id(),
                        question.text(typed, value, answer.result()), time(answer.seconds()),
                        java > 0 ? String.format(Locale.ROOT, "%5.2fx java", java / answer.seconds()) : "", answer.who().device(),
                        agrees ? "" : "   DISAGREES"));
            }
            if (!agrees) {
                console.say("error: " + backend.id() + " says " + answer.result() + ", but " + agreed + " was found before");
            }
        }

        private void failed(Backend backend, String how, String why) {
            if (limits.json()) {
                output.object(json -> {
                    Answer.writeQuestion(json, question.kernel(), question.from(), value);
                    json.writeStringField("error", why);
                    json.writeStringField("requested", backend.id());
                    json.writeStringField("backend", backend.id());
                });
            } else {
                output.line(String.format(Locale.ROOT, "%-7s %s%s", backend.id(), how, why));
            }
        }
    }

    /** Three digits and a unit that suits them. */
    static String time(double seconds) {
        return seconds < 1e-3 ? String.format(Locale.ROOT, "%6.1f µs", seconds * 1e6)
                : seconds < 1 ? String.format(Locale.ROOT, "%6.2f ms", seconds * 1e3)
                : String.format(Locale.ROOT, "%6.2f s ", seconds);
    }
}
