package dev.kernelbridge.bench.bridge;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** JNA with native methods that it registers itself: no reflection per call, but libffi, and a copy of each array. */
final class JnaDirect {

    static {
        Native.register(JnaDirect.class, NativeLibrary.getInstance(BenchLibrary.path()));
    }

    /** Kept here, as JNA frees what C still calls when Java lets go of it. */
    private static final JnaInterface.Function PLUS = PlainJava::add;

    private JnaDirect() {
    }

    static Calls calls() {
        return new Calls(JnaDirect::bridge_add, x -> bridge_sum(x, x.length), times -> bridge_call_back(PLUS, times),
                JnaDirect::bridge_length);
    }

    private static native long bridge_add(long a, long b);

    private static native double bridge_sum(double[] x, long n);

    private static native long bridge_length(String text);

    private static native long bridge_call_back(JnaInterface.Function f, long times);
}
