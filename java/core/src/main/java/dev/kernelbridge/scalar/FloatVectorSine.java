package dev.kernelbridge.scalar;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Sine} in the Vector API, sixteen floats at a time by the same operations; what {@link Sine} does in a rare way it does itself. One
 * method, written out: {@link DoubleVectorLog} says why.
 */
final class FloatVectorSine {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;

    private FloatVectorSine() {
    }

    /** The sine of x and so many quarters of a turn: 0 for sin, 1 for cos. */
    static void sine(int quarters, float[] x, int xi, float[] out, int oi, int n) {
        int i = 0;
        for (; i <= n - 16; i += 16) {
            FloatVector v = FloatVector.fromArray(S, x, xi + i);
            FloatVector t = v.fma(0x1.45f306p-1f, Sine.SHIFT_F);
            FloatVector k = t.sub(Sine.SHIFT_F);
            FloatVector h = k.lanewise(FMA, -0x1.921fb4p0f, v);
            FloatVector near = k.lanewise(FMA, -0x1.44p-24f, h);
            FloatVector rest = k.lanewise(FMA, 0x1.0b4612p-34f, k.lanewise(FMA, 0x1.44p-24f, near.sub(h)));
            FloatVector r = near.sub(rest);
            FloatVector margin = v.abs().lanewise(FMA, -0x1p-29f, r.abs());
            if (!v.abs().compare(VectorOperators.LE, 0x1p14f).and(margin.compare(VectorOperators.GE, 0.0f)).allTrue()) {
                plain(quarters, x, xi + i, out, oi + i, 16);
                continue;
            }
            FloatVector c = r.sub(near).add(rest);
            FloatVector z = r.mul(r);
            FloatVector p = z.fma(0x1.994306p-13f, -0x1.110738p-7f).lanewise(FMA, z, 0x1.555546p-3f);
            FloatVector q = z.fma(0x1.99ead6p-16f, -0x1.6c0c30p-10f).lanewise(FMA, z, 0x1.55554ap-5f);
            IntVector sine = r.sub(r.mul(z).fma(p, c)).reinterpretAsInts();
            FloatVector down = r.mul(0.5f).fma(r, z.mul(z).fma(q, r.mul(c)).neg());
            IntVector cosine = FloatVector.broadcast(S, 1.0f).sub(down).reinterpretAsInts();
            IntVector quadrant = t.reinterpretAsInts().add(quarters);
            IntVector odd = quadrant.lanewise(VectorOperators.LSHL, 31).lanewise(VectorOperators.ASHR, 31);
            IntVector value = sine.lanewise(VectorOperators.XOR, sine.lanewise(VectorOperators.XOR, cosine).and(odd));
            IntVector sign = quadrant.lanewise(VectorOperators.LSHL, 30).and(Integer.MIN_VALUE);
            value.lanewise(VectorOperators.XOR, sign).reinterpretAsFloats().intoArray(out, oi + i);
        }
        plain(quarters, x, xi + i, out, oi + i, n - i);
    }

    private static void plain(int quarters, float[] x, int xi, float[] out, int oi, int n) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = quarters == 0 ? Sine.sin(x[xi + i]) : Sine.cos(x[xi + i]);
        }
    }
}
