/*
 * Sums of pi(value / p) over consecutive primes p: a division and a look into the table each. With AVX-512 eight at a time; the
 * table's bits and counts lie side by side, so the second of the two gathers finds its cache lines there.
 */
#include "leaves.h"
#if defined(__AVX512F__) && defined(__AVX512DQ__)
#include <immintrin.h>
#define VECTORS
#endif

#ifdef VECTORS
/* 8 (n / 8) of the terms. value < 2^53. */
__attribute__((target("avx512vpopcntdq"))) static int64_t sum_vectors(const uint64_t *pairs, const uint32_t *primes, int64_t n,
                                                                      uint64_t value) {
    const __m512d over = _mm512_set1_pd((double)value);
    const __m512i one = _mm512_set1_epi64(1), low = _mm512_set1_epi64(63);
    __m512i sum = _mm512_setzero_si512();
    for (int64_t i = 0; i + 8 <= n; i += 8) {
        __m512d p = _mm512_cvtepu32_pd(_mm256_loadu_si256((const __m256i *)(primes + i)));
        __m512i v = _mm512_cvttpd_epi64(_mm512_div_pd(over, p));
        __m512i odd = _mm512_srli_epi64(_mm512_sub_epi64(v, one), 1);
        __m512i at = _mm512_slli_epi64(_mm512_srli_epi64(odd, 6), 1);
        __m512i bits = _mm512_i64gather_epi64(at, pairs, 8);
        __m512i before = _mm512_i64gather_epi64(at, pairs + 1, 8);
        bits = _mm512_sllv_epi64(bits, _mm512_andnot_si512(odd, low));
        sum = _mm512_add_epi64(sum, _mm512_add_epi64(before, _mm512_popcnt_epi64(bits)));
    }
    return _mm512_reduce_add_epi64(sum);
}
#endif

int64_t KB_KERNEL(sum_pi)(const uint64_t *tables, const int64_t *jobs, int64_t count) {
    const struct leaf_tables t = leaf_tables(tables);
    uint64_t total = 0;
#ifdef VECTORS
    const int vectors = __builtin_cpu_supports("avx512vpopcntdq") != 0;
#endif
    for (int64_t j = 0; j < count; j++, jobs += 4) {
        const uint64_t value = (uint64_t)jobs[0];
        const double over = (double)jobs[0];
        int64_t i = jobs[1] + 1, end = jobs[2] + 1, sum = 0;
#ifdef VECTORS
        if (vectors && over < EXACT_DOUBLES && end - i >= 8) {
            sum = sum_vectors(t.pairs, t.primes + i, end - i, value);
            i += (end - i) / 8 * 8;
        }
#endif
        if (over < EXACT_DOUBLES) {
            for (; i < end; i++) sum += pi_of(t.pairs, (uint64_t)(int64_t)(over / t.primes[i]));
        }
        for (; i < end; i++) sum += pi_of(t.pairs, quotient(over, value, t.primes[i]));
        total += (uint64_t)jobs[3] * (uint64_t)sum;
    }
    return (int64_t)total;
}
