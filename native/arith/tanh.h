/*
 * tanh(x) = E / (E + 2) with E = e^(2|x|) - 1, as E = 2^k - 1 + 2^k (e^r - 1). Numerator and denominator are kept as sums of two numbers
 * and the quotient is corrected once by its remainder, so that E's error, up to 0.3 ulp, and the last rounding are all. Above 18 (8 for
 * floats), where 2^k + 1 is no longer exact, 1 - 2 / (E + 2) is as good. There are no hard arguments. Floats take the reciprocal by
 * Newton's steps from a first guess by the bits, since OpenCL need not round their division correctly.
 */
#ifndef KB_TANH_H
#define KB_TANH_H
#include "prelude.h"

#if KB_HAS_F64
KB_FN double kb_tanh_f64(double x) {
    const double shift = 0x1.8p52;
    const kb_u64 sign = 0x8000000000000000;
    double a = KB_BITS_F64(KB_F64_BITS(x) & ~sign);
    a = a > 20.0 ? 20.0 : a;
    double y = 2.0 * a;
    double t = KB_FMA(y, 0x1.71547652b82fep0, shift);
    double k = t - shift;
    double h = KB_FMA(k, -0x1.62e42fefa39efp-1, y);
    double c = k * -0x1.abc9e3b39803fp-56;
    double r = h + c;
    double q = 0x1.1f92e2500a2b0p-29;
    q = KB_FMA(q, r, 0x1.af5e7a4a9c3e9p-26);
    q = KB_FMA(q, r, 0x1.27e4c7ab17d13p-22);
    q = KB_FMA(q, r, 0x1.71ddf87dc3ef4p-19);
    q = KB_FMA(q, r, 0x1.a01a01af70d7fp-16);
    q = KB_FMA(q, r, 0x1.a01a01afd2defp-13);
    q = KB_FMA(q, r, 0x1.6c16c16c14a58p-10);
    q = KB_FMA(q, r, 0x1.111111110f6e3p-7);
    q = KB_FMA(q, r, 0x1.5555555555559p-5);
    q = KB_FMA(q, r, 0x1.5555555555559p-3);
    q = KB_FMA(q, r, 0.5);
    double u = KB_FMA(r * r, q, c);
    double p = h + u; /* e^r - 1 is p + low */
    double low = (h - p) + u;
    double power = KB_BITS_F64((KB_F64_BITS(t) << 52) + 0x3ff0000000000000);
    double scaled = power * p;
    double minus = power - 1.0, plus = power + 1.0;
    double n = minus + scaled, d = plus + scaled;
    double n_low = KB_FMA(power, low, (minus - n) + scaled);
    double d_low = KB_FMA(power, low, (plus - d) + scaled);
    double inverse = 1.0 / d;
    double ratio = n * inverse;
    double rest = KB_FMA(-ratio, d, n) + KB_FMA(-ratio, d_low, n_low);
    double value = a > 18.0 ? KB_FMA(-2.0, inverse, 1.0) : KB_FMA(rest, inverse, ratio);
    return KB_BITS_F64(KB_F64_BITS(value) | (KB_F64_BITS(x) & sign));
}
#endif

KB_FN float kb_tanh_f32(float x) {
    const float shift = 0x1.8p23f;
    const kb_u32 sign = 0x80000000u;
    float a = KB_BITS_F32(KB_F32_BITS(x) & ~sign);
    a = a > 10.0f ? 10.0f : a;
    float y = 2.0f * a;
    float t = KB_FMAF(y, 0x1.715476p0f, shift);
    float k = t - shift;
    float h = KB_FMAF(k, -0x1.62e430p-1f, y);
    float c = k * 0x1.05c610p-29f;
    float r = h + c;
    float q = 0x1.a18958p-13f;
    q = KB_FMAF(q, r, 0x1.6d40d8p-10f);
    q = KB_FMAF(q, r, 0x1.1110a4p-7f);
    q = KB_FMAF(q, r, 0x1.5554f2p-5f);
    q = KB_FMAF(q, r, 0x1.555556p-3f);
    q = KB_FMAF(q, r, 0.5f);
    float u = KB_FMAF(r * r, q, c);
    float p = h + u;
    float low = (h - p) + u;
    float power = KB_BITS_F32((KB_F32_BITS(t) << 23) + 0x3f800000u);
    float scaled = power * p;
    float minus = power - 1.0f, plus = power + 1.0f;
    float n = minus + scaled, d = plus + scaled;
    float n_low = KB_FMAF(power, low, (minus - n) + scaled);
    float d_low = KB_FMAF(power, low, (plus - d) + scaled);
    float inverse = KB_BITS_F32(0x7ef311c7u - KB_F32_BITS(d)); /* within an eighth */
    float error = KB_FMAF(-d, inverse, 1.0f);
    inverse = KB_FMAF(inverse, KB_FMAF(error, error, error), inverse);
    error = KB_FMAF(-d, inverse, 1.0f);
    inverse = KB_FMAF(inverse, error, inverse);
    float ratio = n * inverse;
    float rest = KB_FMAF(-ratio, d, n) + KB_FMAF(-ratio, d_low, n_low);
    float value = a > 8.0f ? KB_FMAF(-2.0f, inverse, 1.0f) : KB_FMAF(rest, inverse, ratio);
    return KB_BITS_F32(KB_F32_BITS(value) | (KB_F32_BITS(x) & sign));
}
#endif
