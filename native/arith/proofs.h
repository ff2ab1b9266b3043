/*
 * Primality of many numbers by a block of threads, in three steps, each of them with full warps: small factors, the strong test to base 2
 * for those that have none, Lucas' for those that pass. One after the other per thread would let four lanes of five wait in random
 * numbers. The includer says what block.cuh and group.cl say.
 */
#ifndef KB_PROOFS_H
#define KB_PROOFS_H
#include "parts.h"

#define KB_PROOFS 2048 /* numbers of a block at a time: 8 KB of lists */

typedef struct {
    KB_LOCAL kb_u16 *rough, *strong; /* indices of numbers without small factors, and of those that passed the strong test */
    KB_LOCAL kb_u32 *roughs, *strongs;
} kb_proofs;

/* Whether v is a prime below 59^2; nothing else that has a prime factor below 59, or is 0 or 1, is prime. */
KB_FN int kb_small_prime(kb_u64 v) {
    if (v < 59) return (int)(0x00208A20A08A28ACUL >> v & 1);
    return v < 59 * 59 && (v & 1) != 0 && !kb_has_small_factor(v);
}

/* A block's numbers at a time: all blocks get some, and all threads of a block. */
KB_FN kb_u32 kb_proofs_chunk(kb_u64 count, kb_u64 blocks, kb_u32 threads) {
    const kb_u64 each = (count + blocks - 1) / blocks;
    return each >= KB_PROOFS ? KB_PROOFS : (kb_u32)((each + threads - 1) / threads * threads);
}

/* out[i] = whether n[i] is prime, for i below count, at most KB_PROOFS. All threads of the block come here. */
KB_FN void kb_prove(KB_GLOBAL const kb_u64 *n, kb_u32 count, KB_GLOBAL kb_u8 *out, const kb_proofs p) {
    if (KB_ME == 0) *p.roughs = *p.strongs = 0;
    KB_SYNC();
    for (kb_u32 i = KB_ME; i < count; i += KB_ALL) {
        const kb_u64 v = n[i];
        if (v < 59 * 59 || (v & 1) == 0 || kb_has_small_factor(v)) out[i] = (kb_u8)kb_small_prime(v);
        else p.rough[KB_TAKE(p.roughs)] = (kb_u16)i;
    }
    KB_SYNC();
    const kb_u32 roughs = *p.roughs;
    for (kb_u32 k = KB_ME; k < roughs; k += KB_ALL) {
        const kb_u32 i = p.rough[k];
        if (kb_strong(n[i])) p.strong[KB_TAKE(p.strongs)] = (kb_u16)i;
        else out[i] = 0;
    }
    KB_SYNC();
    const kb_u32 strongs = *p.strongs;
    for (kb_u32 k = KB_ME; k < strongs; k += KB_ALL) {
        const kb_u32 i = p.strong[k];
        out[i] = (kb_u8)kb_lucas(n[i]);
    }
    KB_SYNC();
}
#endif
