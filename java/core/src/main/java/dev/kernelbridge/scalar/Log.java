package dev.kernelbridge.scalar;

/** log, the same operations in the same order as native/arith/log.h, which explains them. Within 1 ulp everywhere. */
final class Log {
    static final double OFFSET = 0x1.00000000004p52; // 2^52 + 1024
    static final double LN2_HIGH = 0x1.62e42fefa3p-1;
    static final double LN2_LOW = 0x1.3de6af278ece6p-42;
    static final float OFFSET_F = 0x1.0001p23f; // 2^23 + 128
    static final float LN2_HIGH_F = 0x1.62e4p-1f;
    static final float LN2_LOW_F = 0x1.7f7d1cp-20f;
    static final long LOWEST = 0x3fe6a09e667f3bcdL; // sqrt(1/2)
    static final int LOWEST_F = 0x3f3504f3;

    private Log() {
    }

    static double log(double x) {
        if (x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE) {
            return core(Double.doubleToRawLongBits(x), OFFSET);
        }
        if (x == 0.0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (!(x > 0.0)) {
            return Double.NaN;
        }
        return x > Double.MAX_VALUE ? x : core(Double.doubleToRawLongBits(x * 0x1p54), OFFSET + 54.0);
    }

    /** m of the positive normal number 2^e m, from sqrt(1/2) to sqrt(2). */
    static double mantissa(long bits) {
        return Double.longBitsToDouble((bits + (0x4000000000000000L - LOWEST) & 0x000fffffffffffffL) + LOWEST);
    }

    /** e + OFFSET - offset. */
    static double exponent(long bits, double offset) {
        return Double.longBitsToDouble(0x4330000000000000L | bits + (0x4000000000000000L - LOWEST) >>> 52) - offset;
    }

    private static double core(long bits, double offset) {
        double e = exponent(bits, offset);
        double m = mantissa(bits);
        double f = m - 1.0;
        double s = f / (m + 1.0);
        double h = 0.5 * f;
        double z = s * s;
        double p = 0x1.2f056ca56dd8bp-3;
        p = Math.fma(p, z, 0x1.39a1b9d0cafc4p-3);
        p = Math.fma(p, z, 0x1.74663ef1825cap-3);
        p = Math.fma(p, z, 0x1.c71c52092e8a4p-3);
        p = Math.fma(p, z, 0x1.24924941f1647p-2);
        p = Math.fma(p, z, 0x1.999999997fdb2p-2);
        p = Math.fma(p, z, 0x1.5555555555592p-1);
        double t = Math.fma(z, p, h * f);
        double low = Math.fma(s, t, e * LN2_LOW);
        return Math.fma(e, LN2_HIGH, f - Math.fma(h, f, -low));
    }

    static float log(float x) {
        if (x >= Float.MIN_NORMAL && x <= Float.MAX_VALUE) {
            return core(Float.floatToRawIntBits(x), OFFSET_F);
        }
        if (x == 0.0f) {
            return Float.NEGATIVE_INFINITY;
        }
        if (!(x > 0.0f)) {
            return Float.NaN;
        }
        return x > Float.MAX_VALUE ? x : core(Float.floatToRawIntBits(x * 0x1p25f), OFFSET_F + 25.0f);
    }

    static float mantissa(int bits) {
        return Float.intBitsToFloat((bits + (0x40000000 - LOWEST_F) & 0x007fffff) + LOWEST_F);
    }

    static float exponent(int bits, float offset) {
        return Float.intBitsToFloat(0x4b000000 | bits + (0x40000000 - LOWEST_F) >>> 23) - offset;
    }

    private static float core(int bits, float offset) {
        float e = exponent(bits, offset);
        float m = mantissa(bits);
        float f = m - 1.0f;
        float h = 0.5f * f;
        float z = f * f;
        float even = 0x1.145786p-4f;
        float odd = -0x1.de3beap-4f;
        even = Math.fma(even, z, 0x1.e6f056p-4f);
        odd = Math.fma(odd, z, -0x1.fc2208p-4f);
        even = Math.fma(even, z, 0x1.23376ap-3f);
        odd = Math.fma(odd, z, -0x1.555c4ep-3f);
        even = Math.fma(even, z, 0x1.99a4b6p-3f);
        odd = Math.fma(odd, z, -0x1.000006p-2f);
        even = Math.fma(even, z, 0x1.555548p-2f);
        float low = Math.fma(z * f, Math.fma(odd, f, even), e * LN2_LOW_F);
        return Math.fma(e, LN2_HIGH_F, f - Math.fma(h, f, -low));
    }
}
