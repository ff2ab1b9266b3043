/*
 * Eight elliptic curves in step, a lane each, on limbs of 52 bits: AVX-512 IFMA multiplies eight pairs at once. Compiled for that alone,
 * and called by curves.c where the processor has it.
 */
#include "curves_ifma.h"
#include "../tier.h"
#include <immintrin.h>

#define WORD __m512i
#define LANES 8
#define LIMB_BITS 52
#define MASK _mm512_set1_epi64((1ll << 52) - 1)

static inline __m512i fe_broadcast(uint64_t v) { return _mm512_set1_epi64((long long)v); }
static inline uint64_t lane_get(const __m512i *w, int lane) { return ((const uint64_t *)w)[lane]; }
static inline void lane_set(__m512i *w, int lane, uint64_t v) { ((uint64_t *)w)[lane] = v; }

/* a b / R by operand scanning. Columns take up to 4 * limbs halves of 52 bits and are carried once, at the end. */
static inline __attribute__((always_inline)) void fe_mul_any(__m512i *r, const __m512i *a, const __m512i *b, const __m512i *n, uint64_t ninv,
                                                             const int64_t limbs, __m512i *t) {
    const __m512i k = fe_broadcast(ninv), zero = _mm512_setzero_si512();
    for (int64_t j = 0; j < limbs; j++) t[j] = zero;
#pragma GCC unroll 16
    for (int64_t i = 0; i < limbs; i++) {
        const __m512i x = a[i];
        t[0] = _mm512_madd52lo_epu64(t[0], x, b[0]);
        const __m512i m = _mm512_madd52lo_epu64(zero, t[0], k);
        __m512i carry = _mm512_srli_epi64(_mm512_madd52lo_epu64(t[0], m, n[0]), 52); /* its low bits are 0 now */
#pragma GCC unroll 16
        for (int64_t j = 1; j < limbs; j++) {
            __m512i c = _mm512_madd52hi_epu64(_mm512_madd52lo_epu64(t[j], x, b[j]), x, b[j - 1]);
            t[j - 1] = _mm512_madd52hi_epu64(_mm512_madd52lo_epu64(c, m, n[j]), m, n[j - 1]);
        }
        t[limbs - 1] = _mm512_madd52hi_epu64(_mm512_madd52hi_epu64(zero, x, b[limbs - 1]), m, n[limbs - 1]);
        t[0] = _mm512_add_epi64(t[0], carry);
    }
    __m512i carry = zero;
#pragma GCC unroll 16
    for (int64_t j = 0; j < limbs; j++) {
        carry = _mm512_add_epi64(carry, t[j]);
        r[j] = _mm512_and_si512(carry, MASK);
        carry = _mm512_srli_epi64(carry, 52);
    }
}

static inline __attribute__((always_inline)) void fe_add_any(__m512i *r, const __m512i *a, const __m512i *b, const int64_t limbs) {
    __m512i carry = _mm512_setzero_si512();
#pragma GCC unroll 16
    for (int64_t j = 0; j < limbs; j++) {
        carry = _mm512_add_epi64(carry, _mm512_add_epi64(a[j], b[j]));
        r[j] = _mm512_and_si512(carry, MASK);
        carry = _mm512_srli_epi64(carry, 52);
    }
}

/* a - b + 2 n. */
static inline __attribute__((always_inline)) void fe_sub_any(__m512i *r, const __m512i *a, const __m512i *b, const __m512i *two,
                                                             const int64_t limbs) {
    __m512i carry = _mm512_setzero_si512();
#pragma GCC unroll 16
    for (int64_t j = 0; j < limbs; j++) {
        carry = _mm512_add_epi64(carry, _mm512_add_epi64(_mm512_sub_epi64(a[j], b[j]), two[j]));
        r[j] = _mm512_and_si512(carry, MASK);
        carry = _mm512_srai_epi64(carry, 52);
    }
}

#include "curves.h"

#define LIMBS 2
#include "curves_fixed.h"
#define LIMBS 3
#include "curves_fixed.h"
#define LIMBS 4
#include "curves_fixed.h"
#define LIMBS 5
#include "curves_fixed.h"
#define LIMBS 6
#include "curves_fixed.h"
#define LIMBS 7
#include "curves_fixed.h"
#define LIMBS 8
#include "curves_fixed.h"
#define LIMBS 9
#include "curves_fixed.h"
#define LIMBS 10
#include "curves_fixed.h"
#define LIMBS 11
#include "curves_fixed.h"
#define LIMBS 12
#include "curves_fixed.h"
#define LIMBS 13
#include "curves_fixed.h"
#define LIMBS 14
#include "curves_fixed.h"
#define LIMBS 15
#include "curves_fixed.h"
#define LIMBS 16
#include "curves_fixed.h"

struct size {
    int32_t (*chain)(struct curves *, const int16_t *, int64_t);
    int32_t (*pairs)(struct curves *, const int16_t *, int64_t, int64_t);
    void (*begin)(struct curves *);
    void (*product)(struct curves *);
};
#define SIZE(l) {chain_##l, pairs_##l, begin_##l, product_##l}
static const struct size SIZES[] = {SIZE(2), SIZE(3),  SIZE(4),  SIZE(5),  SIZE(6),  SIZE(7),  SIZE(8), SIZE(9),
                                    SIZE(10), SIZE(11), SIZE(12), SIZE(13), SIZE(14), SIZE(15), SIZE(16)};
static const struct size *size_of(const struct curves *c) { return &SIZES[c->limbs - 2]; }

#define CALL
#define NAME(function) ifma_##function
#include "curves_calls.h"
