package dev.kernelbridge;

import dev.kernelbridge.plan.Session;
import java.util.Objects;

/**
 * Vector math on arrays, and on {@link DoubleVec} and {@link FloatVec}: views of array ranges and memory segments, or vectors that live
 * where the backend computes ({@link #upload}), on which chained calls copy nothing.
 *
 * <p>The same input gives the same bits on every backend and every SIMD tier: {@code fma} stands for one rounding, and reductions add in
 * one fixed order (64 lanes within blocks of 8192 elements, then pairwise), whose error grows with the logarithm of the length.
 * NaN and infinities behave as IEEE 754 has them. Operations take O(n) time. An {@code out} may be one of the operands; otherwise
 * nothing may overlap.
 *
 * <p>Plain Java computes on whole arrays of a few elements where a call to C would take longer (FFM and JNI). The bits are the same, and
 * the report goes on naming the backend.
 *
 * <p>Wrong lengths, overlaps and an {@code out} that is read-only throw IllegalArgumentException before anything is computed. Safe for
 * use by many threads, as long as they do not write the same elements. A failing device's call is repeated by the next backend, except
 * on resident vectors, whose memory is lost: {@link DeviceFailedException}; new ones then live where the next backend computes.
 */
public final class VectorMath extends MatrixMath {

    VectorMath(Session session) {
        super(session);
    }

    /** {@code out[i] = x[0] + ... + x[i]}, modulo 2^32. */
    public void cumulativeSum(int[] x, int[] out) {
        checkLength("out", Objects.requireNonNull(out, "out: null; an array is needed").length,
                Objects.requireNonNull(x, "x: null; an array is needed").length);
        int sum = 0; // any order is exact: one addition an element is what a core's memory can feed
        for (int i = 0; i < x.length; i++) {
            sum += x[i];
            out[i] = sum;
        }
    }

    /** {@code out[i] = x[0] + ... + x[i]}, modulo 2^64. */
    public void cumulativeSum(long[] x, long[] out) {
        checkLength("out", Objects.requireNonNull(out, "out: null; an array is needed").length,
                Objects.requireNonNull(x, "x: null; an array is needed").length);
        long sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i];
            out[i] = sum;
        }
    }
}
