/*
 * Elementwise operations: one plain loop each, which gcc and clang vectorize from v3 on (below it fma is a call into libm, slow
 * but the same bits). ivdep is true because out is one of the operands or overlaps none, so it saves the run-time overlap checks.
 */
#include "../arith/exp.h"
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

#define MAP(name, T, fused, exponential)                                                                               \
    void KB_KERNEL(name)(int32_t op, T a, const T *x, const T *y, const T *z, T *out, int64_t n) {                     \
        switch (op) {                                                                                                  \
        case KB_ADD: EACH(x[i] + y[i]); break;                                                                         \
        case KB_MUL: EACH(x[i] * y[i]); break;                                                                         \
        case KB_FMA: EACH(fused(x[i], y[i], z[i])); break;                                                             \
        case KB_SCALE: EACH(a * x[i]); break;                                                                          \
        case KB_AXPY: EACH(fused(a, x[i], y[i])); break;                                                               \
        case KB_EXP: EACH(exponential(x[i])); break;                                                                   \
        default: break;                                                                                                \
        }                                                                                                              \
    }

MAP(map_f64, double, KB_FMA, kb_exp_f64)
MAP(map_f32, float, KB_FMAF, kb_exp_f32)
