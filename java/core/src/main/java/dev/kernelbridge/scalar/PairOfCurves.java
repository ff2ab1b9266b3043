package dev.kernelbridge.scalar;

import static dev.kernelbridge.scalar.ThreeLimbs.at;

import dev.kernelbridge.spi.Curves;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Two elliptic curves in step modulo an n of up to 80 bits: a processor overlaps them, so that they take little longer than one. Coordinate
 * {@code POINT register} of the arrays is the first curve's, three limbs, and the next one is the second's.
 */
final class PairOfCurves implements Curves {
    static final int LANES = 2;
    private static final int LANE = ThreeLimbs.SIZE;
    private static final int POINT = LANES * LANE;

    private final ThreeLimbs.Modulus n;
    private final ThreeLimbs squareOfR;
    private final ThreeLimbs one;
    private final long[] x = new long[REGISTERS * POINT];
    private final long[] z = new long[REGISTERS * POINT];
    private final long[] a24 = new long[POINT];
    private final long[] tableX;
    private final long[] tableZ;
    private final long[] level; // the table's x with one common z
    /** Of each curve one for every other column, so that a product does not wait for the one before it. */
    private final long[] products = new long[2 * POINT];
    private final long[] behind = new long[POINT];
    private int stored; // longs

    PairOfCurves(BigInteger n, int points) {
        this.n = ThreeLimbs.Modulus.of(n);
        squareOfR = ThreeLimbs.squareOfR(n);
        one = form(BigInteger.ONE);
        tableX = new long[points * POINT];
        tableZ = new long[points * POINT];
        level = new long[points * POINT];
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void begin(BigInteger[] parameter, BigInteger[] start) {
        for (int lane = 0; lane < LANES; lane++) {
            form(parameter[lane]).to(a24, lane * LANE);
            form(start[lane]).to(x, lane * LANE);
            one.to(z, lane * LANE);
            one.to(products, lane * LANE);
            one.to(products, POINT + lane * LANE);
        }
        stored = 0;
    }

    private ThreeLimbs form(BigInteger value) {
        return ThreeLimbs.of(value).times(squareOfR, n);
    }

    @Override
    public void chain(short[] steps, int from, int end) {
        for (int i = from; i < end; i++) {
            int step = steps[i];
            int to = (step >> 9 & 7) * POINT;
            int a = (step >> 6 & 7) * POINT;
            switch (step >> 12) {
                case ADD -> add(to, a, (step >> 3 & 7) * POINT, (step & 7) * POINT);
                case DOUBLE -> twice(to, a);
                case COPY -> {
                    System.arraycopy(x, a, x, to, POINT);
                    System.arraycopy(z, a, z, to, POINT);
                }
                default -> {
                    System.arraycopy(x, a, tableX, stored, POINT);
                    System.arraycopy(z, a, tableZ, stored, POINT);
                    stored += POINT;
                }
            }
        }
    }

    /** Product by product for both curves: with one curve after the other a processor's window holds half as many that do not wait. */
    private void add(int to, int a, int b, int difference) {
        ThreeLimbs.Modulus m = n;
        ThreeLimbs u0 = at(x, a).minus(at(z, a)).times(at(x, b).plus(at(z, b)), m);
        ThreeLimbs u1 = at(x, a + LANE).minus(at(z, a + LANE)).times(at(x, b + LANE).plus(at(z, b + LANE)), m);
        ThreeLimbs v0 = at(x, a).plus(at(z, a)).times(at(x, b).minus(at(z, b)), m);
        ThreeLimbs v1 = at(x, a + LANE).plus(at(z, a + LANE)).times(at(x, b + LANE).minus(at(z, b + LANE)), m);
        ThreeLimbs s0 = u0.plus(v0).squared(m);
        ThreeLimbs s1 = u1.plus(v1).squared(m);
        ThreeLimbs d0 = u0.minus(v0).squared(m);
        ThreeLimbs d1 = u1.minus(v1).squared(m);
        s0 = s0.times(at(z, difference), m);
        s1 = s1.times(at(z, difference + LANE), m);
        d0 = d0.times(at(x, difference), m);
        d1 = d1.times(at(x, difference + LANE), m);
        s0.to(x, to);
        s1.to(x, to + LANE);
        d0.to(z, to);
        d1.to(z, to + LANE);
    }

    private void twice(int to, int a) {
        ThreeLimbs.Modulus m = n;
        ThreeLimbs s0 = at(x, a).plus(at(z, a)).squared(m);
        ThreeLimbs s1 = at(x, a + LANE).plus(at(z, a + LANE)).squared(m);
        ThreeLimbs d0 = at(x, a).minus(at(z, a)).squared(m);
        ThreeLimbs d1 = at(x, a + LANE).minus(at(z, a + LANE)).squared(m);
        ThreeLimbs t0 = s0.minus(d0);
        ThreeLimbs t1 = s1.minus(d1);
        s0 = s0.times(d0, m);
        s1 = s1.times(d1, m);
        d0 = d0.plus(t0.times(at(a24, 0), m));
        d1 = d1.plus(t1.times(at(a24, LANE), m));
        s0.to(x, to);
        s1.to(x, to + LANE);
        t0.times(d0, m).to(z, to);
        t1.times(d1, m).to(z, to + LANE);
    }

    @Override
    public void pairs(short[] columns, int from) {
        giveOneZ();
        int row = from * POINT;
        int turn = 0;
        for (short column : columns) {
            if (column == END) {
                row += POINT;
            } else {
                compare(turn, row, column * POINT);
                turn ^= POINT;
            }
        }
        stored = from * POINT;
    }

    private void compare(int product, int row, int column) {
        ThreeLimbs.Modulus m = n;
        ThreeLimbs p0 = at(products, product).times(at(level, row).minus(at(level, column)), m);
        ThreeLimbs p1 = at(products, product + LANE).times(at(level, row + LANE).minus(at(level, column + LANE)), m);
        p0.to(products, product);
        p1.to(products, product + LANE);
    }

    /** level[i] = X[i] times the product of all Z but Z[i], as {@link JavaCurves} does it; {@code behind} is that of all Z behind i. */
    private void giveOneZ() {
        int last = stored - POINT;
        System.arraycopy(tableZ, 0, level, POINT, POINT);
        for (int i = 2 * POINT; i <= last; i += POINT) {
            times(level, i - POINT, tableZ, i - POINT, level, i);
        }
        System.arraycopy(tableZ, last, behind, 0, POINT);
        times(level, last, tableX, last, level, last);
        for (int i = last - POINT; i > 0; i -= POINT) {
            times(level, i, tableX, i, level, i);
            times(level, i, behind, 0, level, i);
            times(behind, 0, tableZ, i, behind, 0);
        }
        times(behind, 0, tableX, 0, level, 0);
    }

    private void times(long[] a, int ai, long[] b, int bi, long[] to, int i) {
        ThreeLimbs.Modulus m = n;
        ThreeLimbs p0 = at(a, ai).times(at(b, bi), m);
        ThreeLimbs p1 = at(a, ai + LANE).times(at(b, bi + LANE), m);
        p0.to(to, i);
        p1.to(to, i + LANE);
    }

    @Override
    public BigInteger[] z() {
        return values(z);
    }

    @Override
    public BigInteger[] product() {
        for (int lane = 0; lane < POINT; lane += LANE) {
            at(products, lane).times(at(products, POINT + lane), n).to(products, lane);
            one.to(products, POINT + lane);
        }
        return values(products);
    }

    private BigInteger[] values(long[] array) {
        BigInteger[] values = new BigInteger[LANES];
        Arrays.setAll(values, lane -> at(array, lane * LANE).toInteger());
        return values;
    }

    @Override
    public void close() {
        // memory of the heap
    }
}
