package dev.kernelbridge.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kernelbridge.bind.CHeader;
import dev.kernelbridge.bind.CHeader.Entry;
import dev.kernelbridge.bind.CHeader.JavaSource;
import dev.kernelbridge.bind.CompileException;
import dev.kernelbridge.bind.NativeLibraryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kernels bind zlib.h --library z}: a C header as a Java interface, or with --check what would become of it. */
@Command(name = "bind", description = "Write Java that calls a C library, from its header.", footer = {"",
    "The system's C compiler preprocesses the header; what the header itself",
    "declares becomes one Java interface: functions, constants, enums, structs,",
    "records, callback types, and the header's comments. All that the Java needs",
    "is the module dev.kernelbridge.bind. Functions that the library lacks on this",
    "machine are left out, and so is what cannot be bound: the file's end says why.",
    "",
    "In Java: const char * is a String; what has up to 32 bits is an int, else a",
    "long, unsigned numbers being the same bits; a pointer to numbers is an array",
    "where C has no place to keep it beyond the call, else a MemorySegment, as all",
    "other pointers are; a function pointer is what a callback type's",
    "of(arena, lambda) makes, or, with --lambda, the lambda itself.",
    "",
    "Example: ./kernels bind zlib.h --library z --package com.example.zlib -o src/"})
final class Bind implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "HEADER", description = "as behind #include, or the path of a file")
    private String header;

    @Option(names = "--library", paramLabel = "NAME", defaultValue = "",
            description = "as a linker's -l takes it: z; without it, functions that are in the process, as the C library's")
    private String library;

    @Option(names = "--package", paramLabel = "PACKAGE", defaultValue = "", description = "of the Java source")
    private String packageName;

    @Option(names = "--name", paramLabel = "NAME", description = "of the interface (default: the header's)")
    private String name;

    @Option(names = {"-o", "--out"}, paramLabel = "FOLDER", defaultValue = ".", description = "the root of the sources (default: here)")
    private Path out;

    @Option(names = "--also", paramLabel = "PATTERN", description = "takes in included headers of that name, too: zconf.h, 'gsl/*.h'")
    private List<String> also = List.of();

    @Option(names = "--lambda", paramLabel = "FUNCTION",
            description = "calls back only while it runs, so a lambda can be its argument; a name, or a pattern as 'sqlite3_*exec'")
    private List<String> lambdas = List.of();

    @Option(names = {"-I", "--include"}, paramLabel = "FOLDER", description = "where the compiler looks for headers, too")
    private List<String> folders = List.of();

    @Option(names = {"-D", "--define"}, paramLabel = "MACRO", description = "a macro for the compiler: NAME or NAME=VALUE")
    private List<String> macros = List.of();

    @Option(names = "--check", description = "write nothing, show what would be bound, what not and why")
    private boolean check;

    @Option(names = "--json", description = "print JSON: with --check one object for each declaration, else one in all")
    private boolean json;

    Bind(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CHeader read = CHeader.read(header).also(also.toArray(String[]::new)).lambdas(lambdas.toArray(String[]::new))
                .options(folders.stream().map(f -> "-I" + Path.of(f).toAbsolutePath()).toArray(String[]::new))
                .options(macros.stream().map(m -> "-D" + m).toArray(String[]::new));
        Output output = new Output(console);
        try {
            if (check && library.isEmpty()) {
                show(read.check(), output);
            } else {
                JavaSource source = read.java(packageName, name == null ? read.className() : name, library);
                if (!source.unchecked().isEmpty()) {
                    console.say("bind: all functions of " + header + " are bound, since the library could not be asked which it has: "
                            + source.unchecked());
                }
                if (check) {
                    show(source.entries(), output);
                } else {
                    written(source, source.writeTo(out), output);
                }
            }
        } catch (CompileException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (NativeLibraryException e) {
            console.say("bind: " + e.getMessage());
            return ExitCode.FAILED;
        }
        output.flush();
        return ExitCode.DONE;
    }

    private void written(JavaSource source, Path file, Output output) {
        Map<String, Integer> counts = counts(source.entries());
        if (json) {
            output.object(g -> {
                g.writeStringField("header", header);
                g.writeStringField("file", file.toString());
                for (Map.Entry<String, Integer> count : counts.entrySet()) {
                    g.writeNumberField(count.getKey(), count.getValue());
                }
            });
        } else {
            output.line(file + ": " + sentence(counts));
        }
    }

    private void show(List<Entry> entries, Output output) {
        if (json) {
            entries.forEach(e -> output.object(g -> write(e, g)));
            return;
        }
        int width = Math.min(40, entries.stream().mapToInt(e -> e.name().length()).max().orElse(0));
        entries.forEach(e -> output.line(String.format("%-8s  %-" + width + "s  %s", e.kind(), e.name().isEmpty() ? "line " + e.line() : e.name(), e.text())));
        output.line("");
        output.line(header + ": " + sentence(counts(entries)));
    }

    private void write(Entry e, JsonGenerator g) throws IOException {
        g.writeStringField("header", header);
        g.writeStringField("kind", e.kind());
        g.writeStringField("name", e.name());
        g.writeBooleanField("bound", e.bound());
        g.writeStringField(e.bound() ? "java" : "reason", e.text());
        g.writeNumberField("line", e.line());
    }

    /** How many of each kind, with those that are not bound last. */
    private static Map<String, Integer> counts(List<Entry> entries) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String kind : new String[] {"function", "constant", "enum", "struct", "union", "callback", "missing", "refused"}) {
            int count = (int) entries.stream().filter(e -> e.kind().equals(kind)).count();
            if (count > 0) {
                counts.put(kind, count);
            }
        }
        return counts;
    }

    private static String sentence(Map<String, Integer> counts) {
        StringBuilder all = new StringBuilder();
        counts.forEach((kind, count) -> {
            String what = switch (kind) {
                case "missing" -> "missing in the library";
                case "refused" -> "refused";
                default -> kind + (count == 1 ? "" : "s");
            };
            all.append(all.isEmpty() ? "" : ", ").append(count).append(' ').append(what);
        });
        return all.toString();
    }
}
