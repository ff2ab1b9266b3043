/*
 * log by x = 2^e m with m from sqrt(1/2) to sqrt(2), f = m - 1 (exact), s = f / (2 + f) and
 *     log(1 + f) = f - (f^2/2 - s (f^2/2 + s^2 R(s^2))),
 * in which only small terms are rounded (P. T. P. Tang, "Table-driven implementation of the logarithm function", ACM TOMS 16, 1990,
 * has the arrangement). Floats take f - (f^2/2 - f^3 P(f)) and so no division, which OpenCL need not round correctly for them.
 * e ln 2 comes in two parts of which the first, times e, is exact. The parts are named as in exp.h.
 */
#ifndef KB_LOG_H
#define KB_LOG_H
#include "prelude.h"

#if KB_HAS_F64
#define KB_LN2_HIGH_F64 0x1.62e42fefa3p-1
#define KB_LN2_LOW_F64 0x1.3de6af278ece6p-42

/* m of the number whose bits are given (positive, normal); *e is e + offset - 2^52 - 1024 with offset = 2^52 + 1024 + ... */
KB_FN double kb_log_split_f64(kb_u64 bits, double offset, double *e) {
    const kb_u64 lowest = 0x3fe6a09e667f3bcd; /* sqrt(1/2) */
    kb_u64 u = bits + (0x4000000000000000 - lowest);
    *e = KB_BITS_F64(0x4330000000000000 | (u >> 52)) - offset; /* the integer as a double's last digits */
    return KB_BITS_F64((u & 0x000fffffffffffff) + lowest);
}

/* log(2^(e + 2^52 + 1024 - offset)), with 2^e the power of two in the positive normal number of those bits. */
KB_FN double kb_log_core_f64(kb_u64 bits, double offset) {
    double e, m = kb_log_split_f64(bits, offset, &e);
    double f = m - 1.0;
    double s = f / (m + 1.0);
    double h = 0.5 * f;
    double z = s * s;
    double p = 0x1.2f056ca56dd8bp-3;
    p = KB_FMA(p, z, 0x1.39a1b9d0cafc4p-3);
    p = KB_FMA(p, z, 0x1.74663ef1825cap-3);
    p = KB_FMA(p, z, 0x1.c71c52092e8a4p-3);
    p = KB_FMA(p, z, 0x1.24924941f1647p-2);
    p = KB_FMA(p, z, 0x1.999999997fdb2p-2);
    p = KB_FMA(p, z, 0x1.5555555555592p-1);
    double t = KB_FMA(z, p, h * f);
    double low = KB_FMA(s, t, e * KB_LN2_LOW_F64);
    return KB_FMA(e, KB_LN2_HIGH_F64, f - KB_FMA(h, f, -low));
}

#define KB_LOG_OFFSET_F64 0x1.00000000004p52 /* 2^52 + 1024 */

KB_FN double kb_log_easy_f64(double x, kb_u64 *hard) {
    kb_u64 bits = KB_F64_BITS(x);
    *hard |= (bits - 0x0010000000000000) | (0x7fefffffffffffff - bits); /* zero, subnormal, negative, infinite or NaN */
    return kb_log_core_f64(bits, KB_LOG_OFFSET_F64);
}

KB_FN double kb_log_hard_f64(double x) {
    if (x == 0.0) return KB_BITS_F64(0xfff0000000000000);
    if (!(x > 0.0)) return KB_BITS_F64(0x7ff8000000000000);
    if (x > 0x1.fffffffffffffp1023) return x;
    return kb_log_core_f64(KB_F64_BITS(x * 0x1p54), KB_LOG_OFFSET_F64 + 54.0);
}

KB_FN double kb_log_f64(double x) {
    kb_u64 hard = 0;
    double easy = kb_log_easy_f64(x, &hard);
    return hard >> 63 ? kb_log_hard_f64(x) : easy;
}
#endif

#define KB_LN2_HIGH_F32 0x1.62e4p-1f
#define KB_LN2_LOW_F32 0x1.7f7d1cp-20f

KB_FN float kb_log_split_f32(kb_u32 bits, float offset, float *e) {
    const kb_u32 lowest = 0x3f3504f3u;
    kb_u32 u = bits + (0x40000000u - lowest);
    *e = KB_BITS_F32(0x4b000000u | (u >> 23)) - offset;
    return KB_BITS_F32((u & 0x007fffffu) + lowest);
}

KB_FN float kb_log_core_f32(kb_u32 bits, float offset) {
    float e, m = kb_log_split_f32(bits, offset, &e);
    float f = m - 1.0f;
    float h = 0.5f * f;
    float z = f * f;
    float even = 0x1.145786p-4f, odd = -0x1.de3beap-4f;
    even = KB_FMAF(even, z, 0x1.e6f056p-4f);
    odd = KB_FMAF(odd, z, -0x1.fc2208p-4f);
    even = KB_FMAF(even, z, 0x1.23376ap-3f);
    odd = KB_FMAF(odd, z, -0x1.555c4ep-3f);
    even = KB_FMAF(even, z, 0x1.99a4b6p-3f);
    odd = KB_FMAF(odd, z, -0x1.000006p-2f);
    even = KB_FMAF(even, z, 0x1.555548p-2f);
    float low = KB_FMAF(z * f, KB_FMAF(odd, f, even), e * KB_LN2_LOW_F32);
    return KB_FMAF(e, KB_LN2_HIGH_F32, f - KB_FMAF(h, f, -low));
}

#define KB_LOG_OFFSET_F32 0x1.0001p23f /* 2^23 + 128 */

KB_FN float kb_log_easy_f32(float x, kb_u32 *hard) {
    kb_u32 bits = KB_F32_BITS(x);
    *hard |= (bits - 0x00800000u) | (0x7f7fffffu - bits);
    return kb_log_core_f32(bits, KB_LOG_OFFSET_F32);
}

KB_FN float kb_log_hard_f32(float x) {
    if (x == 0.0f) return KB_BITS_F32(0xff800000u);
    if (!(x > 0.0f)) return KB_BITS_F32(0x7fc00000u);
    if (x > 0x1.fffffep127f) return x;
    return kb_log_core_f32(KB_F32_BITS(x * 0x1p25f), KB_LOG_OFFSET_F32 + 25.0f);
}

KB_FN float kb_log_f32(float x) {
    kb_u32 hard = 0;
    float easy = kb_log_easy_f32(x, &hard);
    return hard >> 31 ? kb_log_hard_f32(x) : easy;
}
#endif
