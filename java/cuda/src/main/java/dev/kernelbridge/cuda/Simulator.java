package dev.kernelbridge.cuda;

import dev.kernelbridge.bind.NativeLibrary;
import dev.kernelbridge.bind.Platform;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The simulator in the driver's place. It is a library with the driver's SONAME, libcuda.so.1; once it is loaded, the dynamic linker
 * takes it for what JCuda's library asks for by that name.
 */
final class Simulator {
    static final String DEVICE_NAME = "CUDA simulator";
    private static final String FILE = "libcuda.so.1";

    private static SymbolLookup symbols;

    private Simulator() {
    }

    /** Loads it from our jar, and tells it what to get wrong. */
    static void load(SimulatorRequest request) {
        String resource = "native/" + Platform.name() + "/" + FILE;
        if (Simulator.class.getResource("/" + resource) == null) {
            throw BuildNote.missing("the CUDA simulator is not there", "/" + resource, "this jar has none for " + Platform.name(),
                    "unset " + request.source() + ", or use a jar that was built on Linux with a C++ compiler");
        }
        symbols = NativeLibrary.openPath(NativeLibrary.stage(Simulator.class, resource, FILE)).symbols();
        if (!configure(request.spec())) {
            throw new CudaRuntime.Unavailable("the CUDA simulator does not understand " + request.source() + "=" + request.spec(),
                    "say 1, or some of memory=64M, fail-launch=3, lost-after=5, wrong=2, graphs=0, joined by commas");
        }
    }

    /** What it is to get wrong from now on; "" for nothing, which also heals it. False if the words mean nothing to it. */
    static boolean configure(String spec) {
        MethodHandle configure = function("kbsim_configure", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            return (int) configure.invokeExact(arena.allocateFrom(spec)) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("a C function does not throw", e);
        }
    }

    /** One of its counters: launches, allocations, bytes. */
    static long counter(String name) {
        MethodHandle counter = function("kbsim_counter", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            return (long) counter.invokeExact(arena.allocateFrom(name));
        } catch (Throwable e) {
            throw new IllegalStateException("a C function does not throw", e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor type) {
        MemorySegment address = symbols.findOrThrow(name);
        return Linker.nativeLinker().downcallHandle(address, type);
    }
}
