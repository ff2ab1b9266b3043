/*
 * Vectors: maps with one element a work-item (a loop inside would keep PoCL from vectorizing across work-items), reductions with
 * one work-group of 64 lanes a block of 8192 elements, in the order that kernelbridge.h fixes. Written once for both types; each
 * operation is one IEEE operation (fma is one), so the bits are the same as on every other backend.
 */
#include "divide.h"
#include "exp.h"
#include "least.h"
#include "log.h"
#include "pow.h"
#include "sincos.h"
#include "tanh.h"

#define KB_GLOBAL __global
#define KB_LOCAL __local
#define KB_BARRIER() barrier(CLK_LOCAL_MEM_FENCE)
#include "fold.h"

/* The codes of enum kb_map_op and kb_reduce_op in kernelbridge.h. */
#define KB_OP_ADD 0
#define KB_OP_MUL 1
#define KB_OP_FMA 2
#define KB_OP_SCALE 3
#define KB_OP_AXPY 4
#define KB_OP_EXP 5
#define KB_OP_SUB 6
#define KB_OP_DIV 7
#define KB_OP_ABS 8
#define KB_OP_NEG 9
#define KB_OP_SQRT 10
#define KB_OP_MIN 11
#define KB_OP_MAX 12
#define KB_OP_CLAMP 13
#define KB_OP_FILL 14
#define KB_OP_COPY 15
#define KB_OP_AXPBY 16
#define KB_OP_LOG 17
#define KB_OP_SIN 18
#define KB_OP_COS 19
#define KB_OP_TANH 20
#define KB_OP_POW 21
#define KB_OP_SUM 0
#define KB_OP_DOT 1
#define KB_OP_SUMSQ 2
#define KB_OP_AMAX 3
#define KB_OP_ASUM 4
#define KB_OP_LEAST 5
#define KB_OP_SQDEV 7
#define KB_OP_ARGMIN 8
#define KB_OP_ARGAMAX 10
#define KB_OP_DOT2 12

#define KB_BLOCK 8192
#define KB_LANES 64

/* The elements that a lane takes from its block, in order. */
#define KB_EACH(i) for (kb_u64 i = from + me; i < end; i += KB_LANES)

/* The larger of two magnitudes, NaN if either is: fmax would lose it. */
#define KB_LARGER(a, b) ((a) > (b) || (a) != (a) ? (a) : (b))

/* One rounding: by the device where it can be told to, else by our own steps. It has no choice for doubles. */
#ifdef KB_OWN_DIVISION
#define KB_DIV_f32(x, y) kb_div_f32(x, y)
#define KB_SQRT_f32(x) kb_sqrt_f32(x)
#else
#define KB_DIV_f32(x, y) ((x) / (y))
#define KB_SQRT_f32(x) sqrt(x)
#endif
#define KB_DIV_f64(x, y) ((x) / (y))
#define KB_SQRT_f64(x) sqrt(x)

#define KB_VECTOR_KERNELS(T, NAME) \
    /* Operands that `op` does not name may be any buffer. The global size is at least n. */ \
    __kernel void kb_map_##NAME(kb_u32 op, T a, T b, __global const T *x, __global const T *y, __global const T *z, __global T *out, \
                                kb_u64 n) { \
        size_t i = get_global_id(0); \
        if (i >= n) return; \
        switch (op) { \
        case KB_OP_ADD: out[i] = x[i] + y[i]; break; \
        case KB_OP_MUL: out[i] = x[i] * y[i]; break; \
        case KB_OP_FMA: out[i] = fma(x[i], y[i], z[i]); break; \
        case KB_OP_SCALE: out[i] = a * x[i]; break; \
        case KB_OP_AXPY: out[i] = fma(a, x[i], y[i]); break; \
        case KB_OP_EXP: out[i] = kb_exp_##NAME(x[i]); break; \
        case KB_OP_SUB: out[i] = x[i] - y[i]; break; \
        case KB_OP_DIV: out[i] = KB_DIV_##NAME(x[i], y[i]); break; \
        case KB_OP_ABS: out[i] = fabs(x[i]); break; \
        case KB_OP_NEG: out[i] = -x[i]; break; \
        case KB_OP_SQRT: out[i] = KB_SQRT_##NAME(x[i]); break; \
        case KB_OP_MIN: out[i] = kb_min_##NAME(x[i], y[i]); break; \
        case KB_OP_MAX: out[i] = kb_max_##NAME(x[i], y[i]); break; \
        case KB_OP_CLAMP: out[i] = kb_min_##NAME(kb_max_##NAME(x[i], a), b); break; \
        case KB_OP_FILL: out[i] = a; break; \
        case KB_OP_COPY: out[i] = x[i]; break; \
        case KB_OP_AXPBY: out[i] = fma(a, x[i], b * y[i]); break; \
        case KB_OP_LOG: out[i] = kb_log_##NAME(x[i]); break; \
        case KB_OP_SIN: out[i] = kb_sin_##NAME(x[i]); break; \
        case KB_OP_COS: out[i] = kb_cos_##NAME(x[i]); break; \
        case KB_OP_TANH: out[i] = kb_tanh_##NAME(x[i]); break; \
        case KB_OP_POW: out[i] = kb_pow_##NAME(x[i], y[i]); break; \
        } \
    } \
    /* One group a block; group g writes partials[g]. */ \
    __kernel __attribute__((reqd_work_group_size(KB_LANES, 1, 1))) \
    void kb_reduce_##NAME(kb_u32 op, T a, __global const T *x, __global const T *y, kb_u64 n, __global T *partials) { \
        __local T lanes[KB_LANES]; \
        const kb_u32 me = (kb_u32)get_local_id(0); \
        const kb_u64 from = (kb_u64)get_group_id(0) * KB_BLOCK, end = n - from < KB_BLOCK ? n : from + KB_BLOCK; \
        T acc = 0; \
        switch (op) { \
        case KB_OP_SUM: KB_EACH(i) acc = acc + x[i]; break; \
        case KB_OP_DOT: KB_EACH(i) acc = fma(x[i], y[i], acc); break; \
        case KB_OP_SUMSQ: KB_EACH(i) { T s = a * x[i]; acc = fma(s, s, acc); } break; \
        case KB_OP_AMAX: KB_EACH(i) { T v = fabs(x[i]); acc = KB_LARGER(v, acc); } break; \
        case KB_OP_ASUM: KB_EACH(i) acc = acc + fabs(x[i]); break; \
        case KB_OP_SQDEV: KB_EACH(i) { T d = x[i] - a; acc = fma(d, d, acc); } break; \
        } \
        lanes[me] = acc; \
        for (kb_u32 upper = KB_LANES / 2; upper > 0; upper /= 2) { \
            barrier(CLK_LOCAL_MEM_FENCE); \
            if (me < upper) { \
                T other = lanes[me + upper]; \
                lanes[me] = op == KB_OP_AMAX ? KB_LARGER(lanes[me], other) : lanes[me] + other; \
            } \
        } \
        if (me == 0) partials[get_group_id(0)] = lanes[0]; \
    }

