package dev.kernelbridge.cli;

import dev.kernelbridge.KernelException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code kernels} command: its subcommands, and what becomes of their errors. */
@Command(name = "kernels", description = "Prime counting, factorization and vector math, by pure Java, C, OpenCL or CUDA.",
        mixinStandardHelpOptions = true, versionProvider = Main.Version.class, footer = {"",
            "Numbers are written as 1000000, 1_000_000, 1e12, 1.5e9, 10^12 or 2^64-59. Results go to stdout, all else to stderr.",
            "KERNELBRIDGE_BACKEND=name forces one backend.",
            "From the repository or a bundle also: ./kernels bench, which times every backend; ./kernels report, which draws what it",
            "found; ./kernels test; and, from the repository, ./kernels bundle, which packs all of it for a host without Java.",
            "Exit code: 0 done, 1 failed, 2 bad usage or input, 130 interrupted."})
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    private Main() {
    }

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Console console = Console.ofProcess();
        System.setErr(console.err()); // what Warnings writes, in UTF-8 too
        System.exit(run(console, arguments));
    }

    /** Runs the command, reading and writing where {@code console} says, and returns its exit code. */
    static int run(Console console, String... arguments) {
        Map<String, Function<Console, Object>> commands = new LinkedHashMap<>();
        commands.put("pi", Pi::new);
        commands.put("factor", Factor::new);
        commands.put("isprime", IsPrime::new);
        commands.put("nth-prime", NthPrime::new);
        commands.put("primes", Primes::new);
        commands.put("compare", Compare::new);
        commands.put("doctor", Doctor::new);
        commands.put("tune", Tune::new);
        commands.put("bind", Bind::new);
        VectorCall.REDUCTIONS.forEach(name -> commands.put(name, Reduce::new));
        VectorCall.MAPS.forEach(name -> commands.put(name, MapFiles::new));
        if (arguments.length > 0 && commands.containsKey(arguments[0])) {
            commands.keySet().retainAll(Set.of(arguments[0])); // reading the annotations of the others would take 0.1 s
        }
        CommandLine line = new CommandLine(new Main());
        commands.forEach((name, command) -> line.addSubcommand(name, subcommand(command.apply(console))));
        if (commands.size() > 1) {
            line.addSubcommand(new CommandLine.HelpCommand());
        }
        try {
            return line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                    .setErr(new PrintWriter(console.err(), true))
                    .setParameterExceptionHandler((e, ignored) -> misused(console, e))
                    .setExecutionExceptionHandler((e, command, ignored) -> failed(console, command, e))
                    .execute(arguments);
        } catch (OutOfMemoryError e) {
            console.say("out of memory: " + e.getMessage() + "; ask for less, or set JDK_JAVA_OPTIONS=-Xmx… to a larger heap");
            return ExitCode.FAILED;
        }
    }

    private static CommandLine subcommand(Object command) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec().mixinStandardHelpOptions(true);
        line.setUnmatchedOptionsArePositionalParams(!line.getCommandSpec().positionalParameters().isEmpty()); // -5 is a number
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: "
                + String.join(", ", spec.commandLine().getSubcommands().keySet()));
    }

    private static int misused(Console console, ParameterException e) {
        console.say(e.getMessage() + "; see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.BAD_INPUT;
    }

    private static int failed(Console console, CommandLine command, Exception e) {
        switch (e) {
            case IllegalArgumentException bad -> {
                console.say(command.getCommandName() + ": " + bad.getMessage());
                return ExitCode.BAD_INPUT;
            }
            case UncheckedIOException io when "Broken pipe".equals(io.getCause().getMessage()) -> {
                return ExitCode.READER_GONE;
            }
            case UncheckedIOException io -> console.say(command.getCommandName() + ": " + io.getMessage());
            case KernelException known -> console.say(command.getCommandName() + ": " + known.getMessage());
            default -> {
                console.say(command.getCommandName() + ": an error in this program, please report it:");
                e.printStackTrace(console.err());
            }
        }
        return ExitCode.FAILED;
    }

    /** The version, from the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"kernels " + text() + ", Java " + Runtime.version()};
        }

        static String text() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? "(not packaged)" : version;
        }
    }
}
