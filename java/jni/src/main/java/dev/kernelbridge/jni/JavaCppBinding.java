package dev.kernelbridge.jni;

import org.bytedeco.javacpp.annotation.CriticalRegion;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * The base of the generated class {@code KernelbridgeC}: what JavaCPP's Generator must know about it. Arrays are pinned, never
 * copied, so a call that takes arrays must be over in a quarter of a millisecond: a garbage collection may wait for it.
 *
 * <p>The JVM ignores annotations whose classes are absent, so nothing of JavaCPP is needed at run time.
 */
@Platform(cinclude = "kernelbridge.h")
@CriticalRegion
abstract class JavaCppBinding {

    /**
     * The generated class calls {@code Loader.load()} when it is initialized. An inherited member hides JavaCPP's class of that
     * name, which would search, copy, cache and print; ours does nothing: {@link JniLibrary} has loaded the library by then.
     */
    static final class Loader {
        private Loader() {
        }

        static void load() {
            // see above
        }
    }
}
