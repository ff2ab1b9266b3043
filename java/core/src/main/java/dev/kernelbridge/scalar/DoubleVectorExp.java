package dev.kernelbridge.scalar;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Exp} in the Vector API, eight doubles at a time by the same operations; what {@link Exp} does in a rare way it does itself. One
 * method, written out: {@link DoubleVectorLog} says why.
 */
final class DoubleVectorExp {
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_512;

    private DoubleVectorExp() {
    }

    static void exp(double[] x, int xi, double[] out, int oi, int n) {
        int i = 0;
        for (; i <= n - 8; i += 8) {
            DoubleVector v = DoubleVector.fromArray(S, x, xi + i);
            if (!v.abs().compare(VectorOperators.LE, 708.0).allTrue()) {
                plain(x, xi + i, out, oi + i, 8);
                continue;
            }
            DoubleVector shifted = v.fma(0x1.71547652b82fep0, Exp.SHIFT);
            DoubleVector k = shifted.sub(Exp.SHIFT);
            DoubleVector h = k.lanewise(FMA, -0x1.62e42fefa39efp-1, v);
            DoubleVector c = k.fma(-0x1.abc9e3b39803fp-56, 0.0);
            DoubleVector r = h.add(c);
            DoubleVector z = r.mul(r);
            DoubleVector odd = z.fma(0x1.ad2053e0de69fp-26, 0x1.71df55098b3efp-19);
            DoubleVector even = z.fma(0x1.289f8211ae217p-22, 0x1.a019ab355bbaep-16);
            odd = odd.lanewise(FMA, z, 0x1.a01a011c42fdep-13);
            even = even.lanewise(FMA, z, 0x1.6c16c17cc0d36p-10);
            odd = odd.lanewise(FMA, z, 0x1.111111112880bp-7);
            even = even.lanewise(FMA, z, 0x1.555555555320dp-5);
            odd = odd.lanewise(FMA, z, 0x1.5555555555501p-3);
            even = even.lanewise(FMA, z, 0.5);
            DoubleVector fraction = h.add(z.fma(odd.fma(r, even), c)).add(1.0);
            fraction.mul(shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles()).intoArray(out, oi + i);
        }
        plain(x, xi + i, out, oi + i, n - i);
    }

    private static void plain(double[] x, int xi, double[] out, int oi, int n) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = Exp.exp(x[xi + i]);
        }
    }
}
