package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.CurveEngine;
import dev.kernelbridge.spi.Curves;
import java.math.BigInteger;

/** One elliptic curve at a time in plain Java, on {@link Montgomery}'s numbers; of short ones two, {@link PairOfCurves}. */
public final class JavaCurves implements Curves {
    /** The engine of the JAVA backend, and of devices that have none of their own. */
    public static final CurveEngine ENGINE = new CurveEngine() {
        @Override
        public int lanes(int bits) {
            return bits <= ThreeLimbs.MOST_BITS ? PairOfCurves.LANES : 1;
        }

        @Override
        public Curves open(BigInteger n, int points) {
            return n.bitLength() <= ThreeLimbs.MOST_BITS ? new PairOfCurves(n, points) : new JavaCurves(n, points);
        }
    };

    private final Montgomery m;
    private final long[][] x = new long[REGISTERS][];
    private final long[][] z = new long[REGISTERS][];
    private final long[][] tableX;
    private final long[][] tableZ;
    private final long[][] level; // the table's x with one common z
    private final long[] s;
    private final long[] t;
    private final long[] u;
    private final long[] v;
    private long[] a24;
    private long[] product;
    private int stored;

    private JavaCurves(BigInteger n, int points) {
        m = new Montgomery(n);
        for (int i = 0; i < REGISTERS; i++) {
            x[i] = m.value();
            z[i] = m.value();
        }
        tableX = new long[points][];
        tableZ = new long[points][];
        level = new long[points][];
        s = m.value();
        t = m.value();
        u = m.value();
        v = m.value();
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public void begin(BigInteger[] parameter, BigInteger[] start) {
        a24 = m.of(parameter[0]);
        x[0] = m.of(start[0]);
        z[0] = m.of(BigInteger.ONE);
        product = m.of(BigInteger.ONE);
        stored = 0;
    }

    @Override
    public void chain(short[] steps, int from, int end) {
        for (int i = from; i < end; i++) {
            int step = steps[i];
            int to = step >> 9 & 7;
            int a = step >> 6 & 7;
            switch (step >> 12) {
                case ADD -> add(to, a, step >> 3 & 7, step & 7);
                case DOUBLE -> twice(to, a);
                case COPY -> {
                    copy(x[a], x[to]);
                    copy(z[a], z[to]);
                }
                default -> store(a);
            }
        }
    }

    /** 4 products and 2 squares: (X- : Z-) is the difference of the points a and b. */
    private void add(int to, int a, int b, int difference) {
        m.subtract(x[a], z[a], s);
        m.add(x[b], z[b], t);
        m.multiply(s, t, u);
        m.add(x[a], z[a], s);
        m.subtract(x[b], z[b], t);
        m.multiply(s, t, v);
        m.add(u, v, s);
        m.subtract(u, v, t);
        m.multiply(s, s, s);
        m.multiply(t, t, t);
        m.multiply(s, z[difference], u);
        m.multiply(t, x[difference], z[to]);
        long[] old = x[to]; // written last: the difference may be its own destination
        x[to] = copy(u, old);
    }

    /** 3 products and 2 squares. */
    private void twice(int to, int a) {
        m.add(x[a], z[a], s);
        m.subtract(x[a], z[a], t);
        m.multiply(s, s, s);
        m.multiply(t, t, t);
        m.multiply(s, t, x[to]);
        m.subtract(s, t, u);
        m.multiply(u, a24, v);
        m.add(v, t, v);
        m.multiply(u, v, z[to]);
    }

    private void store(int a) {
        if (tableX[stored] == null) {
            tableX[stored] = m.value();
            tableZ[stored] = m.value();
            level[stored] = m.value();
        }
        copy(x[a], tableX[stored]);
        copy(z[a], tableZ[stored++]);
    }

    @Override
    public void pairs(short[] columns, int from) {
        giveOneZ();
        int row = from;
        for (short column : columns) {
            if (column == END) {
                row++;
            } else {
                m.subtract(level[row], level[column], s);
                m.multiply(product, s, product);
            }
        }
        stored = from;
    }

    /**
     * level[i] = X[i] times the product of all Z but Z[i]: four products a point, no inversion. A Z that shares a factor with n
     * makes all other entries 0 modulo that factor, so that the product finds it.
     */
    private void giveOneZ() {
        for (int i = 1; i < stored; i++) {
            if (i == 1) {
                copy(tableZ[0], level[1]);
            } else {
                m.multiply(level[i - 1], tableZ[i - 1], level[i]);
            }
        }
        copy(tableZ[stored - 1], u);
        m.multiply(level[stored - 1], tableX[stored - 1], level[stored - 1]);
        for (int i = stored - 2; i > 0; i--) {
            m.multiply(level[i], u, level[i]);
            m.multiply(level[i], tableX[i], level[i]);
            m.multiply(u, tableZ[i], u);
        }
        m.multiply(u, tableX[0], level[0]);
    }

    @Override
    public BigInteger[] z() {
        return new BigInteger[] {m.raw(z[0])};
    }

    @Override
    public BigInteger[] product() {
        return new BigInteger[] {m.raw(product)};
    }

    @Override
    public void close() {
        // memory of the heap
    }

    private static long[] copy(long[] from, long[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
        return to;
    }
}
