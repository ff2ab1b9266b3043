package dev.kernelbridge.bind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the loader's words mean on this machine. Exists because "cannot open shared object file" has a dozen causes, and the
 * user can act only on the right one. The words themselves always stay in the reason.
 */
final class LoadFailure {

    /** What is wrong and what to do, before it is put into a sentence with the file and the loader's words. */
    private record Meaning(String reason, String fix) {
    }

    private static final Pattern VERSION =
            Pattern.compile("version [`'\"]((GLIBC|GLIBCXX|CXXABI|GCC)_([\\w.]+))['\"] not found");
    private static final List<Pattern> DEPENDENCY = List.of(
            Pattern.compile("^([^\\s:]+): cannot open shared object file: No such file"), // glibc
            Pattern.compile("Error loading shared library ([^\\s:]+): No such file"), // musl
            Pattern.compile("Library not loaded: (\\S+)")); // macOS
    private static final Pattern UNDEFINED =
            Pattern.compile("undefined symbol: (\\S+)|Error relocating [^:]+: (\\S+): symbol not");

    /** Libraries that come with a driver or a system package rather than with a jar. */
    private static final Map<String, Meaning> SYSTEM = Map.of(
            "libcuda.so.1", new Meaning("no NVIDIA driver",
                    "install the NVIDIA driver; in a container, start it with --gpus all"),
            "libOpenCL.so.1", new Meaning("no OpenCL loader",
                    "install an OpenCL loader and a driver: on Debian, apt install ocl-icd-libopencl1 pocl-opencl-icd"),
            "libstdc++.so.6", new Meaning("no C++ runtime", "install it: on Debian libstdc++6, on Alpine libstdc++"),
            "libgomp.so.1", new Meaning("no OpenMP runtime", "install it: on Debian libgomp1, on Alpine libgomp"));

    private LoadFailure() {
    }

