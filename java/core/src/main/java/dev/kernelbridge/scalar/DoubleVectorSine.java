package dev.kernelbridge.scalar;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Sine} in the Vector API, eight doubles at a time by the same operations; what {@link Sine} does in a rare way it does itself. One
 * method, written out: {@link DoubleVectorLog} says why.
 */
final class DoubleVectorSine {
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_512;

    private DoubleVectorSine() {
    }

    /** The sine of x and so many quarters of a turn: 0 for sin, 1 for cos. */
    static void sine(long quarters, double[] x, int xi, double[] out, int oi, int n) {
        int i = 0;
        for (; i <= n - 8; i += 8) {
            DoubleVector v = DoubleVector.fromArray(S, x, xi + i);
            if (!v.abs().compare(VectorOperators.LE, 0x1p20).allTrue()) {
                plain(quarters, x, xi + i, out, oi + i, 8);
                continue;
            }
            DoubleVector t = v.fma(0x1.45f306dc9c883p-1, Sine.SHIFT);
            DoubleVector k = t.sub(Sine.SHIFT);
            DoubleVector h = k.lanewise(FMA, -0x1.921fb54442d18p0, v);
            DoubleVector r = k.lanewise(FMA, -0x1.1a626331p-54, h);
            DoubleVector c = k.lanewise(FMA, 0x1.1701b839a2520p-88, k.lanewise(FMA, 0x1.1a626331p-54, r.sub(h)));
            DoubleVector z = r.mul(r);
            DoubleVector p = z.fma(-0x1.5d8f5f34e4b35p-33, 0x1.ae5e59124652fp-26);
            DoubleVector q = z.fma(-0x1.8fa41a5d64459p-37, 0x1.1ee9d6c3fd8f3p-29);
            p = p.lanewise(FMA, z, -0x1.71de3565f9a14p-19);
            q = q.lanewise(FMA, z, -0x1.27e4f7e96b015p-22);
            p = p.lanewise(FMA, z, 0x1.a01a019bfbe08p-13);
            q = q.lanewise(FMA, z, 0x1.a01a019c827d4p-16);
            p = p.lanewise(FMA, z, -0x1.111111110f7c0p-7);
            q = q.lanewise(FMA, z, -0x1.6c16c16c14f7fp-10);
            p = p.lanewise(FMA, z, 0x1.5555555555548p-3);
            q = q.lanewise(FMA, z, 0x1.555555555554bp-5);
            LongVector sine = r.sub(r.mul(z).fma(p, c)).reinterpretAsLongs();
            DoubleVector down = r.mul(0.5).fma(r, z.mul(z).fma(q, r.mul(c)).neg());
            LongVector cosine = DoubleVector.broadcast(S, 1.0).sub(down).reinterpretAsLongs();
            LongVector quadrant = t.reinterpretAsLongs().add(quarters);
            LongVector odd = quadrant.lanewise(VectorOperators.LSHL, 63).lanewise(VectorOperators.ASHR, 63);
            LongVector value = sine.lanewise(VectorOperators.XOR, sine.lanewise(VectorOperators.XOR, cosine).and(odd));
            LongVector sign = quadrant.lanewise(VectorOperators.LSHL, 62).and(Long.MIN_VALUE);
            value.lanewise(VectorOperators.XOR, sign).reinterpretAsDoubles().intoArray(out, oi + i);
        }
        plain(quarters, x, xi + i, out, oi + i, n - i);
    }

    private static void plain(long quarters, double[] x, int xi, double[] out, int oi, int n) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = quarters == 0 ? Sine.sin(x[xi + i]) : Sine.cos(x[xi + i]);
        }
    }
}
