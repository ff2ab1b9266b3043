/* Factorization: one number a work-item. Numbers differ widely in work, so batches are large and the groups small. */
#include "factor.h"

__kernel void kb_factorize(__global const kb_u64 *n, kb_u64 count, __global kb_u64 *primes) {
    for (kb_u64 i = get_global_id(0); i < count; i += get_global_size(0)) {
        kb_u64 found[KB_FACTOR_SLOTS]; /* private first: the shared arithmetic knows one address space */
        kb_factor_distinct(n[i], found);
        for (int k = 0; k < KB_FACTOR_SLOTS; k++) primes[i * KB_FACTOR_SLOTS + k] = found[k];
    }
}
