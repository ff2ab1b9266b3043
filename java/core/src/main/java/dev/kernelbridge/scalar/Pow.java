package dev.kernelbridge.scalar;

/** pow, the same operations in the same order as native/arith/pow.h, which explains them. Within 1 ulp; special values as in Math.pow. */
final class Pow {
    private Pow() {
    }

    static double pow(double x, double y) {
        if (x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE && Math.abs(y) <= Double.MAX_VALUE) {
            return power(Double.doubleToRawLongBits(x), Log.OFFSET, y);
        }
        return hard(x, y);
    }

    /** Special values as Math.pow has them, and subnormal and negative x. */
    private static double hard(double x, double y) {
        if (y == 0.0) {
            return 1.0;
        }
        if (x != x || y != y) {
            return Double.NaN;
        }
        double a = Math.abs(x);
        double b = Math.abs(y);
        if (b > Double.MAX_VALUE) {
            return a == 1.0 ? Double.NaN : a > 1.0 == y > 0.0 ? Double.POSITIVE_INFINITY : 0.0;
        }
        boolean integer = isInteger(b);
        boolean odd = integer && b < 0x1p53 && !isInteger(0.5 * b);
        double sign = odd ? Math.copySign(1.0, x) : 1.0;
        if (a == 0.0 || a > Double.MAX_VALUE) {
            return sign * (a == 0.0 == y > 0.0 ? 0.0 : Double.POSITIVE_INFINITY);
        }
        if (x < 0.0 && !integer) {
            return Double.NaN;
        }
        return sign * (a < Double.MIN_NORMAL ? power(Double.doubleToRawLongBits(a * 0x1p54), Log.OFFSET + 54.0, y)
                : power(Double.doubleToRawLongBits(a), Log.OFFSET, y));
    }

    /** Whether y >= 0 is an integer: adding 2^52 drops its fraction. */
    private static boolean isInteger(double y) {
        return y >= 0x1p52 || y + 0x1p52 - 0x1p52 == y;
    }

    /** x^y for the x that {@link Log} would take from the same arguments. */
    private static double power(long bits, double offset, double y) {
        double e = Log.exponent(bits, offset);
        double m = Log.mantissa(bits);
        double f = m - 1.0;
        double d = m + 1.0;
        double dLow = m - (d - 1.0);
        double inverse = 1.0 / d;
        double s = f * inverse;
        double sLow = Math.fma(-s, dLow, Math.fma(-s, d, f)) * inverse;
        double z = s * s;
        double twice = 2.0 * s;
        double zLow = Math.fma(twice, sLow, Math.fma(s, s, -z));
        double p = 0x1.c31ab98c51d7dp-4;
        p = Math.fma(p, z, 0x1.aaec191d2861ep-4);
        p = Math.fma(p, z, 0x1.e20b7cd0bcc64p-4);
        p = Math.fma(p, z, 0x1.11109462fa4c8p-3);
        p = Math.fma(p, z, 0x1.3b13b3114ddccp-3);
        p = Math.fma(p, z, 0x1.745d174180400p-3);
        p = Math.fma(p, z, 0x1.c71c71c722750p-3);
        p = Math.fma(p, z, 0x1.249249249246fp-2);
        p = Math.fma(p, z, 0x1.999999999999ap-2);
        double tail = z * p;
        double c = 0x1.5555555555555p-1 + tail;
        double cLow = ((0x1.5555555555555p-1 - c) + tail) + 0x1.5555555555555p-55;
        double v = z * c;
        double vLow = Math.fma(zLow, c, Math.fma(z, cLow, Math.fma(z, c, -v)));
        double w = s * v;
        double wLow = Math.fma(sLow, v, Math.fma(s, vLow, Math.fma(s, v, -w)));
        double h = twice + w;
        double hLow = ((twice - h) + w) + Math.fma(2.0, sLow, wLow);
        double whole = e * Log.LN2_HIGH;
        double sum = whole + h;
        double low = ((whole - sum) + h) + Math.fma(e, Log.LN2_LOW, hLow);
        double power = y * sum;
        if (Math.abs(power) >= 800.0) {
            return power > 0.0 ? Double.POSITIVE_INFINITY : 0.0;
        }
        double powerLow = Math.fma(y, low, Math.fma(y, sum, -power));
        double shifted = Exp.shifted(power);
        double fraction = Exp.fraction(power, powerLow, shifted);
        return Math.abs(power) <= 708.0 ? Exp.scaled(fraction, shifted) : Exp.halves(fraction, shifted);
    }

