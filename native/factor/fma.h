/*
 * Factorization of many numbers where the processor has AVX2, but not AVX-512 IFMA: composite cofactors of 29 to 48 bits wait until there
 * are enough of them for curves on 16 at once. Longer ones go to the general registers one by one. Two limbs of 32 bits by vpmuludq would
 * serve them: a sketch of the product alone took 0.84 ns a lane where two curves in general registers take 1.6; it is not built.
 */
#ifndef KB_FMA_H
#define KB_FMA_H
#include "curve_lanes.h"
#include <immintrin.h>

#define LANES_COUNT (4 * LANES_K)

#define LANES_K 4
#define LANES(name) fma4_##name
#include "lanes_fma.h"
#include "lanes_ecm.h"
#undef LANES
#undef LANES_K

#define LANES_K 2
#define LANES(name) fma2_##name
#include "lanes_fma.h"
#include "lanes_ecm.h"
#undef LANES
#undef LANES_K

static void lane_gcds(kb_u64 *gcds, const kb_u64 *a, const kb_u64 *n, int lanes) {
    for (int i = 0; i < lanes; i++) gcds[i] = kb_gcd(a[i], n[i]);
}

static void (*const RUNS[1][2])(struct lane_run *) = {{fma2_curve_run, fma4_curve_run}};
static const int FULL[1] = {16};
#include "lanes_split.h"

#define FMA_LEAST_BITS 29
static const struct size_class FMA_CLASSES[] = {
    {32, LAZY, 20, 380, 10}, {36, LAZY, 20, 500, 10}, {40, LAZY, 31, 558, 15}, {44, LAZY, 43, 1462, 20}, {48, LAZY, 81, 2025, 20}};
#define FMA_CLASS_COUNT ((int)(sizeof FMA_CLASSES / sizeof FMA_CLASSES[0]))
#define FMA_CHUNK 1024

/* The class of a composite, or FMA_CLASS_COUNT if it is to be split alone. */
static inline int fma_class(kb_u64 n) {
    const kb_u64 root = square_root(n);
    int c = 0;
    if (n >> (FMA_LEAST_BITS - 1) == 0 || root * root == n) return FMA_CLASS_COUNT;
    while (c < FMA_CLASS_COUNT && n >> FMA_CLASSES[c].bits != 0) c++;
    return c;
}

/* At most FMA_CHUNK numbers. */
static void factorize_fma(const uint64_t *n, int count, uint64_t *primes) {
    struct part waiting[FMA_CHUNK], same[FMA_CHUNK], halves[2 * FMA_CHUNK];
    uint8_t class_of[FMA_CHUNK];
    int waits = 0;
    for (int i = 0; i < count; i++) {
        kb_u64 *slots = primes + (int64_t)i * KB_FACTOR_SLOTS;
        const kb_u64 m = begin_one(n[i], slots);
        if (m == 1) continue;
        if (is_prime_cofactor(m)) {
            list_prime(m, slots);
        } else if ((class_of[waits] = (uint8_t)fma_class(m)) < FMA_CLASS_COUNT) {
            waiting[waits++] = (struct part){m, i, 0, 0};
        } else {
            const kb_u64 d = split(m);
            factor_cofactor(d, slots);
            factor_cofactor(m / d, slots);
        }
    }
    for (int c = 0; c < FMA_CLASS_COUNT; c++) {
        int some = 0;
        for (int k = 0; k < waits; k++) {
            if (class_of[k] == c) same[some++] = waiting[k];
        }
        const int64_t split = split_class(same, some, &FMA_CLASSES[c], halves, NULL);
        for (int64_t k = 0; k < 2 * split; k++) factor_cofactor(halves[k].n, primes + (int64_t)halves[k].owner * KB_FACTOR_SLOTS);
    }
}
#endif
