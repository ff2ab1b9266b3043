/*
 * The elliptic-curve method on numbers of any size: one curve at a time on limbs of 64 bits, or eight in step where the processor has
 * AVX-512 IFMA and the number is not too long.
 */
#include "../tier.h"

#define WORD uint64_t
#define LANES 1
#define LIMB_BITS 64
typedef unsigned __int128 wide;

static inline uint64_t fe_broadcast(uint64_t v) { return v; }
static inline uint64_t lane_get(const uint64_t *w, int lane) { return w[lane]; }
static inline void lane_set(uint64_t *w, int lane, uint64_t v) { w[lane] = v; }

/* a b / R, product and reduction in one loop with a carry each; t has room for `limbs` limbs. */
static inline __attribute__((always_inline)) void fe_mul_any(uint64_t *r, const uint64_t *a, const uint64_t *b, const uint64_t *n,
                                                             uint64_t ninv, const int64_t limbs, uint64_t *t) {
    for (int64_t j = 0; j < limbs; j++) t[j] = 0;
#pragma GCC unroll 8
    for (int64_t i = 0; i < limbs; i++) {
        wide p = (wide)a[i] * b[0] + t[0];
        uint64_t m = (uint64_t)p * ninv;
        wide q = (wide)m * n[0] + (uint64_t)p;
        uint64_t high = (uint64_t)(p >> 64), carry = (uint64_t)(q >> 64);
#pragma GCC unroll 8
        for (int64_t j = 1; j < limbs; j++) {
            p = (wide)a[i] * b[j] + t[j] + high;
            q = (wide)m * n[j] + (uint64_t)p + carry;
            high = (uint64_t)(p >> 64);
            carry = (uint64_t)(q >> 64);
            t[j - 1] = (uint64_t)q;
        }
        t[limbs - 1] = high + carry; /* R is 16 n: no carry out */
    }
    for (int64_t j = 0; j < limbs; j++) r[j] = t[j];
}

static inline __attribute__((always_inline)) void fe_add_any(uint64_t *r, const uint64_t *a, const uint64_t *b, const int64_t limbs) {
    uint64_t carry = 0;
#pragma GCC unroll 8
    for (int64_t j = 0; j < limbs; j++) {
        wide s = (wide)a[j] + b[j] + carry;
        r[j] = (uint64_t)s;
        carry = (uint64_t)(s >> 64);
    }
}

/* a - b + 2 n. */
static inline __attribute__((always_inline)) void fe_sub_any(uint64_t *r, const uint64_t *a, const uint64_t *b, const uint64_t *two,
                                                             const int64_t limbs) {
    uint64_t carry = 0, borrow = 0;
#pragma GCC unroll 8
    for (int64_t j = 0; j < limbs; j++) {
        wide s = (wide)a[j] + two[j] + carry;
        wide d = (wide)(uint64_t)s - b[j] - borrow;
        carry = (uint64_t)(s >> 64);
        borrow = (uint64_t)(d >> 64) & 1;
        r[j] = (uint64_t)d;
    }
}

#include "curves.h"

#define LIMBS 0
#include "curves_fixed.h"
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

struct size {
    int32_t (*chain)(struct curves *, const int16_t *, int64_t);
    int32_t (*pairs)(struct curves *, const int16_t *, int64_t, int64_t);
    void (*begin)(struct curves *);
    void (*product)(struct curves *);
};
#define SIZE(l) {chain_##l, pairs_##l, begin_##l, product_##l}
static const struct size SIZES[] = {SIZE(2), SIZE(3), SIZE(4), SIZE(5), SIZE(6), SIZE(7), SIZE(8)}, ANY = SIZE(0);
static const struct size *size_of(const struct curves *c) { return c->limbs <= 8 ? &SIZES[c->limbs - 2] : &ANY; }

#define NAME(function) word_##function
#define CALL static
#include "curves_calls.h"

#ifdef KB_IFMA
#include "curves_ifma.h"
static int eight(int64_t bits) { return bits <= MOST_IFMA_BITS && __builtin_cpu_supports("avx512ifma"); }
#define EITHER(lanes, function, ...) ((lanes) == 8 ? ifma_##function(__VA_ARGS__) : word_##function(__VA_ARGS__))
#else
static int eight(int64_t bits) {
    (void)bits;
    return 0;
}
#define EITHER(lanes, function, ...) ((void)(lanes), word_##function(__VA_ARGS__))
#endif

int32_t KB_KERNEL(curves_lanes)(int64_t bits) { return eight(bits) ? 8 : 1; }

int64_t KB_KERNEL(curves_bytes)(int64_t bits, int64_t points) { return EITHER(eight(bits) ? 8 : 1, bytes, bits, points); }

void KB_KERNEL(curves_open)(const uint64_t *n, int64_t words, int64_t bits, int64_t points, void *state) {
    EITHER(eight(bits) ? 8 : 1, open, n, words, bits, points, state);
}

/* What a state is for is in it. */
static int64_t lanes_of(const void *state) { return ((const struct curves *)state)->lanes; }

void KB_KERNEL(curves_begin)(const uint64_t *a24, const uint64_t *x, void *state) { EITHER(lanes_of(state), begin, a24, x, state); }

int32_t KB_KERNEL(curves_chain)(const int16_t *steps, int64_t count, void *state) {
    return EITHER(lanes_of(state), chain, steps, count, state);
}

int32_t KB_KERNEL(curves_pairs)(const int16_t *columns, int64_t count, int64_t from, void *state) {
    return EITHER(lanes_of(state), pairs, columns, count, from, state);
}

void KB_KERNEL(curves_read)(int32_t product, uint64_t *out, void *state) { EITHER(lanes_of(state), read, product, out, state); }
