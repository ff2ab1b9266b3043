package dev.kernelbridge.bench.tables;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code readme-tables}: writes README's tables from the results that are kept, so that no number is typed by hand. */
@Command(name = "readme-tables", sortOptions = false,
        description = "Write the tables of README.md, bench/README.md and bench/BRIDGE.md from bench/results.", footer = {"",
            "A table stands between <!-- bench:KIND MACHINE rows=\"PATTERN; …\" --> and <!-- /bench -->; bench/README.md says more.",
            "Exit code 0 done; 1 if --check finds a table that is not what would be generated; 2 if a marker or what it names is wrong."})
public final class ReadmeTablesCommand implements Callable<Integer> {
    /** The files that may hold markers. */
    static final List<String> FILES = List.of("README.md", "bench/README.md", "bench/BRIDGE.md");

    @Spec
    private CommandSpec spec;

    @Option(names = "--check", description = "change nothing; say which files would change")
    private boolean check;

    @Option(names = "--home", paramLabel = "DIR", description = "the checkout; default: that of ./kernels")
    private Path home;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "this text")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Path root = home == null ? checkout() : home;
        Map<Path, String> changed;
        try {
            changed = changes(root);
        } catch (IOException e) {
            err.println("readme-tables: " + e.getMessage());
            err.flush();
            return 2;
        }
        for (Map.Entry<Path, String> file : changed.entrySet()) {
            if (check) {
                err.println(file.getKey() + ": its tables are not those of bench/results; ./kernels readme-tables writes them");
            } else {
                Files.writeString(file.getKey(), file.getValue());
                out.println(file.getKey() + ": written");
            }
        }
        out.flush();
        err.flush();
        return check && !changed.isEmpty() ? 1 : 0;
    }

    /** The files whose text is not what it should be, with the text that should be theirs; nothing is written if any is wrong. */
    static Map<Path, String> changes(Path root) throws IOException {
        Document document = new Document(root.resolve("bench/results"));
        Map<Path, String> changed = new LinkedHashMap<>();
        for (String name : FILES) {
            Path file = root.resolve(name);
            if (!Files.exists(file)) {
                throw new IOException(file + ": there is no such file; --home names the checkout");
            }
            String text = Files.readString(file);
            String generated = document.generate(name, text);
            if (!generated.equals(text)) {
                changed.put(file, generated);
            }
        }
        return changed;
    }

    private static Path checkout() {
        String launcher = System.getProperty("kernelbridge.home");
        if (launcher != null) {
            return Path.of(launcher);
        }
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("bench/BRIDGE.md"))) {
                return folder;
            }
        }
        return here;
    }
}
