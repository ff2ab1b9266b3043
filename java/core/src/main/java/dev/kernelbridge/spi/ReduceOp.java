package dev.kernelbridge.spi;

/** Reductions; the ordinal is the code in the C ABI and in the device kernels. See {@link VectorEngine#reduce} for the order. */
public enum ReduceOp {
    /** Sum of x. */
    SUM,
    /** Sum of x * y by fma. */
    DOT,
    /** Sum of the squares of a * x (rounded), by fma. */
    SUMSQ,
    /** Largest |x|; NaN if any x is. */
    AMAX
}
