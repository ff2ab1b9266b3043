package dev.kernelbridge.scalar;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Log} in the Vector API, sixteen floats at a time by the same operations; what {@link Log} does in a rare way it does itself. One
 * method, written out: {@link DoubleVectorLog} says why.
 */
final class FloatVectorLog {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;

    private FloatVectorLog() {
    }

    static void log(float[] x, int xi, float[] out, int oi, int n) {
        int i = 0;
        for (; i <= n - 16; i += 16) {
            FloatVector v = FloatVector.fromArray(S, x, xi + i);
            if (!v.compare(VectorOperators.GE, Float.MIN_NORMAL).and(v.compare(VectorOperators.LE, Float.MAX_VALUE)).allTrue()) {
                plain(x, xi + i, out, oi + i, 16);
                continue;
            }
            IntVector bits = v.reinterpretAsInts().add(0x40000000 - Log.LOWEST_F);
            FloatVector m = bits.and(0x007fffff).add(Log.LOWEST_F).reinterpretAsFloats();
            FloatVector e = bits.lanewise(VectorOperators.LSHR, 23).or(0x4b000000).reinterpretAsFloats().sub(Log.OFFSET_F);
            FloatVector f = m.sub(1.0f);
            FloatVector h = f.mul(0.5f);
            FloatVector z = f.mul(f);
            FloatVector even = z.fma(0x1.145786p-4f, 0x1.e6f056p-4f);
            FloatVector odd = z.fma(-0x1.de3beap-4f, -0x1.fc2208p-4f);
            even = even.lanewise(FMA, z, 0x1.23376ap-3f);
            odd = odd.lanewise(FMA, z, -0x1.555c4ep-3f);
            even = even.lanewise(FMA, z, 0x1.99a4b6p-3f);
            odd = odd.lanewise(FMA, z, -0x1.000006p-2f);
            even = even.lanewise(FMA, z, 0x1.555548p-2f);
            FloatVector low = z.mul(f).fma(odd.fma(f, even), e.mul(Log.LN2_LOW_F));
            e.lanewise(FMA, Log.LN2_HIGH_F, f.sub(h.fma(f, low.neg()))).intoArray(out, oi + i);
        }
        plain(x, xi + i, out, oi + i, n - i);
    }

    private static void plain(float[] x, int xi, float[] out, int oi, int n) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = Log.log(x[xi + i]);
        }
    }
}
