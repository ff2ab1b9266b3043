package dev.kernelbridge.bind;

import dev.kernelbridge.bind.c.Declarations;
import dev.kernelbridge.bind.c.Nearest;
import dev.kernelbridge.bind.c.Parser;
import dev.kernelbridge.bind.c.Prototype;
import dev.kernelbridge.bind.call.Binder;
import dev.kernelbridge.bind.call.Signature;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A native library that was found, checked and loaded. Exists so that every backend finds its code by the same rules and
 * fails with the same quality of message, and so that any C function can be called by name.
 *
 * <pre>{@code
 * NativeLibrary m = NativeLibrary.open("m");
 * m.function("double cbrt(double)").call(8.0);                 // 2.0
 * interface Zlib { long crc32(long crc, byte[] buf, int len); }
 * NativeLibrary.open("z").bind(Zlib.class).crc32(0, bytes, bytes.length);
 * }</pre>
 *
 * <p>Order for a library in a jar: the property {@code kernelbridge.library.path} (folders or files, separated as in {@code PATH}; if it
 * is set and does not hold the library that is an error, not a reason to look elsewhere); else the resource {@code
 * native/<platform>/<file>} beside a class, copied once into a per-user cache folder and verified by its SHA-256 at every
 * load.
 *
 * <p>All methods may be called from any thread. A library stays loaded until the JVM ends (FFM) or the class loader that
 * asked for it is collected (JNI). A failed call leaves nothing behind: the next one looks again, and fails with the same
 * message if nothing has changed.
 */
public final class NativeLibrary {

    private final Path path;
    private final SymbolLookup symbols;

    private NativeLibrary(Path path, SymbolLookup symbols) {
        this.path = path;
        this.symbols = symbols;
    }

    /**
     * Opens a library for use through FFM. The same library may be opened from any number of class loaders.
     *
     * @param anchor a class in the jar that holds the library
     * @param name the library's plain name: {@code kernelbridge} for {@code libkernelbridge.so}
     * @return the open library; only that it loads has been checked
     * @throws NativeLibraryException if it is not there or does not load
     */
    public static NativeLibrary open(Class<?> anchor, String name) {
        return openPath(LibraryFinder.find(anchor, name));
    }

    /**
     * Opens a library of the system.
     *
     * @param name as a linker's {@code -l} takes it ({@code "m"} for {@code libm.so}, {@code libm.so.6} …, {@code libm.dylib} or {@code
     *     m.dll}), or a file name with its ending, or a path. The property {@code kernelbridge.library.path} comes first; then what the
     *     system's loader finds; then the highest version in the loader's folders
     * @return the open library
     * @throws NativeLibraryException if it is not there or does not load
     */
    public static NativeLibrary open(String name) {
        return SystemLibraries.open(Objects.requireNonNull(name, "name"));
    }

    /**
     * What is in the process already: the C library and the like.
     *
     * @return its functions
     * @throws NativeLibraryException if this JVM denies native access
     */
    public static NativeLibrary process() {
        return new NativeLibrary(DynamicLoader.mappedFile("libc.so"), DynamicLoader.process());
    }

    /**
     * Opens a library file for use through FFM.
     *
     * @param file the file
     * @return the open library
     * @throws NativeLibraryException if it is not there or does not load
     */
    public static NativeLibrary openPath(Path file) {
        Path absolute = file.toAbsolutePath();
        return new NativeLibrary(absolute, DynamicLoader.open(absolute));
    }

    /**
     * Opens a library that the system's loader finds by itself, for use through FFM.
     *
     * @param soname the name that the system knows it by, as {@code libOpenCL.so.1}
     * @return the open library; its {@link #path()} is the file where the system says which, else the name alone
     * @throws NativeLibraryException if it is not there or does not load
     */
    public static NativeLibrary openSystem(String soname) {
        SymbolLookup symbols = DynamicLoader.openSystem(Objects.requireNonNull(soname, "soname"));
        return new NativeLibrary(DynamicLoader.mappedFile(soname), symbols);
    }

    /**
     * Loads a library for JNI: the native methods of all classes of {@code anchor}'s class loader can then be linked to it.
     * Loading it twice is the same as once. Where another class loader has it already, this one gets a copy of its own, since
     * the JVM allows a file only one.
     *
     * @param anchor a class in the jar that holds the library, and in the class loader whose native methods need it
     * @param name the library's plain name
     * @return the file that was loaded
     * @throws NativeLibraryException if it is not there or does not load
     */
    public static Path load(Class<?> anchor, String name) {
        return JniLoader.load(anchor, LibraryFinder.find(anchor, name));
    }

