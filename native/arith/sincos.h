/*
 * sin and cos of every argument. x = k pi/2 + r - c with |r| up to pi/4 and c the low part of r; k's last two bits say which of the two
 * and which sign.
 *
 * Easy arguments (below 2^20; for floats below 2^14) take pi/2 in three parts (W. J. Cody and W. Waite, "Software Manual for the
 * Elementary Functions", 1980): x - k P1 is exact by fma; P2 is so short that k P2 is exact, so what the subtraction of it rounds off is
 * found exactly; P3 is the rest. Three parts of a float are too few where x is close to a multiple of pi/2, which is then hard as well.
 *
 * Hard arguments multiply the integer mantissa by those bits of 2/pi that matter (M. H. Payne and R. N. Hanek, "Radian reduction for
 * trigonometric functions", SIGNUM Newsletter 18, 1983): the fraction of a turn comes as a 128-bit integer (64 bits for floats), 62 of
 * which may be lost when x is close to a multiple of pi/2 (30 for floats).
 *
 * sin r = r - (r^3 S + c) and cos r = 1 - (r^2/2 - (r^4 C + r c)), in which only small terms are rounded, and r^2/2 not at all.
 */
#ifndef KB_SINCOS_H
#define KB_SINCOS_H
#include "prelude.h"

/* 2/pi after 64 zero bits. */
KB_TABLE kb_u64 KB_TWO_OVER_PI[20] = {
    0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561,
    0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41,
    0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab};

/* 64 bits of it from bit `from` on. */
KB_FN kb_u64 kb_two_over_pi(kb_u32 from) {
    kb_u32 word = from >> 6, shift = from & 63;
    return (KB_TWO_OVER_PI[word] << shift) | ((KB_TWO_OVER_PI[word + 1] >> 1) >> (63 - shift));
}

#if KB_HAS_F64
/* The sine of quadrant * pi/2 + r - c. */
KB_FN double kb_sine_f64(kb_u64 quadrant, double r, double c) {
    double z = r * r;
    double p = -0x1.5d8f5f34e4b35p-33;
    p = KB_FMA(p, z, 0x1.ae5e59124652fp-26);
    p = KB_FMA(p, z, -0x1.71de3565f9a14p-19);
    p = KB_FMA(p, z, 0x1.a01a019bfbe08p-13);
    p = KB_FMA(p, z, -0x1.111111110f7c0p-7);
    p = KB_FMA(p, z, 0x1.5555555555548p-3);
    double sine = r - KB_FMA(r * z, p, c); /* the signs of c and p keep sin(-0) = -0 */
    double q = -0x1.8fa41a5d64459p-37;
    q = KB_FMA(q, z, 0x1.1ee9d6c3fd8f3p-29);
    q = KB_FMA(q, z, -0x1.27e4f7e96b015p-22);
    q = KB_FMA(q, z, 0x1.a01a019c827d4p-16);
    q = KB_FMA(q, z, -0x1.6c16c16c14f7fp-10);
    q = KB_FMA(q, z, 0x1.555555555554bp-5);
    double cosine = 1.0 - KB_FMA(0.5 * r, r, -KB_FMA(z * z, q, r * c));
    double value = quadrant & 1 ? cosine : sine;
    return KB_BITS_F64(KB_F64_BITS(value) ^ ((quadrant << 62) & 0x8000000000000000));
}

KB_FN double kb_sine_easy_f64(double x, kb_u64 quarters, kb_u64 *hard) {
    const double shift = 0x1.8p52;
    double t = KB_FMA(x, 0x1.45f306dc9c883p-1, shift);
    double k = t - shift;
    double h = KB_FMA(k, -0x1.921fb54442d18p0, x);
    double r = KB_FMA(k, -0x1.1a626331p-54, h);
    double c = KB_FMA(k, 0x1.1701b839a2520p-88, KB_FMA(k, 0x1.1a626331p-54, r - h));
    *hard |= KB_F64_BITS(KB_FMA(-x, x, 0x1p40)); /* too large or infinite; NaN is answered right either way */
    return kb_sine_f64(KB_F64_BITS(t) + quarters, r, c);
}

