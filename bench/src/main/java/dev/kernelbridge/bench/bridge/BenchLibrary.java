package dev.kernelbridge.bench.bridge;

import dev.kernelbridge.bind.NativeLibrary;

/** The C that everybody calls, opened once. All get the same file, so nobody wins by a better compiler. */
final class BenchLibrary {

    static final String NAME = "kernelbridge_bench";

    private static final NativeLibrary LIBRARY = NativeLibrary.open(BenchLibrary.class, NAME);

    private BenchLibrary() {
    }

    static NativeLibrary library() {
        return LIBRARY;
    }

    /** For contestants that open it themselves. */
    static String path() {
        return LIBRARY.path().toString();
    }
}
