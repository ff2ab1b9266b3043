// Prime counting by rough numbers: native/arith/rough.h. The launches of a count depend on nothing but the lists' room, so that they are
// recorded as a graph once and launched with a table of steps in memory.
#include "block.cuh"
#include "../native/arith/rough.h"

extern "C" __global__ void kb_rough_begin(const kb_u64 *table, kb_u32 *small, kb_u32 *rough, kb_u64 *large) {
    kb_rough_fill({table, small, rough, large}, kb_thread(), kb_threads());
}

extern "C" __global__ void kb_rough_step(const kb_u64 *table, kb_u32 step, kb_u32 *small, kb_u32 *rough, kb_u64 *large) {
    kb_rough_take({table, small, rough, large}, step, kb_thread(), kb_threads());
}

extern "C" __global__ void __launch_bounds__(256)
kb_rough_end(const kb_u64 *table, kb_u32 *small, kb_u32 *rough, kb_u64 *large, kb_u64 *sums) {
    const kb_u64 sum = kb_block_sum(kb_rough_sum({table, small, rough, large}, blockIdx.x, gridDim.x));
    if (threadIdx.x == 0) sums[blockIdx.x] = sum;
}
