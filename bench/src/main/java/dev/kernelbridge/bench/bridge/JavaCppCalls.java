package dev.kernelbridge.bench.bridge;

import dev.kernelbridge.bind.NativeLibrary;
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
        return new Calls(JavaCppCalls::bridge_add, x -> bridge_sum(x, x.length), Calls.none());
    }

    /** The name in C, which JavaCPP goes by. */
    private static native @Cast("int64_t") long bridge_add(@Cast("int64_t") long a, @Cast("int64_t") long b);

    /** The name in C, which JavaCPP goes by. */
    private static native double bridge_sum(@Cast("const double*") double[] x, @Cast("int64_t") long n);
}
