package dev.kernelbridge.spi;

/**
 * Elementwise operations; the ordinal is the code in the C ABI and in the device kernels. {@code fma} is one rounding, so a map's
 * bits are the same on every backend.
 */
public enum MapOp {
    /** x + y */
    ADD,
    /** x * y */
    MUL,
    /** fma(x, y, z) */
    FMA,
    /** a * x */
    SCALE,
    /** fma(a, x, y) */
    AXPY,
    /** e^x within 1 ulp */
    EXP
}
