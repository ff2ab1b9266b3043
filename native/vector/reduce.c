/*
 * Reductions in the fixed order of kernelbridge.h: 64 lanes, folded by halves, one partial per block of 8192. The lanes are what
 * makes the order free of cost: they are the accumulators that SIMD needs anyway, and every tier keeps the same ones, in eight
 * registers at a time.
 */
#include "../tier.h"
#include "extremes.h"
#include "simd.h"

/* Rows of 64 elements that one group of accumulators takes before the next does, where not all lanes fit into registers. */
#define STRIP 16

/* Lanes added by halves: vectors first, then within the one that is left. */
#define HALVE(half, R)                                                                                                 \
    if (R > half) UNROLLED for (int k = 0; k < half; k++) lane[k] = lane[k] + lane[k + half]
#define WITHIN(k, UPPER, W)                                                                                         \
    if (W > k) v = v + UPPER(k, v)

/* Elements from which on the loads are aligned: below, the first part costs what it saves. */
#define ALIGNED_FROM 256

/*
 * One block: STEP takes the vectors p and q of x and y into the accumulator l.
 *
 * Java's arrays begin 16 bytes into a cache line, and loads that straddle two lines take 1.6 times as long in the first two caches. So
 * the elements before the first aligned address go to the end of the last vector, as if the lanes began there, and all lanes stand
 * turned by as many places. The fold does not mind: places that are 32 apart are lanes that are 32 apart, and a + b = b + a.
 *
 * Up to one vector's worth of elements, the other lanes are +0, and adding that changes nothing but -0 (which an underflown fma
 * leaves), so it is added once.
 */
#define SUM_BLOCK(name, S, T, UPPER, STEP)                                                                             \
    static T name##_##S(T scalar, const T *x, const T *y, int64_t n) {                                                 \
        enum { W = KB_WIDTH / sizeof(T), R = KB_LANES / W, G = R < 8 ? R : 8 };                                        \
        const v_##S a = all_##S(scalar), zero = {0};                                                                   \
        v_##S lane[R], v;                                                                                              \
        (void)a, (void)y;                                                                                              \
        if (n <= W) {                                                                                                  \
            const part_##S part = first_##S(n);                                                                        \
            const v_##S l = zero, p = some_##S(part, x), q = some_##S(part, y);                                        \
            (void)q;                                                                                                   \
            v = pick_##S(part, STEP, zero) + zero;                                                                     \
        } else {                                                                                                       \
            UNROLLED for (int k = 0; k < R; k++) lane[k] = zero;                                                       \
            const int64_t head = n < ALIGNED_FROM ? 0 : ELEMENTS_TO_ALIGNED(x, T);                                     \
            if (head > 0) {                                                                                            \
                const part_##S part = last_##S(head);                                                                  \
                const v_##S l = zero, p = some_##S(part, x + head - W), q = some_##S(part, y + head - W);              \
                (void)q;                                                                                               \
                lane[R - 1] = pick_##S(part, STEP, zero);                                                              \
                x += head, y += head, n -= head;                                                                       \
            }                                                                                                          \
            const int64_t rows = n / KB_LANES, strip = R > G ? STRIP : KB_BLOCK;                                       \
            for (int64_t row = 0; row < rows; row += strip) {                                                          \
                const int64_t to = row + strip < rows ? row + strip : rows;                                            \
                for (int g = 0; g < R; g += G) {                                                                       \
                    v_##S group[G];                                                                                    \
                    UNROLLED for (int k = 0; k < G; k++) group[k] = lane[g + k];                                       \
                    const T *xs = x + row * KB_LANES + g * W, *ys = y + row * KB_LANES + g * W;                        \
                    for (int64_t i = row; i < to; i++, xs += KB_LANES, ys += KB_LANES) {                               \
                        UNROLLED for (int k = 0; k < G; k++) {                                                         \
                            const v_##S l = group[k], p = load_##S(xs + k * W), q = load_##S(ys + k * W);              \
                            (void)q;                                                                                   \
                            group[k] = STEP;                                                                           \
                        }                                                                                              \
                    }                                                                                                  \
                    UNROLLED for (int k = 0; k < G; k++) lane[g + k] = group[k];                                       \
                }                                                                                                      \
            }                                                                                                          \
            x += rows * KB_LANES, y += rows * KB_LANES;                                                                \
            int64_t m = n - rows * KB_LANES;                                                                           \
            UNROLLED for (int k = 0; k < R; k++) {                                                                     \
                if (m > k * W) {                                                                                       \
                    const part_##S part = first_##S(m - k * W < W ? m - k * W : W);                                    \
                    const v_##S l = lane[k], p = some_##S(part, x + k * W), q = some_##S(part, y + k * W);             \
                    (void)q;                                                                                           \
                    lane[k] = pick_##S(part, STEP, l);                                                                 \
                }                                                                                                      \
            }                                                                                                          \
            HALVE(16, R);                                                                                        \
            HALVE(8, R);                                                                                         \
            HALVE(4, R);                                                                                         \
            HALVE(2, R);                                                                                         \
            v = lane[0] + lane[1];                                                                                     \
        }                                                                                                              \
        WITHIN(8, UPPER, W);                                                                                        \
        WITHIN(4, UPPER, W);                                                                                        \
        WITHIN(2, UPPER, W);                                                                                        \
        WITHIN(1, UPPER, W);                                                                                        \
        return v[0];                                                                                                   \
    }

