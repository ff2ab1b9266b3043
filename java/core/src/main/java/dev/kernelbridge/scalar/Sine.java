package dev.kernelbridge.scalar;

/** sin and cos, the same operations in the same order as native/arith/sincos.h, which explains them. Within 1 ulp for every argument. */
final class Sine {
    static final double SHIFT = 0x1.8p52;
    static final float SHIFT_F = 0x1.8p23f;
    /** 2/pi after 64 zero bits. */
    private static final long[] TWO_OVER_PI = {
        0x0000000000000000L, 0xa2f9836e4e441529L, 0xfc2757d1f534ddc0L, 0xdb6295993c439041L, 0xfe5163abdebbc561L,
        0xb7246e3a424dd2e0L, 0x06492eea09d1921cL, 0xfe1deb1cb129a73eL, 0xe88235f52ebb4484L, 0xe99c7026b45f7e41L,
        0x3991d639835339f4L, 0x9c845f8bbdf9283bL, 0x1ff897ffde05980fL, 0xef2f118b5a0a6d1fL, 0x6d367ecf27cb09b7L,
        0x4f463f669e5fea2dL, 0x7527bac7ebe5f17bL, 0x3d0739f78a5292eaL, 0x6bfb5fb11f8d5d08L, 0x56033046fc7b6babL};

    private Sine() {
    }

    static double sin(double x) {
        return Math.abs(x) > 0x1p20 ? hard(x, 0) : easy(x, 0);
    }

    static double cos(double x) {
        return Math.abs(x) > 0x1p20 ? hard(x, 1) : easy(x, 1);
    }

    private static double easy(double x, long quarters) {
        double t = Math.fma(x, 0x1.45f306dc9c883p-1, SHIFT);
        double k = t - SHIFT;
        double h = Math.fma(k, -0x1.921fb54442d18p0, x);
        double r = Math.fma(k, -0x1.1a626331p-54, h);
        double c = Math.fma(k, 0x1.1701b839a2520p-88, Math.fma(k, 0x1.1a626331p-54, r - h));
        return sine(Double.doubleToRawLongBits(t) + quarters, r, c);
    }

    private static double hard(double x, long quarters) {
        long bits = Double.doubleToRawLongBits(x);
        long exponent = (bits >>> 52) & 2047;
        if (exponent == 2047) {
            return x - x;
        }
        long m = (bits & 0x000fffffffffffffL) | 0x0010000000000000L;
        int from = (int) exponent - (1075 + 2) + 64; // m * these bits / 2^192 is |x| in turns, modulo 1
        long w0 = twoOverPi(from);
        long w1 = twoOverPi(from + 64);
        long w2 = twoOverPi(from + 128);
        long low = m * w1;
        long high = m * w0 + Math.unsignedMultiplyHigh(m, w1);
        long carried = Math.unsignedMultiplyHigh(m, w2);
        low += carried;
        high += Long.compareUnsigned(low, carried) < 0 ? 1 : 0;
        long quadrant = high >>> 62;
        high = (high << 2) | (low >>> 62);
        low <<= 2;
        long back = high >>> 63; // beyond the middle: one quadrant further, and back from there
        quadrant += back;
        if (back != 0) {
            low = -low;
            high = ~high + (low == 0 ? 1 : 0);
        }
        double part = (double) (high >>> 11) * 0x1p-53; // each of the three is exact
        double next = (double) (((high & 2047) << 42) | (low >>> 22)) * 0x1p-106;
        double last = (double) (low & 0x3fffff) * 0x1p-128;
        double turn = part + next;
        double turnLow = ((part - turn) + next) + last;
        double h = turn * 0x1.921fb54442d18p0;
        double c = Math.fma(turn, 0x1.921fb54442d18p0, -h) + Math.fma(turn, 0x1.1a62633145c07p-54, turnLow * 0x1.921fb54442d18p0);
        double r = h + c;
        c = (r - h) - c;
        long negative = bits >>> 63;
        long flip = (negative ^ back) << 63;
        quadrant = negative != 0 ? -quadrant : quadrant;
        return sine(quadrant + quarters, Double.longBitsToDouble(Double.doubleToRawLongBits(r) ^ flip),
                Double.longBitsToDouble(Double.doubleToRawLongBits(c) ^ flip));
    }

