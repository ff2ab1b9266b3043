/*
 * pow as e^(y log x), with log x as a sum of two numbers. x = 2^e m, f = m - 1, s = f / (2 + f) with its remainder, and
 *     log m = 2 s + s^3 (2/3 + s^2 R(s^2)),
 * where all but R is computed in two parts each (T. J. Dekker, "A floating-point technique for extending the available precision",
 * 1971; the products by fma). The relative error is below 2^-65 (2^-35 for floats), so that of y log x, which is at most 745 (104),
 * adds less than 0.1 ulp to exp's. Special values are those of Java's Math.pow: pow(1, NaN) and pow(1, infinity) are NaN.
 */
#ifndef KB_POW_H
#define KB_POW_H
#include "exp.h"
#include "log.h"

#if KB_HAS_F64
/* log as kb_log_core_f64, in two parts. */
KB_FN double kb_log_wide_f64(kb_u64 bits, double offset, double *low) {
    double e, m = kb_log_split_f64(bits, offset, &e);
    double f = m - 1.0;
    double d = m + 1.0;
    double d_low = m - (d - 1.0);
    double inverse = 1.0 / d;
    double s = f * inverse;
    double s_low = KB_FMA(-s, d_low, KB_FMA(-s, d, f)) * inverse;
    double z = s * s;
    double twice = 2.0 * s;
    double z_low = KB_FMA(twice, s_low, KB_FMA(s, s, -z));
    double p = 0x1.c31ab98c51d7dp-4;
    p = KB_FMA(p, z, 0x1.aaec191d2861ep-4);
    p = KB_FMA(p, z, 0x1.e20b7cd0bcc64p-4);
    p = KB_FMA(p, z, 0x1.11109462fa4c8p-3);
    p = KB_FMA(p, z, 0x1.3b13b3114ddccp-3);
    p = KB_FMA(p, z, 0x1.745d174180400p-3);
    p = KB_FMA(p, z, 0x1.c71c71c722750p-3);
    p = KB_FMA(p, z, 0x1.249249249246fp-2);
    p = KB_FMA(p, z, 0x1.999999999999ap-2);
    double tail = z * p;
    double c = 0x1.5555555555555p-1 + tail;
    double c_low = ((0x1.5555555555555p-1 - c) + tail) + 0x1.5555555555555p-55;
    double v = z * c;
    double v_low = KB_FMA(z_low, c, KB_FMA(z, c_low, KB_FMA(z, c, -v)));
    double w = s * v;
    double w_low = KB_FMA(s_low, v, KB_FMA(s, v_low, KB_FMA(s, v, -w)));
    double h = twice + w;
    double h_low = ((twice - h) + w) + KB_FMA(2.0, s_low, w_low);
    double whole = e * KB_LN2_HIGH_F64;
    double sum = whole + h;
    *low = ((whole - sum) + h) + KB_FMA(e, KB_LN2_LOW_F64, h_low);
    return sum;
}

KB_FN double kb_pow_easy_f64(double x, double y, kb_u64 *hard) {
    kb_u64 bits = KB_F64_BITS(x);
    double l_low, l = kb_log_wide_f64(bits, KB_LOG_OFFSET_F64, &l_low);
    double z = y * l;
    double z_low = KB_FMA(y, l_low, KB_FMA(y, l, -z));
    double shifted, fraction = kb_exp_fraction_f64(z, z_low, &shifted);
    /* x as for log; or the result may over- or underflow */
    *hard |= (bits - 0x0010000000000000) | (0x7fefffffffffffff - bits) | kb_exp_is_hard_f64(z);
    return kb_exp_scaled_f64(fraction, shifted);
}

/* Whether y >= 0 is an integer: adding 2^52 drops its fraction. */
KB_FN int kb_is_integer_f64(double y) { return y >= 0x1p52 || (y + 0x1p52) - 0x1p52 == y; }

KB_FN double kb_pow_hard_f64(double x, double y) {
    const kb_u64 sign = 0x8000000000000000;
    const double infinity = KB_BITS_F64(0x7ff0000000000000), none = KB_BITS_F64(0x7ff8000000000000);
    if (y == 0.0) return 1.0;
    if (x != x || y != y) return none;
    double a = KB_BITS_F64(KB_F64_BITS(x) & ~sign), b = KB_BITS_F64(KB_F64_BITS(y) & ~sign);
    if (b == infinity) return a == 1.0 ? none : (a > 1.0) == (y > 0.0) ? infinity : 0.0;
    int integer = kb_is_integer_f64(b), odd = integer && b < 0x1p53 && !kb_is_integer_f64(0.5 * b);
    kb_u64 flip = odd ? KB_F64_BITS(x) & sign : 0;
    if (a == 0.0 || a == infinity) return KB_BITS_F64(((a == 0.0) == (y > 0.0) ? 0 : 0x7ff0000000000000) | flip);
    if (x < 0.0 && !integer) return none;
    double l_low, l;
    if (a < 0x1p-1022) {
        l = kb_log_wide_f64(KB_F64_BITS(a * 0x1p54), KB_LOG_OFFSET_F64 + 54.0, &l_low);
    } else {
        l = kb_log_wide_f64(KB_F64_BITS(a), KB_LOG_OFFSET_F64, &l_low);
    }
    double z = y * l;
    if (z >= 800.0) return KB_BITS_F64(0x7ff0000000000000 | flip);
    if (z <= -800.0) return KB_BITS_F64(flip);
    double z_low = KB_FMA(y, l_low, KB_FMA(y, l, -z));
    double shifted, fraction = kb_exp_fraction_f64(z, z_low, &shifted);
    return KB_BITS_F64(KB_F64_BITS(kb_exp_halves_f64(fraction, shifted)) | flip);
}

