/*
 * Prefix sums in the fixed order of kernelbridge.h: eight elements in a register, shifted and added three times; the same for the
 * totals of the eight registers of a tile. Zeros are shifted in and added, which the order does not name: they can only turn a -0
 * into +0, and every result has a +0 added to it at last.
 */
#include "../arith/prelude.h"
#include "../tier.h"

#define GROUP 8

#define SCAN(suffix, T)                                                                                                \
    typedef T group_##suffix __attribute__((vector_size(GROUP * sizeof(T))));                                          \
    static inline void sum_up_##suffix(group_##suffix *s) { /* by address: below v4 no register holds it */            \
        const group_##suffix zero = {0};                                                                               \
        *s = __builtin_shufflevector(*s, zero, 8, 0, 1, 2, 3, 4, 5, 6) + *s;                                           \
        *s = __builtin_shufflevector(*s, zero, 8, 8, 0, 1, 2, 3, 4, 5) + *s;                                           \
        *s = __builtin_shufflevector(*s, zero, 8, 8, 8, 8, 0, 1, 2, 3) + *s;                                           \
    }                                                                                                                  \
    /* The prefix sums p of a tile, and out = base + p; the last p is the answer. */                                   \
    static inline T tile_##suffix(T base, const T *x, T *out) {                                                        \
        group_##suffix s[KB_LANES / GROUP], totals;                                                                    \
        for (int i = 0; i < KB_LANES / GROUP; i++) {                                                                   \
            memcpy(&s[i], x + i * GROUP, sizeof s[i]);                                                                 \
            sum_up_##suffix(&s[i]);                                                                                    \
            totals[i] = s[i][GROUP - 1];                                                                               \
        }                                                                                                              \
        sum_up_##suffix(&totals);                                                                                      \
        for (int i = 0; i < KB_LANES / GROUP; i++) {                                                                   \
            s[i] = (i == 0 ? 0 : totals[i - 1]) + s[i];                                                                \
            const group_##suffix result = base + s[i];                                                                 \
            memcpy(out + i * GROUP, &result, sizeof result);                                                           \
        }                                                                                                              \
        return s[KB_LANES / GROUP - 1][GROUP - 1];                                                                     \
    }                                                                                                                  \
    void KB_KERNEL(scan_##suffix)(T carry, const T *x, T *out, int64_t n) {                                            \
        while (n > 0) {                                                                                                \
            const int64_t m = n < KB_BLOCK ? n : KB_BLOCK;                                                             \
            T before = 0;                                                                                              \
            int64_t i = 0;                                                                                             \
            for (; i + KB_LANES <= m; i += KB_LANES) before += tile_##suffix(carry + before, x + i, out + i);          \
            if (i < m) {                                                                                               \
                T in[KB_LANES] = {0}, result[KB_LANES];                                                                \
                memcpy(in, x + i, (size_t)(m - i) * sizeof(T));                                                        \
                tile_##suffix(carry + before, in, result);                                                             \
                memcpy(out + i, result, (size_t)(m - i) * sizeof(T));                                                  \
            }                                                                                                          \
            carry = out[m - 1];                                                                                        \
            x += m, out += m, n -= m;                                                                                  \
        }                                                                                                              \
    }

SCAN(f64, double)
SCAN(f32, float)