/* Extremes, sums with their errors, prefix sums: one group a block, as fold.h has it. */
#define KB_FOLD_KERNELS(T, I, NAME) \
    __kernel __attribute__((reqd_work_group_size(KB_LANES, 1, 1))) \
    void kb_extreme_##NAME(kb_u32 op, __global const T *x, kb_u64 n, __global T *answers) { \
        __local I keys[KB_LANES]; \
        __local kb_u32 at[KB_LANES]; \
        const kb_u64 b = get_group_id(0), from = b * KB_BLOCK; \
        const int places = op >= KB_OP_ARGMIN; \
        kb_extreme_of_##NAME(op == KB_OP_LEAST || op == KB_OP_ARGMIN, op == KB_OP_ARGAMAX, places, x + from, \
                             (kb_u32)min(n - from, (kb_u64)KB_BLOCK), (kb_u32)get_local_id(0), keys, at, answers + (places ? 2 * b : b)); \
    } \
    __kernel __attribute__((reqd_work_group_size(KB_LANES, 1, 1))) \
    void kb_pairs_##NAME(kb_u32 op, __global const T *x, __global const T *y, kb_u64 n, __global T *answers) { \
        __local T sums[KB_LANES], errors[KB_LANES]; \
        const kb_u64 b = get_group_id(0), from = b * KB_BLOCK; \
        kb_pairs_of_##NAME(op == KB_OP_DOT2, x + from, y + from, (kb_u32)min(n - from, (kb_u64)KB_BLOCK), (kb_u32)get_local_id(0), sums, \
                           errors, answers + 2 * b); \
    } \
    /* The ends of all blocks; from them each block's base, by one work-item; then, with `write`, all prefix sums. */ \
    __kernel __attribute__((reqd_work_group_size(KB_LANES, 1, 1))) \
    void kb_scan_##NAME(kb_u32 write, __global const T *bases, __global const T *x, __global T *out, kb_u64 n, __global T *ends) { \
        __local T s[KB_LANES], g[KB_LANES / 8]; \
        const kb_u64 b = get_group_id(0), from = b * KB_BLOCK; \
        kb_prefix_of_##NAME(write ? bases[b] : 0, x + from, out + from, (int)write, (kb_u32)min(n - from, (kb_u64)KB_BLOCK), \
                            (kb_u32)get_local_id(0), s, g, ends + 2 * b); \
    } \
    __kernel void kb_scan_bases_##NAME(T carry, __global const T *ends, kb_u64 blocks, __global T *bases) { \
        if (get_global_id(0) != 0) return; \
        for (kb_u64 b = 0; b < blocks; b++) { \
            bases[b] = carry; \
            carry = (carry + ends[2 * b]) + ends[2 * b + 1]; \
        } \
    }

KB_VECTOR_KERNELS(float, f32)
KB_FOLD_KERNELS(float, kb_i32, f32)
#if KB_HAS_F64
KB_VECTOR_KERNELS(double, f64)
KB_FOLD_KERNELS(double, kb_i64, f64)
#endif
