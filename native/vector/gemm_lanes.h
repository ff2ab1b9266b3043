/*
 * What the tiles of gemm need of a SIMD register, for each instruction set that has an fma: its type, load, store, broadcast, fma, and
 * the first `count` lanes alone. Elsewhere a "register" is a few scalars, and fma may be a call into libm. ROWS x VECTORS is the tile
 * that fits the registers: 24 of 32 accumulate with AVX-512, 12 of 16 with AVX2, 24 of 32 with NEON.
 */
#ifndef KB_GEMM_LANES_H
#define KB_GEMM_LANES_H
#include "../arith/prelude.h"

#if defined(__AVX512F__)
#include <immintrin.h>
#define ROWS 8
#define VECTORS 3
typedef __m512d v_f64;
typedef __m512 v_f32;
#define LANES_f64 8
#define LANES_f32 16
#define zero_f64() _mm512_setzero_pd()
#define zero_f32() _mm512_setzero_ps()
#define load_f64(p) _mm512_loadu_pd(p)
#define load_f32(p) _mm512_loadu_ps(p)
#define some_f64(p, count) _mm512_maskz_loadu_pd((__mmask8)((1u << (count)) - 1), p)
#define some_f32(p, count) _mm512_maskz_loadu_ps((__mmask16)((1u << (count)) - 1), p)
#define store_f64(p, x) _mm512_storeu_pd(p, x)
#define store_f32(p, x) _mm512_storeu_ps(p, x)
#define keep_f64(p, count, x) _mm512_mask_storeu_pd(p, (__mmask8)((1u << (count)) - 1), x)
#define keep_f32(p, count, x) _mm512_mask_storeu_ps(p, (__mmask16)((1u << (count)) - 1), x)
#define all_f64(s) _mm512_set1_pd(s)
#define all_f32(s) _mm512_set1_ps(s)
#define fma_f64(a, b, c) _mm512_fmadd_pd(a, b, c)
#define fma_f32(a, b, c) _mm512_fmadd_ps(a, b, c)
#define mul_f64(a, b) _mm512_mul_pd(a, b)
#define mul_f32(a, b) _mm512_mul_ps(a, b)

#elif defined(__AVX2__) && defined(__FMA__)
#include <immintrin.h>
#define ROWS 4
#define VECTORS 3
typedef __m256d v_f64;
typedef __m256 v_f32;
#define LANES_f64 4
#define LANES_f32 8
static const int32_t FIRST_f32[16] = {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0};
static const int64_t FIRST_f64[8] = {-1, -1, -1, -1, 0, 0, 0, 0};
#define first_f64(count) _mm256_loadu_si256((const __m256i *)(FIRST_f64 + 4 - (count)))
#define first_f32(count) _mm256_loadu_si256((const __m256i *)(FIRST_f32 + 8 - (count)))
#define zero_f64() _mm256_setzero_pd()
#define zero_f32() _mm256_setzero_ps()
#define load_f64(p) _mm256_loadu_pd(p)
#define load_f32(p) _mm256_loadu_ps(p)
#define some_f64(p, count) _mm256_maskload_pd(p, first_f64(count))
#define some_f32(p, count) _mm256_maskload_ps(p, first_f32(count))
#define store_f64(p, x) _mm256_storeu_pd(p, x)
#define store_f32(p, x) _mm256_storeu_ps(p, x)
#define keep_f64(p, count, x) _mm256_maskstore_pd(p, first_f64(count), x)
#define keep_f32(p, count, x) _mm256_maskstore_ps(p, first_f32(count), x)
#define all_f64(s) _mm256_set1_pd(s)
#define all_f32(s) _mm256_set1_ps(s)
#define fma_f64(a, b, c) _mm256_fmadd_pd(a, b, c)
#define fma_f32(a, b, c) _mm256_fmadd_ps(a, b, c)
#define mul_f64(a, b) _mm256_mul_pd(a, b)
#define mul_f32(a, b) _mm256_mul_ps(a, b)

