package dev.kernelbridge.bind.compile;

import dev.kernelbridge.bind.CompileException;
import dev.kernelbridge.bind.CompileException.Diagnostic;
import dev.kernelbridge.bind.NativeLibraryException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A compiler of this system, run as a child process. Exists so that finding one, running it and reading its messages are written
 * once for C and Fortran. Stateless; may be used from any thread.
 *
 * @param command the program and what always comes behind it, as {@code CC="ccache gcc"} may say
 * @param extension how a source file ends: {@code c} or {@code f90}
 */
public record Compiler(List<String> command, String extension) {

    private static final Pattern MESSAGE = Pattern.compile("^(.+?):(\\d+):(?:(\\d+):)? ?(fatal error|error|warning|note): (.*)$");
    // gfortran: "source.f90:3:8:", then the line and a mark, then "Error: words"
    private static final Pattern FORTRAN_PLACE = Pattern.compile("^(.+?):(\\d+):(\\d+):$");
    private static final Pattern FORTRAN_WORDS = Pattern.compile("^(Fatal Error|Error|Warning): (.*)$");
    private static final long MOST_MINUTES = 10;

    public Compiler {
        command = List.copyOf(command);
    }

    /** The C compiler: the environment's {@code CC}, else the first of {@code cc}, {@code gcc}, {@code clang} in the PATH. */
    public static Compiler c() {
        return find("C", "CC", List.of("cc", "gcc", "clang"), "c", System.getenv("CC"), System.getenv("PATH"));
    }

    /** The Fortran compiler: the environment's {@code FC}, else the first of {@code gfortran}, {@code flang} in the PATH. */
    public static Compiler fortran() {
        return find("Fortran", "FC", List.of("gfortran", "flang"), "f90", System.getenv("FC"), System.getenv("PATH"));
    }

    /** As {@link #c} and {@link #fortran}, with the environment given, for tests. */
    public static Compiler find(String language, String variable, List<String> names, String extension, String set, String path) {
        if (set != null && !set.isBlank()) {
            List<String> words = Arrays.asList(set.strip().split("\\s+"));
            if (inPath(words.getFirst(), path).isEmpty()) {
                throw new NativeLibraryException("there is no " + language + " compiler " + words.getFirst() + ", which " + variable
                        + " names", "correct " + variable + ", or unset it to have one of " + String.join(", ", names), null);
            }
            return new Compiler(words, extension);
        }
        for (String name : names) {
            if (inPath(name, path).isPresent()) {
                return new Compiler(List.of(name), extension);
            }
        }
        throw new NativeLibraryException("there is no " + language + " compiler: none of " + String.join(", ", names) + " is in the PATH",
                "install one (Debian: " + (language.equals("C") ? "gcc" : "gfortran") + "), name one in " + variable
                        + ", or bind a library that is compiled already", null);
    }

    /**
     * What changes when the compiler does: the file behind its name, its size and time. Asking it for its version would cost a process
     * every time that a library is found in the cache.
     */
    public String identity() {
        Optional<Path> file = inPath(command.getFirst(), System.getenv("PATH"));
        try {
            Path real = file.orElseThrow(() -> new IOException("gone")).toRealPath();
            return String.join(" ", command) + " " + real + " " + Files.size(real) + " " + Files.getLastModifiedTime(real).toMillis();
        } catch (IOException e) {
            return String.join(" ", command);
        }
    }

    /**
     * Runs it in {@code folder} with these arguments.
     *
     * @param source what the messages are about, to show the line
     * @return what it wrote on its standard output
     * @throws CompileException if it ends with anything but 0
     */
    public String run(Path folder, List<String> arguments, String source) {
        List<String> all = new ArrayList<>(command);
        all.addAll(arguments);
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        try {
            ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile()).redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.redirectInput(ProcessBuilder.Redirect.from(new File(nullDevice())));
            builder.environment().put("LC_ALL", "C"); // the words that are looked for
            Process process = builder.start();
            try {
                if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                    throw new NativeLibraryException(command.getFirst() + " did not end within " + MOST_MINUTES + " minutes",
                            "look at what it compiles: " + String.join(" ", all), null);
                }
            } finally {
                process.destroyForcibly();
            }
            String messages = Files.readString(err, StandardCharsets.ISO_8859_1);
            if (process.exitValue() != 0) {
                throw refused(messages, process.exitValue(), source);
            }
            return new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new NativeLibraryException("could not run " + String.join(" ", all) + ": " + e.getMessage(),
                    "check that it is a compiler of this machine", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NativeLibraryException("interrupted while " + command.getFirst() + " ran", "", e);
        }
    }

    private CompileException refused(String messages, int exit, String source) {
        List<Diagnostic> diagnostics = diagnostics(messages);
        Optional<Diagnostic> first = diagnostics.stream().filter(d -> d.severity().equals("error")).findFirst();
        String compiler = command.getFirst();
        if (first.isEmpty()) { // a linker's words, or a wrong option's
            return new CompileException(compiler + " refused the source (exit code " + exit + "): " + messages.strip(), diagnostics, messages);
        }
        Diagnostic error = first.get();
        long others = diagnostics.stream().filter(d -> d.severity().equals("error")).count() - 1;
        return new CompileException(compiler + " refused the source: " + error + shown(error, source)
                + (others == 0 ? "" : "\nand " + others + " more error" + (others == 1 ? "" : "s")), diagnostics, messages);
    }

    private String shown(Diagnostic error, String source) {
        List<String> lines = source.lines().toList();
        if (!error.file().equals("source." + extension) || error.line() > lines.size()) {
            return "";
        }
        String line = lines.get(error.line() - 1);
        if (error.column() == 0) {
            return "\n    " + line;
        }
        String before = line.substring(0, Math.min(line.length(), error.column() - 1)).replaceAll("[^\t]", " ");
        return "\n    " + line + "\n    " + before + "^";
    }

    /** The messages that have a place. */
    static List<Diagnostic> diagnostics(String output) {
        List<Diagnostic> all = new ArrayList<>();
        Matcher place = null;
        for (String line : output.lines().toList()) {
            Matcher message = MESSAGE.matcher(line);
            Matcher words = FORTRAN_WORDS.matcher(line);
            Matcher fortran = FORTRAN_PLACE.matcher(line);
            if (message.matches()) {
                all.add(diagnostic(message.group(1), message.group(2), message.group(3), message.group(4), message.group(5)));
            } else if (fortran.matches()) {
                place = fortran;
            } else if (words.matches() && place != null) {
                all.add(diagnostic(place.group(1), place.group(2), place.group(3), words.group(1).toLowerCase(), words.group(2)));
                place = null;
            }
        }
        return all;
    }

    private static Diagnostic diagnostic(String file, String line, String column, String severity, String words) {
        return new Diagnostic(file, Integer.parseInt(line), column == null ? 0 : Integer.parseInt(column),
                severity.startsWith("fatal") ? "error" : severity, words);
    }

    private static Optional<Path> inPath(String program, String path) {
        try {
            if (program.contains("/") || program.contains(File.separator)) {
                return Optional.of(Path.of(program)).filter(Files::isExecutable);
            }
            for (String folder : (path == null ? "" : path).split(File.pathSeparator)) {
                for (String ending : List.of("", ".exe")) {
                    Path file = Path.of(folder.isEmpty() ? "." : folder, program + ending);
                    if (Files.isExecutable(file) && !Files.isDirectory(file)) {
                        return Optional.of(file);
                    }
                }
            }
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static String nullDevice() {
        return File.separatorChar == '\\' ? "NUL" : "/dev/null";
    }
}
