/*
 * Reductions in the fixed order of kernelbridge.h: 64 lanes, folded by halves, one partial per block of 8192. The lanes are what
 * makes the order free of cost: they are the accumulators that SIMD needs anyway, and every tier keeps the same ones.
 */
#include "../arith/prelude.h"
#include "../tier.h"
#include <math.h>

/* |x| as an integer orders like |x|, and any NaN is above infinity: the largest of these is the answer, NaN included. */
static inline uint64_t magnitude_f64(double x) { return KB_F64_BITS(x) & 0x7FFFFFFFFFFFFFFFu; }
static inline uint32_t magnitude_f32(float x) { return KB_F32_BITS(x) & 0x7FFFFFFFu; }

/*
 * One block: `step` takes element k into the accumulator l, `fold` joins two. Every loop over lanes has a constant length, so
 * that they stay in registers: with loops of variable length for the rest and the fold, a call on 4 elements took 35 ns instead
 * of 17.
 */
#define BLOCK(name, T, A, step, fold)                                                                                  \
    static A name(T a, const T *restrict x, const T *restrict y, int64_t n) {                                          \
        A lane[KB_LANES];                                                                                              \
        int64_t i = KB_LANES;                                                                                          \
        (void)a, (void)y;                                                                                              \
        for (int j = 0; j < KB_LANES; j++) {                                                                           \
            const A l = 0;                                                                                             \
            lane[j] = j < n ? step(j) : l;                                                                             \
        }                                                                                                              \
        for (; i + KB_LANES <= n; i += KB_LANES) {                                                                     \
            for (int j = 0; j < KB_LANES; j++) {                                                                       \
                const A l = lane[j];                                                                                   \
                lane[j] = step(i + j);                                                                                 \
            }                                                                                                          \
        }                                                                                                              \
        for (int j = 0; j < KB_LANES && i < n; j++) {                                                                  \
            const A l = lane[j];                                                                                       \
            if (j < n - i) lane[j] = step(i + j);                                                                      \
        }                                                                                                              \
        for (int j = 0; j < 32; j++) lane[j] = fold(lane[j], lane[j + 32]);                                            \
        for (int j = 0; j < 16; j++) lane[j] = fold(lane[j], lane[j + 16]);                                            \
        for (int j = 0; j < 8; j++) lane[j] = fold(lane[j], lane[j + 8]);                                              \
        for (int j = 0; j < 4; j++) lane[j] = fold(lane[j], lane[j + 4]);                                              \
        for (int j = 0; j < 2; j++) lane[j] = fold(lane[j], lane[j + 2]);                                              \
        return fold(lane[0], lane[1]);                                                                                 \
    }

#define ADD(p, q) ((p) + (q))
#define MAX(p, q) ((p) > (q) ? (p) : (q))
#define SUM(k) l + x[k]

/*
 * x as an integer that orders like x, -0 below +0; every NaN becomes `nan`, which wins, whether the smallest is looked for or the
 * largest. Integers have one answer in any order, where comparisons of doubles would depend on which zero or NaN comes first.
 */
#define ORDER(T, suffix, I, NAN_ABOVE, BITS, VALUE)                                                                    \
    static inline I order_##suffix(T x, I nan) {                                                                       \
        const I bits = (I)BITS(x);                                                                                     \
        const I order = bits < 0 ? (I)(bits ^ NAN_ABOVE) : bits;                                                       \
        return x != x ? nan : order;                                                                                   \
    }                                                                                                                  \
    static inline double value_##suffix(I order) { return (double)VALUE(order < 0 ? order ^ NAN_ABOVE : order); }
ORDER(double, f64, int64_t, INT64_MAX, KB_F64_BITS, KB_BITS_F64)
ORDER(float, f32, int32_t, INT32_MAX, KB_F32_BITS, KB_BITS_F32)

/* The element whose key is best, and its place: the first of its kind. Two answers. */
#define ARG_BLOCK(name, T, I, better, key, none, value)                                                                \
    static void name(const T *restrict x, int64_t n, double *two) {                                                    \
        I best = none;                                                                                                 \
        int64_t at = 0;                                                                                                \
        for (int64_t i = 0; i < n; i++) {                                                                              \
            const I k = key;                                                                                           \
            if (k better best) best = k, at = i;                                                                       \
        }                                                                                                              \
        two[0] = value(best), two[1] = (double)at;                                                                     \
    }

/* Sums with their errors (see kernelbridge.h). Two answers. */
#define PAIR_BLOCK(name, T, P, Q)                                                                                      \
    static void name(const T *restrict x, const T *restrict y, int64_t n, double *two) {                               \
        T s[KB_LANES] = {0}, c[KB_LANES] = {0};                                                                        \
        (void)y;                                                                                                       \
        for (int64_t i = 0; i < n; i += KB_LANES) {                                                                    \
            const int64_t m = n - i < KB_LANES ? n - i : KB_LANES;                                                     \
            for (int64_t j = 0; j < m; j++) {                                                                          \
                const T p = P(i + j), q = Q(i + j), t = s[j] + p, w = t - s[j];                                        \
                const T e = (s[j] - (t - w)) + (p - w);                                                                \
                c[j] = c[j] + (e + q);                                                                                 \
                s[j] = t;                                                                                              \
            }                                                                                                          \
        }                                                                                                              \
        for (int half = KB_LANES / 2; half > 0; half /= 2) {                                                           \
            for (int j = 0; j < half; j++) {                                                                           \
                const T p = s[j + half], t = s[j] + p, w = t - s[j];                                                   \
                const T e = (s[j] - (t - w)) + (p - w);                                                                \
                c[j] = (c[j] + c[j + half]) + e;                                                                       \
                s[j] = t;                                                                                              \
            }                                                                                                          \
        }                                                                                                              \
        two[0] = (double)s[0], two[1] = (double)c[0];                                                                  \
    }
