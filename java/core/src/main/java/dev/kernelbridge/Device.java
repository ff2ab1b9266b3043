package dev.kernelbridge;

/**
 * Something that a backend computes on.
 *
 * @param backend     the backend that reaches it
 * @param index       its position in the backend's list, from 0; {@link Kernels.Builder#device(int)} takes it
 * @param name        what its maker or the operating system calls it
 * @param kind        what it is
 * @param memoryBytes its own memory, or the machine's for a CPU; 0 if unknown
 * @param detail      the rest in a few words: cores and SIMD tier, compute capability, driver
 */
public record Device(Backend backend, int index, String name, Kind kind, long memoryBytes, String detail) {

    /** What kind of hardware a device is. A simulator is never chosen by {@link Kernels#best()}. */
    public enum Kind { CPU, GPU, ACCELERATOR, SIMULATOR }

    /** Name and detail: {@code AMD EPYC, 2 cores, x86-64-v4}. */
    @Override
    public String toString() {
        return detail.isEmpty() ? name : name + ", " + detail;
    }
}