SUM_BLOCK(sum, f64, double, UPPER_F64, l + p)
SUM_BLOCK(sum, f32, float, UPPER_F32, l + p)
SUM_BLOCK(dot, f64, double, UPPER_F64, fma_f64(p, q, l))
SUM_BLOCK(dot, f32, float, UPPER_F32, fma_f32(p, q, l))
SUM_BLOCK(sumsq, f64, double, UPPER_F64, fma_f64(a *p, a *p, l))
SUM_BLOCK(sumsq, f32, float, UPPER_F32, fma_f32(a *p, a *p, l))
SUM_BLOCK(square, f64, double, UPPER_F64, fma_f64(p, p, l))
SUM_BLOCK(square, f32, float, UPPER_F32, fma_f32(p, p, l))
SUM_BLOCK(asum, f64, double, UPPER_F64, l + abs_f64(p))
SUM_BLOCK(asum, f32, float, UPPER_F32, l + abs_f32(p))
SUM_BLOCK(sqdev, f64, double, UPPER_F64, fma_f64(p - a, p - a, l))
SUM_BLOCK(sqdev, f32, float, UPPER_F32, fma_f32(p - a, p - a, l))

/* l and its error c take p, whose own error is e: see kernelbridge.h. */
#define TAKE(V, l, c, p, q)                                                                                            \
    do {                                                                                                               \
        const V t = l + p, w = t - l, e = (l - (t - w)) + (p - w);                                                     \
        c = c + (e + q), l = t;                                                                                        \
    } while (0)
/* Two of them become one; `d` is the other's error. */
#define JOIN(V, l, c, p, d)                                                                                            \
    do {                                                                                                               \
        const V t = l + p, w = t - l, e = (l - (t - w)) + (p - w);                                                     \
        c = (c + d) + e, l = t;                                                                                        \
    } while (0)
#define HALVE_PAIRS(half, V, R)                                                                                        \
    if (R > half) UNROLLED for (int k = 0; k < half; k++) JOIN(V, lane[k], error[k], lane[k + half], error[k + half])
#define WITHIN_PAIRS(k, V, UPPER, W)                                                                                   \
    if (W > k) {                                                                                                       \
        const V u = UPPER(k, l), d = UPPER(k, c);                                                                      \
        JOIN(V, l, c, u, d);                                                                                           \
    }

