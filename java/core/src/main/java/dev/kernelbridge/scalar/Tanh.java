package dev.kernelbridge.scalar;

/** tanh, the same operations in the same order as native/arith/tanh.h, which explains them. Within 1 ulp everywhere. */
final class Tanh {
    private static final double SHIFT = 0x1.8p52;
    private static final float SHIFT_F = 0x1.8p23f;
    private static final long SIGN = 0x8000000000000000L;
    private static final int SIGN_F = 0x80000000;

    private Tanh() {
    }

    static double tanh(double x) {
        double a = Double.longBitsToDouble(Double.doubleToRawLongBits(x) & ~SIGN);
        a = a > 20.0 ? 20.0 : a;
        double y = 2.0 * a;
        double t = Math.fma(y, 0x1.71547652b82fep0, SHIFT);
        double k = t - SHIFT;
        double h = Math.fma(k, -0x1.62e42fefa39efp-1, y);
        double c = k * -0x1.abc9e3b39803fp-56;
        double r = h + c;
        double q = 0x1.1f92e2500a2b0p-29;
        q = Math.fma(q, r, 0x1.af5e7a4a9c3e9p-26);
        q = Math.fma(q, r, 0x1.27e4c7ab17d13p-22);
        q = Math.fma(q, r, 0x1.71ddf87dc3ef4p-19);
        q = Math.fma(q, r, 0x1.a01a01af70d7fp-16);
        q = Math.fma(q, r, 0x1.a01a01afd2defp-13);
        q = Math.fma(q, r, 0x1.6c16c16c14a58p-10);
        q = Math.fma(q, r, 0x1.111111110f6e3p-7);
        q = Math.fma(q, r, 0x1.5555555555559p-5);
        q = Math.fma(q, r, 0x1.5555555555559p-3);
        q = Math.fma(q, r, 0.5);
        double u = Math.fma(r * r, q, c);
        double p = h + u; // e^r - 1 is p + low
        double low = (h - p) + u;
        double power = Double.longBitsToDouble((Double.doubleToRawLongBits(t) << 52) + 0x3ff0000000000000L);
        double scaled = power * p;
        double minus = power - 1.0;
        double plus = power + 1.0;
        double n = minus + scaled;
        double d = plus + scaled;
        double nLow = Math.fma(power, low, (minus - n) + scaled);
        double dLow = Math.fma(power, low, (plus - d) + scaled);
        double inverse = 1.0 / d;
        double ratio = n * inverse;
        double rest = Math.fma(-ratio, d, n) + Math.fma(-ratio, dLow, nLow);
        double value = a > 18.0 ? Math.fma(-2.0, inverse, 1.0) : Math.fma(rest, inverse, ratio);
        return Double.longBitsToDouble(Double.doubleToRawLongBits(value) | (Double.doubleToRawLongBits(x) & SIGN));
    }

    static float tanh(float x) {
        float a = Float.intBitsToFloat(Float.floatToRawIntBits(x) & ~SIGN_F);
        a = a > 10.0f ? 10.0f : a;
        float y = 2.0f * a;
        float t = Math.fma(y, 0x1.715476p0f, SHIFT_F);
        float k = t - SHIFT_F;
        float h = Math.fma(k, -0x1.62e430p-1f, y);
        float c = k * 0x1.05c610p-29f;
        float r = h + c;
        float q = 0x1.a18958p-13f;
        q = Math.fma(q, r, 0x1.6d40d8p-10f);
        q = Math.fma(q, r, 0x1.1110a4p-7f);
        q = Math.fma(q, r, 0x1.5554f2p-5f);
        q = Math.fma(q, r, 0x1.555556p-3f);
        q = Math.fma(q, r, 0.5f);
        float u = Math.fma(r * r, q, c);
        float p = h + u;
        float low = (h - p) + u;
        float power = Float.intBitsToFloat((Float.floatToRawIntBits(t) << 23) + 0x3f800000);
        float scaled = power * p;
        float minus = power - 1.0f;
        float plus = power + 1.0f;
        float n = minus + scaled;
        float d = plus + scaled;
        float nLow = Math.fma(power, low, (minus - n) + scaled);
        float dLow = Math.fma(power, low, (plus - d) + scaled);
        float inverse = Float.intBitsToFloat(0x7ef311c7 - Float.floatToRawIntBits(d)); // within an eighth
        float error = Math.fma(-d, inverse, 1.0f);
        inverse = Math.fma(inverse, Math.fma(error, error, error), inverse);
        error = Math.fma(-d, inverse, 1.0f);
        inverse = Math.fma(inverse, error, inverse);
        float ratio = n * inverse;
        float rest = Math.fma(-ratio, d, n) + Math.fma(-ratio, dLow, nLow);
        float value = a > 8.0f ? Math.fma(-2.0f, inverse, 1.0f) : Math.fma(rest, inverse, ratio);
        return Float.intBitsToFloat(Float.floatToRawIntBits(value) | (Float.floatToRawIntBits(x) & SIGN_F));
    }
}
