/*
 * The words in which reductions are written: a vector as wide as the tier's registers (f64: 8, 4 or 2 lanes; f32: twice as many),
 * arithmetic on it by the compilers' vector extension, and what that lacks by intrinsics or a loop. A "part" are the first m lanes.
 */
#ifndef KB_SIMD_H
#define KB_SIMD_H
#include "../arith/prelude.h"

#if defined(__AVX2__)
#include <immintrin.h>
#endif
#if defined(__AVX512DQ__)
#define KB_WIDTH 64
#elif defined(__AVX2__)
#define KB_WIDTH 32
#else
#define KB_WIDTH 16
#endif

/* Loops over registers. Where each fma is a call, they would only grow: 170 KB of code instead of 40. */
#if !defined(__FMA__) && !defined(__ARM_FEATURE_FMA)
#define UNROLLED
#elif defined(__clang__)
#define UNROLLED _Pragma("clang loop unroll(full)")
#else
#define UNROLLED _Pragma("GCC unroll 64")
#endif

/* How far x is from where loads of whole vectors straddle no two cache lines; 0 where vectors are so short that few do. */
#define ELEMENTS_TO_ALIGNED(x, T) (KB_WIDTH == 16 ? 0 : (int64_t)(-(uintptr_t)(x) % KB_WIDTH / sizeof(T)))

typedef double v_f64 __attribute__((vector_size(KB_WIDTH)));
typedef float v_f32 __attribute__((vector_size(KB_WIDTH)));
typedef int64_t i_f64 __attribute__((vector_size(KB_WIDTH)));
typedef int32_t i_f32 __attribute__((vector_size(KB_WIDTH)));

#define SIMD_OF(S, T, I, MAGNITUDE)                                                                                    \
    static inline v_##S load_##S(const T *x) {                                                                         \
        v_##S v;                                                                                                       \
        memcpy(&v, x, sizeof v);                                                                                       \
        return v;                                                                                                      \
    }                                                                                                                  \
    static inline v_##S abs_##S(v_##S v) { return (v_##S)((i_##S)v & (I)MAGNITUDE); }                                  \
    static inline v_##S all_##S(T a) { return a - (v_##S){0}; }
SIMD_OF(f64, double, int64_t, INT64_MAX)
SIMD_OF(f32, float, int32_t, INT32_MAX)

#if KB_WIDTH == 64

typedef __mmask8 part_f64;
typedef __mmask16 part_f32;
static inline part_f64 first_f64(int64_t m) { return (part_f64)((1u << m) - 1); }
static inline part_f32 first_f32(int64_t m) { return (part_f32)((1u << m) - 1); }
/* The last m lanes instead. */
static inline part_f64 last_f64(int64_t m) { return (part_f64)(0xFF00u >> m); }
static inline part_f32 last_f32(int64_t m) { return (part_f32)(0xFFFF0000u >> m); }
/* The part of memory, 0 in the other lanes, which are not read. */
static inline v_f64 some_f64(part_f64 p, const double *x) { return (v_f64)_mm512_maskz_loadu_pd(p, x); }
static inline v_f32 some_f32(part_f32 p, const float *x) { return (v_f32)_mm512_maskz_loadu_ps(p, x); }
static inline v_f64 pick_f64(part_f64 p, v_f64 v, v_f64 rest) { return (v_f64)_mm512_mask_mov_pd((__m512d)rest, p, (__m512d)v); }
static inline v_f32 pick_f32(part_f32 p, v_f32 v, v_f32 rest) { return (v_f32)_mm512_mask_mov_ps((__m512)rest, p, (__m512)v); }
static inline v_f64 fma_f64(v_f64 a, v_f64 b, v_f64 c) { return (v_f64)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c); }
static inline v_f32 fma_f32(v_f32 a, v_f32 b, v_f32 c) { return (v_f32)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c); }
static inline i_f64 larger_f64(i_f64 a, i_f64 b) { return (i_f64)_mm512_max_epi64((__m512i)a, (__m512i)b); }
static inline i_f32 larger_f32(i_f32 a, i_f32 b) { return (i_f32)_mm512_max_epi32((__m512i)a, (__m512i)b); }
/* `key`, but `nan` where v is NaN. */
static inline i_f64 unless_nan_f64(v_f64 v, i_f64 key, i_f64 nan) {
    return (i_f64)_mm512_mask_mov_epi64((__m512i)key, _mm512_cmp_pd_mask((__m512d)v, (__m512d)v, _CMP_UNORD_Q), (__m512i)nan);
}
static inline i_f32 unless_nan_f32(v_f32 v, i_f32 key, i_f32 nan) {
    return (i_f32)_mm512_mask_mov_epi32((__m512i)key, _mm512_cmp_ps_mask((__m512)v, (__m512)v, _CMP_UNORD_Q), (__m512i)nan);
}
static inline int any_equal_f64(i_f64 a, i_f64 b) { return _mm512_cmpeq_epi64_mask((__m512i)a, (__m512i)b) != 0; }
static inline int any_equal_f32(i_f32 a, i_f32 b) { return _mm512_cmpeq_epi32_mask((__m512i)a, (__m512i)b) != 0; }
/* Lane j of the result is lane j + k of v, for j < k, where k is a power of two; what the others hold is of no use. */
#define UPPER_F64(k, v)                                                                                                \
    ((k) == 4   ? (v_f64)_mm512_shuffle_f64x2((__m512d)(v), (__m512d)(v), 0x4E)                                        \
     : (k) == 2 ? (v_f64)_mm512_shuffle_f64x2((__m512d)(v), (__m512d)(v), 0xB1)                                        \
                : (v_f64)_mm512_permute_pd((__m512d)(v), 0x55))
