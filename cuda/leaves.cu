// Combinatorial prime counting: the loops are native/arith/leaves.h and ask.h.
//
// A segment of the hard leaves is one block's, in as much shared memory as the caller gives it (KERNELS.md). Blocks know nothing of each
// other; kb_join_leaves adds up over them afterwards.
#include "block.cuh"
#include "../native/arith/ask.h"

extern "C" __global__ void __launch_bounds__(256)
kb_sum_pi(const ulonglong2 *pairs, const kb_u32 *primes, const kb_u64 *jobs, kb_u32 njobs, kb_u64 lookups, kb_u64 *sums) {
    const kb_u64 sum = kb_block_sum(kb_sum_of_pi(pairs, primes, jobs, njobs, lookups, blockIdx.x, gridDim.x));
    if (threadIdx.x == 0) sums[blockIdx.x] = sum;
}

extern "C" __global__ void __launch_bounds__(512, 2)
kb_hard_leaves(const kb_u32 *primes, const ulonglong2 *pairs, const kb_u16 *factor, const kb_u32 *leaf, const kb_u8 *wheel,
               const kb_u32 *below, const ulonglong2 *stage, kb_u32 period, kb_u32 z, kb_u32 k, kb_u32 stages, kb_u64 first,
               kb_u64 bytes, kb_u32 segment_bytes, kb_u32 *phi, kb_u32 *mu, kb_u32 *tops, kb_u64 *sums) {
    const kb_leaf_tables tables = {primes, pairs, factor, leaf, wheel, below, stage, period, z, k};
    kb_u64 sum = 0;
    for (kb_u64 i = blockIdx.x; i * segment_bytes < bytes; i += gridDim.x) {
        const kb_u64 from = first + i * segment_bytes, left = bytes - i * segment_bytes;
        const kb_u32 top = kb_stages(tables, from * 30, stages);
        sum += kb_leaves_of(tables, from, left < segment_bytes ? (kb_u32)left : segment_bytes, top, segment_bytes, phi + i * stages,
                            mu + i * stages, (kb_u32 *)dynamic_shared);
        if (threadIdx.x == 0) tops[i] = top;
    }
    sum = kb_block_sum(sum);
    if (threadIdx.x == 0) sums[blockIdx.x] = sum;
}

extern "C" __global__ void __launch_bounds__(256)
kb_join_leaves(const kb_u32 *phi, const kb_u32 *mu, const kb_u32 *tops, kb_u32 segments, kb_u32 stages, kb_u64 *out) {
    for (kb_u64 stage = kb_thread(); stage < stages; stage += kb_threads()) {
        kb_join_segments(phi, mu, tops, segments, stages, (kb_u32)stage, out);
    }
}

// One segment a block, or a loop where there are fewer blocks; two numbers each: the sum of the answers, and the primes.
extern "C" __global__ void __launch_bounds__(1024, 1)
kb_ask_sieve(const uint4 *rows, kb_u32 nrows, kb_u32 shared, const kb_u32 *patterns, const ulonglong2 *pairs, kb_u64 x, kb_u64 y,
             kb_u64 limit, kb_u64 first, kb_u64 bytes, kb_u32 segment_bytes, kb_u64 *answers) {
    __shared__ kb_u64 scratch[KB_SIEVE_SCRATCH];
    __shared__ kb_u32 scan[32];
    const kb_questions all = {pairs, x, y, limit};
    for (kb_u64 i = blockIdx.x; i * segment_bytes < bytes; i += gridDim.x) {
        const kb_u64 offset = i * segment_bytes, left = bytes - offset;
        const kb_counted c = kb_counted_at((kb_u32 *)dynamic_shared, segment_bytes, left < segment_bytes ? (kb_u32)left : segment_bytes);
        kb_sieve_segment(rows, nrows, shared, patterns, first, (kb_u32)offset, c.length, c.words, scratch);
        kb_count_sieved(c, scan);
        const kb_u64 sum = kb_block_sum(kb_answers(all, c, (first + offset) * 30));
        if (threadIdx.x == 0) {
            answers[2 * i] = sum;
            answers[2 * i + 1] = kb_counted_in(c);
        }
    }
}
