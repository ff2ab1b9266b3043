/** Kernels on NVIDIA GPUs, through JCuda's driver API. */
module dev.kernelbridge.cuda {
    requires dev.kernelbridge;
    requires dev.kernelbridge.bind;
    requires java.logging; // JCuda, an automatic module, logs through it
    requires jcuda;

    provides dev.kernelbridge.spi.BackendProvider with dev.kernelbridge.cuda.CudaBackend;
}
