package dev.kernelbridge.bench.bridge;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;

/** JNA as its tutorial shows it: an interface, a proxy, a look at every argument's class in every call. */
public final class JnaInterface {

    /** C's functions; JNA wants it public. */
    public interface Bridge extends Library {
        /** {@return a + b} */
        long bridge_add(long a, long b);

        /** {@return the sum of x's first n} */
        double bridge_sum(double[] x, long n);

        /** {@return the last result of f} */
        long bridge_call_back(Function f, long times);

        /** {@return the bytes of the text} */
        long bridge_length(String text);
    }

    /** What C calls back. */
    public interface Function extends Callback {
        /** {@return a + b} */
        long invoke(long a, long b);
    }

    private static final Bridge BRIDGE = Native.load(BenchLibrary.path(), Bridge.class);
    /** Kept here, as JNA frees what C still calls when Java lets go of it. */
    private static final Function PLUS = PlainJava::add;

    private JnaInterface() {
    }

    static Calls calls() {
        return new Calls(BRIDGE::bridge_add, x -> BRIDGE.bridge_sum(x, x.length), times -> BRIDGE.bridge_call_back(PLUS, times),
                BRIDGE::bridge_length);
    }
}
