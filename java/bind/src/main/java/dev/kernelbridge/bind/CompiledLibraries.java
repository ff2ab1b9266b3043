package dev.kernelbridge.bind;

import dev.kernelbridge.bind.compile.Compiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Libraries that were compiled from text at run time. Exists so that a compiler runs once for a text and not once for a process: the
 * library lies in the cache under the hash of its content as all others do, and a small file beside says which text gave it.
 *
 * <p>That file is found by the hash of all that decides the result: the text, the flags, the compiler, this platform, and the
 * processor where a flag says {@code native}. It also names the headers that went in with their sizes and times, and holds the
 * preprocessed text, so that a hit starts no process at all.
 */
final class CompiledLibraries {

    private static final System.Logger LOG = System.getLogger("dev.kernelbridge.bind");
    private static final String APPENDIX = "kernelbridge"; // what the compiler calls the lines behind the source
    private static final String FOLDER = "compiled";
    private static final String FORMAT = "kernelbridge compiled 2"; // one more when what is appended changes
    private static final Pattern LINE_MARKER = Pattern.compile("^# \\d+ \"([^\"<]+)\"", Pattern.MULTILINE);

    /**
     * A compiled text.
     *
     * @param file the library
     * @param text what the compiler's preprocessor made of the source, with line markers and macros; the source itself for Fortran
     */
    record Compiled(Path file, String text) {
    }

    private CompiledLibraries() {
    }

    /**
     * Compiles a text, or finds what was made of it before.
     *
     * @param flags the compiler's options
     * @param libraries the linker's options, behind the source
     * @param appendix what to append to the source, given the preprocessed text
     */
    static Compiled compile(Compiler compiler, String source, List<String> flags, List<String> libraries, UnaryOperator<String> appendix) {
        String fileName = System.mapLibraryName("compiled");
        String key = LibraryCache.sha256(String.join("\n", FORMAT, compiler.identity(), Platform.name(), processor(flags),
                String.join("\0", flags), String.join("\0", libraries), source).getBytes(StandardCharsets.UTF_8));
        Optional<Path> folder = UserCache.folder(FOLDER);
        Optional<Compiled> known = folder.flatMap(f -> read(f.resolve(key), fileName));
        if (known.isPresent()) {
            return known.get();
        }
        Path work = null;
        try {
            work = Files.createTempDirectory("kernelbridge-");
            Path file = work.resolve("source." + compiler.extension());
            Files.writeString(file, source);
            boolean c = compiler.extension().equals("c");
            String text = source;
            if (c) {
                text = compiler.run(work, join(List.of("-E", "-dD"), flags, List.of(file.getFileName().toString())), source);
                Files.writeString(file, source + "\n#line 1 \"" + APPENDIX + "\"\n" + appendix.apply(text) + "\n");
            }
            String undefined = Platform.os().equals("linux") ? "-Wl,-z,defs" : "";
            try {
                compiler.run(work, join(List.of("-shared", "-fPIC", "-O2"), flags, List.of("-o", fileName, file.getFileName().toString()),
                        undefined.isEmpty() ? List.of() : List.of(undefined), libraries), source);
            } catch (CompileException e) {
                if (e.diagnostics().stream().anyMatch(d -> d.file().equals(APPENDIX))) { // whose fault: without it, is there an error, too?
                    Files.writeString(file, source);
                    compiler.run(work, join(List.of("-fsyntax-only"), flags, List.of(file.getFileName().toString())), source);
                }
                throw e;
            }
            byte[] library = Files.readAllBytes(work.resolve(fileName));
            Path staged = LibraryCache.stage(library, fileName);
            if (folder.isPresent()) {
                write(folder.get().resolve(key), LibraryCache.sha256(library), text);
            }
            return new Compiled(staged, text);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("source: it has half of a surrogate pair, which is no character", e);
        } catch (IOException e) {
            throw new NativeLibraryException("could not compile in a folder below " + System.getProperty("java.io.tmpdir") + ": "
                    + CacheFolder.why(e), "name a folder that you may write in by -Djava.io.tmpdir=FOLDER", e);
        } finally {
            delete(work);
        }
    }

    private static Optional<Compiled> read(Path index, String fileName) {
        try {
            if (!Files.isRegularFile(index) || !CacheFolder.isSafe(index)) {
                return Optional.empty();
            }
            String[] parts = Files.readString(index).split("\n\n", 2);
            List<String> head = parts[0].lines().toList();
            if (parts.length < 2 || head.size() < 2 || !head.getFirst().equals(FORMAT)
                    || !head.subList(2, head.size()).equals(headers(parts[1]))) {
                return Optional.empty(); // an older format, a file that was cut, or a header that has changed
            }
            return LibraryCache.find(head.get(1), fileName).map(file -> new Compiled(file, parts[1]));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static void write(Path index, String sha, String text) {
        try {
            Path unfinished = Files.createTempFile(index.getParent(), ".", ".tmp");
            try {
                Files.writeString(unfinished, Stream.concat(Stream.of(FORMAT, sha), headers(text).stream())
                        .collect(Collectors.joining("\n")) + "\n\n" + text);
                Files.move(unfinished, index, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The compiler will run again next time: {0}", CacheFolder.why(e));
        }
    }

    /** The files that the text was made of, each with size and time. */
    private static List<String> headers(String text) {
        TreeSet<String> files = new TreeSet<>();
        Matcher marker = LINE_MARKER.matcher(text);
        while (marker.find()) {
            files.add(marker.group(1));
        }
        List<String> all = new ArrayList<>();
        for (String file : files) {
            try {
                Path path = Path.of(file);
                if (path.isAbsolute()) {
                    all.add(file + " " + Files.size(path) + " " + Files.getLastModifiedTime(path).toMillis());
                }
            } catch (IOException | InvalidPathException gone) {
                all.add(file + " is gone");
            }
        }
        return all;
    }

    /** What {@code -march=native} means here; a home folder may be shared by machines. */
    private static String processor(List<String> flags) {
        if (flags.stream().noneMatch(f -> f.endsWith("=native"))) {
            return "";
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1)) {
            return lines.takeWhile(line -> !line.isEmpty()).filter(line -> !line.contains("MHz") && !line.startsWith("bogomips"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException | UncheckedIOException e) {
            return Platform.name();
        }
    }

    @SafeVarargs
    private static List<String> join(List<String>... lists) {
        return Stream.of(lists).flatMap(List::stream).toList();
    }

    private static void delete(Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Left behind: {0} ({1})", folder, e.getMessage());
        }
    }
}