    /**
     * Refuses what must not even be tried: no file, or one cut short, which the loader maps and the JVM then dies of
     * (SIGBUS).
     */
    static void checkFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new NativeLibraryException(file + (Files.isDirectory(file) ? " is a folder, not a library" : " does not exist"),
                    "check the path", null);
        }
        try {
            long least = LibraryHeader.read(file).leastSize();
            if (Files.size(file) < least) {
                throw new NativeLibraryException(
                        file + " is truncated: it has " + Files.size(file) + " bytes and needs at least " + least,
                        "copy or build it again", null);
            }
        } catch (IOException e) {
            throw new NativeLibraryException(file + " cannot be read: " + CacheFolder.why(e), "check its permissions", e);
        }
    }

    /** Whether the file's header lets it be tried. */
    static boolean isForThisJvm(Path file) {
        try {
            return LibraryHeader.read(file).isForThisJvm();
        } catch (IOException unreadable) {
            return true;
        }
    }

    /** A library file that does not load. */
    static NativeLibraryException of(Path file, String loaderSays, Throwable cause) {
        String words = withoutPath(loaderSays, file.toString());
        Meaning meaning = meaning(file, words);
        return new NativeLibraryException(file + " " + meaning.reason() + " [loader: " + words + "]", meaning.fix(), cause);
    }

    /** A library of the system that does not load by its name alone. */
    static NativeLibraryException ofSystem(String soname, String words, Throwable cause) {
        if (dependency(words).filter(soname::equals).isPresent() || !words.contains(soname)) {
            Meaning known = SYSTEM.get(soname);
            String reason = soname + " not found" + (known == null ? "" : " (" + known.reason() + ")");
            String fix = known == null ? "install the package that has it, or put its folder on LD_LIBRARY_PATH" : known.fix();
            return new NativeLibraryException(reason + " [loader: " + words + "]", fix, cause);
        }
        Meaning meaning = byWords(words, List.of()).orElse(new Meaning("does not load", "check the system's library"));
        return new NativeLibraryException(soname + " " + meaning.reason() + " [loader: " + words + "]", meaning.fix(), cause);
    }

    /** The JVM was started so that code of these classes may not go native. */
    static NativeLibraryException denied(Throwable cause, Class<?>... classes) {
        String modules = Arrays.stream(classes).map(Class::getModule).distinct().filter(m -> !m.isNativeAccessEnabled())
                .map(m -> m.isNamed() ? m.getName() : "ALL-UNNAMED").distinct().sorted().collect(Collectors.joining(","));
        return new NativeLibraryException(
                "this JVM denies native access (--illegal-native-access=deny) [JVM: "
                        + String.valueOf(cause.getMessage()).lines().findFirst().orElse("") + "]",
                "start Java with --enable-native-access=" + modules, cause);
    }

    private static Meaning meaning(Path file, String words) {
        LibraryHeader header;
        try {
            header = LibraryHeader.read(file);
        } catch (IOException e) {
            return new Meaning("cannot be read: " + CacheFolder.why(e), "check its permissions");
        }
        if (header.format().isEmpty()) {
            return new Meaning("is not a library: it has no ELF, Mach-O or PE header", "copy or build it again");
        }
        if (!header.isForThisJvm()) {
            return new Meaning("is " + withArticle(String.join("+", header.arches())) + " " + header.format()
                    + " library, and this is " + withArticle(Platform.arch()) + " JVM on " + Platform.os(),
                    "use the library for " + Platform.name() + ", or a JVM for " + String.join("+", header.arches()));
        }
        Optional<Meaning> libc = otherLibc(header);
        if (libc.isPresent()) {
            return libc.get();
        }
        if (words.contains("failed to map segment") || words.contains("Operation not permitted")) {
            return Files.isExecutable(file) // false on a noexec mount whatever the mode
                    ? new Meaning("may not be mapped for execution (SELinux, or a memory limit?)", "see the system's audit log")
                    : new Meaning("is on a file system mounted noexec",
                            "move it, or choose another cache folder with -D" + CacheFolder.PROPERTY + "=FOLDER");
        }
        if (words.contains("Permission denied")) {
            return new Meaning("may not be read by this user", "check the permissions of it and its folders");
        }
        return byWords(words, header.needs()).orElse(new Meaning("does not load", "build it on this machine"));
    }

    private static Optional<Meaning> otherLibc(LibraryHeader header) {
        boolean needsMusl = header.needs().stream().anyMatch(n -> n.startsWith("libc.musl-"));
        boolean needsGlibc = header.needs().contains("libc.so.6");
        if (needsMusl && !Platform.isMusl()) {
            return Optional.of(new Meaning("was built for musl (Alpine Linux), and this JVM runs on glibc",
                    "use the library for " + Platform.name()));
        }
        return needsGlibc && Platform.isMusl()
                ? Optional.of(new Meaning("was built for glibc, and this JVM runs on musl (Alpine Linux)",
                        "use the library for " + Platform.name() + ", or an image based on glibc"))
                : Optional.empty();
    }

    private static Optional<Meaning> byWords(String words, List<String> needs) {
        Matcher version = VERSION.matcher(words);
        if (version.find()) {
            String has = version.group(2).equals("GLIBC")
                    ? DynamicLoader.glibcVersion().map(v -> ", and this system has glibc " + v).orElse("") : "";
            String what = version.group(2).equals("GLIBC") ? "glibc " + version.group(3) : version.group(1);
            return Optional.of(new Meaning("needs " + what + has, "use a newer system, or build the library on this one"));
        }
        Optional<String> dependency = dependency(words);
        if (dependency.isPresent()) {
            Meaning known = SYSTEM.get(dependency.get());
            boolean direct = needs.isEmpty() || needs.contains(dependency.get());
            return Optional.of(new Meaning(
                    "needs " + dependency.get() + (direct ? "" : " (by way of another library)")
                            + ", which was not found" + (known == null ? "" : ": " + known.reason()),
                    known != null ? known.fix() : "install the package that has " + dependency.get()
                            + ", or put its folder on LD_LIBRARY_PATH before Java starts"));
        }
        Matcher undefined = UNDEFINED.matcher(words);
        if (undefined.find()) {
            String symbol = undefined.group(1) == null ? undefined.group(2) : undefined.group(1);
            return Optional.of(new Meaning("uses " + symbol + ", which no library that it needs has",
                    "build it again with the libraries of this system"));
        }
        return Optional.empty();
    }

    private static Optional<String> dependency(String words) {
        return DEPENDENCY.stream().map(p -> p.matcher(words)).filter(Matcher::find).map(m -> m.group(1)).findFirst();
    }

    /** Both the JDK and glibc put the path first; once, in our own sentence, is enough. */
    private static String withoutPath(String words, String path) {
        String rest = words.strip();
        while (rest.startsWith(path + ": ")) {
            rest = rest.substring(path.length() + 2);
        }
        return rest;
    }

    private static String withArticle(String arch) {
        return (arch.startsWith("a") || arch.startsWith("x") ? "an " : "a ") + arch;
    }
}