#else
#if defined(__aarch64__)
#define ROWS 6
#define VECTORS 4
#define LANES_f64 2
#define LANES_f32 4
#else
#define ROWS 2
#define VECTORS 2
#define LANES_f64 2
#define LANES_f32 4
#endif
/* Loops over the lanes, from which gcc and clang make vector instructions where there are some. */
#define PLAIN_LANES(T, S, FUSED)                                                                                       \
    typedef struct {                                                                                                   \
        T lane[LANES_##S];                                                                                             \
    } v_##S;                                                                                                           \
    static inline v_##S all_##S(T s) {                                                                                 \
        v_##S r;                                                                                                       \
        for (int i = 0; i < LANES_##S; i++) r.lane[i] = s;                                                             \
        return r;                                                                                                      \
    }                                                                                                                  \
    static inline v_##S zero_##S(void) { return all_##S(0); }                                                          \
    static inline v_##S some_##S(const T *p, int count) {                                                              \
        v_##S r = zero_##S();                                                                                          \
        for (int i = 0; i < count; i++) r.lane[i] = p[i];                                                              \
        return r;                                                                                                      \
    }                                                                                                                  \
    static inline v_##S load_##S(const T *p) {                                                                         \
        v_##S r;                                                                                                       \
        memcpy(&r, p, sizeof r);                                                                                       \
        return r;                                                                                                      \
    }                                                                                                                  \
    static inline void store_##S(T *p, v_##S x) { memcpy(p, &x, sizeof x); }                                           \
    static inline void keep_##S(T *p, int count, v_##S x) {                                                            \
        for (int i = 0; i < count; i++) p[i] = x.lane[i];                                                              \
    }                                                                                                                  \
    static inline v_##S fma_##S(v_##S a, v_##S b, v_##S c) {                                                           \
        for (int i = 0; i < LANES_##S; i++) c.lane[i] = FUSED(a.lane[i], b.lane[i], c.lane[i]);                        \
        return c;                                                                                                      \
    }                                                                                                                  \
    static inline v_##S mul_##S(v_##S a, v_##S b) {                                                                    \
        for (int i = 0; i < LANES_##S; i++) a.lane[i] = a.lane[i] * b.lane[i];                                         \
        return a;                                                                                                      \
    }
PLAIN_LANES(double, f64, KB_FMA)
PLAIN_LANES(float, f32, KB_FMAF)
#endif

/* Four rows of four, `ld` apart, become four rows `width` apart of their columns. */
#if defined(__AVX2__)
static inline void turn_f64(const double *x, int64_t ld, double *to, int64_t width) {
    __m256d a = _mm256_loadu_pd(x), b = _mm256_loadu_pd(x + ld), c = _mm256_loadu_pd(x + 2 * ld), d = _mm256_loadu_pd(x + 3 * ld);
    __m256d ab0 = _mm256_unpacklo_pd(a, b), ab1 = _mm256_unpackhi_pd(a, b), cd0 = _mm256_unpacklo_pd(c, d), cd1 = _mm256_unpackhi_pd(c, d);
    _mm256_storeu_pd(to, _mm256_permute2f128_pd(ab0, cd0, 0x20));
    _mm256_storeu_pd(to + width, _mm256_permute2f128_pd(ab1, cd1, 0x20));
    _mm256_storeu_pd(to + 2 * width, _mm256_permute2f128_pd(ab0, cd0, 0x31));
    _mm256_storeu_pd(to + 3 * width, _mm256_permute2f128_pd(ab1, cd1, 0x31));
}
static inline void turn_f32(const float *x, int64_t ld, float *to, int64_t width) {
    __m128 a = _mm_loadu_ps(x), b = _mm_loadu_ps(x + ld), c = _mm_loadu_ps(x + 2 * ld), d = _mm_loadu_ps(x + 3 * ld);
    _MM_TRANSPOSE4_PS(a, b, c, d);
    _mm_storeu_ps(to, a);
    _mm_storeu_ps(to + width, b);
    _mm_storeu_ps(to + 2 * width, c);
    _mm_storeu_ps(to + 3 * width, d);
}
#else
#define TURN(T, S)                                                                                                     \
    static inline void turn_##S(const T *x, int64_t ld, T *to, int64_t width) {                                        \
        for (int q = 0; q < 4; q++) {                                                                                  \
            for (int i = 0; i < 4; i++) to[q * width + i] = x[i * ld + q];                                             \
        }                                                                                                              \
    }
TURN(double, f64)
TURN(float, f32)
#endif
#endif
