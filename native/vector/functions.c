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

#define BLOCK 1024  /* in place, results wait in the first cache until the operands are no longer needed */
#define GROUP 16    /* a multiple of all vectors' lengths, so that no loop is needed for what is left */
#define AHEAD 2048  /* bytes: beyond the first cache the processor alone looks too little ahead; log and sin of 10^6 take 0.7 of the time */

#if defined(__clang__)
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

/* A line of a cache is 64 bytes. Nothing is read, so it may be behind the end. */
#define ASK(T, p)                                                                                                      \
    for (int64_t at_ = 0; at_ < (int64_t)(GROUP * sizeof(T)); at_ += 64) __builtin_prefetch((const char *)(p) + AHEAD + at_)

#define IS_HARD(found) ((found) >> (8 * sizeof(found) - 1))

/* ARGUMENTS, in terms of i, are those of kb_NAME_easy_SUFFIX and kb_NAME_hard_SUFFIX; where that is x only, y is x too. */
#define FUNCTION(name, suffix, T, U, ARGUMENTS)                                                                        \
    static __attribute__((noinline)) void name##_##suffix(const T *x, const T *y, T *out, int64_t n) {                 \
        U found[GROUP] = {0}, any = 0;                                                                                 \
        for (int64_t from = 0; from < n; from += GROUP) {                                                              \
            ASK(T, x + from);                                                                                          \
            if (x != y) ASK(T, y + from);                                                                              \
            ASK(T, out + from);                                                                                        \
            INDEPENDENT for (int64_t i = from; i < from + GROUP; i++) {                                                \
                out[i] = kb_##name##_easy_##suffix(ARGUMENTS, &found[i - from]);                                       \
            }                                                                                                          \
        }                                                                                                              \
        for (int i = 0; i < GROUP; i++) any |= found[i];                                                               \
        if (!IS_HARD(any)) return;                                                                                     \
        for (int64_t from = 0; from < n; from += GROUP) {                                                              \
            U some = 0;                                                                                                \
            for (int64_t i = from; i < from + GROUP; i++) (void)kb_##name##_easy_##suffix(ARGUMENTS, &some);           \
            for (int64_t i = from; IS_HARD(some) && i < from + GROUP; i++) {                                           \
                U own = 0;                                                                                             \
                (void)kb_##name##_easy_##suffix(ARGUMENTS, &own);                                                      \
                if (IS_HARD(own)) out[i] = kb_##name##_hard_##suffix(ARGUMENTS);                                       \
            }                                                                                                          \
        }                                                                                                              \
    }

#define X x[i]
#define X_AND_Y x[i], y[i]

#define FUNCTIONS(suffix, T, U)                                                                                        \
    static inline T kb_tanh_easy_##suffix(T x, U *hard) { return (void)hard, kb_tanh_##suffix(x); }                    \
    static inline T kb_tanh_hard_##suffix(T x) { return kb_tanh_##suffix(x); }                                         \
    FUNCTION(exp, suffix, T, U, X)                                                                                     \
    FUNCTION(log, suffix, T, U, X)                                                                                     \
    FUNCTION(sin, suffix, T, U, X)                                                                                     \
    FUNCTION(cos, suffix, T, U, X)                                                                                     \
    FUNCTION(tanh, suffix, T, U, X)                                                                                    \
    FUNCTION(pow, suffix, T, U, X_AND_Y)                                                                               \
    void KB_KERNEL(functions_##suffix)(int32_t op, const T *x, const T *y, T *out, int64_t n) {                        \
        void (*f)(const T *, const T *, T *, int64_t) = op == KB_EXP    ? exp_##suffix                                 \
                                                        : op == KB_LOG  ? log_##suffix                                 \
                                                        : op == KB_SIN  ? sin_##suffix                                 \
                                                        : op == KB_COS  ? cos_##suffix                                 \
                                                        : op == KB_TANH ? tanh_##suffix                                \
                                                                        : pow_##suffix;                                \
        T waiting[BLOCK], rest[2][GROUP];                                                                              \
        const T *second = op == KB_POW ? y : x;                                                                        \
        int in_place = out == x || out == second;                                                                      \
        int64_t whole = n / GROUP * GROUP;                                                                             \
        for (int64_t from = 0; from < whole; from += BLOCK) {                                                          \
            int64_t length = whole - from < BLOCK ? whole - from : BLOCK;                                              \
            f(x + from, second + from, in_place ? waiting : out + from, length);                                       \
            if (in_place) memcpy(out + from, waiting, (size_t)length * sizeof(T));                                     \
        }                                                                                                              \
        if (whole == n) return;                                                                                        \
        for (int i = 0; i < GROUP; i++) rest[0][i] = rest[1][i] = 1;                                                   \
        memcpy(rest[0], x + whole, (size_t)(n - whole) * sizeof(T));                                                   \
        memcpy(rest[1], second + whole, (size_t)(n - whole) * sizeof(T));                                              \
        f(rest[0], rest[op == KB_POW], waiting, GROUP);                                                                \
        memcpy(out + whole, waiting, (size_t)(n - whole) * sizeof(T));                                                 \
    }

FUNCTIONS(f64, double, kb_u64)
FUNCTIONS(f32, float, kb_u32)
