/*
 * Primality and factorization of many numbers: one after the other, by the arithmetic that all devices share. The tiers differ
 * only in what the compiler has for 64 x 64 -> 128 bits (mulx from v3 on).
 */
#include "one.h"
#include "../tier.h"

void KB_KERNEL(is_prime)(const uint64_t *n, int64_t count, uint8_t *out) {
    for (int64_t i = 0; i < count; i++) out[i] = (uint8_t)kb_prime(n[i]);
}

void KB_KERNEL(factorize)(const uint64_t *n, int64_t count, uint64_t *primes) {
    for (int64_t i = 0; i < count; i++) factor_one(n[i], primes + i * KB_FACTOR_SLOTS);
}
