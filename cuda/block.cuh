// How a block's threads share, add up and wait: what native/arith/leaves.h, sieve.h, ask.h and relations.h ask for.
#pragma once
#include "common.cuh"

#define KB_GLOBAL
#define KB_LOCAL
#define KB_PAIR ulonglong2
#define KB_ROW uint4
#define KB_ME threadIdx.x
#define KB_ALL blockDim.x
#define KB_SYNC() __syncthreads()
#define KB_AND(word, mask) atomicAnd(word, mask)
#define KB_LESS(counter) atomicSub(counter, 1u)
#define KB_CLEAR(words, at, bit) atomicAnd(&(words)[(at) / 4], ~(1u << ((at) % 4 * 8 + (bit))))
#define KB_SET(words, at, bit) atomicOr(&(words)[(at) / 4], 1u << ((at) % 4 * 8 + (bit)))
#define KB_TAKE(counter) atomicAdd(counter, 1u)
#define KB_TAKE_GLOBAL(counter) atomicAdd(counter, 1u)
#define KB_PLUS(words, at, n) atomicAdd(&(words)[(at) / 4], (kb_u32)(n) << ((at) % 4 * 8))
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

// The block's sum of 64-bit numbers, for thread 0. A barrier comes before the next one.
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
