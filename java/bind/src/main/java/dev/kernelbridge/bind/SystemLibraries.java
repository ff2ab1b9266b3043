package dev.kernelbridge.bind;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Libraries of the system by the name that a linker's {@code -l} takes. Exists because the loader knows sonames only: without the
 * developer's package there is {@code libz.so.1} and no {@code libz.so}, and with it {@code libm.so} may be a linker script.
 *
 * <p>Order: the path property; what the loader finds as {@code lib<name>.so}; what a linker script of that name stands for; the highest
 * version in the first of the loader's folders that has one.
 */
final class SystemLibraries {

    private static final Pattern SCRIPT = Pattern.compile("\\b(?:GROUP|INPUT)\\s*\\(([^)]*)"); // what follows AS_NEEDED( is not the first
    private static final int LONGEST_SCRIPT = 4096;
    private static final int DEEPEST = 4; // scripts that name scripts

    private SystemLibraries() {
    }

    static NativeLibrary open(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name is empty; give a library's name as a linker takes it, \"m\" for libm.so");
        }
        if (name.indexOf('/') >= 0 || name.indexOf(File.separatorChar) >= 0) {
            return NativeLibrary.openPath(path(name));
        }
        boolean file = name.contains(".so") && name.startsWith("lib") || name.endsWith(".dylib") || name.endsWith(".dll");
        return file ? soname(name) : plain(name, 0);
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("name is no path: " + e.getMessage(), e);
        }
    }

    private static NativeLibrary soname(String soname) {
        Path given = LibraryFinder.overridden(soname);
        return given != null ? NativeLibrary.openPath(given) : NativeLibrary.openSystem(soname);
    }

    private static NativeLibrary plain(String name, int depth) {
        String fileName = System.mapLibraryName(name);
        Path given = LibraryFinder.overridden(fileName);
        if (given != null) {
            return NativeLibrary.openPath(given);
        }
        for (Path folder : LibraryFinder.folders()) {
            Optional<Path> version = highest(folder, name);
            if (version.isPresent()) {
                return NativeLibrary.openPath(version.get());
            }
        }
        try {
            return NativeLibrary.openSystem(fileName);
        } catch (NativeLibraryException e) {
            List<Path> folders = folders();
            for (Path folder : folders) {
                Path file = folder.resolve(fileName);
                if (Files.isRegularFile(file)) {
                    Optional<String> target = script(file);
                    if (target.isPresent() && depth < DEEPEST) {
                        return target(target.get(), folder, depth);
                    }
                    if (LoadFailure.isForThisJvm(file)) {
                        throw e; // it is there, and there is something the matter with it
                    }
                }
                Optional<Path> version = highest(folder, name);
                if (version.isPresent()) {
                    return NativeLibrary.openPath(version.get());
                }
            }
            throw nowhere(name, fileName, folders, e);
        }
    }

    private static NativeLibraryException nowhere(String name, String fileName, List<Path> folders, NativeLibraryException e) {
        List<String> there = folders.stream().filter(Files::isDirectory).map(Path::toString).toList();
        String hint = name.startsWith("lib") ? "; write \"" + name.substring(3) + "\" for " + name + ".so" : "";
        return new NativeLibraryException(e.reason() + ", and no version of it in " + String.join(", ", there) + hint,
                e.fix() + ", or name its folder with -D" + LibraryFinder.PATH_PROPERTY + "=FOLDER", e);
    }

    /** What a linker script puts first: a file with its path, a file beside it, or {@code -lname}. */
    static Optional<String> script(Path file) {
        try {
            if (Files.size(file) > LONGEST_SCRIPT) {
                return Optional.empty();
            }
            Matcher script = SCRIPT.matcher(Files.readString(file, StandardCharsets.ISO_8859_1).replaceAll("(?s)/\\*.*?\\*/", " "));
            return script.find() ? Arrays.stream(script.group(1).strip().split("[\\s,]+")).filter(s -> !s.isEmpty()).findFirst()
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static NativeLibrary target(String target, Path folder, int depth) {
        if (target.startsWith("-l")) {
            return plain(target.substring(2), depth + 1);
        }
        Path file = folder.resolve(path(target)); // itself if it is absolute
        return Files.isRegularFile(file) ? NativeLibrary.openPath(file) : NativeLibrary.openSystem(file.getFileName().toString());
    }

    private static Optional<Path> highest(Path folder, String name) {
        String quoted = Pattern.quote(name);
        Pattern version = Pattern.compile(Platform.os().equals("macos")
                ? "lib" + quoted + "\\.(\\d+(?:\\.\\d+)*)\\.dylib" : "lib" + quoted + "\\.so\\.(\\d+(?:\\.\\d+)*)");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> version.matcher(f.getFileName().toString()).matches() && Files.isRegularFile(f)
                    && LoadFailure.isForThisJvm(f)).max(Comparator.comparing(f -> numbers(version, f), Arrays::compare));
        } catch (IOException noSuchFolder) {
            return Optional.empty();
        }
    }

    private static long[] numbers(Pattern version, Path file) {
        Matcher numbers = version.matcher(file.getFileName().toString());
        return numbers.matches() ? Arrays.stream(numbers.group(1).split("\\.")).mapToLong(n ->
                n.length() > 18 ? 0 : Long.parseLong(n)).toArray()
                : new long[0];
    }

    /** Where the system's loader looks, best first. Its cache is not read: it holds what these folders hold. */
    private static List<Path> folders() {
        Set<String> all = new LinkedHashSet<>();
        boolean mac = Platform.os().equals("macos");
        String own = System.getenv(mac ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH");
        if (own != null) {
            all.addAll(Arrays.stream(own.split("[:;]")).filter(s -> s.startsWith("/")).toList());
        }
        if (mac) {
            all.addAll(List.of("/opt/homebrew/lib", "/usr/local/lib", "/usr/lib"));
        } else if (Platform.os().equals("linux")) {
            all.addAll(configured());
            String triplet = (Platform.arch().equals("ppc64le") ? "powerpc64le" : Platform.arch()) + "-linux-"
                    + (Platform.isMusl() ? "musl" : "gnu");
            for (String root : List.of("/usr/local/lib/" + triplet, "/lib/" + triplet, "/usr/lib/" + triplet, "/lib64", "/usr/lib64",
                    "/lib", "/usr/lib", "/usr/local/lib")) {
                all.add(root);
            }
        }
        return all.stream().map(Path::of).toList();
    }

    /** The folders in {@code /etc/ld.so.conf.d}. */
    private static List<String> configured() {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("/etc/ld.so.conf.d"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".conf")).sorted().toList()) {
                Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream().map(String::strip).filter(s ->
                        s.startsWith("/")).forEach(all::add);
            }
        } catch (IOException | RuntimeException noneOrUnreadable) {
            return all;
        }
        return all;
    }
}
