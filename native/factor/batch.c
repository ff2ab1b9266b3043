/*
 * Primality and factorization of many numbers: one after the other, in general registers. The tiers differ in what the compiler has
 * for 64 x 64 -> 128 bits (mulx from v3 on), and v3 and v4 run curves on several numbers at once; ifma.c is what takes their place on the newest
 * processors.
 */
#include "one.h"
#include "../tier.h"
#if defined(__AVX2__) && defined(__FMA__)
#include "fma.h"
#endif

int32_t KB_KERNEL(is_prime)(const uint64_t *n, int64_t count, uint8_t *out) {
    for (int64_t i = 0; i < count; i++) out[i] = (uint8_t)kb_prime(n[i]);
    return KB_OK;
}

#define FEW 4

int32_t KB_KERNEL(factorize)(const uint64_t *n, int64_t count, uint64_t *primes) {
#ifdef KB_FMA_H
    while (count > FEW) {
        const int some = count < FMA_CHUNK ? (int)count : FMA_CHUNK;
        factorize_fma(n, some, primes);
        n += some;
        primes += (int64_t)some * KB_FACTOR_SLOTS;
        count -= some;
    }
#endif
    for (int64_t i = 0; i < count; i++) factor_one(n[i], primes + i * KB_FACTOR_SLOTS);
    return KB_OK;
}
