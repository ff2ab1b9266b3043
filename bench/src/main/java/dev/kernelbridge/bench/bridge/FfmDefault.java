package dev.kernelbridge.bench.bridge;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** FFM without options: the thread leaves Java, so C may block and call back, and a heap array must be copied out first. */
final class FfmDefault {

    private static final long MOST = 1 << 16;

    private static final MethodHandle ADD = bind("bridge_add", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SUM = bind("bridge_sum", FunctionDescriptor.of(JAVA_DOUBLE, ADDRESS, JAVA_LONG));
    private static final MethodHandle CALL_BACK = bind("bridge_call_back", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG));
    private static final MethodHandle LENGTH = bind("bridge_length", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
    private static final MemorySegment COPY = Arena.global().allocate(JAVA_DOUBLE, MOST);
    private static final MemorySegment PLUS = upcall();

    private FfmDefault() {
    }

    static Calls calls() {
        return new Calls(FfmDefault::add, FfmDefault::sum, FfmDefault::callBack, FfmDefault::length);
    }

    static MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(BenchLibrary.library().symbols().findOrThrow(name), descriptor, options);
    }

    private static MemorySegment upcall() {
        try {
            MethodHandle plus = MethodHandles.lookup().findStatic(PlainJava.class, "add",
                    MethodType.methodType(long.class, long.class, long.class));
            return Linker.nativeLinker().upcallStub(plus, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG), Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("PlainJava.add has moved", e);
        }
    }

    private static long add(long a, long b) {
        try {
            return (long) ADD.invokeExact(a, b);
        } catch (Throwable t) {
            throw new IllegalStateException(t); // C throws nothing
        }
    }

    private static double sum(double[] x) {
        try {
            MemorySegment.copy(x, 0, COPY, JAVA_DOUBLE, 0, x.length);
            return (double) SUM.invokeExact(COPY, (long) x.length);
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    /** As every guide shows it: the text lives in an arena of its own. */
    private static long length(String text) {
        try (Arena arena = Arena.ofConfined()) {
            return (long) LENGTH.invokeExact(arena.allocateFrom(text));
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    private static long callBack(long times) {
        try {
            return (long) CALL_BACK.invokeExact(PLUS, times);
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }
}
