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
    private static final int RTLD_NOLOAD = Platform.os().equals("macos") ? 0x10 : 4;
    private static final long LONGEST_MESSAGE = 64 << 10;

    private DynamicLoader() {
    }

    static SymbolLookup open(Path file) {
        return open(file, Arena.global());
    }

    /** Opens and closes the library, to see whether it can be. */
    static void probe(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            open(file, arena);
        }
    }

    private static SymbolLookup open(Path file, Arena arena) {
        LoadFailure.checkFile(file);
        try {
            if (!LoadFailure.isForThisJvm(file)) { // ask the system: the JDK prints a warning about stack flags it cannot read
                Optional<String> words = words(file.toString());
                if (words.isPresent()) {
                    throw LoadFailure.of(file, words.get(), null);
                }
            }
            return SymbolLookup.libraryLookup(file, arena);
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

    /** What the process has in any case. Asks for something that a JVM without native access denies, so that it does so here. */
    static SymbolLookup process() {
        try {
            MemorySegment.NULL.reinterpret(0);
            return Linker.nativeLinker().defaultLookup();
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

    /** Whether this process has the file loaded, by whatever way; false where the system cannot tell (Windows). */
    static boolean isLoaded(Path file) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> close = linker.defaultLookup().find("dlclose");
        if (close.isEmpty()) {
            return false;
        }
        try {
            MemorySegment handle = dlopen(file.toString(), RTLD_LAZY | RTLD_NOLOAD).handle();
            if (handle.address() == 0) {
                return false;
            }
            MethodHandle dlclose =
                    linker.downcallHandle(close.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
            int ignored = (int) dlclose.invokeExact(handle); // it only takes back what we counted
            return true;
        } catch (IllegalCallerException e) {
            throw LoadFailure.denied(e, DynamicLoader.class);
        } catch (Throwable e) {
            throw new IllegalStateException("dlclose throws nothing", e);
        }
    }

    private record Opened(MemorySegment handle, Optional<String> words) {
    }

    /** What the system's loader has against {@code file}; empty on Windows, or if it has nothing against it any more. */
    private static Optional<String> words(String file) {
        boolean posix = Linker.nativeLinker().defaultLookup().find("dlerror").isPresent();
        return posix ? dlopen(file, RTLD_LAZY).words() : Optional.empty();
    }

    private static Opened dlopen(String file, int mode) {
        Linker linker = Linker.nativeLinker();
        MethodHandle dlopen = linker.downcallHandle(linker.defaultLookup().find("dlopen").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        MethodHandle dlerror = linker.downcallHandle(linker.defaultLookup().find("dlerror").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(file);
            // The first call clears the thread's message, and links the handle now rather than between dlopen and the second.
            MemorySegment message = (MemorySegment) dlerror.invokeExact();
            MemorySegment handle = (MemorySegment) dlopen.invokeExact(name, mode);
            message = (MemorySegment) dlerror.invokeExact();
            boolean failed = handle.address() == 0 && message.address() != 0;
            return new Opened(handle, failed ? Optional.of(text(message)) : Optional.empty());
        } catch (Throwable e) {
            throw new IllegalStateException("dlopen and dlerror throw nothing", e);
        }
    }

    private static String text(MemorySegment address) {
        return address.reinterpret(LONGEST_MESSAGE).getString(0);
    }
}
