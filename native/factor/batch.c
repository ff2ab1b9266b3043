/*
 * Primality and factorization of many numbers: one after the other, in general registers. The tiers differ only in what the
 * compiler has for 64 x 64 -> 128 bits (mulx from v3 on); ifma.c is what takes their place on the newest processors.
 */
#include "one.h"
#include "../tier.h"

int32_t KB_KERNEL(is_prime)(const uint64_t *n, int64_t count, uint8_t *out) {
    for (int64_t i = 0; i < count; i++) out[i] = (uint8_t)kb_prime(n[i]);
    return KB_OK;
}

int32_t KB_KERNEL(factorize)(const uint64_t *n, int64_t count, uint64_t *primes) {
    for (int64_t i = 0; i < count; i++) factor_one(n[i], primes + i * KB_FACTOR_SLOTS);
    return KB_OK;
}
