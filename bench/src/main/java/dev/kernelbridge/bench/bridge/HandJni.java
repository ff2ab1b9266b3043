package dev.kernelbridge.bench.bridge;

import dev.kernelbridge.bind.NativeLibrary;

/** JNI as one writes it by hand: the C half is bridge_jni.c, found by the names of these methods. */
final class HandJni {

    static {
        NativeLibrary.load(HandJni.class, BenchLibrary.NAME);
    }

    private HandJni() {
    }

    static Calls calls() {
        return new Calls(HandJni::add, HandJni::sum, HandJni::callBack);
    }

    /** The same with the array function that most code uses. */
    static Calls copyingCalls() {
        return new Calls(Calls.none(), HandJni::sumOfCopy, Calls.none());
    }

    private static native long add(long a, long b);

    private static native double sum(double[] x);

    private static native double sumOfCopy(double[] x);

    private static native long callBack(long times);

    /** Called from C, by this name. */
    private static long plus(long a, long b) {
        return a + b;
    }
}