    /**
     * Copies a library from a jar into the cache, or verifies the copy that is there, and does not load it.
     *
     * @param anchor a class in the jar that holds the resource
     * @param resource the resource's path from the jar's root
     * @param fileName the name that the file is to have
     * @return the verified file; its folder holds nothing else
     * @throws NativeLibraryException if there is no such resource, or no folder that may hold it
     */
    public static Path stage(Class<?> anchor, String resource, String fileName) {
        return LibraryCache.stage(LibraryFinder.read(anchor, resource), fileName);
    }

    /**
     * A function by its C prototype.
     *
     * @param prototype as {@code "double cbrt(double)"}; the types of the C standard's headers are known, also {@code size_t} and {@code
     *     uint32_t}
     * @return the function
     * @throws IllegalArgumentException if the prototype does not parse; it says line and column
     * @throws NativeLibraryException if the library has no function of that name; it says which are near
     */
    public NativeFunction function(String prototype) {
        Prototype c = Parser.prototype(Objects.requireNonNull(prototype, "prototype"));
        return new NativeFunction(c, require(c.name()), binder());
    }

    /**
     * A function by its Java types: {@code int} stands for {@code int32_t}, {@code long} for {@code int64_t}, String for {@code const char
     * *}, {@code T[]} for {@code T *}, MemorySegment for {@code void *}.
     *
     * @param name its name
     * @param result what it returns
     * @param parameters what it takes
     * @return the function
     * @throws BindingException if one of the types stands for no C type
     * @throws NativeLibraryException if the library has no function of that name; it says which are near
     */
    public NativeFunction function(String name, Class<?> result, Class<?>... parameters) {
        Prototype c = Binder.derive(name, Signature.of(name, result, parameters));
        return new NativeFunction(c, require(name), binder());
    }

    /**
     * Binds an interface: each abstract method calls the C function of its name. The prototype comes from {@link
     * dev.kernelbridge.bind.annotation.CFunction}, or from the Java types as in {@link #function(String, Class, Class[])}. A function is
     * linked when it is called first; that all fit is found out now.
     *
     * @param face the interface; its default methods stay what they are
     * @return an implementation; keep it in a static final field, and the JIT compiles a call of it to a call of C
     * @throws BindingException if methods and prototypes do not fit, with all that does not
     * @throws NativeLibraryException if the library lacks functions, with all that it lacks
     */
    public <T> T bind(Class<T> face) {
        return binder().bind(null, face);
    }

    /** The same for an interface that only the caller can see: private, or in a package that its module keeps to itself. */
    public <T> T bind(MethodHandles.Lookup lookup, Class<T> face) {
        return binder().bind(Objects.requireNonNull(lookup, "lookup"), face);
    }

    Binder binder() {
        return new Binder(new Home(null), Map.of(), Map.of());
    }

    Binder binder(Declarations text) {
        return new Binder(new Home(text), text.functions(), text.constants());
    }

    /** This library as its binder sees it, with the text whose types a prototype may use, or null. */
    private final class Home implements Binder.Home {
        private final Declarations text;

        Home(Declarations text) {
            this.text = text;
        }

        @Override
        public String name() {
            return path.getFileName().toString();
        }

        @Override
        public MemorySegment address(String function) {
            return NativeLibrary.this.require(function); // also of one that an interface may lack
        }

        @Override
        public void require(Set<String> functions) {
            NativeLibrary.this.require(functions);
        }

        @Override
        public Prototype parse(String prototype) {
            return text == null ? Parser.prototype(prototype) : Parser.prototype(prototype, text);
        }

        @Override
        public String whyNot(String function) {
            return text == null ? "" : text.whyNot(function);
        }
    }

    /** The address of a function that is there for sure. */
    MemorySegment require(String function) {
        require(Set.of(function));
        return find(function).orElseThrow();
    }

    private void require(Set<String> functions) {
        List<String> missing = new ArrayList<>();
        for (String function : functions) {
            if (find(function).isEmpty()) {
                missing.add(function);
            }
        }
        if (!missing.isEmpty()) {
            List<String> has = ElfSymbols.functions(path);
            throw new NativeLibraryException(missing.stream().map(f -> path + " has no function " + f + Nearest.question(f, has))
                    .collect(Collectors.joining("\n  ")),
                    "correct the name, or open the library (or its version) that has it", null);
        }
    }

    private Optional<MemorySegment> find(String function) {
        Optional<MemorySegment> own = symbols.find(function);
        return own.isPresent() ? own : Linker.nativeLinker().defaultLookup().find(function);
    }

    /** {@return the library's symbols, valid until the JVM ends} */
    public SymbolLookup symbols() {
        return symbols;
    }

    /** {@return the file that was loaded} */
    public Path path() {
        return path;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
