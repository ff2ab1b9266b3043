/*
 * Combinatorial prime counting: the loops are leaves.h, here is how a group's work-items share, add up and wait. KB_GROUP is as in
 * primes.cl: on a CPU a group is one work-item, and nothing is atomic.
 */
#include "prelude.h"

#ifndef KB_GROUP
#define KB_GROUP 256
#endif

#define KB_GLOBAL __global
#define KB_LOCAL __local
#define KB_PAIR ulong2
#define KB_ME ((kb_u32)get_local_id(0))
#define KB_ALL KB_GROUP

#if KB_GROUP > 1
#define KB_SYNC() barrier(CLK_LOCAL_MEM_FENCE)
#define KB_AND(word, mask) atomic_and((volatile __local kb_u32 *)(word), mask)
#define KB_LESS(counter) atomic_dec((volatile __local kb_u32 *)(counter))
#define KB_ASK(condition) 1 /* PoCL 3.1 computes nonsense where a branch has barriers, though all work-items take it */
KB_FN void kb_gather(__local kb_u32 *cell, kb_u32 n) {
    if (n != 0) atomic_add((volatile __local kb_u32 *)cell, n);
}
#else
#define KB_SYNC()
#define KB_LESS(counter) (*(counter) -= 1)
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

#include "leaves.h"

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

__kernel __attribute__((reqd_work_group_size(KB_GROUP, 1, 1)))
void kb_sum_pi(__global const ulong2 *pairs, __global const kb_u32 *primes, __global const kb_u64 *jobs, kb_u32 njobs, kb_u64 lookups,
               __global kb_u64 *sums) {
    __local kb_u64 local_sums[KB_GROUP];
    const kb_u64 sum = kb_group_sum(kb_sum_of_pi(pairs, primes, jobs, njobs, lookups, get_group_id(0), get_num_groups(0)), local_sums);
    if (get_local_id(0) == 0) sums[get_group_id(0)] = sum;
}

__kernel __attribute__((reqd_work_group_size(KB_GROUP, 1, 1)))
void kb_hard_leaves(__global const kb_u32 *primes, __global const ulong2 *pairs, __global const kb_u16 *factor,
                    __global const kb_u32 *leaf, __global const kb_u8 *wheel, __global const kb_u32 *below,
                    __global const ulong2 *stage, kb_u32 period, kb_u32 z, kb_u32 k, kb_u32 stages, kb_u64 first, kb_u64 bytes,
                    kb_u32 segment_bytes, __global kb_u32 *phi, __global kb_u32 *mu, __global kb_u32 *tops, __global kb_u64 *sums,
                    __local kb_u32 *local_words) {
    __local kb_u64 local_sums[KB_GROUP];
    const kb_leaf_tables tables = {primes, pairs, factor, leaf, wheel, below, stage, period, z, k};
    kb_u64 sum = 0;
    for (kb_u64 i = get_group_id(0); i * segment_bytes < bytes; i += get_num_groups(0)) {
        const kb_u64 from = first + i * segment_bytes, left = bytes - i * segment_bytes;
        const kb_u32 top = kb_stages(tables, from * 30, stages);
        sum += kb_leaves_of(tables, from, left < segment_bytes ? (kb_u32)left : segment_bytes, top, segment_bytes, phi + i * stages,
                            mu + i * stages, local_words);
        if (get_local_id(0) == 0) tops[i] = top;
    }
    sum = kb_group_sum(sum, local_sums);
    if (get_local_id(0) == 0) sums[get_group_id(0)] = sum;
}

__kernel void kb_join_leaves(__global const kb_u32 *phi, __global const kb_u32 *mu, __global const kb_u32 *tops, kb_u32 segments,
                             kb_u32 stages, __global kb_u64 *out) {
    for (kb_u32 stage = (kb_u32)get_global_id(0); stage < stages; stage += (kb_u32)get_global_size(0)) {
        kb_join_segments(phi, mu, tops, segments, stages, stage, out);
    }
}
