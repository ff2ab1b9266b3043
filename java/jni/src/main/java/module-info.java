/** The JNI backend: the C kernels through code that JavaCPP generates from the C header at build time. */
module dev.kernelbridge.jni {
    requires dev.kernelbridge;
    requires dev.kernelbridge.bind;
    requires static org.bytedeco.javacpp;

    // The loader loads in the name of one of our classes, so that the library belongs to our class loader.
    opens dev.kernelbridge.jni to dev.kernelbridge.bind;

    provides dev.kernelbridge.spi.BackendProvider with dev.kernelbridge.jni.JniBackend;
}
