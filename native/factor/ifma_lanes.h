/*
 * The arithmetics of AVX-512 IFMA: one limb below 2^48 (lazy), one limb below 2^52 (word), two limbs (long), on four registers of eight
 * numbers or on one; and for each a run of curves, for the wide ones the prime tests.
 */
#ifndef KB_IFMA_LANES_H
#define KB_IFMA_LANES_H
#include "one.h"
#include <immintrin.h>

#define LOW52 0xFFFFFFFFFFFFFll
#define MOST_LANES 32
#define EACH_VECTOR(i) _Pragma("GCC unroll 8") for (int i = 0; i < LANES_K; i++)

/* What a run of curves gets and gives, by lane. */
struct lane_run {
    kb_u64 n[MOST_LANES], ninv[MOST_LANES], r2[MOST_LANES];
    int curve[MOST_LANES];
    kb_ecm_plan plan;
    int solo; /* all lanes work on one number: what stage 1 finds is enough */
    kb_u64 found;
    kb_u64 all[MOST_LANES], parts[1 + KB_ECM_SUMS][MOST_LANES];
};

/* 2^104 mod n: from 2^64 mod n by products with R = 2^64. */
static inline kb_u64 squared_52(kb_u64 n, kb_u64 ninv) {
    const kb_u64 r128 = kb_mont_r2(n, ninv, kb_mont_one(n));
    return kb_mont_mul(r128, (kb_u64)1 << 40, n, ninv);
}

/* 2^208 mod n. */
static inline kb_u64 squared_104(kb_u64 n, kb_u64 ninv) {
    const kb_u64 r128 = kb_mont_r2(n, ninv, kb_mont_one(n));
    return kb_mont_mul(kb_mont_mul(r128, r128, n, ninv), kb_mont_mul(r128, (kb_u64)1 << 16, n, ninv), n, ninv);
}

#define LANES_K 4
#define LANES_LAZY 1
#define LANES(name) lazy4_##name
#include "lanes52.h"
#include "lanes_ecm.h"
#include "lanes_prime.h"
#undef LANES
#undef LANES_LAZY

#define LANES_LAZY 0
#define LANES(name) word4_##name
#include "lanes52.h"
#include "lanes_ecm.h"
#undef LANES

#define LANES(name) long4_##name
#include "lanes104.h"
#include "lanes_ecm.h"
#include "lanes_prime.h"
#undef LANES
#undef LANES_K

#define LANES_K 1
#define LANES(name) word1_##name
#include "lanes52.h"
#include "lanes_ecm.h"
#undef LANES
#undef LANES_LAZY

#define LANES_LAZY 1
#define LANES(name) lazy1_##name
#include "lanes52.h"
#include "lanes_ecm.h"
#undef LANES
#undef LANES_LAZY

#define LANES(name) long1_##name
#include "lanes104.h"
#include "lanes_ecm.h"
#undef LANES
#undef LANES_K
#endif
