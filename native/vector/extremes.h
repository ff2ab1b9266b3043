/*
 * The smallest, the largest and the largest by magnitude, and the first place of each, by integer keys: the largest key wins, and all
 * NaNs share the largest of all. Integers have one answer in any order, where comparisons of doubles would depend on which zero or NaN
 * comes first.
 *
 * A key comes from the bits: those of a positive number order as they are, those of a negative one the other way round, so their lower
 * bits are flipped; for the smallest all is flipped once more. -0 comes to lie below +0.
 */
#ifndef KB_EXTREMES_H
#define KB_EXTREMES_H
#include "../tier.h"
#include "simd.h"
#include <stddef.h>

/* Elements after which the largest key is looked at: the place is sought in one such stretch only. */
#define STRETCH 512

#define KEYS(S, T, I, BITS, MOST, INFINITE)                                                                            \
    static inline i_##S order_##S(v_##S v, I flip) {                                                                   \
        const i_##S bits = (i_##S)v, order = bits ^ ((bits >> (8 * sizeof(I) - 1)) & MOST);                            \
        return unless_nan_##S(v, order ^ flip, (i_##S){0} + MOST);                                                     \
    }                                                                                                                  \
    static inline i_##S magnitude_##S(v_##S v, I flip) {                                                               \
        return unless_nan_##S(v, (i_##S)abs_##S(v) ^ flip, (i_##S){0} + MOST);                                         \
    }                                                                                                                  \
    /* NaN is above infinity as it is, and need not be told from another until one has won. */                         \
    static inline i_##S any_magnitude_##S(v_##S v, I flip) { return (i_##S)abs_##S(v) ^ flip; }                        \
    static inline I settled_order_##S(I key) { return key; }                                                           \
    static inline I settled_any_magnitude_##S(I key) { return key > INFINITE ? MOST : key; }                           \
    static inline double value_##S(I key, I flip) {                                                                    \
        const I order = key ^ flip;                                                                                    \
        return (double)BITS(order < 0 ? order ^ MOST : order);                                                         \
    }
KEYS(f64, double, int64_t, KB_BITS_F64, INT64_MAX, 0x7FF0000000000000)
KEYS(f32, float, int32_t, KB_BITS_F32, INT32_MAX, 0x7F800000)

/* The value of the largest KEY among n > 0 elements; its first place, by the key SEEK, if that is asked for. */
#define EXTREME(name, S, T, I, LEAST, KEY, SEEK, FLIP)                                                                 \
    static double name##_##S(const T *x, int64_t n, double *place) {                                                   \
        enum { W = KB_WIDTH / sizeof(T) };                                                                             \
        const i_##S none = (i_##S){0} + LEAST;                                                                         \
        const I flip = FLIP;                                                                                           \
        I best = LEAST;                                                                                                \
        int64_t from = 0;                                                                                              \
        for (int64_t i = 0; i < n; i += STRETCH) {                                                                     \
            const int64_t to = n - i < STRETCH ? n : i + STRETCH;                                                      \
            i_##S k0 = none, k1 = none, k2 = none, k3 = none;                                                          \
            int64_t j = i;                                                                                             \
            for (; j + 4 * W <= to; j += 4 * W) {                                                                      \
                k0 = larger_##S(k0, KEY##_##S(load_##S(x + j), flip));                                                 \
                k1 = larger_##S(k1, KEY##_##S(load_##S(x + j + W), flip));                                             \
                k2 = larger_##S(k2, KEY##_##S(load_##S(x + j + 2 * W), flip));                                         \
                k3 = larger_##S(k3, KEY##_##S(load_##S(x + j + 3 * W), flip));                                         \
            }                                                                                                          \
            for (; j < to; j += W) {                                                                                   \
                const part_##S part = first_##S(to - j < W ? to - j : W);                                              \
                const i_##S key = KEY##_##S(some_##S(part, x + j), flip);                                              \
                k0 = larger_##S(k0, (i_##S)pick_##S(part, (v_##S)key, (v_##S)none));                                   \
            }                                                                                                          \
            k0 = larger_##S(larger_##S(k0, k1), larger_##S(k2, k3));                                                   \
            I most = k0[0];                                                                                            \
            UNROLLED for (int k = 1; k < W; k++) most = k0[k] > most ? k0[k] : most;                                   \
            most = settled_##KEY##_##S(most);                                                                          \
            if (most > best) best = most, from = i;                                                                    \
        }                                                                                                              \
        if (place != NULL) {                                                                                           \
            const i_##S wanted = (i_##S){0} + best;                                                                    \
            while (from + W <= n && !any_equal_##S(SEEK##_##S(load_##S(x + from), flip), wanted)) from += W;           \
            while (from + 1 < n && SEEK##_##S(some_##S(first_##S(1), x + from), flip)[0] != best) from++;              \
            *place = (double)from;                                                                                     \
        }                                                                                                              \
        return value_##S(best, flip);                                                                                  \
    }

EXTREME(least, f64, double, int64_t, INT64_MIN, order, order, -1)
EXTREME(least, f32, float, int32_t, INT32_MIN, order, order, -1)
EXTREME(most, f64, double, int64_t, INT64_MIN, order, order, 0)
EXTREME(most, f32, float, int32_t, INT32_MIN, order, order, 0)
EXTREME(amax, f64, double, int64_t, -1, any_magnitude, magnitude, 0)
EXTREME(amax, f32, float, int32_t, -1, any_magnitude, magnitude, 0)
#endif
