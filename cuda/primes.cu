// The sieve of Eratosthenes on the wheel modulo 30, a segment at a time in shared memory: native/arith/sieve.h, counted or stored.
#include "block.cuh"
#include "../native/arith/sieve.h"

extern "C" __global__ void kb_sieve_rows(const kb_u32 *base, kb_u32 nbase, kb_u64 first, uint4 *rows) {
    for (kb_u64 i = kb_thread(); i < nbase; i += kb_threads()) rows[i] = kb_sieve_row(base[i], first);
}

extern "C" __global__ void __launch_bounds__(1024, 1)
kb_sieve_count(const uint4 *rows, kb_u32 nrows, kb_u32 shared, const kb_u32 *patterns, kb_u64 first, kb_u64 bytes, kb_u32 first_mask,
               kb_u32 last_mask, kb_u32 segment_bytes, kb_u64 *counts) {
    __shared__ kb_u64 scratch[KB_SIEVE_SCRATCH];
    kb_u32 *words = (kb_u32 *)dynamic_shared;
    kb_u64 count = 0;
    for (kb_u64 at = (kb_u64)blockIdx.x * segment_bytes; at < bytes; at += (kb_u64)gridDim.x * segment_bytes) {
        const kb_u32 length = bytes - at < segment_bytes ? (kb_u32)(bytes - at) : segment_bytes, last = (length - 1) / 4;
        kb_sieve_segment(rows, nrows, shared, patterns, first, (kb_u32)at, length, words, scratch);
        for (kb_u32 i = threadIdx.x; i <= last; i += blockDim.x) {
            kb_u32 word = words[i];
            if (i == 0 && at == 0) word &= ~0xFFu | first_mask;
            if (i == last && at + length == bytes) word &= ~(0xFFu << (length - 1) % 4 * 8) | last_mask << (length - 1) % 4 * 8;
            count += KB_POPCOUNT32(word);
        }
    }
    count = kb_block_sum(count);
    if (threadIdx.x == 0) counts[blockIdx.x] = count;
}

extern "C" __global__ void __launch_bounds__(1024, 1)
kb_sieve_bits(const uint4 *rows, kb_u32 nrows, kb_u32 shared, const kb_u32 *patterns, kb_u64 first, kb_u64 bytes, kb_u32 segment_bytes,
              kb_u8 *bits) {
    __shared__ kb_u64 scratch[KB_SIEVE_SCRATCH];
    kb_u32 *words = (kb_u32 *)dynamic_shared;
    for (kb_u64 at = (kb_u64)blockIdx.x * segment_bytes; at < bytes; at += (kb_u64)gridDim.x * segment_bytes) {
        const kb_u32 length = bytes - at < segment_bytes ? (kb_u32)(bytes - at) : segment_bytes;
        kb_sieve_segment(rows, nrows, shared, patterns, first, (kb_u32)at, length, words, scratch);
        kb_u32 *out = (kb_u32 *)(bits + at);
        for (kb_u32 i = threadIdx.x; i < (length + 3) / 4; i += blockDim.x) out[i] = words[i];
    }
}