    static float pow(float x, float y) {
        if (x >= Float.MIN_NORMAL && x <= Float.MAX_VALUE && Math.abs(y) <= Float.MAX_VALUE) {
            return power(Float.floatToRawIntBits(x), Log.OFFSET_F, y);
        }
        return hard(x, y);
    }

    private static float hard(float x, float y) {
        if (y == 0.0f) {
            return 1.0f;
        }
        if (x != x || y != y) {
            return Float.NaN;
        }
        float a = Math.abs(x);
        float b = Math.abs(y);
        if (b > Float.MAX_VALUE) {
            return a == 1.0f ? Float.NaN : a > 1.0f == y > 0.0f ? Float.POSITIVE_INFINITY : 0.0f;
        }
        boolean integer = isInteger(b);
        boolean odd = integer && b < 0x1p24f && !isInteger(0.5f * b);
        float sign = odd ? Math.copySign(1.0f, x) : 1.0f;
        if (a == 0.0f || a > Float.MAX_VALUE) {
            return sign * (a == 0.0f == y > 0.0f ? 0.0f : Float.POSITIVE_INFINITY);
        }
        if (x < 0.0f && !integer) {
            return Float.NaN;
        }
        return sign * (a < Float.MIN_NORMAL ? power(Float.floatToRawIntBits(a * 0x1p25f), Log.OFFSET_F + 25.0f, y)
                : power(Float.floatToRawIntBits(a), Log.OFFSET_F, y));
    }

    private static boolean isInteger(float y) {
        return y >= 0x1p23f || y + 0x1p23f - 0x1p23f == y;
    }

    private static float power(int bits, float offset, float y) {
        float e = Log.exponent(bits, offset);
        float m = Log.mantissa(bits);
        float f = m - 1.0f;
        float d = m + 1.0f;
        float dLow = m - (d - 1.0f);
        float inverse = 0x1.deaba4p-4f; // a polynomial, then one step of the third order
        inverse = Math.fma(inverse, d, -0x1.71e436p-1f);
        inverse = Math.fma(inverse, d, 0x1.7a4e38p0f);
        float error = Math.fma(-d, inverse, 1.0f);
        inverse = Math.fma(inverse, Math.fma(error, error, error), inverse);
        float s = f * inverse;
        float sLow = Math.fma(-s, dLow, Math.fma(-s, d, f)) * inverse;
        float z = s * s;
        float twice = 2.0f * s;
        float zLow = Math.fma(twice, sLow, Math.fma(s, s, -z));
        float p = 0x1.8eb37cp-3f;
        p = Math.fma(p, z, 0x1.c65960p-3f);
        p = Math.fma(p, z, 0x1.249374p-2f);
        p = Math.fma(p, z, 0x1.999998p-2f);
        float tail = z * p;
        float c = 0x1.555556p-1f + tail;
        float cLow = ((0x1.555556p-1f - c) + tail) - 0x1.555556p-26f;
        float v = z * c;
        float vLow = Math.fma(zLow, c, Math.fma(z, cLow, Math.fma(z, c, -v)));
        float w = s * v;
        float wLow = Math.fma(sLow, v, Math.fma(s, vLow, Math.fma(s, v, -w)));
        float h = twice + w;
        float hLow = ((twice - h) + w) + Math.fma(2.0f, sLow, wLow);
        float whole = e * Log.LN2_HIGH_F;
        float sum = whole + h;
        float low = ((whole - sum) + h) + Math.fma(e, Log.LN2_LOW_F, hLow);
        float power = y * sum;
        if (Math.abs(power) >= 120.0f) {
            return power > 0.0f ? Float.POSITIVE_INFINITY : 0.0f;
        }
        float powerLow = Math.fma(y, low, Math.fma(y, sum, -power));
        float shifted = Exp.shifted(power);
        float fraction = Exp.fraction(power, powerLow, shifted);
        return Math.abs(power) <= 87.0f ? Exp.scaled(fraction, shifted) : Exp.halves(fraction, shifted);
    }
}
