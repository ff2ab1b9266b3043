package dev.kernelbridge.bench.bridge;

import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.Delegate;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Pinned;
import jnr.ffi.types.int64_t;

/** JNR-FFI, JRuby's bridge: it generates machine code for simple signatures, and goes through its own JNI for the rest. */
public final class JnrFfi {

    /** C's functions; JNR wants it public. */
    public interface Bridge {
        /** {@return a + b} */
        @int64_t
        long bridge_add(@int64_t long a, @int64_t long b);

        /** {@return the sum of x's first n} */
        double bridge_sum(@In double[] x, @int64_t long n);

        /** {@return the last result of f} */
        @int64_t
        long bridge_call_back(Function f, @int64_t long times);

        /** {@return the bytes of the text} */
        @int64_t
        long bridge_length(@In String text);
    }

    /** The same function once more with the array pinned, since an interface has one mapping per function. */
    public interface PinnedBridge {
        /** {@return the sum of x's first n} */
        double bridge_sum(@In @Pinned double[] x, @int64_t long n);
    }

    /** What C calls back. */
    public interface Function {
        /** {@return a + b} */
        @Delegate
        @int64_t
        long call(@int64_t long a, @int64_t long b);
    }

    private static final Function PLUS = PlainJava::add;

    private JnrFfi() {
    }

    static Calls calls() {
        Bridge bridge = LibraryLoader.create(Bridge.class).load(BenchLibrary.path());
        return new Calls(bridge::bridge_add, x -> bridge.bridge_sum(x, x.length), times -> bridge.bridge_call_back(PLUS, times),
                bridge::bridge_length);
    }

    static Calls pinnedCalls() {
        PinnedBridge bridge = LibraryLoader.create(PinnedBridge.class).load(BenchLibrary.path());
        return new Calls(Calls.none(), x -> bridge.bridge_sum(x, x.length), Calls.none());
    }
}
