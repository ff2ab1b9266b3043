package dev.kernelbridge.ffm;

import dev.kernelbridge.bind.NativeLibrary;
import dev.kernelbridge.bind.NativeLibraryException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The C library in this process. It is opened by the first question about availability, not by a class initializer, and each
 * function is bound when it is called for the first time: binding costs some milliseconds (60 functions: 270 ms), which a
 * program should pay for what it uses only.
 */
final class Library {
    /** The KB_ABI of the header that {@link Downcalls} was written from. */
    static final int ABI = 5;

    private static final Set<String> BOUND = new ConcurrentSkipListSet<>();
    private static SymbolLookup symbols;

    private Library() {
    }

    /**
     * The library's symbols.
     *
     * @throws NativeLibraryException if it is not there or does not load
     */
    static synchronized SymbolLookup symbols() {
        if (symbols == null) {
            symbols = NativeLibrary.open(Library.class, "kernelbridge").symbols();
        }
        return symbols;
    }

    /** A function whose call may take long: the thread leaves the Java state, and a garbage collection does not wait for it. */
    static MethodHandle longCall(String name, FunctionDescriptor descriptor) {
        return bind(name, descriptor);
    }

    /**
     * A function whose call is short: 3 ns instead of 7, and heap arrays are passed as they are. Until it returns, no garbage
     * collection can begin, so its callers keep it below a quarter of a millisecond.
     */
    static MethodHandle shortCall(String name, FunctionDescriptor descriptor) {
        return bind(name, descriptor, Linker.Option.critical(true));
    }

    private static MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        MethodHandle handle = bind(symbols(), name, descriptor, options);
        BOUND.add(name);
        return handle;
    }

    /** A function of any lookup. */
    static MethodHandle bind(SymbolLookup from, String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(from.findOrThrow(name), descriptor, options);
    }

    /** The functions bound so far, for the tests. */
    static Set<String> bound() {
        return BOUND;
    }
}
