/*
 * What 64 work-items of a device do together with a block of 8192 elements, beyond adding up: find its extreme, sum it up with the
 * errors of the additions, sum its prefixes. The orders are those of kernelbridge.h. Whoever includes this says what KB_GLOBAL, KB_LOCAL and
 * KB_BARRIER() are; every work-item of the group calls these functions, in step.
 */
#ifndef KB_FOLD_H
#define KB_FOLD_H
#include "prelude.h"

#define KB_FOLD_LANES 64u
#define KB_FOLD_GROUP 8u

/* An extreme: its key orders all elements so that the wanted one is largest, and any NaN before all. The first of its kind wins. */
#define KB_EXTREME_OF(T, suffix, I, U, BITS, ABS, LARGEST)                                                             \
    KB_FN I kb_key_##suffix(T x, int least) {                                                                          \
        const I bits = (I)BITS(x);                                                                                     \
        const I order = bits < 0 ? (I)(bits ^ LARGEST) : bits;                                                         \
        return x != x ? LARGEST : least ? ~order : order;                                                              \
    }                                                                                                                  \
    KB_FN void kb_extreme_of_##suffix(int least, int absolute, int places, KB_GLOBAL const T *x, kb_u32 n, kb_u32 me,  \
                                      KB_LOCAL I *keys, KB_LOCAL kb_u32 *at, KB_GLOBAL T *answer) {                    \
        I best = -LARGEST - 1; /* below every key */                                                                   \
        kb_u32 place = 0;                                                                                              \
        for (kb_u32 i = me; i < n; i += KB_FOLD_LANES) {                                                               \
            const I key = kb_key_##suffix(absolute ? ABS(x[i]) : x[i], least);                                         \
            if (key > best) {                                                                                          \
                best = key;                                                                                            \
                place = i;                                                                                             \
            }                                                                                                          \
        }                                                                                                              \
        keys[me] = best;                                                                                               \
        at[me] = place;                                                                                                \
        for (kb_u32 upper = KB_FOLD_LANES / 2; upper > 0; upper /= 2) {                                                \
            KB_BARRIER();                                                                                              \
            if (me < upper) {                                                                                          \
                const I other = keys[me + upper];                                                                      \
                if (other > keys[me] || (other == keys[me] && at[me + upper] < at[me])) {                              \
                    keys[me] = other;                                                                                  \
                    at[me] = at[me + upper];                                                                           \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
        if (me == 0) {                                                                                                 \
            answer[0] = absolute ? ABS(x[at[0]]) : x[at[0]];                                                           \
            if (places) answer[1] = (T)at[0];                                                                          \
        }                                                                                                              \
    }

/* A sum and the sum of its errors, of x or (if `products`) of x * y. */
#define KB_PAIRS_OF(T, suffix, FUSED)                                                                                  \
    KB_FN void kb_pairs_of_##suffix(int products, KB_GLOBAL const T *x, KB_GLOBAL const T *y, kb_u32 n, kb_u32 me,     \
                                    KB_LOCAL T *sums, KB_LOCAL T *errors, KB_GLOBAL T *answer) {                       \
        T s = 0, c = 0;                                                                                                \
        for (kb_u32 i = me; i < n; i += KB_FOLD_LANES) {                                                               \
            const T p = products ? x[i] * y[i] : x[i], q = products ? FUSED(x[i], y[i], -p) : 0;                       \
            const T t = s + p, z = t - s, e = (s - (t - z)) + (p - z);                                                 \
            c = c + (e + q);                                                                                           \
            s = t;                                                                                                     \
        }                                                                                                              \
        sums[me] = s;                                                                                                  \
        errors[me] = c;                                                                                                \
        for (kb_u32 upper = KB_FOLD_LANES / 2; upper > 0; upper /= 2) {                                                \
            KB_BARRIER();                                                                                              \
            if (me < upper) {                                                                                          \
                const T p = sums[me + upper], t = sums[me] + p, z = t - sums[me];                                      \
                const T e = (sums[me] - (t - z)) + (p - z);                                                            \
                errors[me] = (errors[me] + errors[me + upper]) + e;                                                    \
                sums[me] = t;                                                                                          \
            }                                                                                                          \
        }                                                                                                              \
        if (me == 0) {                                                                                                 \
            answer[0] = sums[0];                                                                                       \
            answer[1] = errors[0];                                                                                     \
        }                                                                                                              \
    }

/*
 * The prefix sums of one block. With out == 0 only its `ends`: the sum before its last tile, and that tile's own. s, g: 64 and 8 of
 * local memory. A -0 may become +0 on the way, where a zero is added that the order does not name; every result has a +0 added.
 */
#define KB_PREFIX_OF(T, suffix)                                                                                        \
    KB_FN void kb_prefix_of_##suffix(T base, KB_GLOBAL const T *x, KB_GLOBAL T *out, int write, kb_u32 n, kb_u32 me,   \
                                     KB_LOCAL T *s, KB_LOCAL T *g, KB_GLOBAL T *ends) {                                \
        const kb_u32 j = me % KB_FOLD_GROUP, group = me / KB_FOLD_GROUP;                                               \
        T before = 0, last = 0;                                                                                        \
        for (kb_u32 tile = 0; tile < n; tile += KB_FOLD_LANES) {                                                       \
            T sum = tile + me < n ? x[tile + me] : 0;                                                                  \
            before = before + last;                                                                                    \
            for (kb_u32 d = 1; d < KB_FOLD_GROUP; d *= 2) {                                                            \
                KB_BARRIER();                                                                                          \
                s[me] = sum;                                                                                           \
                KB_BARRIER();                                                                                          \
                if (j >= d) sum = s[me - d] + sum;                                                                     \
            }                                                                                                          \
            if (j == KB_FOLD_GROUP - 1) g[group] = sum;                                                                \
            for (kb_u32 d = 1; d < KB_FOLD_GROUP; d *= 2) {                                                            \
                KB_BARRIER();                                                                                          \
                const T total = me < KB_FOLD_GROUP ? (me >= d ? g[me - d] + g[me] : g[me]) : 0;                        \
                KB_BARRIER();                                                                                          \
                if (me < KB_FOLD_GROUP) g[me] = total;                                                                 \
            }                                                                                                          \
            KB_BARRIER();                                                                                              \
            sum = (group == 0 ? 0 : g[group - 1]) + sum;                                                               \
            if (write && tile + me < n) out[tile + me] = (base + before) + sum;                                        \
            s[me] = sum;                                                                                               \
            KB_BARRIER();                                                                                              \
            last = s[KB_FOLD_LANES - 1];                                                                               \
        }                                                                                                              \
        if (!write && me == 0) {                                                                                       \
            ends[0] = before;                                                                                          \
            ends[1] = last;                                                                                            \
        }                                                                                                              \
    }

#if KB_HAS_F64
KB_EXTREME_OF(double, f64, kb_i64, kb_u64, KB_F64_BITS, fabs, 0x7FFFFFFFFFFFFFFF)
KB_PAIRS_OF(double, f64, KB_FMA)
KB_PREFIX_OF(double, f64)
#endif
KB_EXTREME_OF(float, f32, kb_i32, kb_u32, KB_F32_BITS, fabs, 0x7FFFFFFF)
KB_PAIRS_OF(float, f32, KB_FMAF)
KB_PREFIX_OF(float, f32)
#endif
