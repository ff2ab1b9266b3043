/* Combinatorial prime counting: the loops are leaves.h and ask.h. */
#include "group.cl"
#include "ask.h"

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

/*
 * kb_sieve_bits has stored the sieve: a group takes a segment of it to local memory (as kb_counted_at cuts it), counts it and answers. CUDA
 * does both in one kernel. One kernel counted wrongly here, on PoCL with groups of 256, while the sieve still had a fault of its own (it read
 * behind its rows); it was not tried again since.
 */
__kernel __attribute__((reqd_work_group_size(KB_GROUP, 1, 1)))
void kb_ask_bits(__global const kb_u32 *bits, __global const ulong2 *pairs, kb_u64 x, kb_u64 y, kb_u64 limit, kb_u64 first, kb_u64 bytes,
                 kb_u32 segment_bytes, __global kb_u64 *answers, __local kb_u32 *memory) {
    __local kb_u64 local_sums[KB_GROUP];
    __local kb_u32 scan[KB_SCRATCH_WORDS];
    const kb_questions all = {pairs, x, y, limit};
    const kb_u64 offset = get_group_id(0) * (kb_u64)segment_bytes, left = bytes - offset;
    const kb_counted c = kb_counted_at(memory, segment_bytes, left < segment_bytes ? (kb_u32)left : segment_bytes);
    for (kb_u32 i = KB_ME; i < (c.length + 3) / 4; i += KB_GROUP) c.words[i] = bits[offset / 4 + i];
    kb_count_sieved(c, scan);
    const kb_u64 sum = kb_group_sum(kb_answers(all, c, (first + offset) * 30), local_sums);
    if (get_local_id(0) == 0) {
        answers[2 * get_group_id(0)] = sum;
        answers[2 * get_group_id(0) + 1] = kb_counted_in(c);
    }
}
