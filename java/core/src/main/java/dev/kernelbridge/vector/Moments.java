package dev.kernelbridge.vector;

import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.ReduceOp;

/** Mean and variance of at least one and two elements. */
public final class Moments {

    private Moments() {
    }

    /** The sum in its fixed order, divided by n. */
    public static double mean(Chunks.Reduction reduction, long n) {
        return Folds.value(ReduceOp.SUM, 0, reduction) / n;
    }

    /**
     * The sample variance by the corrected two-pass method (Chan, Golub and LeVeque, "Algorithms for computing the sample variance", The
     * American Statistician 37, 1983): the deviations are from the mean as the type has it, and what that lacks is taken off again.
     */
    public static double variance(ElementType type, Chunks.Reduction reduction, long n) {
        double mean = mean(reduction, n);
        double near = type == ElementType.F32 ? (float) mean : mean;
        double squares = Folds.value(ReduceOp.SQDEV, near, reduction);
        return (squares - n * (mean - near) * (mean - near)) / (n - 1);
    }
}
