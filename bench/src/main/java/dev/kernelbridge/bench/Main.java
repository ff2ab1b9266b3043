package dev.kernelbridge.bench;

import dev.kernelbridge.bench.gate.CompareCommand;
import dev.kernelbridge.bench.report.ReportCommand;
import dev.kernelbridge.bench.results.ResultsFiles;
import dev.kernelbridge.bench.run.BenchCommand;
import dev.kernelbridge.bench.tables.ReadmeTablesCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code kernels bench}, {@code kernels report} and {@code bench/compare} start: they need JMH and more, the other commands do not. */
@Command(name = "kernels", mixinStandardHelpOptions = true, description = "Benchmarks, and what is made of their results.")
public final class Main implements Runnable {
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;

    @Spec
    private CommandSpec spec;

    private Main() {
    }

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        for (Callable<Integer> command : List.of(new BenchCommand(), new ReportCommand(), new CompareCommand(), new ReadmeTablesCommand())) {
            CommandLine sub = new CommandLine(command);
            sub.getCommandSpec().mixinStandardHelpOptions(true);
            line.addSubcommand(sub);
        }
        return line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8)).setErr(new PrintWriter(System.err, true))
                .setParameterExceptionHandler((e, _) -> {
                    System.err.println("kernels: " + e.getMessage() + "; see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
                    return BAD_USAGE;
                }).setExecutionExceptionHandler((e, command, _) -> {
                    System.err.println("kernels: " + command.getCommandName() + ": " + (e instanceof IOException io ? ResultsFiles.reason(io)
                            : e.getMessage() == null ? e : e.getMessage()));
                    return FAILED;
                }).execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: "
                + String.join(", ", spec.commandLine().getSubcommands().keySet()));
    }
}
