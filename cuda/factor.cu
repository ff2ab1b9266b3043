// Primality and factorization, one number a thread: the same proof and the same rho as in C (native/arith).
//
// Numbers of different size keep a warp waiting for its slowest lane. Sorting them by size would help; that is the
// caller's part.
#include "../native/arith/factor.h"
#include "common.cuh"

extern "C" __global__ void kb_is_prime(const kb_u64 *n, kb_u64 count, kb_u8 *out) {
    for (kb_u64 i = kb_thread(); i < count; i += kb_threads()) out[i] = (kb_u8)kb_prime(n[i]);
}

extern "C" __global__ void kb_factorize(const kb_u64 *n, kb_u64 count, kb_u64 *primes) {
    for (kb_u64 i = kb_thread(); i < count; i += kb_threads()) kb_factor_distinct(n[i], primes + i * KB_FACTOR_SLOTS);
}
