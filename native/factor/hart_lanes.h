/*
 * hart.h with eight multipliers at once. Square roots come from the processor's 14-bit estimate by Goldschmidt's iteration, since eight
 * exact ones take as long as all the rest; what is found is checked in integers, so a root that is wrong costs a step, never an answer.
 */
#ifndef KB_HART_LANES_H
#define KB_HART_LANES_H
#include "hart.h"
#include <immintrin.h>

#define HART_LANES_BITS 40

/* sqrt(x), to 2^-27 or, refined, to about 2^-50; not a number for 0. */
static inline __m512d estimated_root(__m512d x, int refined) {
    const __m512d half = _mm512_set1_pd(0.5), y = _mm512_rsqrt14_pd(x);
    __m512d g = _mm512_mul_pd(x, y), h = _mm512_mul_pd(y, half), r = _mm512_fnmadd_pd(g, h, half);
    g = _mm512_fmadd_pd(g, r, g);
    if (!refined) return g;
    h = _mm512_fmadd_pd(h, r, h);
    return _mm512_fmadd_pd(g, _mm512_fnmadd_pd(g, h, half), g);
}

/* A proper divisor of odd n < 2^40 without small factors, or 0 if the steps did not do. */
static inline kb_u64 hart_lanes(kb_u64 n) {
    const __mmask8 odd = 0x55; /* k = 315, 630, ...: the first, third, ... */
    const __m512i one = _mm512_set1_epi64(1), three = _mm512_set1_epi64(3), eight_n = _mm512_set1_epi64((long long)(n * 4 * 315 * 8));
    __m512i four_kn = _mm512_mullo_epi64(_mm512_set1_epi64((long long)(n * 4 * 315)), _mm512_set_epi64(8, 7, 6, 5, 4, 3, 2, 1));
    for (int i = 0; i < HART_STEPS; i += 8) {
        const __m512d root = estimated_root(_mm512_cvtepi64_pd(four_kn), 1);
        const __m512i up = _mm512_cvttpd_epi64(_mm512_add_pd(root, _mm512_set1_pd(0.9999999665)));
        /* up to the residue modulo 2, 4 or 8 that a square needs: 1 for even k; k n + 1 for odd k, modulo 8 if k n = 3 (mod 4) */
        const __m512i kn = _mm512_srli_epi64(four_kn, 2), residue = _mm512_mask_add_epi64(one, odd, kn, one);
        const __m512i eights = _mm512_slli_epi64(_mm512_and_si512(kn, _mm512_add_epi64(one, one)), 1);
        const __m512i modulus = _mm512_mask_or_epi64(one, odd, eights, three);
        const __m512i a = _mm512_add_epi64(up, _mm512_and_si512(_mm512_sub_epi64(residue, up), modulus));
        const __m512i rest = _mm512_sub_epi64(_mm512_mul_epu32(a, a), four_kn);
        const __m512i b = _mm512_cvtpd_epi64(estimated_root(_mm512_cvtepi64_pd(rest), 0));
        __mmask8 square = _mm512_cmpeq_epi64_mask(_mm512_mul_epu32(b, b), rest);
        if (square != 0) {
            kb_u64 sums[8];
            _mm512_storeu_si512(sums, _mm512_add_epi64(a, b));
            for (int k = 0; k < 8; k++) {
                const kb_u64 g = square >> k & 1 ? kb_gcd(sums[k], n) : 1;
                if (g != 1 && g != n) return g;
            }
        }
        four_kn = _mm512_add_epi64(four_kn, eight_n);
    }
    return 0;
}
#endif
