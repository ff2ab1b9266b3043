/*
 * exp by x = k ln 2 + r, |r| <= ln(2)/2, and e^r = 1 + r + r^2 q(r). Every step is one IEEE operation written out, so all backends
 * give the same bits. r is held as h + c: h = x - k ln2 is exact by fma, c is the rest of k ln 2, and 1 + (h + (c + r^2 q)) is in
 * error by its last rounding and at most 0.3 ulp before it (the largest errors seen stand in native/test/functions_test.c).
 *
 * All functions here come in the same parts, which a loop over a block can use to stay without branches (native/vector/functions.c):
 * kb_F_easy_T is right for nearly all arguments and sets the sign bit of `hard` for the others; kb_F_hard_T answers those; kb_F_T
 * is both. Which of the two answers depends on the arguments alone. Coefficients: function_tables.py.
 */
#ifndef KB_EXP_H
#define KB_EXP_H
#include "prelude.h"

#if KB_HAS_F64
/* e^(x + low) / 2^k for |x| < 2^10 and |low| far below one ulp of 1; the lowest 12 bits of *shifted are k + 1023, 2^k's exponent. */
KB_FN double kb_exp_fraction_f64(double x, double low, double *shifted) {
    const double shift = 0x1.80000000003ffp52; /* adding it rounds to an integer, which then stands in the low bits */
    double t = KB_FMA(x, 0x1.71547652b82fep0, shift);
    double k = t - shift;
    double h = KB_FMA(k, -0x1.62e42fefa39efp-1, x);
    double c = KB_FMA(k, -0x1.abc9e3b39803fp-56, low);
    double r = h + c;
    double z = r * r;
    double odd = 0x1.ad2053e0de69fp-26, even = 0x1.289f8211ae217p-22; /* two chains: half the latency, no operation more */
    odd = KB_FMA(odd, z, 0x1.71df55098b3efp-19);
    even = KB_FMA(even, z, 0x1.a019ab355bbaep-16);
    odd = KB_FMA(odd, z, 0x1.a01a011c42fdep-13);
    even = KB_FMA(even, z, 0x1.6c16c17cc0d36p-10);
    odd = KB_FMA(odd, z, 0x1.111111112880bp-7);
    even = KB_FMA(even, z, 0x1.555555555320dp-5);
    odd = KB_FMA(odd, z, 0x1.5555555555501p-3);
    even = KB_FMA(even, z, 0.5);
    *shifted = t;
    return 1.0 + (h + KB_FMA(z, KB_FMA(odd, r, even), c));
}

/* fraction * 2^k where 2^k is normal. */
KB_FN double kb_exp_scaled_f64(double fraction, double shifted) { return fraction * KB_BITS_F64(KB_F64_BITS(shifted) << 52); }

/* The same for any |k| < 2^11, in two halves: only the last product rounds, and it over- and underflows as IEEE has it. */
KB_FN double kb_exp_halves_f64(double fraction, double shifted) {
    kb_u64 k = KB_F64_BITS(shifted) - KB_F64_BITS(0x1.80000000003ffp52);
    kb_u64 half_k = ((k + 4096) >> 1) - 2048; /* floor(k / 2), without a signed shift */
    return fraction * KB_BITS_F64((half_k + 1023) << 52) * KB_BITS_F64((k - half_k + 1023) << 52);
}

/* Sets the sign bit where |x| > 708; NaN comes out as NaN by the easy way too. */
KB_FN kb_u64 kb_exp_is_hard_f64(double x) { return KB_F64_BITS(KB_FMA(-x, x, 708.0 * 708.0)); }

KB_FN double kb_exp_easy_f64(double x, kb_u64 *hard) {
    double shifted, fraction = kb_exp_fraction_f64(x, 0.0, &shifted);
    *hard |= kb_exp_is_hard_f64(x);
    return kb_exp_scaled_f64(fraction, shifted);
}

KB_FN double kb_exp_hard_f64(double x) {
    x = x > 800.0 ? 800.0 : x;
    x = x < -800.0 ? -800.0 : x;
    double shifted, fraction = kb_exp_fraction_f64(x, 0.0, &shifted);
    return kb_exp_halves_f64(fraction, shifted);
}

KB_FN double kb_exp_f64(double x) {
    kb_u64 hard = 0;
    double easy = kb_exp_easy_f64(x, &hard);
    return hard >> 63 ? kb_exp_hard_f64(x) : easy;
}
#endif

KB_FN float kb_exp_fraction_f32(float x, float low, float *shifted) {
    const float shift = 0x1.8000fep23f; /* the lowest 9 bits: k + 127 */
    float t = KB_FMAF(x, 0x1.715476p0f, shift);
    float k = t - shift;
    float h = KB_FMAF(k, -0x1.62e430p-1f, x);
    float c = KB_FMAF(k, 0x1.05c610p-29f, low);
    float r = h + c;
    float z = r * r;
    float even = KB_FMAF(0x1.6b6e56p-10f, z, 0x1.555688p-5f);
    float odd = KB_FMAF(0x1.122f7ap-7f, z, 0x1.5554a4p-3f);
    even = KB_FMAF(even, z, 0.5f);
    *shifted = t;
    return 1.0f + (h + KB_FMAF(z, KB_FMAF(odd, r, even), c));
}

KB_FN float kb_exp_scaled_f32(float fraction, float shifted) { return fraction * KB_BITS_F32(KB_F32_BITS(shifted) << 23); }

KB_FN float kb_exp_halves_f32(float fraction, float shifted) {
    kb_u32 k = KB_F32_BITS(shifted) - KB_F32_BITS(0x1.8000fep23f);
    kb_u32 half_k = ((k + 4096u) >> 1) - 2048u;
    return fraction * KB_BITS_F32((half_k + 127u) << 23) * KB_BITS_F32((k - half_k + 127u) << 23);
}

KB_FN kb_u32 kb_exp_is_hard_f32(float x) { return KB_F32_BITS(KB_FMAF(-x, x, 87.0f * 87.0f)); }

KB_FN float kb_exp_easy_f32(float x, kb_u32 *hard) {
    float shifted, fraction = kb_exp_fraction_f32(x, 0.0f, &shifted);
    *hard |= kb_exp_is_hard_f32(x);
    return kb_exp_scaled_f32(fraction, shifted);
}

KB_FN float kb_exp_hard_f32(float x) {
    x = x > 120.0f ? 120.0f : x;
    x = x < -120.0f ? -120.0f : x;
    float shifted, fraction = kb_exp_fraction_f32(x, 0.0f, &shifted);
    return kb_exp_halves_f32(fraction, shifted);
}

KB_FN float kb_exp_f32(float x) {
    kb_u32 hard = 0;
    float easy = kb_exp_easy_f32(x, &hard);
    return hard >> 31 ? kb_exp_hard_f32(x) : easy;
}
#endif
