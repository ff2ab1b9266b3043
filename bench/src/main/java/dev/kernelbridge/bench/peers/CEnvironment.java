package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.Refused;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The environment that C libraries see: some read their settings from it when they are loaded, and Java can only do that for its
 * children. Neither System.getenv nor a child process sees what is set here.
 */
final class CEnvironment {
    private CEnvironment() {
    }

    static void set(String name, String value) {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle setenv = linker.downcallHandle(linker.defaultLookup().findOrThrow("setenv"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
            int failed = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
            if (failed != 0) {
                throw new Refused("setenv " + name + "=" + value + " failed");
            }
        } catch (Refused e) {
            throw e;
        } catch (Throwable e) {
            throw new Refused("setenv " + name + "=" + value + ": " + e);
        }
    }
}