KB_FN double kb_pow_f64(double x, double y) {
    kb_u64 hard = 0;
    double easy = kb_pow_easy_f64(x, y, &hard);
    return hard >> 63 ? kb_pow_hard_f64(x, y) : easy;
}
#endif

KB_FN float kb_log_wide_f32(kb_u32 bits, float offset, float *low) {
    float e, m = kb_log_split_f32(bits, offset, &e);
    float f = m - 1.0f;
    float d = m + 1.0f;
    float d_low = m - (d - 1.0f);
    float inverse = 0x1.deaba4p-4f; /* a polynomial, then one step of the third order */
    inverse = KB_FMAF(inverse, d, -0x1.71e436p-1f);
    inverse = KB_FMAF(inverse, d, 0x1.7a4e38p0f);
    float error = KB_FMAF(-d, inverse, 1.0f);
    inverse = KB_FMAF(inverse, KB_FMAF(error, error, error), inverse);
    float s = f * inverse;
    float s_low = KB_FMAF(-s, d_low, KB_FMAF(-s, d, f)) * inverse;
    float z = s * s;
    float twice = 2.0f * s;
    float z_low = KB_FMAF(twice, s_low, KB_FMAF(s, s, -z));
    float p = 0x1.8eb37cp-3f;
    p = KB_FMAF(p, z, 0x1.c65960p-3f);
    p = KB_FMAF(p, z, 0x1.249374p-2f);
    p = KB_FMAF(p, z, 0x1.999998p-2f);
    float tail = z * p;
    float c = 0x1.555556p-1f + tail;
    float c_low = ((0x1.555556p-1f - c) + tail) - 0x1.555556p-26f;
    float v = z * c;
    float v_low = KB_FMAF(z_low, c, KB_FMAF(z, c_low, KB_FMAF(z, c, -v)));
    float w = s * v;
    float w_low = KB_FMAF(s_low, v, KB_FMAF(s, v_low, KB_FMAF(s, v, -w)));
    float h = twice + w;
    float h_low = ((twice - h) + w) + KB_FMAF(2.0f, s_low, w_low);
    float whole = e * KB_LN2_HIGH_F32;
    float sum = whole + h;
    *low = ((whole - sum) + h) + KB_FMAF(e, KB_LN2_LOW_F32, h_low);
    return sum;
}

KB_FN float kb_pow_easy_f32(float x, float y, kb_u32 *hard) {
    kb_u32 bits = KB_F32_BITS(x);
    float l_low, l = kb_log_wide_f32(bits, KB_LOG_OFFSET_F32, &l_low);
    float z = y * l;
    float z_low = KB_FMAF(y, l_low, KB_FMAF(y, l, -z));
    float shifted, fraction = kb_exp_fraction_f32(z, z_low, &shifted);
    *hard |= (bits - 0x00800000u) | (0x7f7fffffu - bits) | kb_exp_is_hard_f32(z);
    return kb_exp_scaled_f32(fraction, shifted);
}

KB_FN int kb_is_integer_f32(float y) { return y >= 0x1p23f || (y + 0x1p23f) - 0x1p23f == y; }

KB_FN float kb_pow_hard_f32(float x, float y) {
    const kb_u32 sign = 0x80000000u;
    const float infinity = KB_BITS_F32(0x7f800000u), none = KB_BITS_F32(0x7fc00000u);
    if (y == 0.0f) return 1.0f;
    if (x != x || y != y) return none;
    float a = KB_BITS_F32(KB_F32_BITS(x) & ~sign), b = KB_BITS_F32(KB_F32_BITS(y) & ~sign);
    if (b == infinity) return a == 1.0f ? none : (a > 1.0f) == (y > 0.0f) ? infinity : 0.0f;
    int integer = kb_is_integer_f32(b), odd = integer && b < 0x1p24f && !kb_is_integer_f32(0.5f * b);
    kb_u32 flip = odd ? KB_F32_BITS(x) & sign : 0u;
    if (a == 0.0f || a == infinity) return KB_BITS_F32(((a == 0.0f) == (y > 0.0f) ? 0u : 0x7f800000u) | flip);
    if (x < 0.0f && !integer) return none;
    float l_low, l;
    if (a < 0x1p-126f) {
        l = kb_log_wide_f32(KB_F32_BITS(a * 0x1p25f), KB_LOG_OFFSET_F32 + 25.0f, &l_low);
    } else {
        l = kb_log_wide_f32(KB_F32_BITS(a), KB_LOG_OFFSET_F32, &l_low);
    }
    float z = y * l;
    if (z >= 120.0f) return KB_BITS_F32(0x7f800000u | flip);
    if (z <= -120.0f) return KB_BITS_F32(flip);
    float z_low = KB_FMAF(y, l_low, KB_FMAF(y, l, -z));
    float shifted, fraction = kb_exp_fraction_f32(z, z_low, &shifted);
    return KB_BITS_F32(KB_F32_BITS(kb_exp_halves_f32(fraction, shifted)) | flip);
}

KB_FN float kb_pow_f32(float x, float y) {
    kb_u32 hard = 0;
    float easy = kb_pow_easy_f32(x, y, &hard);
    return hard >> 31 ? kb_pow_hard_f32(x, y) : easy;
}
#endif
