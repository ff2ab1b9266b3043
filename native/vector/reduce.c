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
#define DOT_F64(k) KB_FMA(x[k], y[k], l)
#define DOT_F32(k) KB_FMAF(x[k], y[k], l)
#define SUMSQ_F64(k) KB_FMA(a *x[k], a *x[k], l)
#define SUMSQ_F32(k) KB_FMAF(a *x[k], a *x[k], l)
#define AMAX_F64(k) MAX(magnitude_f64(x[k]), l)
#define AMAX_F32(k) MAX(magnitude_f32(x[k]), l)

BLOCK(sum_f64, double, double, SUM, ADD)
BLOCK(sum_f32, float, float, SUM, ADD)
BLOCK(dot_f64, double, double, DOT_F64, ADD)
BLOCK(dot_f32, float, float, DOT_F32, ADD)
BLOCK(sumsq_f64, double, double, SUMSQ_F64, ADD)
BLOCK(sumsq_f32, float, float, SUMSQ_F32, ADD)
BLOCK(amax_f64, double, uint64_t, AMAX_F64, MAX)
BLOCK(amax_f32, float, uint32_t, AMAX_F32, MAX)

#define REDUCE(T, suffix, BITS)                                                                                        \
    void KB_KERNEL(reduce_##suffix)(int32_t op, T a, const T *x, const T *y, int64_t n, double *partials) {            \
        for (int64_t i = 0; i < n; i += KB_BLOCK) {                                                                    \
            int64_t m = n - i < KB_BLOCK ? n - i : KB_BLOCK;                                                           \
            const T *v = x + i, *w = op == KB_DOT ? y + i : v;                                                         \
            switch (op) {                                                                                              \
            case KB_SUM: *partials++ = (double)sum_##suffix(a, v, w, m); break;                                        \
            case KB_DOT: *partials++ = (double)dot_##suffix(a, v, w, m); break;                                        \
            case KB_SUMSQ: *partials++ = (double)sumsq_##suffix(a, v, w, m); break;                                    \
            case KB_AMAX: *partials++ = (double)BITS(amax_##suffix(a, v, w, m)); break;                                \
            default: break;                                                                                            \
            }                                                                                                          \
        }                                                                                                              \
    }

REDUCE(double, f64, KB_BITS_F64)
REDUCE(float, f32, KB_BITS_F32)
