package dev.kernelbridge.spi;

import java.lang.foreign.MemorySegment;

/**
 * The vector kernels of a device. Operands are host memory (heap arrays or native memory, as segments that begin at the first
 * element) or memory that this engine allocated; a call has only one kind. Operands that an operation does not name are null.
 * {@code out} is exactly one of the operands or overlaps none. Lengths are checked by the caller. A scalar of a float operation
 * arrives as a double that holds a float.
 */
public interface VectorEngine {

    /** Elements per partial result of a reduction. */
    int BLOCK = 8192;

    /** Lanes within a block: element i goes to lane {@code i % LANES}. */
    int LANES = 64;

    /** {@code out[i] = op(a, x[i], y[i], z[i])} for {@code 0 <= i < n}; a failure leaves {@code out} as it was. */
    void map(ElementType type, MapOp op, double a, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out, long n);

    /**
     * Writes one partial per started block of {@link #BLOCK} elements to {@code partials[at]} and behind. Within a block each of the
     * {@link #LANES} lanes starts at 0 and takes its elements in order; then the upper half of the lanes is folded onto the lower half
     * until one is left. The order is part of the contract, so that every backend gives the same bits. Floats are added as floats.
     */
    void reduce(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, long n, double[] partials, int at);

    /** Memory of this engine's own, not initialised. Fails with DeviceFailedException that says what was asked and what was free. */
    Resident allocate(long bytes);

    /** {@link #map} on this engine's own memory; may return before it is done, and calls are carried out in order. */
    void mapResident(ElementType type, MapOp op, double a, Resident x, Resident y, Resident z, Resident out, long n);

    /** {@link #reduce} on this engine's own memory; waits for the result. */
    void reduceResident(ElementType type, ReduceOp op, double a, Resident x, Resident y, long n, double[] partials, int at);
}
