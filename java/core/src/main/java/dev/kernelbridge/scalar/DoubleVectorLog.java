package dev.kernelbridge.scalar;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Log} in the Vector API, eight doubles at a time by the same operations; what {@link Log} does in a rare way it does itself. */
final class DoubleVectorLog {
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_512;

    private DoubleVectorLog() {
    }

    static void log(double[] x, int xi, double[] out, int oi, int n) {
        int i = 0;
        for (; i <= n - 8; i += 8) {
            DoubleVector v = DoubleVector.fromArray(S, x, xi + i);
            if (v.compare(VectorOperators.GE, Double.MIN_NORMAL).and(v.compare(VectorOperators.LE, Double.MAX_VALUE)).allTrue()) {
                log(v).intoArray(out, oi + i);
            } else {
                plain(x, xi + i, out, oi + i, 8);
            }
        }
        plain(x, xi + i, out, oi + i, n - i);
    }

    private static void plain(double[] x, int xi, double[] out, int oi, int n) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = Log.log(x[xi + i]);
        }
    }

    private static DoubleVector log(DoubleVector x) {
        LongVector bits = x.reinterpretAsLongs().add(0x4000000000000000L - Log.LOWEST);
        DoubleVector m = bits.and(0x000fffffffffffffL).add(Log.LOWEST).reinterpretAsDoubles();
        DoubleVector e = bits.lanewise(VectorOperators.LSHR, 52).or(0x4330000000000000L).reinterpretAsDoubles().sub(Log.OFFSET);
        DoubleVector f = m.sub(1.0);
        DoubleVector s = f.div(m.add(1.0));
        DoubleVector h = f.mul(0.5);
        DoubleVector z = s.mul(s);
        DoubleVector p = all(0x1.2f056ca56dd8bp-3).fma(z, all(0x1.39a1b9d0cafc4p-3));
        p = p.fma(z, all(0x1.74663ef1825cap-3));
        p = p.fma(z, all(0x1.c71c52092e8a4p-3));
        p = p.fma(z, all(0x1.24924941f1647p-2));
        p = p.fma(z, all(0x1.999999997fdb2p-2));
        p = p.fma(z, all(0x1.5555555555592p-1));
        DoubleVector t = z.fma(p, h.mul(f));
        DoubleVector low = s.fma(t, e.mul(Log.LN2_LOW));
        return e.fma(all(Log.LN2_HIGH), f.sub(h.fma(f, low.neg())));
    }

    private static DoubleVector all(double value) {
        return DoubleVector.broadcast(S, value);
    }
}
