/*
 * Quotients and roots of floats with one rounding, where a device's own may be off by some ulp: an OpenCL device may do without
 * CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT. The device's result for the significands is a guess at 26 bits of the exact one; the remainder,
 * in integers, tells how far it is off, and then how to round. So the result does not depend on how good the guess is, only the time
 * does: an ulp of the guess is four steps at most, and OpenCL allows 2.5 ulp (a quotient) and 3 (a root). Subnormal numbers are taken
 * apart and made as integers, too.
 */
#ifndef KB_DIVIDE_H
#define KB_DIVIDE_H
#include "prelude.h"

#ifndef KB_NEARLY_DIVIDED
#define KB_NEARLY_DIVIDED(x, y) ((x) / (y))
#endif
#ifndef KB_NEARLY_ROOT
#ifdef __OPENCL_VERSION__
#define KB_NEARLY_ROOT(x) sqrt(x)
#else
#define KB_NEARLY_ROOT(x) sqrtf(x)
#endif
#endif

#define KB_F32_INFINITY 0x7f800000u
#define KB_F32_NAN 0x7fc00000u

/* A positive number as m 2^(e - 150) with 2^23 <= m < 2^24; e is its biased exponent, 0 or less if it is subnormal. */
KB_FN kb_u32 kb_significand_f32(kb_u32 bits, kb_i32 *e) {
    if (bits < 0x00800000u) {
        kb_u32 shift = 150 - (KB_F32_BITS((float)bits) >> 23); /* exact: the position of the highest bit is its exponent */
        *e = 1 - (kb_i32)shift;
        return bits << shift;
    }
    *e = (kb_i32)(bits >> 23);
    return (bits & 0x007fffffu) | 0x00800000u;
}

/* q 2^(e - 127 - 25), 2^25 <= q < 2^26, rounded to even; the last bit of q stands for all that is behind it, too. */
KB_FN kb_u32 kb_rounded_f32(kb_u32 q, kb_i32 e) {
    if (e >= 255) return KB_F32_INFINITY;
    kb_u32 drop = 2, exponent = 0;
    if (e >= 1) {
        exponent = (kb_u32)(e - 1) << 23; /* the significand's first bit adds one */
    } else {
        drop = e < -24 ? 27 : (kb_u32)(3 - e);
    }
    kb_u32 kept = q >> drop, rest = q & ((1u << drop) - 1), middle = 1u << (drop - 1);
    kept += rest > middle || (rest == middle && (kept & 1)) ? 1 : 0;
    return exponent + kept; /* may carry into the exponent, and to infinity */
}

KB_FN float kb_div_f32(float x, float y) {
    kb_u32 sign = (KB_F32_BITS(x) ^ KB_F32_BITS(y)) & 0x80000000u;
    kb_u32 a = KB_F32_BITS(x) & 0x7fffffffu, b = KB_F32_BITS(y) & 0x7fffffffu;
    if (a > KB_F32_INFINITY || b > KB_F32_INFINITY) return KB_BITS_F32(KB_F32_NAN);
    if (a == KB_F32_INFINITY || b == 0) return KB_BITS_F32(a == b || (a == 0 && b == 0) ? KB_F32_NAN : sign | KB_F32_INFINITY);
    if (a == 0 || b == KB_F32_INFINITY) return KB_BITS_F32(sign);
    kb_i32 e, of_b;
    kb_u32 m = kb_significand_f32(a, &e), n = kb_significand_f32(b, &of_b);
    if (m < n) { /* so that 1 <= m / n < 2 */
        m <<= 1;
        e--;
    }
    kb_u32 q = (kb_u32)(KB_NEARLY_DIVIDED((float)m, (float)n) * 0x1p25f);
    kb_i64 rest = (kb_i64)((kb_u64)m << 25) - (kb_i64)((kb_u64)q * n);
    while (rest < 0) {
        q--;
        rest += n;
    }
    while (rest >= (kb_i64)n) {
        q++;
        rest -= n;
    }
    return KB_BITS_F32(sign | kb_rounded_f32(q | (rest > 0 ? 1u : 0u), e - of_b + 127));
}

KB_FN float kb_sqrt_f32(float x) {
    kb_u32 bits = KB_F32_BITS(x);
    if ((bits & 0x7fffffffu) == 0 || bits == KB_F32_INFINITY) return x;
    if (bits > KB_F32_INFINITY) return KB_BITS_F32(KB_F32_NAN); /* negative numbers, too */
    kb_i32 e;
    kb_u32 m = kb_significand_f32(bits, &e);
    kb_u32 odd = (kb_u32)(e + 127 + 256) & 1; /* the exponent's, without its bias */
    m <<= odd + 1;                            /* x = m / 2^24 * 2^(an even exponent), and 1 <= m / 2^24 < 4 */
    kb_u32 q = (kb_u32)(KB_NEARLY_ROOT((float)m) * 0x1p13f);
    kb_i64 rest = (kb_i64)((kb_u64)m << 26) - (kb_i64)((kb_u64)q * q);
    while (rest < 0) {
        q--;
        rest += 2 * (kb_i64)q + 1;
    }
    while (rest > 2 * (kb_i64)q) {
        rest -= 2 * (kb_i64)q + 1;
        q++;
    }
    return KB_BITS_F32(kb_rounded_f32(q | (rest > 0 ? 1u : 0u), (e - (kb_i32)odd - 127) / 2 + 127));
}
#endif
