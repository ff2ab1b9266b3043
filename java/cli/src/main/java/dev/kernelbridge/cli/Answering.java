package dev.kernelbridge.cli;

import dev.kernelbridge.DeadlineExceededException;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.PartialFactorization;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts one question about many numbers to one backend and writes the answers in the numbers' order as they are done: from the
 * arguments, which must all be good before anything is computed, or from stdin, where a bad line is told and the others are
 * answered.
 */
final class Answering implements AutoCloseable {
    private final Console console;
    private final Question question;
    private final boolean json;
    private final Watch watch;
    private final Output output;
    private int exit = ExitCode.DONE;

    /** A number as it was written, where, and what it means. */
    private record Asked(String where, String typed, BigInteger value) {
    }

    private Answering(Console console, Question question, boolean json) {
        this.console = console;
        this.question = question;
        this.json = json;
        this.watch = new Watch(console, true);
        this.output = new Output(console);
    }

    /** Answers and returns the exit code. */
    static int answer(Console console, Choice choice, Question question, List<String> numbers) {
        try (Answering answering = new Answering(console, question, choice.json())) {
            List<Asked> asked = numbers.stream().map(n -> new Asked("", n, question.parse(n))).toList();
            Kernels kernels = choice.open(answering.watch);
            if (asked.isEmpty()) {
                answering.stdin(kernels);
            } else {
                answering.all(kernels, asked);
            }
            return answering.exit;
        }
    }

    private void stdin(Kernels kernels) {
        if (console.asks()) {
            console.say("reading numbers, one a line; Ctrl-D ends");
        }
        Lines lines = new Lines(console.in());
        for (List<Lines.Line> slice = lines.next(); slice != null; slice = lines.next()) {
            List<Asked> asked = new ArrayList<>(slice.size());
            for (Lines.Line line : slice) {
                String where = "line " + line.number() + ": ";
                try {
                    asked.add(new Asked(where, line.text(), question.parse(line.text())));
                } catch (IllegalArgumentException bad) {
                    console.say(where + bad.getMessage());
                    exit = ExitCode.BAD_INPUT;
                }
            }
            all(kernels, asked);
        }
    }

    private void all(Kernels kernels, List<Asked> asked) {
        int from = 0;
        while (from < asked.size()) {
            int to = from + 1;
            while (to < asked.size() && question.batches(asked.get(from).value()) && question.batches(asked.get(to).value())) {
                to++;
            }
            one(kernels, asked.subList(from, to));
            from = to;
        }
    }

    /** One call. A deadline is the limit of one call, so the next ones get theirs; any other failure ends the command. */
    private void one(Kernels kernels, List<Asked> asked) {
        Asked first = asked.getFirst();
        watch.begin(question.kernel() + " " + shortened(first.typed()) + (asked.size() == 1 ? "" : " … (" + asked.size() + " numbers)"));
        List<?> results;
        double seconds;
        try {
            results = question.ask().apply(kernels, asked.stream().map(Asked::value).toList());
        } catch (DeadlineExceededException e) {
            console.say(first.where() + e.getMessage());
            e.partial().ifPresent(partial -> output(kernels, first, partial, e.getMessage()));
            exit = Math.max(exit, ExitCode.FAILED);
            return;
        } finally {
            seconds = watch.end();
        }
        Who who = Who.answered(kernels, watch.report());
        for (int i = 0; i < results.size(); i++) {
            Asked number = asked.get(i);
            if (json) {
                output.object(new Answer(question, number.value(), results.get(i), who, seconds / results.size())::write);
            } else {
                output.line(question.text(number.typed(), number.value(), results.get(i)));
            }
        }
        output.flush();
        watch.wrote(results.size());
    }

    /** What was known when the time was over: better than nothing, and marked as unfinished. */
    private void output(Kernels kernels, Asked number, PartialFactorization partial, String error) {
        if (json) {
            output.object(new Partial(question, number.value(), partial, error, Who.answered(kernels, watch.report()))::write);
        } else {
            output.line(number.typed() + ": " + number.value() + " = " + partial);
        }
        output.flush();
    }

    /** So that the bar keeps some room on its line. */
    private static String shortened(String typed) {
        return typed.length() <= 24 ? typed : typed.substring(0, 20) + "…";
    }

    @Override
    public void close() {
        watch.close();
    }
}
