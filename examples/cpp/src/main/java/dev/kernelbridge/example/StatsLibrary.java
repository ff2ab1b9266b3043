package dev.kernelbridge.example;

import dev.kernelbridge.bind.NativeLibrary;
import dev.kernelbridge.bind.NativeLibraryException;
import org.bytedeco.javacpp.annotation.Platform;

/** The base of the generated class {@code Stats}: the headers that its C++ half includes, and the library that it needs. */
@Platform(include = {"java_exceptions.h", "histogram.h"})
abstract class StatsLibrary {

    private static volatile boolean loaded;

    /**
     * Loads the library, once.
     *
     * @throws NativeLibraryException if it is not there or does not load, again at each call
     */
    static void open() {
        if (!loaded) {
            NativeLibrary.load(StatsLibrary.class, "stats");
            loaded = true;
        }
    }

    /**
     * The generated classes call {@code Loader.load()} when they are initialized. This member hides JavaCPP's class of that name,
     * which would search and unpack by rules of its own.
     */
    static final class Loader {
        private Loader() {
        }

        static void load() {
            try {
                open();
            } catch (NativeLibraryException saidLater) {
                // A class that failed to initialize says why only once, so it is the constructors that fail, by open() in CppObject.
            }
        }
    }
}
