package dev.kernelbridge.spi;

/**
 * Elementwise operations; the ordinal is the code in the C ABI and in the device kernels. Each is IEEE arithmetic with one rounding a step,
 * so a map's bits are the same on every backend; only a NaN's sign and payload are the machine's. {@code a} and {@code b} are scalars.
 */
public enum MapOp {
    /** x + y */
    ADD(2),
    /** x * y */
    MUL(2),
    /** fma(x, y, z) */
    FMA(3),
    /** a * x */
    SCALE(1),
    /** fma(a, x, y) */
    AXPY(2),
    /** e^x within 1 ulp */
    EXP(1),
    /** x - y */
    SUB(2),
    /** x / y */
    DIV(2),
    /** |x| */
    ABS(1),
    /** -x */
    NEG(1),
    /** The square root, correctly rounded. */
    SQRT(1),
    /** The smaller of x and y as Math.min has it: NaN if either is, and -0 below +0. */
    MIN(2),
    /** The larger of x and y as Math.max has it. */
    MAX(2),
    /** min(max(x, a), b) as Math has them: for a <= b, and NaN stays NaN. */
    CLAMP(1),
    /** a, whatever x is. */
    FILL(1),
    /** x */
    COPY(1),
    /** fma(a, x, b * y): the product b * y is rounded. */
    AXPBY(2),
    /** The natural logarithm within 1 ulp. */
    LOG(1),
    /** The sine within 1 ulp, for every x. */
    SIN(1),
    /** The cosine within 1 ulp, for every x. */
    COS(1),
    /** The hyperbolic tangent within 1 ulp. */
    TANH(1),
    /** x^y within 1 ulp. */
    POW(2);

    private final int operands;

    MapOp(int operands) {
        this.operands = operands;
    }

    /** How many of x, y and z it reads, from the left. */
    public int operands() {
        return operands;
    }

    /** Whether it takes a polynomial and not an instruction: a call of it takes ten times as long. */
    public boolean slow() {
        return this == EXP || ordinal() >= LOG.ordinal();
    }
}
