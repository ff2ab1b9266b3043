package dev.kernelbridge.factor.ecm;

import dev.kernelbridge.scalar.Montgomery;
import dev.kernelbridge.spi.Curves;
import java.math.BigInteger;

/**
 * Pollard's p - 1 (1974) and Williams' p + 1 (Math. Comp. 39, 1982) by the programs of the elliptic-curve method: instead of x(k P) there is
 * V(k) = a^k + a^-k, for which V(j + k) = V(j) V(k) - V(j - k). It is 2 modulo p when k is a multiple of the order of a, which divides p - 1
 * or p + 1. A step takes one product instead of six, so that larger bounds cost little.
 */
final class LucasSequence implements Curves {
    private final Montgomery m;
    private final long[][] v = new long[REGISTERS][];
    private final long[][] table;
    private final long[] two;
    private final long[] one;
    private final long[] t;
    private long[] product;
    private int stored;

    LucasSequence(BigInteger n, int points) {
        m = new Montgomery(n);
        table = new long[points][];
        two = m.of(BigInteger.TWO);
        one = m.of(BigInteger.ONE);
        t = m.value();
        for (int i = 0; i < REGISTERS; i++) {
            v[i] = m.value();
        }
    }

    @Override
    public int lanes() {
        return 1;
    }

    /** V(1) is {@code start[0]}. */
    @Override
    public void begin(BigInteger[] unused, BigInteger[] start) {
        v[0] = m.of(start[0]);
        product = m.of(BigInteger.ONE);
        stored = 0;
    }

    @Override
    public void chain(short[] steps, int from, int end) {
        for (int i = from; i < end; i++) {
            int step = steps[i];
            int to = step >> 9 & 7;
            long[] a = v[step >> 6 & 7];
            switch (step >> 12) {
                case ADD -> minus(a, v[step >> 3 & 7], v[step & 7], v[to]);
                case DOUBLE -> minus(a, a, two, v[to]);
                case COPY -> v[to] = a.clone();
                default -> table[stored++] = a.clone();
            }
        }
    }

    /** r = a b - c, brought below 2 n by a product with 1. */
    private void minus(long[] a, long[] b, long[] c, long[] r) {
        m.multiply(a, b, t);
        m.subtract(t, c, t);
        m.multiply(t, one, r);
    }

    @Override
    public void pairs(short[] columns, int from) {
        int row = from;
        for (short column : columns) {
            if (column == END) {
                row++;
            } else {
                m.subtract(table[row], table[column], t);
                m.multiply(product, t, product);
            }
        }
        stored = from;
    }

    /** V - 2. */
    @Override
    public BigInteger[] z() {
        m.subtract(v[0], two, t);
        return new BigInteger[] {m.raw(t)};
    }

    @Override
    public BigInteger[] product() {
        return new BigInteger[] {m.raw(product)};
    }

    @Override
    public void close() {
        // memory of the heap
    }
}
