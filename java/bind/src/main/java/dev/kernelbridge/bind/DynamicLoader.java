package dev.kernelbridge.bind;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Libraries for FFM. Exists because the JDK opens them well and explains badly: its exception drops what the system's loader
 * said, so after a failure we ask the system once more, by {@code dlopen} and {@code dlerror}, and keep its words.
 */
final class DynamicLoader {

    private static final int RTLD_LAZY = 1; // Linux and macOS agree
    private static final long LONGEST_MESSAGE = 64 << 10;

    private DynamicLoader() {
    }

    static SymbolLookup open(Path file) {
        LoadFailure.checkFile(file);
        try {
            return SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalArgumentException e) {
            throw LoadFailure.of(file, words(file.toString()).orElse(e.getMessage()), e);
        } catch (IllegalCallerException e) {
            throw LoadFailure.denied(e, DynamicLoader.class);
        }
    }

    static SymbolLookup openSystem(String soname) {
        try {
            return SymbolLookup.libraryLookup(soname, Arena.global());
        } catch (IllegalArgumentException e) {
            throw LoadFailure.ofSystem(soname, words(soname).orElse(e.getMessage()), e);
        } catch (IllegalCallerException e) {
            throw LoadFailure.denied(e, DynamicLoader.class);
        }
    }

    /** The file behind a library that is loaded, where the system tells (Linux). */
    static Path mappedFile(String soname) {
        try (var lines = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
            // 7f00-7f01 r-xp 00000000 08:01 42    /usr/lib/libOpenCL.so.1.0.0; the name may have more digits than the soname
            return lines.filter(line -> line.indexOf('/') >= 0).map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .filter(file -> file.getFileName() != null && file.getFileName().toString().startsWith(soname))
                    .findFirst().orElse(Path.of(soname));
        } catch (IOException | RuntimeException noSuchList) {
            return Path.of(soname);
        }
    }

    /** glibc's own version, for "needs 2.38, this system has 2.36". */
    static Optional<String> glibcVersion() {
        try {
            MemorySegment function = Linker.nativeLinker().defaultLookup().find("gnu_get_libc_version").orElseThrow();
            MethodHandle version = Linker.nativeLinker().downcallHandle(function, FunctionDescriptor.of(ValueLayout.ADDRESS));
            return Optional.of(text((MemorySegment) version.invokeExact()));
        } catch (Throwable notGlibc) {
            return Optional.empty();
        }
    }

    /** What the system's loader says against {@code file}; empty on Windows, or if it has nothing against it any more. */
    private static Optional<String> words(String file) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> open = linker.defaultLookup().find("dlopen");
        Optional<MemorySegment> error = linker.defaultLookup().find("dlerror");
        if (open.isEmpty() || error.isEmpty()) {
            return Optional.empty();
        }
        MethodHandle dlopen = linker.downcallHandle(open.get(),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        MethodHandle dlerror = linker.downcallHandle(error.get(), FunctionDescriptor.of(ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(file);
            // The first call clears the thread's message, and links the handle now rather than between dlopen and the second.
            MemorySegment message = (MemorySegment) dlerror.invokeExact();
            MemorySegment handle = (MemorySegment) dlopen.invokeExact(name, RTLD_LAZY);
            message = (MemorySegment) dlerror.invokeExact();
            return handle.address() != 0 || message.address() == 0 ? Optional.empty() : Optional.of(text(message));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("dlopen and dlerror throw nothing", e);
        }
    }

    private static String text(MemorySegment address) {
        return address.reinterpret(LONGEST_MESSAGE).getString(0);
    }
}
