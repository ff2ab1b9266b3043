package dev.kernelbridge.spi;

import java.lang.foreign.MemorySegment;

/**
 * The vector kernels of a device; those of {@link MatrixEngine} too. Operands are host memory (heap arrays or native memory, as segments that begin at the first
 * element) or memory that this engine allocated; a call has only one kind. Operands that an operation does not name are null.
 * {@code out} is exactly one of the operands or overlaps none. Lengths are checked by the caller. A scalar of a float operation
 * arrives as a double that holds a float.
 */
public interface VectorEngine extends MatrixEngine {

    /** Elements per partial result of a reduction. */
    int BLOCK = 8192;

    /** Lanes within a block: element i goes to lane {@code i % LANES}. */
    int LANES = 64;

    /** {@code out[i] = op(a, b, x[i], y[i], z[i])} for {@code 0 <= i < n}; a failure leaves {@code out} as it was. */
    void map(ElementType type, MapOp op, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out, long n);

    /**
     * Writes {@link ReduceOp#width} values per started block of {@link #BLOCK} elements to {@code partials[at]} and behind. Within a block
     * each of the {@link #LANES} lanes starts at 0 and takes its elements in order; then the upper half of the lanes is folded onto the
     * lower half until one is left. The order is part of the contract, so that every backend gives the same bits. Floats are added as floats.
     *
     * <p>A lane of SUM2 and DOT2 is a sum s and an error c: with p = x (or p = x * y rounded, whose own error is q = fma(x, y, -p); else
     * q = 0), t = s + p, z = t - s, e = (s - (t - z)) + (p - z); then c = c + (e + q) and s = t. Two lanes are folded by the same t and e from
     * s1 and s2, and c = (c1 + c2) + e.
     */
    void reduce(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, long n, double[] partials, int at);

    /**
     * The length from which on a call on whole arrays takes this engine less time than it takes a loop in Java: shorter ones are not asked
     * of it. 0 for all lengths.
     */
    default int least(MapOp op) {
        return 0;
    }

    /** The same of a reduction that leaves one value. */
    default int least(ReduceOp op) {
        return 0;
    }

    /** {@link #map} of whole arrays of n elements, taken as they are where an engine can: segments cost more than a short call. */
    default void map(MapOp op, double a, double b, double[] x, double[] y, double[] z, double[] out, int n) {
        map(ElementType.F64, op, a, b, segment(x), segment(y), segment(z), segment(out), n);
    }

    /** {@link #map} of whole arrays of n elements. */
    default void map(MapOp op, float a, float b, float[] x, float[] y, float[] z, float[] out, int n) {
        map(ElementType.F32, op, a, b, segment(x), segment(y), segment(z), segment(out), n);
    }

    /** {@link #reduce} of one block at most and at least one element, by an operation that leaves one value. */
    default double reduce(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, int n) {
        double[] partial = new double[1];
        reduce(type, op, a, x, y, n, partial, 0);
        return partial[0];
    }

    /** The same of whole arrays of n elements. */
    default double reduce(ReduceOp op, double a, double[] x, double[] y, int n) {
        return reduce(ElementType.F64, op, a, segment(x), segment(y), n);
    }

    /** The same of whole arrays of n elements. */
    default double reduce(ReduceOp op, float a, float[] x, float[] y, int n) {
        return reduce(ElementType.F32, op, a, segment(x), segment(y), n);
    }

    /** Memory of this engine's own, not initialised. Fails with DeviceFailedException that says what was asked and what was free. */
    Resident allocate(long bytes);

    /** {@link #map} on this engine's own memory; may return before it is done, and calls are carried out in order. */
    void mapResident(ElementType type, MapOp op, double a, double b, Resident x, Resident y, Resident z, Resident out, long n);

    /** {@link #reduce} on this engine's own memory; waits for the result. */
    void reduceResident(ElementType type, ReduceOp op, double a, Resident x, Resident y, long n, double[] partials, int at);

    /**
     * Inclusive prefix sums in a fixed order that is good for SIMD and for many cores. Within a tile of {@link #LANES} elements: groups of
     * eight, each summed up by three steps {@code s[j] = s[j - d] + s[j]} for d = 1, 2, 4; the groups' totals likewise, to g; then
     * {@code p[i] = g[group - 1] + s[i]}, where {@code g[-1]} is 0. Within a block of {@link #BLOCK}: o begins at 0, and each tile adds
     * its last p to it. {@code out[i] = (base + o) + p[i]}, where base is {@code carry} in the first block and the last result of the block
     * before in the others. (The steps are those of Kogge and Stone, IEEE Transactions on Computers C-22, 1973.)
     */
    void scan(ElementType type, double carry, MemorySegment x, MemorySegment out, long n);

    /** {@link #scan} from a carry of 0 on this engine's own memory. */
    void scanResident(ElementType type, Resident x, Resident out, long n);

    private static MemorySegment segment(double[] array) {
        return array == null ? null : MemorySegment.ofArray(array);
    }

    private static MemorySegment segment(float[] array) {
        return array == null ? null : MemorySegment.ofArray(array);
    }
}
