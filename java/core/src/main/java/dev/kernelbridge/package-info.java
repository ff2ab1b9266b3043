/** The face of Kernelbridge: ask {@link dev.kernelbridge.Kernels} for a backend and call a kernel. */
package dev.kernelbridge;
