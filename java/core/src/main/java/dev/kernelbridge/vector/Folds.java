package dev.kernelbridge.vector;

import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;

/**
 * Joins what a reduction left for each block, in an order that depends on the length alone, and so in the same bits everywhere: sums
 * pairwise, the left part being the largest power of two; the place of an extreme is the first of its kind.
 */
public final class Folds {

    private Folds() {
    }

    /** The one value of an operation that leaves one for each block; 0 for nothing. */
    public static double value(ReduceOp op, double a, Chunks.Reduction reduction) {
        return reduction.value(op, a);
    }

    static double fold(ReduceOp op, double[] partials) {
        return fold(op, partials, 0, partials.length);
    }

    private static double fold(ReduceOp op, double[] partials, int from, int to) {
        if (to - from <= 1) {
            return to == from ? 0 : partials[from];
        }
        int middle = middle(from, to);
        double left = fold(op, partials, from, middle);
        double right = fold(op, partials, middle, to);
        return switch (op) {
            case AMAX, MOST -> Math.max(left, right);
            case LEAST -> Math.min(left, right);
            default -> left + right;
        };
    }

    /** A sum by SUM2 or DOT2, which leave a sum and an error for each block, folded as their lanes are. */
    public static double compensated(ReduceOp op, Chunks.Reduction reduction) {
        double[] partials = reduction.partials(op, 0);
        double[] pair = compensated(partials, 0, partials.length / 2);
        return pair[0] + (Double.isFinite(pair[1]) ? pair[1] : 0); // an infinite sum has the error NaN
    }

    private static double[] compensated(double[] partials, int from, int to) {
        if (to - from <= 1) {
            return to == from ? new double[2] : new double[] {partials[2 * from], partials[2 * from + 1]};
        }
        int middle = middle(from, to);
        double[] left = compensated(partials, from, middle);
        double[] right = compensated(partials, middle, to);
        double t = left[0] + right[0];
        double z = t - left[0];
        double e = (left[0] - (t - z)) + (right[0] - z);
        return new double[] {t, left[1] + right[1] + e};
    }

    /** The index of the first extreme, by an operation that leaves a value and a place for each block, of one block at least. */
    public static long place(ReduceOp op, Chunks.Reduction reduction) {
        double[] partials = reduction.partials(op, 0);
        int best = 0;
        for (int block = 1; block < partials.length / 2; block++) {
            double value = partials[2 * block];
            double known = partials[2 * best];
            double next = op == ReduceOp.ARGMIN ? Math.min(known, value) : Math.max(known, value);
            if (Double.compare(next, known) != 0) {
                best = block;
            }
        }
        return (long) best * VectorEngine.BLOCK + (long) partials[2 * best + 1];
    }

    private static int middle(int from, int to) {
        return from + Integer.highestOneBit(to - from - 1);
    }
}
