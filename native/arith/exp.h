/*
 * exp by x = k ln 2 + r, |r| <= ln(2)/2, the Taylor polynomial of e^r by Horner's rule with fma, and 2^k put on in two exact halves,
 * so that overflow, gradual underflow, infinities and NaN come out as IEEE has them. Every step is one IEEE operation written out,
 * so all backends give the same bits. The degree leaves a truncation error of 0.04 ulp (double) and 0.09 ulp (float); the rounding
 * of r, of the last step and of the scaling add up to less than 1 ulp (the largest seen stands in the tests).
 */
#ifndef KB_EXP_H
#define KB_EXP_H
#include "prelude.h"

#if KB_HAS_F64
KB_FN double kb_exp_f64(double x) {
    const double shift = 0x1.8p52; /* adding it rounds to an integer, which then stands in the low bits */
    x = x > 800.0 ? 800.0 : x;
    x = x < -800.0 ? -800.0 : x;
    double t = KB_FMA(x, 0x1.71547652b82fep0, shift);
    double k = t - shift;
    double r = KB_FMA(k, -0x1.62e42fefa39efp-1, x);
    r = KB_FMA(k, -0x1.abc9e3b39803fp-56, r);
    double p = 0x1.6124613a86d09p-33; /* 1/13! */
    p = KB_FMA(p, r, 0x1.1eed8eff8d898p-29);
    p = KB_FMA(p, r, 0x1.ae64567f544e4p-26);
    p = KB_FMA(p, r, 0x1.27e4fb7789f5cp-22);
    p = KB_FMA(p, r, 0x1.71de3a556c734p-19);
    p = KB_FMA(p, r, 0x1.a01a01a01a01ap-16);
    p = KB_FMA(p, r, 0x1.a01a01a01a01ap-13);
    p = KB_FMA(p, r, 0x1.6c16c16c16c17p-10);
    p = KB_FMA(p, r, 0x1.1111111111111p-7);
    p = KB_FMA(p, r, 0x1.5555555555555p-5);
    p = KB_FMA(p, r, 0x1.5555555555555p-3);
    p = KB_FMA(p, r, 0.5);
    p = KB_FMA(p, r, 1.0);
    p = KB_FMA(p, r, 1.0);
    kb_u64 ki = KB_F64_BITS(t) - KB_F64_BITS(shift);
    kb_u64 hk = ((ki + 4096) >> 1) - 2048; /* floor(k / 2), without a signed shift; any |k| < 4096 ("half" is a type in OpenCL) */
    return p * KB_BITS_F64((hk + 1023) << 52) * KB_BITS_F64((ki - hk + 1023) << 52);
}
#endif

KB_FN float kb_exp_f32(float x) {
    const float shift = 0x1.8p23f;
    x = x > 120.0f ? 120.0f : x;
    x = x < -120.0f ? -120.0f : x;
    float t = KB_FMAF(x, 0x1.715476p0f, shift);
    float k = t - shift;
    float r = KB_FMAF(k, -0x1.62e430p-1f, x);
    r = KB_FMAF(k, 0x1.05c610p-29f, r);
    float p = 0x1.a01a02p-13f; /* 1/7! */
    p = KB_FMAF(p, r, 0x1.6c16c2p-10f);
    p = KB_FMAF(p, r, 0x1.111112p-7f);
    p = KB_FMAF(p, r, 0x1.555556p-5f);
    p = KB_FMAF(p, r, 0x1.555556p-3f);
    p = KB_FMAF(p, r, 0.5f);
    p = KB_FMAF(p, r, 1.0f);
    p = KB_FMAF(p, r, 1.0f);
    kb_u32 ki = KB_F32_BITS(t) - KB_F32_BITS(shift);
    kb_u32 hk = ((ki + 4096u) >> 1) - 2048u;
    return p * KB_BITS_F32((hk + 127u) << 23) * KB_BITS_F32((ki - hk + 127u) << 23);
}
#endif