/* Sums with their errors: p is the term and q its own error, of the vectors v and w of x and y. Two answers. */
#define PAIR_BLOCK(name, S, T, UPPER, P, Q)                                                                            \
    static void name##_##S(const T *x, const T *y, int64_t n, double *two) {                                           \
        enum { W = KB_WIDTH / sizeof(T), R = KB_LANES / W, MOST = KB_WIDTH == 64 ? 8 : 4, G = R < MOST ? R : MOST };   \
        const v_##S zero = {0};                                                                                        \
        const int64_t rows = n / KB_LANES, strip = R > G ? STRIP : KB_BLOCK;                                           \
        v_##S lane[R], error[R];                                                                                       \
        (void)y;                                                                                                       \
        UNROLLED for (int k = 0; k < R; k++) lane[k] = error[k] = zero;                                                \
        for (int64_t row = 0; row < rows; row += strip) {                                                              \
            const int64_t to = row + strip < rows ? row + strip : rows;                                                \
            for (int g = 0; g < R; g += G) {                                                                           \
                v_##S ls[G], cs[G];                                                                                    \
                UNROLLED for (int k = 0; k < G; k++) ls[k] = lane[g + k], cs[k] = error[g + k];                        \
                const T *xs = x + row * KB_LANES + g * W, *ys = y + row * KB_LANES + g * W;                            \
                for (int64_t i = row; i < to; i++, xs += KB_LANES, ys += KB_LANES) {                                   \
                    UNROLLED for (int k = 0; k < G; k++) {                                                             \
                        const v_##S v = load_##S(xs + k * W), w = load_##S(ys + k * W), p = P, q = Q;                  \
                        (void)w;                                                                                       \
                        TAKE(v_##S, ls[k], cs[k], p, q);                                                               \
                    }                                                                                                  \
                }                                                                                                      \
                UNROLLED for (int k = 0; k < G; k++) lane[g + k] = ls[k], error[g + k] = cs[k];                        \
            }                                                                                                          \
        }                                                                                                              \
        x += rows * KB_LANES, y += rows * KB_LANES;                                                                    \
        int64_t m = n - rows * KB_LANES;                                                                               \
        UNROLLED for (int k = 0; k < R; k++) {                                                                         \
            if (m > k * W) {                                                                                           \
                const part_##S part = first_##S(m - k * W < W ? m - k * W : W);                                        \
                const v_##S v = some_##S(part, x + k * W), w = some_##S(part, y + k * W), p = P, q = Q;                \
                v_##S l = lane[k], c = error[k];                                                                       \
                (void)w;                                                                                               \
                TAKE(v_##S, l, c, p, q);                                                                               \
                lane[k] = pick_##S(part, l, lane[k]), error[k] = pick_##S(part, c, error[k]);                          \
            }                                                                                                          \
        }                                                                                                              \
        HALVE_PAIRS(16, v_##S, R);                                                                                     \
        HALVE_PAIRS(8, v_##S, R);                                                                                      \
        HALVE_PAIRS(4, v_##S, R);                                                                                      \
        HALVE_PAIRS(2, v_##S, R);                                                                                      \
        HALVE_PAIRS(1, v_##S, R);                                                                                      \
        v_##S l = lane[0], c = error[0];                                                                               \
        WITHIN_PAIRS(8, v_##S, UPPER, W)                                                                               \
        WITHIN_PAIRS(4, v_##S, UPPER, W)                                                                               \
        WITHIN_PAIRS(2, v_##S, UPPER, W)                                                                               \
        WITHIN_PAIRS(1, v_##S, UPPER, W)                                                                               \
        two[0] = (double)l[0], two[1] = (double)c[0];                                                                  \
    }

PAIR_BLOCK(sum2, f64, double, UPPER_F64, v, zero)
PAIR_BLOCK(sum2, f32, float, UPPER_F32, v, zero)
PAIR_BLOCK(dot2, f64, double, UPPER_F64, v *w, fma_f64(v, w, -p))
PAIR_BLOCK(dot2, f32, float, UPPER_F32, v *w, fma_f32(v, w, -p))

#define REDUCE(T, S)                                                                                                   \
    void KB_KERNEL(reduce_##S)(int32_t op, T a, const T *x, const T *y, int64_t n, double *partials) {                 \
        for (int64_t i = 0; i < n; i += KB_BLOCK) {                                                                    \
            const int64_t m = n - i < KB_BLOCK ? n - i : KB_BLOCK;                                                     \
            const T *v = x + i, *w = op == KB_DOT || op == KB_DOT2 ? y + i : v;                                        \
            switch (op) {                                                                                              \
            case KB_SUM: *partials++ = (double)sum_##S(a, v, w, m); break;                                             \
            case KB_DOT: *partials++ = (double)dot_##S(a, v, w, m); break;                                             \
            case KB_SUMSQ: *partials++ = (double)(a == 1 ? square_##S : sumsq_##S)(a, v, w, m); break;                 \
            case KB_AMAX: *partials++ = amax_##S(v, m, NULL); break;                                                   \
            case KB_ASUM: *partials++ = (double)asum_##S(a, v, w, m); break;                                           \
            case KB_LEAST: *partials++ = least_##S(v, m, NULL); break;                                                 \
            case KB_MOST: *partials++ = most_##S(v, m, NULL); break;                                                   \
            case KB_SQDEV: *partials++ = (double)sqdev_##S(a, v, w, m); break;                                         \
            case KB_ARGMIN: *partials = least_##S(v, m, partials + 1), partials += 2; break;                           \
            case KB_ARGMAX: *partials = most_##S(v, m, partials + 1), partials += 2; break;                            \
            case KB_ARGAMAX: *partials = amax_##S(v, m, partials + 1), partials += 2; break;                           \
            case KB_SUM2: sum2_##S(v, w, m, partials), partials += 2; break;                                           \
            case KB_DOT2: dot2_##S(v, w, m, partials), partials += 2; break;                                           \
            default: break;                                                                                            \
            }                                                                                                          \
        }                                                                                                              \
    }

REDUCE(double, f64)
REDUCE(float, f32)
