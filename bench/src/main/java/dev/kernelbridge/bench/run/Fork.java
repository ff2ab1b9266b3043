package dev.kernelbridge.bench.run;

import dev.kernelbridge.bench.CountPrimes;
import dev.kernelbridge.bench.Ours;
import dev.kernelbridge.bench.Refused;
import dev.kernelbridge.bench.results.Statistics;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** One fresh JVM in which JMH times one competitor at one question. What it prints goes to a log. */
final class Fork implements Campaign.Timer {
    private static final String PACKAGE = CountPrimes.class.getPackageName() + ".";
    /** Of the JVMs: they are started by class path, where the jar's manifest does not count; JMH 1.37 asks sun.misc.Unsafe. */
    private static final List<String> FLAGS = List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    private static final int TIMEOUT_MINUTES = 30;
    private static final int WAIT_MINUTES = 10;
    private static volatile boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ending = true));
    }

    private final Effort effort;
    private final Map<String, List<String>> flags;
    private final Path log;

    /**
     * How long to warm up and to measure.
     *
     * @param warmUps    iterations that are thrown away
     * @param iterations iterations that count
     * @param millis     of each
     * @param warmMillis that ours gets beforehand, see {@code Ours.warm}
     */
    record Effort(int warmUps, int iterations, int millis, int warmMillis) {
        static final Effort QUICK = new Effort(2, 2, 60, 0);
        static final Effort FULL = new Effort(3, 3, 150, 4000);
    }

    /** @param flags what some competitors' JVMs need beside what all have */
    Fork(Effort effort, Map<String, List<String>> flags, Path log) {
        this.effort = effort;
        this.flags = flags;
        this.log = log;
    }

    @Override
    public double[] time(Question question, String competitor, boolean oneCall) throws Campaign.FailedException {
        try {
            return measure(question, competitor, oneCall);
        } catch (Campaign.FailedException e) {
            while (ending) { // Ctrl-C ends the fork too, which is no refusal and must not cost the row its earlier rounds
                LockSupport.park();
            }
            throw e;
        }
    }

    private double[] measure(Question question, String competitor, boolean oneCall) throws Campaign.FailedException {
        Path said = null;
        PrintStream err = System.err;
        try {
            said = Files.createTempFile(log.toAbsolutePath().getParent(), "fork-", ".log");
            said.toFile().deleteOnExit(); // an interrupted run leaves only what it can go on with
            Collection<RunResult> results;
            try (PrintStream toLog = new PrintStream(Files.newOutputStream(said, StandardOpenOption.APPEND))) {
                System.setErr(toLog); // JMH passes on there what libraries complain of
                results = run(options(question, competitor, oneCall, said), err);
            } finally {
                System.setErr(err);
            }
            double[] seconds = results.stream().flatMap(r -> r.getBenchmarkResults().stream()).flatMap(r -> r.getIterationResults().stream())
                    .mapToDouble(i -> i.getPrimaryResult().getScore()).toArray();
            if (seconds.length == 0 || !(Statistics.median(seconds) > 0)) {
                throw new Campaign.FailedException(reason(Files.readAllLines(said)));
            }
            return seconds;
        } catch (IOException e) {
            throw new Campaign.FailedException("the log cannot be kept: " + e);
        } finally {
            append(said);
        }
    }

    /** JMH lets one run at a time measure on a machine; somebody else's may begin between two forks of ours, and ends. */
    private static Collection<RunResult> run(Options options, PrintStream err) {
        for (long start = System.nanoTime(), said = 0;; said++) {
            try {
                return new Runner(options).run();
            } catch (RunnerException e) {
                if (!String.valueOf(e.getMessage()).contains("Another JMH instance") || System.nanoTime() - start > WAIT_MINUTES * 60e9) {
                    throw new IllegalStateException(e.getMessage(), e);
                }
                if (said == 0) {
                    err.println("bench: another JMH run is measuring on this machine; waiting for its end, " + WAIT_MINUTES + " min at most");
                }
                LockSupport.parkNanos(500_000_000);
            }
        }
    }

    private Options options(Question question, String competitor, boolean oneCall, Path said) {
        ChainedOptionsBuilder options = new OptionsBuilder().include("^" + (PACKAGE + question.benchmark()).replace(".", "\\.") + "$")
                .param("competitor", competitor).forks(1).warmupForks(0).shouldFailOnError(false).timeUnit(TimeUnit.SECONDS)
                .timeout(TimeValue.minutes(TIMEOUT_MINUTES)).output(said.toString())
                .jvmArgs(Stream.of(FLAGS.stream(), Stream.of("-D" + Ours.WARM + "=" + effort.warmMillis()),
                        flags.getOrDefault(competitor, List.of()).stream()).flatMap(s -> s).toArray(String[]::new))
                .warmupTime(TimeValue.milliseconds(effort.millis())).measurementTime(TimeValue.milliseconds(effort.millis()));
        question.parameters().forEach(options::param);
        if (oneCall || question.once()) {
            options.mode(Mode.SingleShotTime).warmupIterations(0).measurementIterations(1);
        } else {
            options.warmupIterations(effort.warmUps()).measurementIterations(effort.iterations());
        }
        return options.build();
    }

    /** The line in which the benchmark refused; else the last exception; else the last line. */
    static String reason(List<String> lines) {
        String last = "the JVM ended without a word";
        String exception = null;
        for (String line : lines) {
            String text = line.strip();
            int mark = text.indexOf(Refused.MARK);
            if (mark >= 0) {
                return text.substring(mark + Refused.MARK.length());
            }
            if (exception == null && text.matches("([a-z]+\\.)+[A-Z]\\w*(Exception|Error)\\b.*")) {
                exception = text;
            }
            if (!text.isEmpty() && !text.startsWith("#") && !text.startsWith("<")) {
                last = text;
            }
        }
        return exception != null ? exception : last;
    }

    private void append(Path said) {
        if (said == null) {
            return;
        }
        try {
            Files.write(log, Files.readAllBytes(said), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            Files.delete(said);
        } catch (IOException e) {
            System.err.println("bench: " + said + " stays: " + e);
        }
    }
}
