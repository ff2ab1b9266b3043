package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.Refused;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A peer's C library where the distribution puts it: the number behind {@code .so} differs from one to the next, so it is looked up. */
final class PeerLibrary {
    private static final List<Path> FOLDERS = List.of(Path.of("/usr/local/lib"), Path.of("/usr/lib"), Path.of("/usr/lib64"));

    private final SymbolLookup symbols;
    private final Path file;
    private final String missing;

    /**
     * @param name    {@code primesieve} for {@code libprimesieve.so.*}
     * @param install what brings it
     */
    PeerLibrary(String name, String install) {
        SymbolLookup found = null;
        Path at = null;
        String reason = notFound(name, install).orElse(null);
        for (Path file : files("lib" + name + ".so*")) {
            try {
                found = SymbolLookup.libraryLookup(file, Arena.global());
                at = file;
                reason = null;
                break;
            } catch (IllegalArgumentException e) {
                reason = e.getMessage() + "; " + install;
            } catch (IllegalCallerException e) {
                reason = e.getMessage() + "; start the JVM with --enable-native-access=ALL-UNNAMED";
            }
        }
        symbols = found;
        file = at;
        missing = reason;
    }

    Optional<String> missing() {
        return Optional.ofNullable(missing);
    }

    /** Whether its file is absent, without loading it: for a library that looks at its environment when it is loaded. */
    static Optional<String> notFound(String name, String install) {
        return files("lib" + name + ".so*").isEmpty() ? Optional.of("lib" + name + ".so.* not found; " + install) : Optional.empty();
    }

    /** The file itself, behind the links. */
    Path file() {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file;
        }
    }

    SymbolLookup symbols() {
        return symbols;
    }

    MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), type, options);
    }

    /** A variable of that many bytes. */
    MemorySegment data(String name, long bytes) {
        return symbols.findOrThrow(name).reinterpret(bytes);
    }

    /** What a function without arguments that returns a C string says. */
    String text(String name) {
        return text(symbols, name);
    }

    /** The same, of a library that somebody else has loaded. */
    static String text(SymbolLookup symbols, String name) {
        try {
            MemorySegment text = (MemorySegment) Linker.nativeLinker()
                    .downcallHandle(symbols.findOrThrow(name), FunctionDescriptor.of(ValueLayout.ADDRESS)).invokeExact();
            return text.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw new Refused(name + ": " + e);
        }
    }

    /** In the folders and, as Debian has it, one below. */
    private static List<Path> files(String pattern) {
        List<Path> files = new ArrayList<>();
        for (Path folder : FOLDERS) {
            if (Files.isDirectory(folder)) {
                add(files, folder, pattern);
                List<Path> below = new ArrayList<>();
                add(below, folder, "*-linux-*");
                below.stream().filter(Files::isDirectory).forEach(f -> add(files, f, pattern));
            }
        }
        return files;
    }

    private static void add(List<Path> files, Path folder, String pattern) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            found.forEach(files::add);
        } catch (IOException e) {
            return; // a folder that cannot be read holds nothing for us
        }
    }
}