#define UPPER_F32(k, v)                                                                                                \
    ((k) == 8   ? (v_f32)_mm512_shuffle_f32x4((__m512)(v), (__m512)(v), 0x4E)                                          \
     : (k) == 4 ? (v_f32)_mm512_shuffle_f32x4((__m512)(v), (__m512)(v), 0xB1)                                          \
     : (k) == 2 ? (v_f32)_mm512_permute_ps((__m512)(v), 0x4E)                                                          \
                : (v_f32)_mm512_permute_ps((__m512)(v), 0xB1))

#elif KB_WIDTH == 32

typedef __m256i part_f64;
typedef __m256i part_f32;
static inline part_f64 first_f64(int64_t m) { return _mm256_cmpgt_epi64(_mm256_set1_epi64x(m), _mm256_setr_epi64x(0, 1, 2, 3)); }
static inline part_f32 first_f32(int64_t m) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)m), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
static inline part_f64 last_f64(int64_t m) { return _mm256_cmpgt_epi64(_mm256_set1_epi64x(m), _mm256_setr_epi64x(3, 2, 1, 0)); }
static inline part_f32 last_f32(int64_t m) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)m), _mm256_setr_epi32(7, 6, 5, 4, 3, 2, 1, 0));
}
static inline v_f64 some_f64(part_f64 p, const double *x) { return (v_f64)_mm256_maskload_pd(x, p); }
static inline v_f32 some_f32(part_f32 p, const float *x) { return (v_f32)_mm256_maskload_ps(x, p); }
static inline v_f64 pick_f64(part_f64 p, v_f64 v, v_f64 rest) { return (v_f64)_mm256_blendv_pd((__m256d)rest, (__m256d)v, (__m256d)p); }
static inline v_f32 pick_f32(part_f32 p, v_f32 v, v_f32 rest) { return (v_f32)_mm256_blendv_ps((__m256)rest, (__m256)v, (__m256)p); }
static inline v_f64 fma_f64(v_f64 a, v_f64 b, v_f64 c) { return (v_f64)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c); }
static inline v_f32 fma_f32(v_f32 a, v_f32 b, v_f32 c) { return (v_f32)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c); }
static inline i_f64 larger_f64(i_f64 a, i_f64 b) {
    return (i_f64)_mm256_blendv_epi8((__m256i)b, (__m256i)a, _mm256_cmpgt_epi64((__m256i)a, (__m256i)b));
}
static inline i_f32 larger_f32(i_f32 a, i_f32 b) { return (i_f32)_mm256_max_epi32((__m256i)a, (__m256i)b); }
static inline i_f64 unless_nan_f64(v_f64 v, i_f64 key, i_f64 nan) {
    return (i_f64)_mm256_blendv_pd((__m256d)key, (__m256d)nan, _mm256_cmp_pd((__m256d)v, (__m256d)v, _CMP_UNORD_Q));
}
static inline i_f32 unless_nan_f32(v_f32 v, i_f32 key, i_f32 nan) {
    return (i_f32)_mm256_blendv_ps((__m256)key, (__m256)nan, _mm256_cmp_ps((__m256)v, (__m256)v, _CMP_UNORD_Q));
}
static inline int any_equal_f64(i_f64 a, i_f64 b) { return _mm256_movemask_epi8((__m256i)(a == b)) != 0; }
static inline int any_equal_f32(i_f32 a, i_f32 b) { return _mm256_movemask_epi8((__m256i)(a == b)) != 0; }
#define UPPER_F64(k, v)                                                                                                \
    ((k) == 2 ? (v_f64)_mm256_permute2f128_pd((__m256d)(v), (__m256d)(v), 1) : (v_f64)_mm256_permute_pd((__m256d)(v), 5))
