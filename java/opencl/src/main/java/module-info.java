/** Kernels through OpenCL, on a GPU or a CPU. */
module dev.kernelbridge.opencl {
    requires dev.kernelbridge;
    requires dev.kernelbridge.bind;
    requires java.logging; // JOCL, an automatic module, logs through it
    requires jocl;

    provides dev.kernelbridge.spi.BackendProvider with dev.kernelbridge.opencl.OpenClBackend;
}
