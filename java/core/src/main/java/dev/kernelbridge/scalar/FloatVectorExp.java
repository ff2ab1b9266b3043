package dev.kernelbridge.scalar;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Exp} in the Vector API, sixteen floats at a time by the same operations; what {@link Exp} does in a rare way it does itself. */
final class FloatVectorExp {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;

    private FloatVectorExp() {
    }

    static void exp(float[] x, int xi, float[] out, int oi, int n) {
        int i = 0;
        for (; i <= n - 16; i += 16) {
            FloatVector v = FloatVector.fromArray(S, x, xi + i);
            if (v.abs().compare(VectorOperators.LE, 87.0f).allTrue()) {
                exp(v).intoArray(out, oi + i);
            } else {
                plain(x, xi + i, out, oi + i, 16);
            }
        }
        plain(x, xi + i, out, oi + i, n - i);
    }

    private static void plain(float[] x, int xi, float[] out, int oi, int n) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = Exp.exp(x[xi + i]);
        }
    }

    private static FloatVector exp(FloatVector x) {
        FloatVector shifted = x.fma(all(0x1.715476p0f), all(Exp.SHIFT_F));
        FloatVector k = shifted.sub(Exp.SHIFT_F);
        FloatVector h = k.fma(all(-0x1.62e430p-1f), x);
        FloatVector c = k.fma(all(0x1.05c610p-29f), all(0.0f));
        FloatVector r = h.add(c);
        FloatVector z = r.mul(r);
        FloatVector even = all(0x1.6b6e56p-10f).fma(z, all(0x1.555688p-5f));
        FloatVector odd = all(0x1.122f7ap-7f).fma(z, all(0x1.5554a4p-3f));
        even = even.fma(z, all(0.5f));
        FloatVector fraction = h.add(z.fma(odd.fma(r, even), c)).add(1.0f);
        return fraction.mul(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(S, value);
    }
}
