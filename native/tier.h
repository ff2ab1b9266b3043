/*
 * How one source becomes several tiers: every kernel is compiled once per tier with KB_TIER set to its suffix (v1, v2, v3, v4 or
 * base), and kernelbridge.c lists the results in a table. The choice between them is made at run time, never at build time.
 *
 * The kernels trust their arguments: the public functions in kernelbridge.c have checked them.
 */
#ifndef KB_TIER_H
#define KB_TIER_H
#include "include/kernelbridge.h"

#define KB_JOIN_(name, suffix) name##_##suffix
#define KB_JOIN(name, suffix) KB_JOIN_(name, suffix)
#define KB_KERNEL(name) KB_JOIN(name, KB_TIER)

/* What a tier consists of. */
#define KB_DECLARE_TIER(suffix)                                                                                        \
    int64_t KB_JOIN(sieve_scratch, suffix)(uint64_t first, int64_t bytes);                                             \
    void KB_JOIN(sieve_bits, suffix)(uint64_t first, int64_t bytes, const uint32_t *base, int64_t nbase,               \
                                     uint8_t *bits, uint8_t *scratch);                                                 \
    int64_t KB_JOIN(sieve_count, suffix)(uint64_t first, int64_t bytes, uint32_t first_mask, uint32_t last_mask,       \
                                         const uint32_t *base, int64_t nbase, uint8_t *scratch);                       \
    int32_t KB_JOIN(is_prime, suffix)(const uint64_t *n, int64_t count, uint8_t *out);                                 \
    int64_t KB_JOIN(sum_pi, suffix)(const uint64_t *tables, const int64_t *jobs, int64_t count);                        \
    int32_t KB_JOIN(hard_leaves, suffix)(const uint64_t *tables, uint64_t low, uint64_t high, int64_t stages,          \
                                         int64_t *phi, int64_t *mu, int64_t *sum);                                     \
    int32_t KB_JOIN(factorize, suffix)(const uint64_t *n, int64_t count, uint64_t *primes);                            \
    int32_t KB_JOIN(curves_lanes, suffix)(int64_t bits);                                                               \
    int64_t KB_JOIN(curves_bytes, suffix)(int64_t bits, int64_t points);                                               \
    void KB_JOIN(curves_open, suffix)(const uint64_t *n, int64_t words, int64_t bits, int64_t points, void *state);    \
    void KB_JOIN(curves_begin, suffix)(const uint64_t *a24, const uint64_t *x, void *state);                           \
    int32_t KB_JOIN(curves_chain, suffix)(const int16_t *steps, int64_t count, void *state);                           \
    int32_t KB_JOIN(curves_pairs, suffix)(const int16_t *columns, int64_t count, int64_t from, void *state);           \
    void KB_JOIN(curves_read, suffix)(int32_t product, uint64_t *out, void *state);                                    \
    int64_t KB_JOIN(siqs_scratch, suffix)(const uint64_t *tables);                                                     \
    void KB_JOIN(siqs, suffix)(const uint64_t *tables, const uint64_t *coefficient, int64_t from, int64_t to,          \
                               uint64_t *scratch, uint32_t *found, int64_t room, int64_t *state);                      \
    void KB_JOIN(map_f64, suffix)(int32_t op, double a, double b, const double *x, const double *y, const double *z,             \
                                  double *out, int64_t n);                                                             \
    void KB_JOIN(map_f32, suffix)(int32_t op, float a, float b, const float *x, const float *y, const float *z, float *out,     \
                                  int64_t n);                                                                          \
    void KB_JOIN(functions_f64, suffix)(int32_t op, const double *x, const double *y, double *out, int64_t n);         \
    void KB_JOIN(functions_f32, suffix)(int32_t op, const float *x, const float *y, float *out, int64_t n);            \
    void KB_JOIN(reduce_f64, suffix)(int32_t op, double a, const double *x, const double *y, int64_t n,                \
                                     double *partials);                                                                \
    void KB_JOIN(reduce_f32, suffix)(int32_t op, float a, const float *x, const float *y, int64_t n,                   \
                                     double *partials);                              \
    void KB_JOIN(scan_f64, suffix)(double carry, const double *x, double *out, int64_t n);                             \
    void KB_JOIN(scan_f32, suffix)(float carry, const float *x, float *out, int64_t n);                                \
    int32_t KB_JOIN(gemm_rows, suffix)(void);                                                                          \
    int32_t KB_JOIN(gemm_columns, suffix)(int32_t bytes);                                                              \
    void KB_JOIN(gemm_pack_f64, suffix)(int32_t side, int32_t across, int64_t count, int64_t k, const double *x, int64_t ld,     \
                                        double *packed);                                                               \
    void KB_JOIN(gemm_pack_f32, suffix)(int32_t side, int32_t across, int64_t count, int64_t k, const float *x, int64_t ld,      \
                                        float *packed);                                                                \
    void KB_JOIN(gemm_f64, suffix)(int64_t m, int64_t n, int64_t k, double alpha, const double *a, int64_t row, int64_t step,    \
                                   const double *b, int64_t ldb, double beta, double *c, int64_t ldc);                 \
    void KB_JOIN(gemm_f32, suffix)(int64_t m, int64_t n, int64_t k, float alpha, const float *a, int64_t row, int64_t step,      \
                                   const float *b, int64_t ldb, float beta, float *c, int64_t ldc);                    \
    void KB_JOIN(gemv_f64, suffix)(int32_t trans, int64_t rows, int64_t columns, double alpha, const double *a, int64_t lda,     \
                                   const double *x, double beta, double *y);                                           \
    void KB_JOIN(gemv_f32, suffix)(int32_t trans, int64_t rows, int64_t columns, float alpha, const float *a, int64_t lda,       \
                                   const float *x, float beta, float *y);

/* v4 with IFMA, which not every processor of that level has, replaces these two. */
int32_t is_prime_ifma(const uint64_t *n, int64_t count, uint8_t *out);
int32_t factorize_ifma(const uint64_t *n, int64_t count, uint64_t *primes);

#ifdef KB_TIER
KB_DECLARE_TIER(KB_TIER)
#endif
#endif
