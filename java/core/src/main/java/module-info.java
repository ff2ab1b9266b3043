/** The API, fallback, work plans and the JAVA backend. No dependencies, no native code. */
module dev.kernelbridge {
    requires static jdk.incubator.vector;

    exports dev.kernelbridge;
    exports dev.kernelbridge.spi;

    uses dev.kernelbridge.spi.BackendProvider;

    provides dev.kernelbridge.spi.BackendProvider with dev.kernelbridge.scalar.JavaBackend;
}
