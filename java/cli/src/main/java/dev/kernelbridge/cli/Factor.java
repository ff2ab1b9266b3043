package dev.kernelbridge.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kernels factor 2139079}: what numbers are made of. */
@Command(name = "factor", description = "Split each N into its primes.", footer = {"",
    "Prints N: n = p^e × q …, one line for each N in their order. -12 is -1 × 2^2 × 3; 0 has no factorization."})
final class Factor implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "N", arity = "0..*", description = "of any size; without any, they are read from stdin, one a line")
    private List<String> numbers = List.of();

    @Option(names = "--checkpoint", paramLabel = "FILE",
            description = "append what a long factorization finds to it, and go on from it if it is there; deleted at the end")
    private Path checkpoint;

    @Mixin
    private Choice choice;

    Factor(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (checkpoint == null) {
            return Answering.answer(console, choice, Question.factor(), numbers);
        }
        if (numbers.size() != 1) {
            throw new IllegalArgumentException("--checkpoint: " + checkpoint + " is for one factorization; give one N");
        }
        return choice.answerResumable(console, Question.factor(), numbers, checkpoint);
    }
}
