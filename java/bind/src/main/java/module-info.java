/**
 * Native code from Java: finds, checks and loads libraries. Depends on nothing but {@code java.base}, so that any program can use
 * it, with or without the kernels.
 */
module dev.kernelbridge.bind {
    exports dev.kernelbridge.bind;
    exports dev.kernelbridge.bind.annotation;
}
