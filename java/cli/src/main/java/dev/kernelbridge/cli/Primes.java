package dev.kernelbridge.cli;

import dev.kernelbridge.Kernels;
import java.math.BigInteger;
import java.util.PrimitiveIterator;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code kernels primes 1 100}: the primes of a range, written as they are found; nothing is kept, so a range can be any
 * length.
 */
@Command(name = "primes", description = "List the primes from A to B, both included.", footer = {"",
    "Prints one prime a line; with --json one object, whose result is the array of them."})
final class Primes implements Callable<Integer> {
    /** Often enough for a bar and for Ctrl-C, rare enough to cost nothing. */
    private static final int TELL_EVERY = 1 << 14;

    private final Console console;

    @Parameters(paramLabel = "A", index = "0")
    private String from;

    @Parameters(paramLabel = "B", index = "1", description = "up to 2^63-1")
    private String to;

    @Mixin
    private Choice choice;

    Primes(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        BigInteger first = Question.rangeOfPrimes(null).parse(from);
        BigInteger last = Question.rangeOfPrimes(first).parse(to);
        Output output = new Output(console);
        try (Watch watch = new Watch(console, !console.shows())) {
            Kernels kernels = choice.open(watch);
            LongStream primes = kernels.primes(first.longValueExact(), last.longValueExact());
            watch.begin("primes " + from + " " + to);
            if (choice.json()) {
                output.object(json -> {
                    Answer.writeQuestion(json, "primes", first, last);
                    json.writeArrayFieldStart("result");
                    for (PrimitiveIterator.OfLong i = primes.iterator(); i.hasNext();) {
                        json.writeString(Long.toString(i.nextLong()));
                    }
                    json.writeEndArray();
                    double seconds = watch.end();
                    Who.answered(kernels, null).write(json);
                    json.writeNumberField("seconds", seconds);
                });
            } else {
                write(primes, first.doubleValue(), last.doubleValue(), output, watch);
            }
            output.flush();
        }
        return ExitCode.DONE;
    }

    private static void write(LongStream primes, double first, double last, Output output, Watch watch) {
        int untold = 0;
        for (PrimitiveIterator.OfLong i = primes.iterator(); i.hasNext();) {
            long prime = i.nextLong();
            output.line(Long.toString(prime));
            if (++untold == TELL_EVERY) {
                output.flush();
                watch.wrote(untold);
                watch.show((prime - first) / (last - first));
                untold = 0;
            }
        }
    }
}
