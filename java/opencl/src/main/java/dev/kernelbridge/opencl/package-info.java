/**
 * The OpenCL backend. {@code OpenClBackend} finds devices through {@code OpenClRuntime}; {@code OpenClEngine} opens one: its
 * {@code Programs} are compiled from the sources in the jar, its {@code Lanes} run them, and {@code OpenClPrimes},
 * {@code OpenClFactors} and {@code OpenClVectors} say what runs.
 */
package dev.kernelbridge.opencl;
