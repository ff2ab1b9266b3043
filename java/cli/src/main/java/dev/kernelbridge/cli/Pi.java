package dev.kernelbridge.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kernels pi 1e12}: how many primes there are. */
@Command(name = "pi", description = "Count the primes up to each N.", footer = {"",
    "Prints the count alone, one line for each N in their order. Below 2 there are no primes: the count is 0."})
final class Pi implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "N", arity = "0..*", description = "up to 10^21, with --from to 2^63-1; without any, they are read from stdin, one a line")
    private List<String> numbers = List.of();

    @Option(names = "--from", paramLabel = "A", description = "count from A on instead of from the first prime, A included")
    private String from;

    @Option(names = "--checkpoint", paramLabel = "FILE",
            description = "leave the state there every second, and go on from it if it is there; deleted at the end")
    private Path checkpoint;

    @Option(names = "--sieve", description = "by sieving every number only: another method, to check a count, and slower by far beyond 1e9")
    private boolean sieve;

    @Mixin
    private Choice choice;

    Pi(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Question question = Question.pi(from == null ? null : Question.startOfCount().parse(from));
        choice.sieve(sieve);
        if (checkpoint == null) {
            return Answering.answer(console, choice, question, numbers);
        }
        if (numbers.size() != 1 || from != null || sieve) {
            throw new IllegalArgumentException("--checkpoint: " + checkpoint + " is for one count; give one N, without --from and --sieve");
        }
        return choice.answerResumable(console, question, numbers, checkpoint);
    }
}
