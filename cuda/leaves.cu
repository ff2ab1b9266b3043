// Combinatorial prime counting: the loops are native/arith/leaves.h, here is how a block's threads share, add up and wait.
//
// A segment of the hard leaves is one block's, in as much shared memory as the caller gives it (KERNELS.md). Blocks know nothing of each
// other; kb_join_leaves adds up over them afterwards.
#include "common.cuh"

#define KB_GLOBAL
#define KB_LOCAL
#define KB_PAIR ulonglong2
#define KB_ME threadIdx.x
#define KB_ALL blockDim.x
#define KB_SYNC() __syncthreads()
#define KB_AND(word, mask) atomicAnd(word, mask)
#define KB_LESS(counter) atomicSub(counter, 1u)
#define KB_GATHER(cell, n) kb_gather(cell, n)
#define KB_ASK(condition) (condition)

// A warp adds up before one lane of it goes to memory: the atomics of 32 lanes on one word wait for each other.
KB_FN void kb_gather(kb_u32 *cell, kb_u32 n) {
    for (int d = 16; d > 0; d /= 2) n += __shfl_down_sync(~0u, n, d);
    if (threadIdx.x % 32 == 0 && n != 0) atomicAdd(cell, n);
}

KB_FN kb_u32 kb_scan(kb_u32 n, kb_u32 *scratch) {
    const kb_u32 lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    kb_u32 upto = n;
    for (kb_u32 d = 1; d < 32; d *= 2) {
        const kb_u32 left = __shfl_up_sync(~0u, upto, d);
        if (lane >= d) upto += left;
    }
    if (lane == 31) scratch[warp] = upto;
    __syncthreads();
    kb_u32 below = 0;
    for (kb_u32 w = 0; w < warp; w++) below += scratch[w];
    return below + upto - n;
}

#include "../native/arith/leaves.h"

// The block's sum of 64-bit numbers, for thread 0.
KB_FN kb_u64 kb_block_sum(kb_u64 n) {
    __shared__ unsigned long long sums[32];
    unsigned long long sum = n;
    for (int d = 16; d > 0; d /= 2) sum += __shfl_down_sync(~0u, sum, d);
    if (threadIdx.x % 32 == 0) sums[threadIdx.x / 32] = sum;
    __syncthreads();
    if (threadIdx.x != 0) return 0;
    for (kb_u32 w = 1; w < blockDim.x / 32; w++) sum += sums[w];
    return sum;
}

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
