package dev.kernelbridge.bind;

import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A native library that was found, checked and loaded. Exists so that every backend finds its code by the same rules and
 * fails with the same quality of message.
 *
 * <p>Order: the property {@code kernelbridge.library.path} (folders or files, separated as in {@code PATH}; if it is set and
 * does not hold the library that is an error, not a reason to look elsewhere); else the resource {@code
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
