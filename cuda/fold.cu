// Vector math: extremes and their places, sums with their errors, prefix sums; 64 threads a block of 8192 elements, as fold.h has it.
#include "common.cuh"
#include "operations.h"

#define KB_GLOBAL
#define KB_LOCAL
#define KB_BARRIER() __syncthreads()
#include "../native/arith/fold.h"

KB_FN kb_u32 kb_left(kb_u64 n, kb_u64 begin) { return n - begin < KB_BLOCK ? (kb_u32)(n - begin) : KB_BLOCK; }

// One or two answers a block: an extreme, and its place if that is asked.
#define KB_EXTREME(T, suffix, I)                                                                                       \
    extern "C" __global__ void kb_extreme_##suffix(kb_u32 op, const T *x, kb_u64 n, T *answers) {                      \
        __shared__ I keys[KB_LANES];                                                                                   \
        __shared__ kb_u32 at[KB_LANES];                                                                                \
        const int absolute = op == KB_ARGAMAX, least = op == KB_LEAST || op == KB_ARGMIN, places = op >= KB_ARGMIN;    \
        for (kb_u64 b = blockIdx.x; b * KB_BLOCK < n; b += gridDim.x) {                                                \
            __syncthreads(); /* the last block's answer has been read */                                               \
            kb_extreme_of_##suffix(least, absolute, places, x + b * KB_BLOCK, kb_left(n, b * KB_BLOCK), threadIdx.x,   \
                                   keys, at, answers + (places ? 2 * b : b));                                          \
        }                                                                                                              \
    }

#define KB_PAIRS(T, suffix)                                                                                            \
    extern "C" __global__ void kb_pairs_##suffix(kb_u32 op, const T *x, const T *y, kb_u64 n, T *answers) {            \
        __shared__ T sums[KB_LANES], errors[KB_LANES];                                                                 \
        for (kb_u64 b = blockIdx.x; b * KB_BLOCK < n; b += gridDim.x) {                                                \
            __syncthreads();                                                                                           \
            kb_pairs_of_##suffix(op == KB_DOT2, x + b * KB_BLOCK, op == KB_DOT2 ? y + b * KB_BLOCK : x,                \
                                 kb_left(n, b * KB_BLOCK), threadIdx.x, sums, errors, answers + 2 * b);                \
        }                                                                                                              \
    }

// The ends of all blocks; from them each block's base, by one thread, since every base needs the one before; then all prefix sums.
#define KB_PREFIX(T, suffix)                                                                                           \
    static __device__ void kb_prefix_##suffix(const T *bases, const T *x, T *out, kb_u64 n, T *ends) {                 \
        __shared__ T s[KB_LANES], g[KB_LANES / 8];                                                                     \
        for (kb_u64 b = blockIdx.x; b * KB_BLOCK < n; b += gridDim.x) {                                                \
            __syncthreads();                                                                                           \
            kb_prefix_of_##suffix(ends ? 0 : bases[b], x + b * KB_BLOCK, out + b * KB_BLOCK, !ends,                    \
                                  kb_left(n, b * KB_BLOCK), threadIdx.x, s, g, ends ? ends + 2 * b : ends);            \
        }                                                                                                              \
    }                                                                                                                  \
    extern "C" __global__ void kb_scan_ends_##suffix(const T *x, kb_u64 n, T *ends) {                                  \
        kb_prefix_##suffix(0, x, 0, n, ends);                                                                          \
    }                                                                                                                  \
    extern "C" __global__ void kb_scan_bases_##suffix(T carry, const T *__restrict__ ends, kb_u64 blocks,              \
                                                     T *__restrict__ bases) {                                          \
        if (kb_thread() != 0) return;                                                                                  \
        _Pragma("unroll 16") /* loads on their way while this thread adds */                                           \
        for (kb_u64 b = 0; b < blocks; b++) {                                                                          \
            bases[b] = carry;                                                                                          \
            carry = (carry + ends[2 * b]) + ends[2 * b + 1];                                                           \
        }                                                                                                              \
    }                                                                                                                  \
    extern "C" __global__ void kb_scan_##suffix(const T *bases, const T *x, T *out, kb_u64 n) {                        \
        kb_prefix_##suffix(bases, x, out, n, 0);                                                                       \
    }

KB_EXTREME(double, f64, kb_i64)
KB_EXTREME(float, f32, kb_i32)
KB_PAIRS(double, f64)
KB_PAIRS(float, f32)
KB_PREFIX(double, f64)
KB_PREFIX(float, f32)