#define UPPER_F32(k, v)                                                                                                \
    ((k) == 4   ? (v_f32)_mm256_permute2f128_ps((__m256)(v), (__m256)(v), 1)                                           \
     : (k) == 2 ? (v_f32)_mm256_permute_ps((__m256)(v), 0x4E)                                                          \
                : (v_f32)_mm256_permute_ps((__m256)(v), 0xB1))

#else /* plain loops, of which the compiler makes what the processor has; fma may be a call into libm */

typedef int64_t part_f64;
typedef int64_t part_f32;
#define PLAIN_SIMD(S, T, I, FMA)                                                                                       \
    enum { LANES_##S = KB_WIDTH / sizeof(T) };                                                                         \
    static inline int64_t first_##S(int64_t m) { return m; }                                                           \
    static inline int64_t last_##S(int64_t m) { return 0 * m; } /* not used: see ELEMENTS_TO_ALIGNED */                \
    static inline v_##S some_##S(int64_t m, const T *x) {                                                              \
        v_##S v = {0};                                                                                                 \
        for (int j = 0; j < LANES_##S && j < m; j++) v[j] = x[j];                                                      \
        return v;                                                                                                      \
    }                                                                                                                  \
    static inline v_##S pick_##S(int64_t m, v_##S v, v_##S rest) {                                                     \
        for (int j = 0; j < LANES_##S && j < m; j++) rest[j] = v[j];                                                   \
        return rest;                                                                                                   \
    }                                                                                                                  \
    static inline v_##S fma_##S(v_##S a, v_##S b, v_##S c) {                                                           \
        for (int j = 0; j < LANES_##S; j++) c[j] = FMA(a[j], b[j], c[j]);                                              \
        return c;                                                                                                      \
    }                                                                                                                  \
    static inline i_##S larger_##S(i_##S a, i_##S b) {                                                                 \
        const i_##S m = a > b;                                                                                         \
        return (a & m) | (b & ~m);                                                                                     \
    }                                                                                                                  \
    static inline i_##S unless_nan_##S(v_##S v, i_##S key, i_##S nan) {                                                \
        const i_##S m = v != v;                                                                                        \
        return (nan & m) | (key & ~m);                                                                                 \
    }                                                                                                                  \
    static inline int any_equal_##S(i_##S a, i_##S b) {                                                                \
        const i_##S m = a == b;                                                                                        \
        int any = 0;                                                                                                   \
        for (int j = 0; j < LANES_##S; j++) any |= m[j] != 0;                                                          \
        return any;                                                                                                    \
    }                                                                                                                  \
    static inline v_##S upper_##S(int k, v_##S v) {                                                                    \
        v_##S u = v;                                                                                                   \
        for (int j = 0; j < LANES_##S; j++) u[j] = v[(j + k) % LANES_##S];                                             \
        return u;                                                                                                      \
    }
PLAIN_SIMD(f64, double, int64_t, KB_FMA)
PLAIN_SIMD(f32, float, int32_t, KB_FMAF)
#define UPPER_F64(k, v) upper_f64(k, v)
#define UPPER_F32(k, v) upper_f32(k, v)

#endif
#endif
