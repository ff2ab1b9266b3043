/*
 * Products of a matrix and a vector, in the order that kernelbridge.h fixes: without transpose a row is a dot product like any other, with
 * it a strip of columns takes four rows at a time.
 */
#include "../arith/prelude.h"
#include "../tier.h"

/* Sums of blocks, joined pairwise as they come: the bits of `blocks` tell what waits in `sums`. */
#define ROW(T, S)                                                                                                      \
    static double row_##S(const T *a, const T *x, int64_t n) {                                                         \
        double sums[64], sum = 0;                                                                                      \
        int depth = 0;                                                                                                 \
        for (int64_t at = 0, blocks = 0; at < n; at += KB_BLOCK, blocks++) {                                           \
            KB_KERNEL(reduce_##S)(KB_DOT, 0, a + at, x + at, n - at < KB_BLOCK ? n - at : KB_BLOCK, &sum);             \
            for (int64_t b = blocks; b & 1; b >>= 1) sum = sums[--depth] + sum;                                        \
            sums[depth++] = sum;                                                                                       \
        }                                                                                                              \
        sum = sums[--depth];                                                                                           \
        while (depth > 0) sum = sums[--depth] + sum;                                                                   \
        return sum;                                                                                                    \
    }

enum { STRIP = 512 };

#define GEMV(T, S, FUSED)                                                                                              \
    ROW(T, S)                                                                                                          \
    static void strip_##S(int64_t rows, int64_t columns, T alpha, const T *a, int64_t lda, const T *x, T beta, T *y) { \
        T acc[STRIP] = {0};                                                                                            \
        int64_t p = 0;                                                                                                 \
        for (; p + 4 <= rows; p += 4) {                                                                                \
            const T *r0 = a + p * lda, *r1 = r0 + lda, *r2 = r1 + lda, *r3 = r2 + lda;                                 \
            T x0 = x[p], x1 = x[p + 1], x2 = x[p + 2], x3 = x[p + 3];                                                  \
            for (int64_t j = 0; j < columns; j++) {                                                                    \
                acc[j] = FUSED(r3[j], x3, FUSED(r2[j], x2, FUSED(r1[j], x1, FUSED(r0[j], x0, acc[j]))));               \
            }                                                                                                          \
        }                                                                                                              \
        for (; p < rows; p++) {                                                                                        \
            for (int64_t j = 0; j < columns; j++) acc[j] = FUSED(a[p * lda + j], x[p], acc[j]);                        \
        }                                                                                                              \
        for (int64_t j = 0; j < columns; j++) y[j] = FUSED(alpha, acc[j], beta == 0 ? 0 : beta * y[j]);                \
    }                                                                                                                  \
    void KB_KERNEL(gemv_##S)(int32_t trans, int64_t rows, int64_t columns, T alpha, const T *a, int64_t lda, const T *x, T beta,    \
                             T *y) {                                                                                   \
        int64_t inner = trans ? rows : columns, outer = trans ? columns : rows;                                        \
        if (inner == 0 || alpha == 0) { /* A and x count for nothing, be they NaN */                                   \
            for (int64_t i = 0; i < outer; i++) y[i] = beta == 0 ? 0 : beta * y[i];                                    \
        } else if (trans) {                                                                                            \
            for (int64_t p = 0; p < rows; p += KB_GEMM_DEPTH) {                                                        \
                int64_t depth = rows - p < KB_GEMM_DEPTH ? rows - p : KB_GEMM_DEPTH;                                   \
                for (int64_t j = 0; j < columns; j += STRIP) {                                                         \
                    strip_##S(depth, columns - j < STRIP ? columns - j : STRIP, alpha, a + p * lda + j, lda, x + p,    \
                              p == 0 ? beta : 1, y + j);                                                               \
                }                                                                                                      \
            }                                                                                                          \
        } else {                                                                                                       \
            for (int64_t i = 0; i < rows; i++) {                                                                       \
                y[i] = FUSED(alpha, (T)row_##S(a + i * lda, x, columns), beta == 0 ? 0 : beta * y[i]);                 \
            }                                                                                                          \
        }                                                                                                              \
    }

GEMV(double, f64, KB_FMA)
GEMV(float, f32, KB_FMAF)
