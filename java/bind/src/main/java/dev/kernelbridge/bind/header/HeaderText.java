package dev.kernelbridge.bind.header;

import dev.kernelbridge.bind.NativeLibraryException;
import dev.kernelbridge.bind.compile.Compiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A header as the system's preprocessor leaves it: with everything that it includes, its comments, its macros, and markers that say
 * which line comes from which file.
 *
 * @param text the text
 * @param file the header's own file, as the markers name it
 * @param files all files that have a part in it, in their order
 */
public record HeaderText(String text, String file, List<String> files) {

    private static final String PROBE = "source.c";
    private static final Pattern MARKER = Pattern.compile("^# \\d+ \"([^\"]*)\"(.*)$", Pattern.MULTILINE);

    public HeaderText {
        files = List.copyOf(files);
    }

    /**
     * Runs the preprocessor.
     *
     * @param header what stands behind {@code #include}: a name that the compiler looks for, or the path of a file
     * @param options options of the compiler, as {@code -I} and {@code -D}
     * @throws dev.kernelbridge.bind.CompileException if the compiler does not find the header, or something in it is wrong
     * @throws NativeLibraryException if there is no compiler
     */
    public static HeaderText of(Compiler compiler, String header, List<String> options) {
        String include = "#include " + quoted(header) + "\n";
        Path work = null;
        try {
            work = Files.createTempDirectory("kernelbridge-");
            Files.writeString(work.resolve(PROBE), include);
            List<String> arguments = new ArrayList<>(List.of("-E", "-dD", "-CC"));
            arguments.addAll(options);
            arguments.add(PROBE);
            return read(compiler.run(work, arguments, include));
        } catch (IOException e) {
            throw new NativeLibraryException("could not work in a folder below " + System.getProperty("java.io.tmpdir") + ": " + e.getMessage(),
                    "name a folder that you may write in by -Djava.io.tmpdir=FOLDER", e);
        } finally {
            delete(work);
        }
    }

    /** As {@link #of}, of a text that the preprocessor has made already. */
    static HeaderText read(String text) {
        Set<String> files = new LinkedHashSet<>();
        Matcher marker = MARKER.matcher(text);
        String before = "";
        String own = "";
        while (marker.find()) {
            String name = marker.group(1);
            boolean entered = marker.group(2).startsWith(" 1");
            if (!name.startsWith("<") && !name.equals(PROBE)) {
                files.add(name);
                own = own.isEmpty() && entered && before.equals(PROBE) ? name : own;
            }
            before = name;
        }
        return new HeaderText(text, own, List.copyOf(files));
    }

    /** A file that is there goes by its path, since the compiler runs elsewhere. */
    private static String quoted(String header) {
        if (header.isBlank() || header.chars().anyMatch(c -> c == '"' || c == '>' || c == '<' || c < ' ')) {
            throw new IllegalArgumentException("header: \"" + header + "\" is no name of a header; write zlib.h, or a path");
        }
        try {
            Path file = Path.of(header);
            return Files.isRegularFile(file) ? "\"" + file.toAbsolutePath().normalize() + "\"" : "<" + header + ">";
        } catch (InvalidPathException e) {
            return "<" + header + ">";
        }
    }

    private static void delete(Path folder) {
        if (folder == null) {
            return;
        }
        for (String name : List.of(PROBE, "stdout", "stderr", "")) { // the last is the folder itself
            try {
                Files.deleteIfExists(folder.resolve(name));
            } catch (IOException leftBehind) {
                System.getLogger("dev.kernelbridge.bind").log(System.Logger.Level.DEBUG, "Left behind: {0}", folder);
            }
        }
    }
}
