/*
 * Elementwise operations (those that take a polynomial are in functions.c): one plain loop each, which gcc and clang vectorize from v3
 * on (below it fma is a call into libm, slow but the same bits). ivdep is true because out is one of the
 * operands or overlaps none, so it saves the run-time overlap checks.
 */
#include "../arith/least.h"
#include "../tier.h"

#if defined(__clang__)
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

#define EACH(expression)                                                                                               \
    do {                                                                                                               \
        INDEPENDENT for (int64_t i = 0; i < n; i++) out[i] = expression;                                               \
    } while (0)

#define MAP(suffix, T, fused, magnitude, root)                                                                         \
    void KB_KERNEL(map_##suffix)(int32_t op, T a, T b, const T *x, const T *y, const T *z, T *out, int64_t n) {        \
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

MAP(f64, double, KB_FMA, __builtin_fabs, __builtin_sqrt)
MAP(f32, float, KB_FMAF, __builtin_fabsf, __builtin_sqrtf)
