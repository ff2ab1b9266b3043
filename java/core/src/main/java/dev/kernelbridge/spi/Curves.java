package dev.kernelbridge.spi;

import java.math.BigInteger;

/**
 * Some elliptic curves modulo one odd n, and a point on each: the state that the elliptic-curve method works on, all curves in step. The
 * curves are Montgomery's, b y^2 = x^3 + A x^2 + x, points are (X : Z) with x = X / Z, and what is done to them is spelled out by the
 * conductor in {@link #chain} and {@link #pairs}: an engine knows two formulas (Montgomery, Math. Comp. 48, 1987, section 10) and
 * no strategy. Used by one thread at a time.
 */
public interface Curves extends AutoCloseable {
    /** Registers for points, the first one holds the starting point. */
    int REGISTERS = 8;
    /** The operations of a chain, in bits 12 to 15; then three bits each for the destination, two operands and a difference. */
    int ADD = 0;
    /** destination = 2 a. */
    int DOUBLE = 1;
    /** destination = a. */
    int COPY = 2;
    /** Puts a copy of a behind the points of the table. */
    int STORE = 3;
    /** The end of a row of {@link #pairs}. */
    short END = -1;

    /** A chain's step. */
    static short step(int operation, int to, int a, int b, int difference) {
        return (short) (operation << 12 | to << 9 | a << 6 | b << 3 | difference);
    }

    /** How many curves there are. */
    int lanes();

    /** Begins with other curves: (A + 2) / 4 and the starting point's x of each, below n. The table is empty, the product 1. */
    void begin(BigInteger[] a24, BigInteger[] x);

    /** Performs the steps {@code from <= i < to}: additions of points whose difference is at hand, doublings, copies. */
    void chain(short[] steps, int from, int to);

    /**
     * Stage two: multiplies the product with x(row) - x(column) for each pair of table entries that are listed row by row: the entries
     * {@code from}, from + 1, … are the rows, and each row's columns end with {@link #END}. Afterwards the rows are gone from the table.
     */
    void pairs(short[] columns, int from);

    /** Each curve's Z of the register 0, times R, not reduced: only good for a gcd with n. */
    BigInteger[] z();

    /** Each curve's product of stage two, in the same way. */
    BigInteger[] product();

    @Override
    void close();
}
