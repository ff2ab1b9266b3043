/*
 * The arithmetics of AVX-512 IFMA: one limb below 2^48 (lazy), one limb below 2^52 (word), two limbs (long), on four registers of eight
 * numbers or on one; and for each a run of curves, for the narrow ones the prime tests.
 */
#ifndef KB_IFMA_LANES_H
#define KB_IFMA_LANES_H
#include "curve_lanes.h"
#include <immintrin.h>

#define LOW52 0xFFFFFFFFFFFFFll
#define REGISTERS (MOST_LANES / 8)
#define LANES_COUNT (8 * LANES_K)
#define EACH_REGISTER(g) for (int g = 0; g < REGISTERS; g++)

/* n^-1 mod 2^52 for odd n, as kb_mont_inverse; what is above 52 bits does not count. */
static inline __m512i inverses_52(__m512i n) {
    const __m512i zero = _mm512_setzero_si512(), two = _mm512_set1_epi64(2);
    __m512i x = _mm512_xor_si512(_mm512_add_epi64(n, _mm512_add_epi64(n, n)), two);
    for (int i = 0; i < 4; i++) x = _mm512_madd52lo_epu64(zero, x, _mm512_sub_epi64(two, _mm512_madd52lo_epu64(zero, n, x)));
    return x;
}

#define LANES_K 4
#define LANES_LAZY 1
#define LANES(name) lazy4_##name
#include "lanes52.h"
#include "lanes_ecm.h"
#undef LANES
#undef LANES_LAZY

#define LANES_LAZY 0
#define LANES(name) word4_##name
#include "lanes52.h"
#include "lanes_ecm.h"
#undef LANES

#undef LANES_K

#define LANES_K 2
#define LANES(name) long2_##name
#include "lanes104.h"
#include "lanes_ecm.h"
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
#include "lanes_prime.h"
#undef LANES
#undef LANES_LAZY

#define LANES(name) long1_##name
#include "lanes104.h"
#include "lanes_ecm.h"
#include "lanes_prime.h"
#undef LANES
#undef LANES_K
#endif