KB_FN double kb_sine_hard_f64(double x, kb_u64 quarters) {
    kb_u64 bits = KB_F64_BITS(x), exponent = (bits >> 52) & 2047;
    if (exponent == 2047) return x - x;
    kb_u64 m = (bits & 0x000fffffffffffff) | 0x0010000000000000;
    kb_u32 from = (kb_u32)exponent - (1075 + 2) + 64; /* m * these bits / 2^192 is |x| in turns, modulo 1 */
    kb_u64 w0 = kb_two_over_pi(from), w1 = kb_two_over_pi(from + 64), w2 = kb_two_over_pi(from + 128);
    kb_u64 low = m * w1, high = m * w0 + KB_MULHI(m, w1), carried = KB_MULHI(m, w2);
    low += carried;
    high += low < carried;
    kb_u64 quadrant = high >> 62;
    high = (high << 2) | (low >> 62);
    low <<= 2;
    kb_u64 back = high >> 63; /* beyond the middle: one quadrant further, and back from there */
    quadrant += back;
    if (back) {
        low = 0 - low;
        high = ~high + (low == 0);
    }
    double part = (double)(kb_i64)(high >> 11) * 0x1p-53; /* each of the three is exact */
    double next = (double)(kb_i64)(((high & 2047) << 42) | (low >> 22)) * 0x1p-106;
    double last = (double)(kb_i64)(low & 0x3fffff) * 0x1p-128;
    double turn = part + next;
    double turn_low = ((part - turn) + next) + last;
    double h = turn * 0x1.921fb54442d18p0;
    double c = KB_FMA(turn, 0x1.921fb54442d18p0, -h) + KB_FMA(turn, 0x1.1a62633145c07p-54, turn_low * 0x1.921fb54442d18p0);
    double r = h + c;
    c = (r - h) - c;
    kb_u64 negative = bits >> 63, flip = (negative ^ back) << 63;
    quadrant = negative ? 0 - quadrant : quadrant;
    return kb_sine_f64(quadrant + quarters, KB_BITS_F64(KB_F64_BITS(r) ^ flip), KB_BITS_F64(KB_F64_BITS(c) ^ flip));
}

KB_FN double kb_sin_easy_f64(double x, kb_u64 *hard) { return kb_sine_easy_f64(x, 0, hard); }
KB_FN double kb_cos_easy_f64(double x, kb_u64 *hard) { return kb_sine_easy_f64(x, 1, hard); }
KB_FN double kb_sin_hard_f64(double x) { return kb_sine_hard_f64(x, 0); }
KB_FN double kb_cos_hard_f64(double x) { return kb_sine_hard_f64(x, 1); }

KB_FN double kb_sine_any_f64(double x, kb_u64 quarters) {
    kb_u64 hard = 0;
    double easy = kb_sine_easy_f64(x, quarters, &hard);
    return hard >> 63 ? kb_sine_hard_f64(x, quarters) : easy;
}
KB_FN double kb_sin_f64(double x) { return kb_sine_any_f64(x, 0); }
KB_FN double kb_cos_f64(double x) { return kb_sine_any_f64(x, 1); }
#endif

KB_FN float kb_sine_f32(kb_u32 quadrant, float r, float c) {
    float z = r * r;
    float p = 0x1.994306p-13f;
    p = KB_FMAF(p, z, -0x1.110738p-7f);
    p = KB_FMAF(p, z, 0x1.555546p-3f);
    float sine = r - KB_FMAF(r * z, p, c);
    float q = 0x1.99ead6p-16f;
    q = KB_FMAF(q, z, -0x1.6c0c30p-10f);
    q = KB_FMAF(q, z, 0x1.55554ap-5f);
    float cosine = 1.0f - KB_FMAF(0.5f * r, r, -KB_FMAF(z * z, q, r * c));
    float value = quadrant & 1 ? cosine : sine;
    return KB_BITS_F32(KB_F32_BITS(value) ^ ((quadrant << 30) & 0x80000000u));
}

