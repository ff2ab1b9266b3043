/*
 * How a group's work-items share, add up and wait: what leaves.h, sieve.h, ask.h and relations.h ask for. Where work-groups are many
 * threads (GPU), KB_GROUP is large, and a bit is cleared by an atomic on its word, because another work-item may be clearing a bit beside
 * it. Where a work-group is a loop on one core (CPU), KB_GROUP is 1: the same code strikes plain bytes, about ten times cheaper than a
 * locked instruction.
 */
#include "prelude.h"

#ifndef KB_GROUP
#define KB_GROUP 256
#endif

#define KB_GLOBAL __global
#define KB_LOCAL __local
#define KB_PAIR ulong2
#define KB_ROW uint4
#define KB_ME ((kb_u32)get_local_id(0))
#define KB_ALL KB_GROUP
#define KB_TAKE_GLOBAL(counter) atomic_inc((volatile __global kb_u32 *)(counter))

#if KB_GROUP > 1
#define KB_SYNC() barrier(CLK_LOCAL_MEM_FENCE)
#define KB_AND(word, mask) atomic_and((volatile __local kb_u32 *)(word), mask)
#define KB_LESS(counter) atomic_dec((volatile __local kb_u32 *)(counter))
#define KB_TAKE(counter) atomic_inc((volatile __local kb_u32 *)(counter))
#define KB_CLEAR(words, at, bit) KB_AND((words) + (at) / 4, ~(1u << ((at) % 4 * 8 + (bit))))
#define KB_SET(words, at, bit) atomic_or((volatile __local kb_u32 *)(words) + (at) / 4, 1u << ((at) % 4 * 8 + (bit)))
#define KB_PLUS(words, at, n) atomic_add((volatile __local kb_u32 *)(words) + (at) / 4, (kb_u32)(n) << ((at) % 4 * 8))
#define KB_ASK(condition) 1 /* PoCL 3.1 computes nonsense where a branch has barriers, though all work-items take it */
KB_FN void kb_gather(__local kb_u32 *cell, kb_u32 n) {
    if (n != 0) atomic_add((volatile __local kb_u32 *)cell, n);
}
#else
#define KB_SYNC()
#define KB_LESS(counter) (*(counter) -= 1)
#define KB_TAKE(counter) ((*(counter))++)
#define KB_CLEAR(words, at, bit) (((__local kb_u8 *)(words))[at] &= (kb_u8)~(1u << (bit)))
#define KB_SET(words, at, bit) (((__local kb_u8 *)(words))[at] |= (kb_u8)(1u << (bit)))
#define KB_PLUS(words, at, n) (((__local kb_u8 *)(words))[at] += (kb_u8)(n))
#define KB_ASK(condition) (condition)
KB_FN kb_u32 kb_and(__local kb_u32 *word, kb_u32 mask) {
    const kb_u32 old = *word;
    *word = old & mask;
    return old;
}
#define KB_AND(word, mask) kb_and(word, mask)
KB_FN void kb_gather(__local kb_u32 *cell, kb_u32 n) { *cell += n; }
#endif
#define KB_GATHER(cell, n) kb_gather(cell, n)

/* In two levels of 16 at a time, for there are no shuffles: three barriers and some 30 loads instead of 16 barriers. */
KB_FN kb_u32 kb_scan(kb_u32 n, __local kb_u32 *scratch) {
    const kb_u32 me = (kb_u32)get_local_id(0), group = me / 16;
    kb_u32 below = 0;
    scratch[me] = n;
    KB_SYNC();
    if (me % 16 == 0) {
        kb_u32 sum = 0;
        for (kb_u32 i = me; i < me + 16 && i < KB_GROUP; i++) sum += scratch[i];
        scratch[KB_GROUP + group] = sum;
    }
    KB_SYNC();
    for (kb_u32 i = 0; i < group; i++) below += scratch[KB_GROUP + i];
    for (kb_u32 i = 16 * group; i < me; i++) below += scratch[i];
    return below;
}

/* The group's sum of 64-bit numbers, for work-item 0. */
KB_FN kb_u64 kb_group_sum(kb_u64 n, __local kb_u64 *sums) {
    const kb_u32 me = (kb_u32)get_local_id(0);
    sums[me] = n;
    for (kb_u32 upper = KB_GROUP / 2; upper > 0; upper /= 2) {
        KB_SYNC();
        if (me < upper) sums[me] += sums[me + upper];
    }
    return sums[0];
}