#define ELEMENT(k) x[k]
#define PRODUCT(k) x[k] * y[k]
#define NOTHING(k) 0
#define PRODUCT_ERROR_F64(k) KB_FMA(x[k], y[k], -p)
#define PRODUCT_ERROR_F32(k) KB_FMAF(x[k], y[k], -p)

#define DOT_F64(k) KB_FMA(x[k], y[k], l)
#define DOT_F32(k) KB_FMAF(x[k], y[k], l)
#define SUMSQ_F64(k) KB_FMA(a *x[k], a *x[k], l)
#define SUMSQ_F32(k) KB_FMAF(a *x[k], a *x[k], l)
#define AMAX_F64(k) MAX(magnitude_f64(x[k]), l)
#define AMAX_F32(k) MAX(magnitude_f32(x[k]), l)
#define ASUM_F64(k) l + __builtin_fabs(x[k])
#define ASUM_F32(k) l + __builtin_fabsf(x[k])
#define SQDEV_F64(k) KB_FMA(x[k] - a, x[k] - a, l)
#define SQDEV_F32(k) KB_FMAF(x[k] - a, x[k] - a, l)
#define LEAST_F64 order_f64(x[i], INT64_MIN)
#define LEAST_F32 order_f32(x[i], INT32_MIN)
#define MOST_F64 order_f64(x[i], INT64_MAX)
#define MOST_F32 order_f32(x[i], INT32_MAX)

BLOCK(sum_f64, double, double, SUM, ADD)
BLOCK(sum_f32, float, float, SUM, ADD)
BLOCK(dot_f64, double, double, DOT_F64, ADD)
BLOCK(dot_f32, float, float, DOT_F32, ADD)
BLOCK(sumsq_f64, double, double, SUMSQ_F64, ADD)
BLOCK(sumsq_f32, float, float, SUMSQ_F32, ADD)
BLOCK(amax_f64, double, uint64_t, AMAX_F64, MAX)
BLOCK(amax_f32, float, uint32_t, AMAX_F32, MAX)
BLOCK(asum_f64, double, double, ASUM_F64, ADD)
BLOCK(asum_f32, float, float, ASUM_F32, ADD)
BLOCK(sqdev_f64, double, double, SQDEV_F64, ADD)
BLOCK(sqdev_f32, float, float, SQDEV_F32, ADD)
ARG_BLOCK(argmin_f64, double, int64_t, <, LEAST_F64, INT64_MAX, value_f64)
ARG_BLOCK(argmin_f32, float, int32_t, <, LEAST_F32, INT32_MAX, value_f32)
ARG_BLOCK(argmax_f64, double, int64_t, >, MOST_F64, INT64_MIN, value_f64)
ARG_BLOCK(argmax_f32, float, int32_t, >, MOST_F32, INT32_MIN, value_f32)
ARG_BLOCK(argamax_f64, double, int64_t, >, (int64_t)magnitude_f64(x[i]), -1, value_f64)
ARG_BLOCK(argamax_f32, float, int32_t, >, (int32_t)magnitude_f32(x[i]), -1, value_f32)
PAIR_BLOCK(sum2_f64, double, ELEMENT, NOTHING)
PAIR_BLOCK(sum2_f32, float, ELEMENT, NOTHING)
PAIR_BLOCK(dot2_f64, double, PRODUCT, PRODUCT_ERROR_F64)
PAIR_BLOCK(dot2_f32, float, PRODUCT, PRODUCT_ERROR_F32)

#define REDUCE(T, suffix, BITS)                                                                                        \
    void KB_KERNEL(reduce_##suffix)(int32_t op, T a, const T *x, const T *y, int64_t n, double *partials) {            \
        double two[2];                                                                                                 \
        for (int64_t i = 0; i < n; i += KB_BLOCK) {                                                                    \
            int64_t m = n - i < KB_BLOCK ? n - i : KB_BLOCK;                                                           \
            const T *v = x + i, *w = op == KB_DOT || op == KB_DOT2 ? y + i : v;                                        \
            switch (op) {                                                                                              \
            case KB_SUM: *partials++ = (double)sum_##suffix(a, v, w, m); break;                                        \
            case KB_DOT: *partials++ = (double)dot_##suffix(a, v, w, m); break;                                        \
            case KB_SUMSQ: *partials++ = (double)sumsq_##suffix(a, v, w, m); break;                                    \
            case KB_AMAX: *partials++ = (double)BITS(amax_##suffix(a, v, w, m)); break;                                \
            case KB_ASUM: *partials++ = (double)asum_##suffix(a, v, w, m); break;                                      \
            case KB_LEAST: argmin_##suffix(v, m, two), *partials++ = two[0]; break;                                    \
            case KB_MOST: argmax_##suffix(v, m, two), *partials++ = two[0]; break;                                     \
            case KB_SQDEV: *partials++ = (double)sqdev_##suffix(a, v, w, m); break;                                    \
            case KB_ARGMIN: argmin_##suffix(v, m, partials), partials += 2; break;                                     \
            case KB_ARGMAX: argmax_##suffix(v, m, partials), partials += 2; break;                                     \
            case KB_ARGAMAX: argamax_##suffix(v, m, partials), partials += 2; break;                                   \
            case KB_SUM2: sum2_##suffix(v, w, m, partials), partials += 2; break;                                      \
            case KB_DOT2: dot2_##suffix(v, w, m, partials), partials += 2; break;                                      \
            default: break;                                                                                            \
            }                                                                                                          \
        }                                                                                                              \
    }

REDUCE(double, f64, KB_BITS_F64)
REDUCE(float, f32, KB_BITS_F32)
