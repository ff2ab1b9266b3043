package dev.kernelbridge.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kernels nth-prime 1e6}: the prime of that number. */
@Command(name = "nth-prime", description = "Give the I-th prime.", footer = {"",
    "Prints the prime alone, one line for each I in their order. The first prime is 2."})
final class NthPrime implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "I", arity = "0..*", description = "from 1 on; without any, they are read from stdin, one a line")
    private List<String> numbers = List.of();

    @Mixin
    private Choice choice;

    NthPrime(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return Answering.answer(console, choice, Question.nthPrime(), numbers);
    }
}
