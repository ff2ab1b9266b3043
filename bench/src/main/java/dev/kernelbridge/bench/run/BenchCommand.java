package dev.kernelbridge.bench.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kernelbridge.Backend;
import dev.kernelbridge.bench.results.Machine;
import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.ResultsFiles;
import dev.kernelbridge.bench.results.Row;
import dev.kernelbridge.bench.results.Units;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kernels bench}: times every kernel on every backend, and the peers if asked, and leaves results.json and machine.json. */
@Command(name = "bench", sortOptions = false, description = "Time every kernel on every backend, each in JVMs of its own, with JMH.",
        footer = {"",
    "Results go to DIR/results.json, what they were measured on to DIR/machine.json,",
    "what the JVMs said to DIR/bench.log. An interrupted run goes on with the same",
    "command; a finished one is kept beside the new one.", "./kernels report DIR -o report.html draws it."})
public final class BenchCommand implements Callable<Integer> {
    private static final double QUICK_SECONDS = 108;
    private static final double FULL_SECONDS = 3_300;
    private static final int QUICK_ROUNDS = 3;
    private static final int FULL_ROUNDS = 5;
    private static final double QUICK_CALL = 3;
    private static final double FULL_CALL = 30;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--quick", description = "few sizes, 2 minutes; without it all of them, just under an hour")
    private boolean quick;

    @Option(names = "--kernel", split = ",", paramLabel = "NAME", description = "primes, factor, vector, bridge, first, article; default: all")
    private List<String> kernels = Questions.KERNELS;

    @Option(names = "--on", split = ",", paramLabel = "BACKEND", description = "java, ffm, jni, opencl, cuda; default: all")
    private List<String> on = Arrays.stream(Backend.values()).map(Backend::id).toList();

    @Option(names = "--peers", description = "also what you would use instead: primesieve, PARI, OpenBLAS, ...; in turn with ours")
    private boolean peers;

    @Option(names = "--peer", split = ",", paramLabel = "ID", description = "as --peers, but only these: openblas,sleef")
    private List<String> chosenPeers = List.of();

    @Option(names = "--only", paramLabel = "REGEX", description = "only questions in whose line \"kernel | question | variant | size\" it is found")
    private String only;

    @Option(names = "--out", paramLabel = "DIR", description = "where the results go; default: ${DEFAULT-VALUE}")
    private Path out = Path.of("target", "results");

    @Option(names = "--minutes", paramLabel = "M", description = "end after that many minutes, whatever is left")
    private Double minutes;

    @Option(names = "--limit", paramLabel = "S", description = "leave out calls that would take more seconds; default: 30, quick 3")
    private Double limit;

    @Option(names = "--json", description = "print the rows as JSON Lines instead of a table")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Competitors who = new Competitors(backends(), wantedPeers());
        List<Question> questions = questions(who);
        Files.createDirectories(out);
        Path mark = out.resolve("bench.lock");
        try (FileChannel channel = FileChannel.open(mark, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (!locked(channel)) {
                throw new IOException("another run writes its results to " + out + "; wait for its end, or choose another folder with --out");
            }
            mark.toFile().deleteOnExit();
            return bench(who, questions);
        }
    }

