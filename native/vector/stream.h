/*
 * Maps whose result is larger than the caches: non-temporal stores, which do not read what they overwrite, a third of the traffic of
 * an addition and half of a copy's. They must be in the loop that loads: results that were first computed into a block in the first-level
 * cache and copied from there reached 83 % of its speed. Measured on a Xeon of 2 MB second-level cache, from 1e6 doubles on: 1.3 to
 * 1.5 times as fast as plain stores. An exp is bound by arithmetic, and gains nothing.
 */
#ifndef KB_STREAM_H
#define KB_STREAM_H
#include "../tier.h"

#if defined(__SSE2__)
#include "simd.h"
#include <immintrin.h>

#if KB_WIDTH == 64
#define PUT(out, v) _mm512_stream_si512((void *)(out), (__m512i)(v))
static inline v_f64 root_f64(v_f64 v) { return (v_f64)_mm512_sqrt_pd((__m512d)v); }
static inline v_f32 root_f32(v_f32 v) { return (v_f32)_mm512_sqrt_ps((__m512)v); }
#elif KB_WIDTH == 32
#define PUT(out, v) _mm256_stream_si256((void *)(out), (__m256i)(v))
static inline v_f64 root_f64(v_f64 v) { return (v_f64)_mm256_sqrt_pd((__m256d)v); }
static inline v_f32 root_f32(v_f32 v) { return (v_f32)_mm256_sqrt_ps((__m256)v); }
#else
#define PUT(out, v) _mm_stream_si128((void *)(out), (__m128i)(v))
static inline v_f64 root_f64(v_f64 v) { return (v_f64)_mm_sqrt_pd((__m128d)v); }
static inline v_f32 root_f32(v_f32 v) { return (v_f32)_mm_sqrt_ps((__m128)v); }
#endif

#define STREAM_EACH(expression)                                                                                        \
    for (; i + W <= n; i += W) PUT(out + i, expression)

/* How many elements were written: none of an operation that does not gain, else all but the last few; out is aligned to a line. */
#define STREAM(S, T)                                                                                                   \
    static int64_t stream_##S(int32_t op, T scalar_a, T scalar_b, const T *x, const T *y, const T *z, T *out, int64_t n) { \
        enum { W = KB_WIDTH / sizeof(T) };                                                                             \
        const v_##S a = all_##S(scalar_a), b = all_##S(scalar_b);                                                      \
        int64_t i = 0;                                                                                                 \
        switch (op) {                                                                                                  \
        case KB_ADD: STREAM_EACH(load_##S(x + i) + load_##S(y + i)); break;                                            \
        case KB_MUL: STREAM_EACH(load_##S(x + i) * load_##S(y + i)); break;                                            \
        case KB_FMA: STREAM_EACH(fma_##S(load_##S(x + i), load_##S(y + i), load_##S(z + i))); break;                   \
        case KB_SCALE: STREAM_EACH(a *load_##S(x + i)); break;                                                         \
        case KB_AXPY: STREAM_EACH(fma_##S(a, load_##S(x + i), load_##S(y + i))); break;                                \
        case KB_SUB: STREAM_EACH(load_##S(x + i) - load_##S(y + i)); break;                                            \
        case KB_DIV: STREAM_EACH(load_##S(x + i) / load_##S(y + i)); break;                                            \
        case KB_ABS: STREAM_EACH(abs_##S(load_##S(x + i))); break;                                                     \
        case KB_NEG: STREAM_EACH(-load_##S(x + i)); break;                                                             \
        case KB_SQRT: STREAM_EACH(root_##S(load_##S(x + i))); break;                                                   \
        case KB_MIN: STREAM_EACH(smaller_##S(load_##S(x + i), load_##S(y + i))); break;                                \
        case KB_MAX: STREAM_EACH(-smaller_##S(-load_##S(x + i), -load_##S(y + i))); break;                             \
        case KB_CLAMP: STREAM_EACH(smaller_##S(-smaller_##S(-load_##S(x + i), -a), b)); break;                         \
        case KB_FILL: STREAM_EACH(a); break;                                                                           \
        case KB_COPY: STREAM_EACH(load_##S(x + i)); break;                                                             \
        case KB_AXPBY: STREAM_EACH(fma_##S(a, load_##S(x + i), b * load_##S(y + i))); break;                           \
        default: break;                                                                                                \
        }                                                                                                              \
        _mm_sfence(); /* so that other threads see the stores before whatever this one does next */                    \
        return i;                                                                                                      \
    }

/* kb_min: NaN if either is, -0 below +0. The largest of max is the smallest of the negated. */
#define SMALLER(S)                                                                                                     \
    static inline v_##S smaller_##S(v_##S x, v_##S y) {                                                                \
        const i_##S less = x < y, more = y < x;                                                                        \
        const i_##S same = (i_##S)x | (i_##S)y;                                                                        \
        const i_##S order = ((i_##S)x & less) | (~less & (((i_##S)y & more) | (~more & same)));                        \
        return (v_##S)unless_nan_##S(x, unless_nan_##S(y, order, (i_##S)y), (i_##S)x);                                 \
    }
SMALLER(f64)
SMALLER(f32)
STREAM(f64, double)
STREAM(f32, float)
#else
#define stream_f64(op, a, b, x, y, z, out, n) 0
#define stream_f32(op, a, b, x, y, z, out, n) 0
#endif
#endif
