package dev.kernelbridge.scalar;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Log} in the Vector API, eight doubles at a time by the same operations; what {@link Log} does in a rare way it does itself.
 *
 * <p>One method, written out, and longer than what C2 takes into its callers (325 bytes of code), as all such loops here are. For where
 * C2 stops to inline, every vector that a method gets or gives becomes an object, 12 times slower than no Vector API: it stops at
 * 18,000 nodes of its graph, which the caller's code, this and other loops, and this one twice, have reached together. The Vector API's
 * own methods are inlined by force, helpers of ours are not.
 */
final class DoubleVectorLog {
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_512;

    private DoubleVectorLog() {
    }

    static void log(double[] x, int xi, double[] out, int oi, int n) {
        int i = 0;
        for (; i <= n - 8; i += 8) {
            DoubleVector v = DoubleVector.fromArray(S, x, xi + i);
            if (!v.compare(VectorOperators.GE, Double.MIN_NORMAL).and(v.compare(VectorOperators.LE, Double.MAX_VALUE)).allTrue()) {
                plain(x, xi + i, out, oi + i, 8);
                continue;
            }
            LongVector bits = v.reinterpretAsLongs().add(0x4000000000000000L - Log.LOWEST);
            DoubleVector m = bits.and(0x000fffffffffffffL).add(Log.LOWEST).reinterpretAsDoubles();
            DoubleVector e = bits.lanewise(VectorOperators.LSHR, 52).or(0x4330000000000000L).reinterpretAsDoubles().sub(Log.OFFSET);
            DoubleVector f = m.sub(1.0);
            DoubleVector s = f.div(m.add(1.0));
            DoubleVector h = f.mul(0.5);
            DoubleVector z = s.mul(s);
            DoubleVector p = z.fma(0x1.2f056ca56dd8bp-3, 0x1.39a1b9d0cafc4p-3);
            p = p.lanewise(FMA, z, 0x1.74663ef1825cap-3);
            p = p.lanewise(FMA, z, 0x1.c71c52092e8a4p-3);
            p = p.lanewise(FMA, z, 0x1.24924941f1647p-2);
            p = p.lanewise(FMA, z, 0x1.999999997fdb2p-2);
            p = p.lanewise(FMA, z, 0x1.5555555555592p-1);
            DoubleVector t = z.fma(p, h.mul(f));
            DoubleVector low = s.fma(t, e.mul(Log.LN2_LOW));
            e.lanewise(FMA, Log.LN2_HIGH, f.sub(h.fma(f, low.neg()))).intoArray(out, oi + i);
        }
        plain(x, xi + i, out, oi + i, n - i);
    }

    private static void plain(double[] x, int xi, double[] out, int oi, int n) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = Log.log(x[xi + i]);
        }
    }
}