    private static boolean locked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException e) {
            return true; // some network file systems have no locks
        }
    }

    private int bench(Competitors who, List<Question> questions) throws IOException {
        PrintStream print = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        String settings = settings();
        Machine machine = MachineFacts.find();
        Path file = out.resolve(ResultsFiles.RESULTS);
        Results earlier = earlier(file, settings, machine);
        ResultsFiles.write(out.resolve(ResultsFiles.MACHINE), machine);
        Results blank = new Results(Results.FORMAT, settings, machine.revision(), earlier == null
                ? Instant.now().truncatedTo(ChronoUnit.SECONDS).toString() : earlier.started(), 0, false, machine.name(), who.all(), List.of());
        Campaign.Limits limits = new Campaign.Limits(minutes == null ? quick ? QUICK_SECONDS : FULL_SECONDS : 60 * minutes,
                quick ? QUICK_ROUNDS : FULL_ROUNDS, limit == null ? quick ? QUICK_CALL : FULL_CALL : limit);
        Fork fork = new Fork(quick ? Fork.Effort.QUICK : Fork.Effort.FULL, who.flags(), out.resolve("bench.log"));
        Results results;
        try (Progress progress = new Progress(System.err)) {
            results = new Campaign(questions, who, limits, fork, file, blank, earlier).run(progress);
        }
        print(results, print);
        System.err.println("bench: " + results.rows().stream().filter(Row::measured).count() + " of " + results.rows().size() + " rows in "
                + Units.time(results.seconds()) + "; " + file + (results.complete() ? "" : " is not complete: the same command goes on"));
        return failed(results) ? 1 : 0;
    }

    private void print(Results results, PrintStream print) throws IOException {
        if (json) {
            for (Row row : results.rows()) {
                print.println(new ObjectMapper().writeValueAsString(row));
            }
        } else {
            Table.of(results).forEach(print::println);
        }
    }

    /** Whether there is nothing to show, or one of ours gave a wrong result. */
    private static boolean failed(Results results) {
        return results.rows().stream().noneMatch(Row::measured)
                || results.rows().stream().anyMatch(r -> r.status() == Row.Status.REFUSED && !results.peer(r));
    }

    private Predicate<String> wantedPeers() {
        for (String id : chosenPeers) {
            List<String> known = Competitors.peerIds();
            if (!known.contains(id)) {
                throw new ParameterException(spec.commandLine(), "--peer: \"" + id + "\" is unknown; known are " + String.join(", ", known));
            }
        }
        return chosenPeers.isEmpty() ? _ -> peers : chosenPeers::contains;
    }

    private List<Backend> backends() {
        List<Backend> backends = new ArrayList<>();
        for (String name : on) {
            try {
                backends.add(Backend.of(name.strip()));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "--on: " + e.getMessage());
            }
        }
        return backends.stream().distinct().toList();
    }

    private List<Question> questions(Competitors who) {
        for (String name : kernels) {
            if (!Questions.KERNELS.contains(name)) {
                throw new ParameterException(spec.commandLine(), "--kernel: \"" + name + "\" is unknown; known are "
                        + String.join(", ", Questions.KERNELS));
            }
        }
        for (Double number : Arrays.asList(minutes, limit)) {
            if (number != null && !(number > 0 && number < 1e6)) {
                throw new ParameterException(spec.commandLine(), (number == minutes ? "--minutes: " : "--limit: ") + number
                        + " is not above 0 and below a million");
            }
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(only == null ? "" : only);
        } catch (PatternSyntaxException e) {
            throw new ParameterException(spec.commandLine(), "--only: \"" + only + "\" is no regular expression: " + e.getDescription());
        }
        List<Question> questions = Questions.of(quick, who).stream().filter(q -> kernels.contains(q.kernel())).toList();
        List<Question> chosen = questions.stream().filter(q -> pattern.matcher(q.row("").task()).find()).toList();
        if (chosen.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--only: \"" + only + "\" is found in no question; without their sizes they are\n  "
                    + String.join("\n  ", questions.stream().map(q -> String.join(" | ", q.kernel(), q.name(), q.variant())).distinct()
                            .toList()));
        }
        return chosen;
    }

    /** What decides whether an interrupted run may go on: all that changes the rows. */
    private String settings() {
        List<String> settings = new ArrayList<>();
        if (quick) {
            settings.add("--quick");
        }
        if (!kernels.equals(Questions.KERNELS)) {
            settings.add("--kernel " + String.join(",", kernels));
        }
        if (backends().size() < Backend.values().length) {
            settings.add("--on " + backends().stream().map(Backend::id).collect(Collectors.joining(",")));
        }
        if (!chosenPeers.isEmpty()) {
            settings.add("--peer " + String.join(",", chosenPeers));
        } else if (peers) {
            settings.add("--peers");
        }
        if (only != null) {
            settings.add("--only " + only);
        }
        if (limit != null) {
            settings.add("--limit " + limit);
        }
        return String.join(" ", settings);
    }

    /** A changed or unknown revision does not say by itself whether both sessions time the same code. */
    private static boolean builtSince(Path file) throws IOException {
        Path jar = Path.of(URI.create(BenchCommand.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        return !MachineFacts.revision().matches("[0-9a-f]{7,}") && Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(file)) > 0;
    }

    /** The interrupted run in that folder, if this one continues it; anything else there is put aside, and said. */
    private Results earlier(Path file, String settings, Machine machine) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        String why;
        try {
            Results earlier = ResultsFiles.results(file);
            why = earlier.complete() ? "is complete" : !earlier.settings().equals(settings) ? "was made with other options ("
                    + (earlier.settings().isEmpty() ? "none" : earlier.settings()) + ")" : !earlier.revision().equals(machine.revision())
                            ? "is of revision " + earlier.revision() : builtSince(file)
                            ? "was made before the last build" : !earlier.machine().equals(machine.name()) ? "is of another machine" : null;
            if (why == null) {
                System.err.println("bench: going on with " + file + ", " + earlier.rows().stream().filter(Row::measured).count() + " of "
                        + earlier.rows().size() + " rows are measured");
                return earlier;
            }
        } catch (IOException e) {
            why = "cannot be read (" + e.getMessage() + ")";
        }
        String time = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
        Path aside = file.resolveSibling("earlier-" + time + ".json");
        for (int i = 2; Files.exists(aside); i++) {
            aside = file.resolveSibling("earlier-" + time + "-" + i + ".json");
        }
        Files.move(file, aside);
        System.err.println("bench: " + file + " " + why + "; it is now " + aside.getFileName());
        return null;
    }
}
