package dev.kernelbridge.bind.call;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The number that C leaves behind a call, and the system's words for it. */
final class Errno {

    static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final long OFFSET = Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno"));
    private static final long LONGEST = 1024;

    private Errno() {
    }

    static int in(MemorySegment state) {
        return state.get(ValueLayout.JAVA_INT_UNALIGNED, OFFSET);
    }

    /** {@return what the system says, as "No such file or directory"; empty if it says nothing} */
    static synchronized String text(int errno) { // strerror may use one buffer for all threads
        Linker linker = Linker.nativeLinker();
        try {
            MethodHandle strerror = linker.downcallHandle(linker.defaultLookup().findOrThrow("strerror"),
                    FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
            MemorySegment text = (MemorySegment) strerror.invokeExact(errno);
            return text.address() == 0 ? "" : text.reinterpret(LONGEST).getString(0);
        } catch (Throwable unknown) {
            return "";
        }
    }
}
