/*
 * Vectors: maps with one element a work-item (a loop inside would keep PoCL from vectorizing across work-items), reductions with
 * one work-group of 64 lanes a block of 8192 elements, in the order that kernelbridge.h fixes. Written once for both types; each
 * operation is one IEEE operation (fma is one), so the bits are the same as on every other backend.
 */
#include "exp.h"
#include "least.h"

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
#define KB_OP_SUM 0
#define KB_OP_DOT 1
#define KB_OP_SUMSQ 2
#define KB_OP_AMAX 3

#define KB_BLOCK 8192
#define KB_LANES 64

/* The elements that a lane takes from its block, in order. */
#define KB_EACH(i) for (kb_u64 i = from + me; i < end; i += KB_LANES)

/* The larger of two magnitudes, NaN if either is: fmax would lose it. */
#define KB_LARGER(a, b) ((a) > (b) || (a) != (a) ? (a) : (b))

#define KB_VECTOR_KERNELS(T, NAME, EXP) \
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
        case KB_OP_EXP: out[i] = EXP(x[i]); break; \
        case KB_OP_SUB: out[i] = x[i] - y[i]; break; \
        case KB_OP_DIV: out[i] = x[i] / y[i]; break; \
        case KB_OP_ABS: out[i] = fabs(x[i]); break; \
        case KB_OP_NEG: out[i] = -x[i]; break; \
        case KB_OP_SQRT: out[i] = sqrt(x[i]); break; \
        case KB_OP_MIN: out[i] = kb_min_##NAME(x[i], y[i]); break; \
        case KB_OP_MAX: out[i] = kb_max_##NAME(x[i], y[i]); break; \
        case KB_OP_CLAMP: out[i] = kb_min_##NAME(kb_max_##NAME(x[i], a), b); break; \
        case KB_OP_FILL: out[i] = a; break; \
        case KB_OP_COPY: out[i] = x[i]; break; \
        case KB_OP_AXPBY: out[i] = fma(a, x[i], b * y[i]); break; \
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

KB_VECTOR_KERNELS(float, f32, kb_exp_f32)
#if KB_HAS_F64
KB_VECTOR_KERNELS(double, f64, kb_exp_f64)
#endif
