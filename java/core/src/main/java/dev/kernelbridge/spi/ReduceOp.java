package dev.kernelbridge.spi;

/**
 * Reductions; the ordinal is the code in the C ABI and in the device kernels. Sums are taken in the order of {@link VectorEngine#reduce};
 * the others do not depend on an order.
 */
public enum ReduceOp {
    /** Sum of x. */
    SUM(1, 1),
    /** Sum of x * y by fma. */
    DOT(2, 1),
    /** Sum of the squares of a * x (rounded), by fma. */
    SUMSQ(1, 1),
    /** Largest |x|; NaN if any x is. */
    AMAX(1, 1),
    /** Sum of |x|. */
    ASUM(1, 1),
    /** Smallest x as Math.min has it: NaN if any x is, and -0 below +0. */
    LEAST(1, 1),
    /** Largest x as Math.max has it. */
    MOST(1, 1),
    /** Sum of the squares of x - a (rounded), by fma. */
    SQDEV(1, 1),
    /** LEAST, and the index within the block of the first element that is it. */
    ARGMIN(1, 2),
    /** MOST, and the index within the block of the first element that is it. */
    ARGMAX(1, 2),
    /** AMAX, and the index within the block of the first element whose absolute value it is. */
    ARGAMAX(1, 2),
    /** Sum of x, and the sum of the errors of its additions: Sum2 of Ogita, Rump and Oishi, "Accurate sum and dot product", 2005. */
    SUM2(1, 2),
    /** Sum of x * y, and the sum of the errors of its products and additions: Dot2 of the same paper. */
    DOT2(2, 2);

    private final int operands;
    private final int width;

    ReduceOp(int operands, int width) {
        this.operands = operands;
        this.width = width;
    }

    /** Whether it adds in the fixed order, without an error beside it. */
    public boolean isSum() {
        return this == SUM || this == DOT || this == SUMSQ || this == ASUM || this == SQDEV;
    }

    /** How many of x and y it reads. */
    public int operands() {
        return operands;
    }

    /** How many values it leaves for each block. */
    public int width() {
        return width;
    }
}
