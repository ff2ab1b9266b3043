package dev.kernelbridge.bench.report;

import dev.kernelbridge.bench.results.ResultsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./kernels report results… -o report.html}: one page from any number of results. */
@Command(name = "report", sortOptions = false,
        description = "Make one HTML page, which needs no network, from the results of one machine or many.",
        footer = {"", "What cannot be read is named on standard error and left out;",
            "with nothing left, no page is written and the exit is 1."})
public final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "PATH", arity = "1..*",
            description = "a results.json, a folder that holds one, or a folder whose folders do (bench/results)")
    private List<Path> paths;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "the page; default: ${DEFAULT-VALUE}")
    private Path file = Path.of("report.html");

    @Override
    public Integer call() {
        List<Run> runs = RunFinder.find(paths, problem -> say("left out: " + problem));
        if (runs.isEmpty()) {
            say("no results to report; ./kernels bench --quick --out DIR makes some");
            return 1;
        }
        PageData data = PageData.of(runs, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        try {
            if (Files.isDirectory(file)) {
                throw new IOException(file + ": cannot be written: it is a folder; name a file in it");
            }
            ResultsFiles.write(file, Page.html(data));
        } catch (IOException e) {
            say(e.getMessage());
            return 1;
        }
        spec.commandLine().getOut().println(file + ": " + count(runs.size(), "run") + ", " + count(data.rows().size(), "row"));
        return 0;
    }

    private void say(String line) {
        spec.commandLine().getErr().println("report: " + line);
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