KB_FN float kb_sine_easy_f32(float x, kb_u32 quarters, kb_u32 *hard) {
    const float shift = 0x1.8p23f;
    float t = KB_FMAF(x, 0x1.45f306p-1f, shift);
    float k = t - shift;
    float h = KB_FMAF(k, -0x1.921fb4p0f, x);
    float near = KB_FMAF(k, -0x1.44p-24f, h);
    float rest = KB_FMAF(k, 0x1.0b4612p-34f, KB_FMAF(k, 0x1.44p-24f, near - h)); /* several ulps, unlike in a double */
    float r = near - rest;
    float c = (r - near) + rest;
    kb_u32 a = KB_F32_BITS(x) & 0x7fffffffu;
    float margin = KB_FMAF(KB_BITS_F32(a), -0x1p-29f, KB_BITS_F32(KB_F32_BITS(r) & 0x7fffffffu));
    /* Too large, infinite or NaN; or |r| < 2^-29 |x|, where the error of c, up to 2^-57.6 |x|, would count. */
    *hard |= (0x46800000u - a) | KB_F32_BITS(margin);
    return kb_sine_f32(KB_F32_BITS(t) + quarters, r, c);
}

KB_FN float kb_sine_hard_f32(float x, kb_u32 quarters) {
    kb_u32 bits = KB_F32_BITS(x), exponent = (bits >> 23) & 255u;
    if (exponent == 255u) return x - x;
    kb_u64 m = (bits & 0x007fffffu) | 0x00800000u;
    kb_u32 from = exponent - (150u + 2u) + 64u;
    kb_u64 turns = m * kb_two_over_pi(from) + KB_MULHI(m, kb_two_over_pi(from + 64u));
    kb_u32 quadrant = (kb_u32)(turns >> 62);
    turns <<= 2;
    kb_u32 back = (kb_u32)(turns >> 63);
    quadrant += back;
    turns = back ? 0 - turns : turns;
    float part = (float)(int)(turns >> 40) * 0x1p-24f;
    float next = (float)(int)((turns >> 16) & 0xffffff) * 0x1p-48f;
    float last = (float)(int)(turns & 0xffff) * 0x1p-64f;
    float turn = part + next;
    float turn_low = ((part - turn) + next) + last;
    float h = turn * 0x1.921fb6p0f;
    float c = KB_FMAF(turn, 0x1.921fb6p0f, -h) + KB_FMAF(turn, -0x1.777a5cp-25f, turn_low * 0x1.921fb6p0f);
    float r = h + c;
    c = (r - h) - c;
    kb_u32 negative = bits >> 31, flip = (negative ^ back) << 31;
    quadrant = negative ? 0u - quadrant : quadrant;
    return kb_sine_f32(quadrant + quarters, KB_BITS_F32(KB_F32_BITS(r) ^ flip), KB_BITS_F32(KB_F32_BITS(c) ^ flip));
}

KB_FN float kb_sin_easy_f32(float x, kb_u32 *hard) { return kb_sine_easy_f32(x, 0u, hard); }
KB_FN float kb_cos_easy_f32(float x, kb_u32 *hard) { return kb_sine_easy_f32(x, 1u, hard); }
KB_FN float kb_sin_hard_f32(float x) { return kb_sine_hard_f32(x, 0u); }
KB_FN float kb_cos_hard_f32(float x) { return kb_sine_hard_f32(x, 1u); }

KB_FN float kb_sine_any_f32(float x, kb_u32 quarters) {
    kb_u32 hard = 0;
    float easy = kb_sine_easy_f32(x, quarters, &hard);
    return hard >> 31 ? kb_sine_hard_f32(x, quarters) : easy;
}
KB_FN float kb_sin_f32(float x) { return kb_sine_any_f32(x, 0u); }
KB_FN float kb_cos_f32(float x) { return kb_sine_any_f32(x, 1u); }
#endif
