package dev.kernelbridge.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kernels isprime 7}: which numbers are prime. */
@Command(name = "isprime", description = "Tell whether each N is prime.", footer = {"",
    "Prints N: prime or N: not prime, one line for each N in their order. These are proved; N: probably prime has",
    "passed the Baillie-PSW test and Miller-Rabin to random bases, but no proof was found. Below 2^64 every answer is proved."})
final class IsPrime implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "N", arity = "0..*", description = "of any size; without any, they are read from stdin, one a line")
    private List<String> numbers = List.of();

    @Mixin
    private Choice choice;

    IsPrime(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return Answering.answer(console, choice, Question.isPrime(), numbers);
    }
}
