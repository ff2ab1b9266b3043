/* The lanes of AVX-512 IFMA for lanes_split.h: which there are for a number, and greatest common divisors in them. */
#ifndef KB_IFMA_SPLIT_H
#define KB_IFMA_SPLIT_H
#include "ifma_parts.h"

/*
 * gcds[i] = gcd(a[i], n[i]) for odd n and 8 k numbers (J. Stein, 1967): u and v become |u - v| without its factors 2, and the smaller of
 * them. Four registers side by side, since each waits for itself; inlined for a constant k.
 */
static inline __attribute__((always_inline)) void gcd_vectors(kb_u64 *gcds, const kb_u64 *a, const kb_u64 *n, int k) {
    const __m512i zero = _mm512_setzero_si512(), top = _mm512_set1_epi64(63);
    __m512i u[4], v[4];
    int left = 0;
    for (int i = 0; i < k; i++) {
        u[i] = _mm512_loadu_si512(a + 8 * i);
        v[i] = _mm512_loadu_si512(n + 8 * i);
        left |= _mm512_test_epi64_mask(u[i], u[i]);
    }
    while (left != 0) {
        left = 0;
        for (int i = 0; i < k; i++) {
            const __m512i twos = _mm512_sub_epi64(top, _mm512_lzcnt_epi64(_mm512_and_si512(u[i], _mm512_sub_epi64(zero, u[i]))));
            const __mmask8 some = _mm512_test_epi64_mask(u[i], u[i]);
            const __m512i odd = _mm512_srlv_epi64(u[i], twos);
            u[i] = _mm512_maskz_sub_epi64(some, _mm512_max_epu64(odd, v[i]), _mm512_min_epu64(odd, v[i]));
            v[i] = _mm512_mask_min_epu64(v[i], some, odd, v[i]);
            left |= some;
        }
    }
    for (int i = 0; i < k; i++) _mm512_storeu_si512(gcds + 8 * i, v[i]);
}

static void lane_gcds(kb_u64 *gcds, const kb_u64 *a, const kb_u64 *n, int lanes) {
    if (lanes == 32) gcd_vectors(gcds, a, n, 4);
    else if (lanes == 16) gcd_vectors(gcds, a, n, 2);
    else gcd_vectors(gcds, a, n, 1);
}

/* Bounds for two equal factors, tuned by timing all of a grid. */
static const struct size_class CLASSES[] = {
    {36, LAZY, 20, 500, 10},  {40, LAZY, 31, 558, 15},  {44, LAZY, 43, 1462, 20},  {48, LAZY, 81, 2025, 20},
    {50, WORD, 73, 2482, 20}, {52, WORD, 81, 2754, 20}, {56, LONG, 89, 3026, 35},  {60, LONG, 139, 5715, 35},
    {64, LONG, 181, 8145, 35}};
#define CLASS_COUNT ((int)(sizeof CLASSES / sizeof CLASSES[0]))

static void (*const RUNS[3][2])(struct lane_run *) = {
    {lazy1_curve_run, lazy4_curve_run}, {word1_curve_run, word4_curve_run}, {long1_curve_run, long2_curve_run}};
static const int FULL[3] = {32, 32, 16}; /* two limbs of four registers do not fit into what the processor has: a tenth slower */

#include "lanes_split.h"
#endif
