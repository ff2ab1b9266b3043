/*
 * exp, log, sin, cos, tanh and pow of vectors, in blocks: all elements by the easy way, in a loop without branches that gcc and clang
 * vectorize from v3 on (below it fma is a call into libm, slow but the same bits); then, if one of the block was hard, those that
 * were, one by one. Which way an element takes is a question of its own bits, so its result does not depend on its neighbours.
 */
#include "../arith/exp.h"
#include "../arith/log.h"
#include "../arith/pow.h"
#include "../arith/sincos.h"
#include "../arith/tanh.h"
#include "../tier.h"

#define BLOCK 256 /* in place, results wait in the first cache until the operands are no longer needed */

#if defined(__clang__)
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

/* ARGUMENTS, in terms of i, are those of kb_NAME_easy_SUFFIX and kb_NAME_hard_SUFFIX; `in_place` says whether out is one of the operands. */
#define FUNCTION(name, suffix, T, U, PARAMETERS, ARGUMENTS, in_place)                                                  \
    static void name##_##suffix(PARAMETERS(T), T *out, int64_t n) {                                                    \
        T waiting[BLOCK];                                                                                              \
        for (int64_t from = 0; from < n; from += BLOCK) {                                                              \
            int64_t to = n - from < BLOCK ? n : from + BLOCK;                                                          \
            T *result = (in_place ? waiting : out + from) - from;                                                      \
            U found = 0;                                                                                               \
            INDEPENDENT for (int64_t i = from; i < to; i++) result[i] = kb_##name##_easy_##suffix(ARGUMENTS, &found);  \
            if (found >> (8 * sizeof(U) - 1)) {                                                                        \
                for (int64_t i = from; i < to; i++) {                                                                  \
                    U own = 0;                                                                                         \
                    (void)kb_##name##_easy_##suffix(ARGUMENTS, &own);                                                  \
                    if (own >> (8 * sizeof(U) - 1)) result[i] = kb_##name##_hard_##suffix(ARGUMENTS);                  \
                }                                                                                                      \
            }                                                                                                          \
            if (in_place) memcpy(out + from, waiting, (size_t)(to - from) * sizeof(T));                                \
        }                                                                                                              \
    }

#define ONE(T) const T *x
#define TWO(T) const T *x, const T *y
#define X x[i]
#define X_AND_Y x[i], y[i]

#define FUNCTIONS(suffix, T, U)                                                                                        \
    FUNCTION(exp, suffix, T, U, ONE, X, out == x)                                                                                \
    FUNCTION(log, suffix, T, U, ONE, X, out == x)                                                                                \
    FUNCTION(sin, suffix, T, U, ONE, X, out == x)                                                                                \
    FUNCTION(cos, suffix, T, U, ONE, X, out == x)                                                                                \
    FUNCTION(pow, suffix, T, U, TWO, X_AND_Y, (out == x || out == y))                                                                          \
    static void tanh_##suffix(const T *x, T *out, int64_t n) {                                                         \
        INDEPENDENT for (int64_t i = 0; i < n; i++) out[i] = kb_tanh_##suffix(x[i]);                                   \
    }                                                                                                                  \
    void KB_KERNEL(functions_##suffix)(int32_t op, const T *x, const T *y, T *out, int64_t n) {                        \
        switch (op) {                                                                                                  \
        case KB_EXP: exp_##suffix(x, out, n); break;                                                                   \
        case KB_LOG: log_##suffix(x, out, n); break;                                                                   \
        case KB_SIN: sin_##suffix(x, out, n); break;                                                                   \
        case KB_COS: cos_##suffix(x, out, n); break;                                                                   \
        case KB_TANH: tanh_##suffix(x, out, n); break;                                                                 \
        default: pow_##suffix(x, y, out, n); break;                                                                    \
        }                                                                                                              \
    }

FUNCTIONS(f64, double, kb_u64)
FUNCTIONS(f32, float, kb_u32)
