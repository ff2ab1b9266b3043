package dev.kernelbridge.bench.bridge;

import dev.kernelbridge.bind.NativeLibrary;
import org.bytedeco.javacpp.FunctionPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.CriticalRegion;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * JNI as JavaCPP generates it, at build time (JavaCppToLibrary.java), around the same C functions. Arrays are pinned, as in
 * Kernelbridge's JNI backend; without {@link CriticalRegion} JavaCPP copies them.
 */
@Platform(cinclude = "bridge.c")
@CriticalRegion
public final class JavaCppCalls {

    static {
        NativeLibrary.load(JavaCppCalls.class, "kernelbridge_bench_javacpp");
    }

    private JavaCppCalls() {
    }

    static Calls calls() {
        Function plus = new Plus(); // kept alive by the calls: JavaCPP frees what C still calls when Java lets go of it
        return new Calls(JavaCppCalls::bridge_add, x -> bridge_sum(x, x.length), times -> bridge_call_back(plus, times),
                JavaCppCalls::bridge_length);
    }

    /** C's bridge_function; what is made with {@link #Function()} calls {@link #call} of its subclass. */
    public static class Function extends FunctionPointer {
        /** A pointer that C gave. */
        public Function(Pointer p) {
            super(p);
        }

        /** A pointer for C. */
        protected Function() {
            allocate();
        }

        private native void allocate();

        /** {@return a + b} */
        public native @Cast("int64_t") long call(@Cast("int64_t") long a, @Cast("int64_t") long b);
    }

    private static final class Plus extends Function {
        @Override
        public long call(long a, long b) {
            return PlainJava.add(a, b);
        }
    }

    /** The name in C, which JavaCPP goes by. */
    private static native @Cast("int64_t") long bridge_add(@Cast("int64_t") long a, @Cast("int64_t") long b);

    /** The name in C, which JavaCPP goes by. */
    private static native double bridge_sum(@Cast("const double*") double[] x, @Cast("int64_t") long n);

    /** The name in C, which JavaCPP goes by. */
    private static native @Cast("int64_t") long bridge_call_back(Function f, @Cast("int64_t") long times);

    /** The name in C, which JavaCPP goes by. */
    private static native @Cast("int64_t") long bridge_length(String text);
}
