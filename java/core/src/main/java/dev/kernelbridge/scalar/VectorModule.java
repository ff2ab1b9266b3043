package dev.kernelbridge.scalar;

import dev.kernelbridge.Availability;
import java.lang.module.ModuleFinder;

/** Whether this JVM was started with {@code --add-modules jdk.incubator.vector}, and on a processor where that helps. */
public final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";
    public static final boolean PRESENT = ModuleLayer.boot().findModule(NAME).isPresent();

    private VectorModule() {
    }

    /** Whether the processor has vectors of 512 bits, too: the first question takes the time to load the Vector API. */
    static boolean usable() {
        return PRESENT && Fits.FITS;
    }

    private static final class Fits {
        static final boolean FITS = VectorLoops.fits();
    }

    /** Whether prime counting runs on it, from {@link LeafLoops#VECTORS_WORTH} on; or why not and what would help. */
    public static Availability availability() {
        if (!PRESENT) {
            return ModuleFinder.ofSystem().find(NAME).isEmpty()
                    ? Availability.missing("this Java runtime was made without the module " + NAME, "use a whole JDK")
                    : Availability.missing("this JVM runs without the module " + NAME, "start it with --add-modules " + NAME);
        }
        return usable() ? Availability.AVAILABLE : Availability.missing("the module " + NAME
                + " is there, but prime counting is faster with it on a processor with AVX-512 only", "");
    }
}
