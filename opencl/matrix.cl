/*
 * Matrix products in the order that kernelbridge.h fixes: for each 256 products a sum of its own, then C. A group of 256 makes a square
 * of C, 32 V on a side (V is 4 for floats, 2 for doubles): an item has 2 V of its rows and 2 V of its columns, in two groups of V each. A
 * and B come through local memory, 8 KB each, eight products deep.
 */
#include "prelude.h"

#define KB_BLOCK 8192
#define KB_LANES 64
#define KB_DEPTH 256
#define KB_STEP 8
#define KB_GROUP 256

/* Element e of a step of A or B: `across` if the products lie side by side in memory. */
#define KB_BRING(T, V, to, x, ld, across, outer, outers, inner, inners) \
    for (kb_u32 e = me; e < KB_STEP * 32 * V; e += KB_GROUP) { \
        const kb_u32 e_outer = (across) ? e / KB_STEP : e % (32 * V), e_inner = (across) ? e % KB_STEP : e / (32 * V); \
        const kb_u64 o = outer + e_outer, i = inner + e_inner; \
        to[e_inner][e_outer] = o < outers && i < inners ? x[(across) ? o * ld + i : i * ld + o] : (T)0; \
    }

#define KB_MATRIX_KERNELS(T, NAME, V) \
    __kernel __attribute__((reqd_work_group_size(KB_GROUP, 1, 1))) \
    void kb_gemm_##NAME(kb_u32 trans_a, kb_u32 trans_b, kb_u64 m, kb_u64 n, kb_u64 k, T alpha, __global const T *a, kb_u64 a_at, \
        kb_u64 lda, \
                        __global const T *b, kb_u64 b_at, kb_u64 ldb, T beta, __global T *c, kb_u64 c_at, kb_u64 ldc) { \
        __local T as[KB_STEP][32 * V]; \
        __local T bs[KB_STEP][32 * V]; \
        const kb_u32 me = (kb_u32)get_local_id(0), tx = me % 16, ty = me / 16; \
        const kb_u64 across = (n + 32 * V - 1) / (32 * V); \
        const kb_u64 row = get_group_id(0) / across * (32 * V), column = get_group_id(0) % across * (32 * V); \
        const kb_u64 depth = alpha == 0 ? 0 : k; \
        a += a_at; \
        b += b_at; \
        c += c_at; \
        for (kb_u64 from = 0; from == 0 || from < depth; from += KB_DEPTH) { \
            const kb_u64 end = depth - from < KB_DEPTH ? depth : from + KB_DEPTH; \
            T acc[2 * V][2 * V]; \
            for (int i = 0; i < 2 * V; i++) \
                for (int j = 0; j < 2 * V; j++) acc[i][j] = 0; \
            for (kb_u64 p = from; p < end; p += KB_STEP) { \
                KB_BRING(T, V, as, a, lda, !trans_a, row, m, p, end) \
                KB_BRING(T, V, bs, b, ldb, trans_b, column, n, p, end) \
                barrier(CLK_LOCAL_MEM_FENCE); \
                const kb_u32 steps = end - p < KB_STEP ? (kb_u32)(end - p) : KB_STEP; /* not filled up with zeros: -0 + 0 is not -0 */ \
                for (kb_u32 q = 0; q < steps; q++) { \
                    T x[2 * V], y[2 * V]; \
                    for (int v = 0; v < V; v++) { \
                        x[v] = as[q][ty * V + v]; \
                        x[V + v] = as[q][16 * V + ty * V + v]; \
                        y[v] = bs[q][tx * V + v]; \
                        y[V + v] = bs[q][16 * V + tx * V + v]; \
                    } \
                    for (int i = 0; i < 2 * V; i++) \
                        for (int j = 0; j < 2 * V; j++) acc[i][j] = fma(x[i], y[j], acc[i][j]); \
                } \
                barrier(CLK_LOCAL_MEM_FENCE); \
            } \
            for (int i = 0; i < 2 * V; i++) { \
                const kb_u64 r = row + (i < V ? 0 : 16 * V) + ty * V + i % V; \
                for (int j = 0; j < 2 * V; j++) { \
                    const kb_u64 s = column + (j < V ? 0 : 16 * V) + tx * V + j % V; \
                    if (r < m && s < n) { \
                        const T old = from > 0 ? c[r * ldc + s] : beta == 0 ? (T)0 : beta * c[r * ldc + s]; \
                        c[r * ldc + s] = depth == 0 ? old : fma(alpha, acc[i][j], old); \
                    } \
                } \
            } \
        } \
    } \
    /* Without transpose: a group of 64 a row; the first item folds the row's blocks pairwise as they come. */ \
    __kernel __attribute__((reqd_work_group_size(KB_LANES, 1, 1))) \
    void kb_gemv_rows_##NAME(kb_u64 columns, T alpha, __global const T *a, kb_u64 a_at, kb_u64 lda, __global const T *x, kb_u64 x_at, \
        T beta, \
                             __global T *y, kb_u64 y_at) { \
        __local T lanes[KB_LANES]; \
        const kb_u32 me = (kb_u32)get_local_id(0); \
        const kb_u64 row = get_group_id(0), at = a_at + row * lda; \
        KB_WIDE sums[48]; \
        int depth = 0; \
        for (kb_u64 block = 0; block * KB_BLOCK < columns; block++) { \
            const kb_u64 from = block * KB_BLOCK, end = columns - from < KB_BLOCK ? columns : from + KB_BLOCK; \
            T acc = 0; \
            for (kb_u64 i = from + me; i < end; i += KB_LANES) acc = fma(a[at + i], x[x_at + i], acc); \
            lanes[me] = acc; \
            for (kb_u32 upper = KB_LANES / 2; upper > 0; upper /= 2) { \
                barrier(CLK_LOCAL_MEM_FENCE); \
                if (me < upper) lanes[me] = lanes[me] + lanes[me + upper]; \
            } \
            if (me == 0) { \
                KB_WIDE sum = lanes[0]; \
                for (kb_u64 bits = block; bits & 1; bits >>= 1) sum = sums[--depth] + sum; \
                sums[depth++] = sum; \
            } \
            barrier(CLK_LOCAL_MEM_FENCE); \
        } \
        if (me == 0) { \
            KB_WIDE sum = sums[--depth]; \
            while (depth > 0) sum = sums[--depth] + sum; \
            y[y_at + row] = fma(alpha, (T)sum, beta == 0 ? (T)0 : beta * y[y_at + row]); \
        } \
    } \
    /* Transposed: an item a column. With no rows, or an alpha of 0, y is scaled. */ \
    __kernel void kb_gemv_columns_##NAME(kb_u64 rows, kb_u64 columns, T alpha, __global const T *a, kb_u64 a_at, kb_u64 lda, \
                                         __global const T *x, kb_u64 x_at, T beta, __global T *y, kb_u64 y_at) { \
        const kb_u64 j = get_global_id(0); \
        if (j >= columns) return; \
        T sum = beta == 0 ? (T)0 : beta * y[y_at + j]; \
        for (kb_u64 p = 0; alpha != 0 && p < rows;) { \
            const kb_u64 end = rows - p < KB_DEPTH ? rows : p + KB_DEPTH; \
            T acc = 0; \
            for (; p < end; p++) acc = fma(a[a_at + p * lda + j], x[x_at + p], acc); \
            sum = fma(alpha, acc, sum); \
        } \
        y[y_at + j] = sum; \
    }

/* The blocks of a row of floats are joined as doubles; a device that has none computes rows of one block only. */
#if KB_HAS_F64
#define KB_WIDE double
#else
#define KB_WIDE float
#endif
KB_MATRIX_KERNELS(float, f32, 4)
#if KB_HAS_F64
KB_MATRIX_KERNELS(double, f64, 2)
#endif
