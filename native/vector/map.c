/*
 * Elementwise operations (those that take a polynomial are in functions.c): one plain loop each, which gcc and clang vectorize from v3
 * on (below it fma is a call into libm, slow but the same bits). ivdep is true because out is one of the
 * operands or overlaps none, so it saves the run-time overlap checks.
 *
 * Stores that straddle two cache lines cost twice in the first-level cache, and Java's arrays begin in the middle of a line: so the
 * loops begin where out is aligned.
 */
#include "../arith/least.h"
#include "../tier.h"
#include "stream.h"
#include <stddef.h>

#if defined(__clang__)
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep") _Pragma("GCC unroll 4")
#endif

#define LINE 64
/* Below as many elements the first stores cost less than a loop of their own for them. */
#define ALIGNED_FROM 256

#define EACH(expression)                                                                                               \
    do {                                                                                                               \
        INDEPENDENT for (int64_t i = 0; i < n; i++) out[i] = expression;                                               \
    } while (0)

#define LOOPS(suffix, T, fused, magnitude, root)                                                                       \
    static __attribute__((noinline)) void loop_##suffix(int32_t op, T a, T b, const T *x, const T *y, const T *z,      \
                                                        T *out, int64_t n) {                                           \
        switch (op) {                                                                                                  \
        case KB_ADD: EACH(x[i] + y[i]); break;                                                                         \
        case KB_MUL: EACH(x[i] * y[i]); break;                                                                         \
        case KB_FMA: EACH(fused(x[i], y[i], z[i])); break;                                                             \
        case KB_SCALE: EACH(a * x[i]); break;                                                                          \
        case KB_AXPY: EACH(fused(a, x[i], y[i])); break;                                                               \
        case KB_SUB: EACH(x[i] - y[i]); break;                                                                         \
        case KB_DIV: EACH(x[i] / y[i]); break;                                                                         \
        case KB_ABS: EACH(magnitude(x[i])); break;                                                                     \
        case KB_NEG: EACH(-x[i]); break;                                                                               \
        case KB_SQRT: EACH(root(x[i])); break;                                                                         \
        case KB_MIN: EACH(kb_min_##suffix(x[i], y[i])); break;                                                         \
        case KB_MAX: EACH(kb_max_##suffix(x[i], y[i])); break;                                                         \
        case KB_CLAMP: EACH(kb_min_##suffix(kb_max_##suffix(x[i], a), b)); break;                                      \
        case KB_FILL: EACH(a); break;                                                                                  \
        case KB_COPY: EACH(x[i]); break;                                                                               \
        case KB_AXPBY: EACH(fused(a, x[i], b * y[i])); break;                                                          \
        default: KB_KERNEL(functions_##suffix)(op, x, y, out, n); break;                                               \
        }                                                                                                              \
    }

LOOPS(f64, double, KB_FMA, __builtin_fabs, __builtin_sqrt)
LOOPS(f32, float, KB_FMAF, __builtin_fabsf, __builtin_sqrtf)

#define FROM(operand, at) ((operand) == NULL ? NULL : (operand) + (at))

#define MAP(suffix, T)                                                                                                 \
    void KB_KERNEL(map_##suffix)(int32_t op, T a, T b, const T *x, const T *y, const T *z, T *out, int64_t n) {        \
        const int32_t what = op & ~KB_STREAM;                                                                          \
        if (n >= ALIGNED_FROM) {                                                                                       \
            int64_t at = (int64_t)(-(uintptr_t)out % LINE / sizeof(T));                                                \
            if (at > 0) loop_##suffix(what, a, b, x, y, z, out, at);                                                   \
            if (op != what) at += stream_##suffix(what, a, b, x + at, FROM(y, at), FROM(z, at), out + at, n - at);     \
            x += at, y = FROM(y, at), z = FROM(z, at), out += at, n -= at;                                             \
        }                                                                                                              \
        loop_##suffix(what, a, b, x, y, z, out, n);                                                                    \
    }

MAP(f64, double)
MAP(f32, float)
