package dev.kernelbridge.scalar;

/**
 * exp, the same operations in the same order as native/arith/exp.h, which explains them, so that all backends give the same bits. Within
 * 1 ulp of e^x everywhere.
 */
final class Exp {
    static final double SHIFT = 0x1.80000000003ffp52; // adding it rounds to an integer k; the lowest 12 bits are then k + 1023
    static final float SHIFT_F = 0x1.8000fep23f; // the lowest 9 bits: k + 127

    private Exp() {
    }

    static double exp(double x) {
        if (Math.abs(x) <= 708.0) {
            double shifted = shifted(x);
            return scaled(fraction(x, 0.0, shifted), shifted);
        }
        double v = x > 800.0 ? 800.0 : x;
        v = v < -800.0 ? -800.0 : v;
        double shifted = shifted(v);
        return halves(fraction(v, 0.0, shifted), shifted);
    }

    /** x / ln 2, rounded to an integer k in its low bits: {@link #fraction} times 2^k is e^x. */
    static double shifted(double x) {
        return Math.fma(x, 0x1.71547652b82fep0, SHIFT);
    }

    /** e^(x + low) / 2^k. */
    static double fraction(double x, double low, double shifted) {
        double k = shifted - SHIFT;
        double h = Math.fma(k, -0x1.62e42fefa39efp-1, x);
        double c = Math.fma(k, -0x1.abc9e3b39803fp-56, low);
        double r = h + c;
        double z = r * r;
        double odd = 0x1.ad2053e0de69fp-26; // two chains: half the latency, no operation more
        double even = 0x1.289f8211ae217p-22;
        odd = Math.fma(odd, z, 0x1.71df55098b3efp-19);
        even = Math.fma(even, z, 0x1.a019ab355bbaep-16);
        odd = Math.fma(odd, z, 0x1.a01a011c42fdep-13);
        even = Math.fma(even, z, 0x1.6c16c17cc0d36p-10);
        odd = Math.fma(odd, z, 0x1.111111112880bp-7);
        even = Math.fma(even, z, 0x1.555555555320dp-5);
        odd = Math.fma(odd, z, 0x1.5555555555501p-3);
        even = Math.fma(even, z, 0.5);
        return 1.0 + (h + Math.fma(z, Math.fma(odd, r, even), c));
    }

    /** fraction * 2^k where 2^k is normal. */
    static double scaled(double fraction, double shifted) {
        return fraction * Double.longBitsToDouble(Double.doubleToRawLongBits(shifted) << 52);
    }

    /** The same for any |k| < 2^11, in two halves: only the last product rounds. */
    static double halves(double fraction, double shifted) {
        long k = Double.doubleToRawLongBits(shifted) - Double.doubleToRawLongBits(SHIFT);
        long half = (k + 4096 >>> 1) - 2048; // floor(k / 2)
        return fraction * Double.longBitsToDouble(half + 1023 << 52) * Double.longBitsToDouble(k - half + 1023 << 52);
    }

    static float exp(float x) {
        if (Math.abs(x) <= 87.0f) {
            float shifted = shifted(x);
            return scaled(fraction(x, 0.0f, shifted), shifted);
        }
        float v = x > 120.0f ? 120.0f : x;
        v = v < -120.0f ? -120.0f : v;
        float shifted = shifted(v);
        return halves(fraction(v, 0.0f, shifted), shifted);
    }

    static float shifted(float x) {
        return Math.fma(x, 0x1.715476p0f, SHIFT_F);
    }

    static float fraction(float x, float low, float shifted) {
        float k = shifted - SHIFT_F;
        float h = Math.fma(k, -0x1.62e430p-1f, x);
        float c = Math.fma(k, 0x1.05c610p-29f, low);
        float r = h + c;
        float z = r * r;
        float even = Math.fma(0x1.6b6e56p-10f, z, 0x1.555688p-5f);
        float odd = Math.fma(0x1.122f7ap-7f, z, 0x1.5554a4p-3f);
        even = Math.fma(even, z, 0.5f);
        return 1.0f + (h + Math.fma(z, Math.fma(odd, r, even), c));
    }

    static float scaled(float fraction, float shifted) {
        return fraction * Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << 23);
    }

    static float halves(float fraction, float shifted) {
        int k = Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(SHIFT_F);
        int half = (k + 4096 >>> 1) - 2048;
        return fraction * Float.intBitsToFloat(half + 127 << 23) * Float.intBitsToFloat(k - half + 127 << 23);
    }
}
