package dev.kernelbridge.scalar;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Exp} in the Vector API, twice sixteen floats at a time by the same operations; what {@link Exp} does in a rare way it does itself.
 * One method, written out, and twice to be long enough: {@link DoubleVectorLog} says why.
 */
final class FloatVectorExp {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;

    private FloatVectorExp() {
    }

    static void exp(float[] x, int xi, float[] out, int oi, int n) {
        int i = 0;
        for (; i <= n - 32; i += 32) {
            FloatVector v = FloatVector.fromArray(S, x, xi + i);
            FloatVector v1 = FloatVector.fromArray(S, x, xi + i + 16);
            if (!v.abs().compare(VectorOperators.LE, 87.0f).and(v1.abs().compare(VectorOperators.LE, 87.0f)).allTrue()) {
                plain(x, xi + i, out, oi + i, 32);
                continue;
            }
            FloatVector shifted = v.fma(0x1.715476p0f, Exp.SHIFT_F);
            FloatVector k = shifted.sub(Exp.SHIFT_F);
            FloatVector h = k.lanewise(FMA, -0x1.62e430p-1f, v);
            FloatVector c = k.fma(0x1.05c610p-29f, 0.0f);
            FloatVector r = h.add(c);
            FloatVector z = r.mul(r);
            FloatVector even = z.fma(0x1.6b6e56p-10f, 0x1.555688p-5f);
            FloatVector odd = z.fma(0x1.122f7ap-7f, 0x1.5554a4p-3f);
            even = even.lanewise(FMA, z, 0.5f);
            FloatVector fraction = h.add(z.fma(odd.fma(r, even), c)).add(1.0f);
            FloatVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            fraction.mul(power).intoArray(out, oi + i);
            FloatVector shifted1 = v1.fma(0x1.715476p0f, Exp.SHIFT_F);
            FloatVector k1 = shifted1.sub(Exp.SHIFT_F);
            FloatVector h1 = k1.lanewise(FMA, -0x1.62e430p-1f, v1);
            FloatVector c1 = k1.fma(0x1.05c610p-29f, 0.0f);
            FloatVector r1 = h1.add(c1);
            FloatVector z1 = r1.mul(r1);
            FloatVector even1 = z1.fma(0x1.6b6e56p-10f, 0x1.555688p-5f);
            FloatVector odd1 = z1.fma(0x1.122f7ap-7f, 0x1.5554a4p-3f);
            even1 = even1.lanewise(FMA, z1, 0.5f);
            FloatVector fraction1 = h1.add(z1.fma(odd1.fma(r1, even1), c1)).add(1.0f);
            FloatVector power1 = shifted1.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            fraction1.mul(power1).intoArray(out, oi + i + 16);
        }
        plain(x, xi + i, out, oi + i, n - i);
    }

    private static void plain(float[] x, int xi, float[] out, int oi, int n) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = Exp.exp(x[xi + i]);
        }
    }
}
