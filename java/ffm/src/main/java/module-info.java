/** The C kernels over the Foreign Function and Memory API. */
module dev.kernelbridge.ffm {
    requires dev.kernelbridge;
    requires dev.kernelbridge.bind;

    provides dev.kernelbridge.spi.BackendProvider with dev.kernelbridge.ffm.FfmBackend;
}
