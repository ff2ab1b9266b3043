package dev.kernelbridge.vector;

import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.ReduceOp;

/**
 * The Euclidean norm that neither overflows nor underflows on the way: the plain sum of squares when that is in the safe middle of the
 * exponents, which one pass shows; else a second and third pass find the largest element and scale by a power of two, which is exact.
 * (J. L. Blue, "A portable Fortran program to find the Euclidean norm of a vector", ACM TOMS 4, 1978, has the idea of the ranges.)
 */
public final class Norm {

    private Norm() {
    }

    /** sqrt(sum of squares), infinite only if an element or the norm itself is, NaN if an element is NaN. */
    public static double nrm2(ElementType type, Chunks.Reduction reduction) {
        double sum = Folds.value(ReduceOp.SUMSQ, 1, reduction);
        return isSafe(type, sum) ? Math.sqrt(sum) : scaled(type, reduction);
    }

    /** Whether a sum of squares has neither overflowed nor lost anything to underflow, so that its root is the norm. */
    public static boolean isSafe(ElementType type, double sum) {
        return type == ElementType.F64 ? sum >= 0x1p-960 && sum <= Double.MAX_VALUE : sum >= 0x1p-90 && sum <= Float.MAX_VALUE;
    }

    /** The norm where the plain sum of squares is not safe, or is 0. */
    public static double scaled(ElementType type, Chunks.Reduction reduction) {
        double largest = Folds.value(ReduceOp.AMAX, 1, reduction);
        if (!(largest > 0 && largest <= Double.MAX_VALUE)) {
            return largest; // 0, infinite, or NaN
        }
        // The scale itself must be a normal number of the type; the largest element then comes to lie near 1, or well above underflow.
        int limit = type == ElementType.F64 ? 1000 : 120;
        double scale = Math.scalb(1.0, Math.clamp(-Math.getExponent(largest), -limit, limit));
        return Math.sqrt(Folds.value(ReduceOp.SUMSQ, scale, reduction)) / scale;
    }
}
