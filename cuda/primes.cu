// The sieve of Eratosthenes on the wheel modulo 30, a segment at a time in shared memory.
//
// A block clears multiples with atomic ANDs on 32-bit words, since several threads meet in a word. The first primes
// strike often: the whole block shares each of them, eight wheel positions times blockDim / 8 steps, and their
// divisions are done once for all. A later prime belongs to one thread, which divides once for its eight positions.
// Segments and masks are the caller's (KERNELS.md); segment_bytes is a multiple of 4.
#include "../native/arith/wheel.h"
#include "common.cuh"

// 7 to 509 are shared: at 32 KiB and 256 threads each thread then still has two strikes of the last of them.
#define KB_SHARED_PRIMES 94

// One place for the layout: byte j of the segment in word j / 4, lowest byte first.
KB_FN void kb_strike(kb_u32 *words, kb_u32 j, kb_u32 mask) { atomicAnd(&words[j / 4], ~((~mask & 0xFF) << j % 4 * 8)); }

// Sieves bytes [first, first + length) into the shared words; bytes behind `length` in the last word are 0. All threads
// call it.
static __device__ void kb_sieve_segment(kb_u32 *words, const kb_u32 *base, kb_u32 nbase, kb_u64 first, kb_u32 length) {
    __shared__ kb_u64 quotients[KB_SHARED_PRIMES];
    const kb_u32 nwords = (length + 3) / 4, shared = nbase < KB_SHARED_PRIMES ? nbase : KB_SHARED_PRIMES;
    __syncthreads(); // the last segment has been read by all
    for (kb_u32 i = threadIdx.x; i < nwords; i += blockDim.x) words[i] = ~0u;
    for (kb_u32 i = threadIdx.x; i < shared; i += blockDim.x) quotients[i] = first / base[i];
    __syncthreads();
    if (threadIdx.x == 0 && length % 4 != 0) words[nwords - 1] = (1u << length % 4 * 8) - 1; // AND never sets a bit again
    __syncthreads();

    const kb_u64 past = (first + length) * 30; // a prime whose square is not below it strikes nothing here
    const int wraps = past < first;            // the last segment below 2^64: all primes do
    const kb_u32 own = KB_WHEEL_RESIDUE(threadIdx.x % 8);
    for (kb_u32 i = 0; i < shared; i++) {
        const kb_u32 p = base[i], mask = kb_wheel_mask(p, own), step = blockDim.x / 8 * p;
        kb_u64 j = kb_wheel_start(p, own, quotients[i], first - quotients[i] * p) + (kb_u64)(threadIdx.x / 8) * p;
        for (; j < length; j += step) kb_strike(words, (kb_u32)j, mask);
    }
    for (kb_u32 i = shared + threadIdx.x; i < nbase; i += blockDim.x) {
        const kb_u32 p = base[i];
        if (!wraps && (kb_u64)p * p >= past) break;
        const kb_u64 quot = first / p, rem = first - quot * p;
        for (int k = 0; k < 8; k++) {
            const kb_u32 w = KB_WHEEL_RESIDUE(k), mask = kb_wheel_mask(p, w);
            for (kb_u64 j = kb_wheel_start(p, w, quot, rem); j < length; j += p) kb_strike(words, (kb_u32)j, mask);
        }
    }
    __syncthreads();
}

extern "C" __global__ void kb_sieve_count(const kb_u32 *base, kb_u32 nbase, kb_u64 first, kb_u64 bytes, kb_u32 first_mask,
                                          kb_u32 last_mask, kb_u32 segment_bytes, kb_u64 *counts) {
    __shared__ unsigned long long total;
    kb_u32 *words = (kb_u32 *)dynamic_shared;
    if (threadIdx.x == 0) total = 0; // seen by all behind the barriers of the first segment, or the one below
    unsigned long long count = 0;
    for (kb_u64 at = (kb_u64)blockIdx.x * segment_bytes; at < bytes; at += (kb_u64)gridDim.x * segment_bytes) {
        const kb_u32 length = bytes - at < segment_bytes ? (kb_u32)(bytes - at) : segment_bytes;
        kb_sieve_segment(words, base, nbase, first + at, length);
        if (threadIdx.x == 0 && at == 0) kb_strike(words, 0, first_mask);
        if (threadIdx.x == 0 && at + length == bytes) kb_strike(words, length - 1, last_mask);
        __syncthreads();
        for (kb_u32 i = threadIdx.x; i < (length + 3) / 4; i += blockDim.x) count += KB_POPCOUNT32(words[i]);
    }
    for (int d = 16; d > 0; d /= 2) count += __shfl_down_sync(~0u, count, d);
    __syncthreads();
    if (threadIdx.x % 32 == 0) atomicAdd(&total, count);
    __syncthreads();
    if (threadIdx.x == 0) counts[blockIdx.x] = total;
}

extern "C" __global__ void kb_sieve_bits(const kb_u32 *base, kb_u32 nbase, kb_u64 first, kb_u64 bytes,
                                         kb_u32 segment_bytes, kb_u8 *bits) {
    kb_u32 *words = (kb_u32 *)dynamic_shared;
    for (kb_u64 at = (kb_u64)blockIdx.x * segment_bytes; at < bytes; at += (kb_u64)gridDim.x * segment_bytes) {
        const kb_u32 length = bytes - at < segment_bytes ? (kb_u32)(bytes - at) : segment_bytes;
        kb_sieve_segment(words, base, nbase, first + at, length);
        kb_u32 *out = (kb_u32 *)(bits + at);
        for (kb_u32 i = threadIdx.x; i < (length + 3) / 4; i += blockDim.x) out[i] = words[i];
    }
}
