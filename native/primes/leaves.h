/*
 * The tables of combinatorial prime counting as kernelbridge.h lays them out, and floor divisions by way of doubles.
 */
#ifndef KB_LEAVES_H
#define KB_LEAVES_H
#include "../tier.h"

#define EXACT_DOUBLES 9007199254740992.0 /* 2^53 */

__extension__ typedef unsigned __int128 wide;

struct leaf_tables {
    wide x;
    uint64_t y, z;
    int64_t k;
    const uint64_t *pairs;  /* bits of 64 odd numbers, primes before them */
    const uint32_t *primes; /* from index 1 on */
    const uint32_t *leaf;   /* numbers coprime to 210, minus 1 if mu < 0 */
    const uint16_t *factor;
    const uint8_t *wheel;
    int64_t wheel_bytes;
};

static inline struct leaf_tables leaf_tables(const uint64_t *block) {
    const char *at = (const char *)block;
    struct leaf_tables t = {(wide)block[10] << 64 | block[0], block[1], block[2], (int64_t)block[3], (const uint64_t *)(at + block[4]),
                            (const uint32_t *)(at + block[5]), (const uint32_t *)(at + block[6]),
                            (const uint16_t *)(at + block[7]), (const uint8_t *)(at + block[8]), (int64_t)block[9]};
    return t;
}

/*
 * floor(n / d) for n / d < 2^50 and 0 < d < 2^53, of n's nearest double and its low 64 bits: n may have more. Two roundings of 2^-53 each
 * leave the doubles' quotient off by less than 1/2 and its floor q by one at most, and not at all for n < 2^53; then -d <= n - q d < 2 d,
 * which 64 bits hold, so that it is exact when computed modulo 2^64. From 2^50 on the result is right to within a part in 2^50.
 */
static inline uint64_t quotient(double n, uint64_t low, uint64_t d) {
    uint64_t q = (uint64_t)(int64_t)(n / (double)(int64_t)d);
    if (n < EXACT_DOUBLES) return q;
    int64_t rest = (int64_t)(low - q * d);
    return q + (rest >= (int64_t)d) - (rest < 0);
}

/* pi(v) for 1 < v. */
static inline int64_t pi_of(const uint64_t *pairs, uint64_t v) {
    uint64_t odd = (v - 1) >> 1, at = odd >> 6 << 1;
    return (int64_t)pairs[at + 1] + __builtin_popcountll(pairs[at] << (~odd & 63));
}
#endif
