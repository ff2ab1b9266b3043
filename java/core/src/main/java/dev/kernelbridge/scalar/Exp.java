package dev.kernelbridge.scalar;

/**
 * exp, the same operations in the same order as native/arith/exp.h, so that all backends give the same bits: x = k ln 2 + r, the Taylor
 * polynomial of e^r by Horner's rule with fma, and 2^k in two exact halves. Within 1 ulp of e^x everywhere.
 */
final class Exp {
    private static final double SHIFT = 0x1.8p52; // adding it rounds to an integer, which then stands in the low bits
    private static final float SHIFT_F = 0x1.8p23f;

    private Exp() {
    }

    static double exp(double v) {
        double x = v > 800.0 ? 800.0 : v;
        x = x < -800.0 ? -800.0 : x;
        double t = Math.fma(x, 0x1.71547652b82fep0, SHIFT);
        double k = t - SHIFT;
        double r = Math.fma(k, -0x1.62e42fefa39efp-1, x);
        r = Math.fma(k, -0x1.abc9e3b39803fp-56, r);
        double p = 0x1.6124613a86d09p-33;
        p = Math.fma(p, r, 0x1.1eed8eff8d898p-29);
        p = Math.fma(p, r, 0x1.ae64567f544e4p-26);
        p = Math.fma(p, r, 0x1.27e4fb7789f5cp-22);
        p = Math.fma(p, r, 0x1.71de3a556c734p-19);
        p = Math.fma(p, r, 0x1.a01a01a01a01ap-16);
        p = Math.fma(p, r, 0x1.a01a01a01a01ap-13);
        p = Math.fma(p, r, 0x1.6c16c16c16c17p-10);
        p = Math.fma(p, r, 0x1.1111111111111p-7);
        p = Math.fma(p, r, 0x1.5555555555555p-5);
        p = Math.fma(p, r, 0x1.5555555555555p-3);
        p = Math.fma(p, r, 0.5);
        p = Math.fma(p, r, 1.0);
        p = Math.fma(p, r, 1.0);
        long ki = Double.doubleToRawLongBits(t) - Double.doubleToRawLongBits(SHIFT);
        long half = (ki + 4096 >>> 1) - 2048; // floor(k / 2)
        return p * Double.longBitsToDouble(half + 1023 << 52) * Double.longBitsToDouble(ki - half + 1023 << 52);
    }

    static float exp(float v) {
        float x = v > 120.0f ? 120.0f : v;
        x = x < -120.0f ? -120.0f : x;
        float t = Math.fma(x, 0x1.715476p0f, SHIFT_F);
        float k = t - SHIFT_F;
        float r = Math.fma(k, -0x1.62e430p-1f, x);
        r = Math.fma(k, 0x1.05c610p-29f, r);
        float p = 0x1.a01a02p-13f;
        p = Math.fma(p, r, 0x1.6c16c2p-10f);
        p = Math.fma(p, r, 0x1.111112p-7f);
        p = Math.fma(p, r, 0x1.555556p-5f);
        p = Math.fma(p, r, 0x1.555556p-3f);
        p = Math.fma(p, r, 0.5f);
        p = Math.fma(p, r, 1.0f);
        p = Math.fma(p, r, 1.0f);
        int ki = Float.floatToRawIntBits(t) - Float.floatToRawIntBits(SHIFT_F);
        int half = (ki + 4096 >>> 1) - 2048;
        return p * Float.intBitsToFloat(half + 127 << 23) * Float.intBitsToFloat(ki - half + 127 << 23);
    }
}
