package dev.kernelbridge.scalar;

/** Whether this JVM was started with {@code --add-modules jdk.incubator.vector}, and on a processor where that helps. */
public final class VectorModule {
    public static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    static final boolean USABLE = PRESENT && VectorLoops.fits();

    private VectorModule() {
    }
}