    private static double sine(long quadrant, double r, double c) {
        double z = r * r;
        double p = -0x1.5d8f5f34e4b35p-33;
        p = Math.fma(p, z, 0x1.ae5e59124652fp-26);
        p = Math.fma(p, z, -0x1.71de3565f9a14p-19);
        p = Math.fma(p, z, 0x1.a01a019bfbe08p-13);
        p = Math.fma(p, z, -0x1.111111110f7c0p-7);
        p = Math.fma(p, z, 0x1.5555555555548p-3);
        double sine = r - Math.fma(r * z, p, c); // the signs of c and p keep sin(-0) = -0
        double q = -0x1.8fa41a5d64459p-37;
        q = Math.fma(q, z, 0x1.1ee9d6c3fd8f3p-29);
        q = Math.fma(q, z, -0x1.27e4f7e96b015p-22);
        q = Math.fma(q, z, 0x1.a01a019c827d4p-16);
        q = Math.fma(q, z, -0x1.6c16c16c14f7fp-10);
        q = Math.fma(q, z, 0x1.555555555554bp-5);
        double cosine = 1.0 - Math.fma(0.5 * r, r, -Math.fma(z * z, q, r * c));
        double value = (quadrant & 1) != 0 ? cosine : sine;
        return Double.longBitsToDouble(Double.doubleToRawLongBits(value) ^ ((quadrant << 62) & 0x8000000000000000L));
    }

    /** 64 bits from bit `from` on. */
    private static long twoOverPi(int from) {
        int word = from >>> 6;
        int shift = from & 63;
        return TWO_OVER_PI[word] << shift | TWO_OVER_PI[word + 1] >>> 1 >>> 63 - shift;
    }

    static float sin(float x) {
        return sine(x, 0);
    }

    static float cos(float x) {
        return sine(x, 1);
    }

    private static float sine(float x, int quarters) {
        float t = Math.fma(x, 0x1.45f306p-1f, SHIFT_F);
        float k = t - SHIFT_F;
        float h = Math.fma(k, -0x1.921fb4p0f, x);
        float near = Math.fma(k, -0x1.44p-24f, h);
        float rest = Math.fma(k, 0x1.0b4612p-34f, Math.fma(k, 0x1.44p-24f, near - h)); // several ulps, unlike in a double
        float r = near - rest;
        float c = (r - near) + rest;
        int a = Float.floatToRawIntBits(x) & 0x7fffffff;
        float margin = Math.fma(Float.intBitsToFloat(a), -0x1p-29f, Float.intBitsToFloat(Float.floatToRawIntBits(r) & 0x7fffffff));
        // Too large, infinite or NaN; or |r| < 2^-29 |x|, where the error of c, up to 2^-57.6 |x|, would count.
        if (a > 0x46800000 || margin < 0.0f) {
            return hard(x, quarters);
        }
        return sine(Float.floatToRawIntBits(t) + quarters, r, c);
    }

    private static float hard(float x, int quarters) {
        int bits = Float.floatToRawIntBits(x);
        int exponent = (bits >>> 23) & 255;
        if (exponent == 255) {
            return x - x;
        }
        long m = (bits & 0x007fffff) | 0x00800000;
        int from = exponent - (150 + 2) + 64;
        long turns = m * twoOverPi(from) + Math.unsignedMultiplyHigh(m, twoOverPi(from + 64));
        int quadrant = (int) (turns >>> 62);
        turns <<= 2;
        int back = (int) (turns >>> 63);
        quadrant += back;
        turns = back != 0 ? -turns : turns;
        float part = (float) (turns >>> 40) * 0x1p-24f;
        float next = (float) ((turns >>> 16) & 0xffffff) * 0x1p-48f;
        float last = (float) (turns & 0xffff) * 0x1p-64f;
        float turn = part + next;
        float turnLow = ((part - turn) + next) + last;
        float h = turn * 0x1.921fb6p0f;
        float c = Math.fma(turn, 0x1.921fb6p0f, -h) + Math.fma(turn, -0x1.777a5cp-25f, turnLow * 0x1.921fb6p0f);
        float r = h + c;
        c = (r - h) - c;
        int negative = bits >>> 31;
        int flip = (negative ^ back) << 31;
        quadrant = negative != 0 ? -quadrant : quadrant;
        return sine(quadrant + quarters, Float.intBitsToFloat(Float.floatToRawIntBits(r) ^ flip),
                Float.intBitsToFloat(Float.floatToRawIntBits(c) ^ flip));
    }

    private static float sine(int quadrant, float r, float c) {
        float z = r * r;
        float p = 0x1.994306p-13f;
        p = Math.fma(p, z, -0x1.110738p-7f);
        p = Math.fma(p, z, 0x1.555546p-3f);
        float sine = r - Math.fma(r * z, p, c);
        float q = 0x1.99ead6p-16f;
        q = Math.fma(q, z, -0x1.6c0c30p-10f);
        q = Math.fma(q, z, 0x1.55554ap-5f);
        float cosine = 1.0f - Math.fma(0.5f * r, r, -Math.fma(z * z, q, r * c));
        float value = (quadrant & 1) != 0 ? cosine : sine;
        return Float.intBitsToFloat(Float.floatToRawIntBits(value) ^ ((quadrant << 30) & 0x80000000));
    }
}
