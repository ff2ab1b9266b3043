/*
 * The hard leaves of a stretch of the sieve, segment by segment (see LeafEngine.java and gourdon/D.java for the mathematics). In stage
 * b the primes below p_b have been struck; the leaves of p_b are answered, then p_b strikes. Leaves m up to sqrt z come from the
 * factor table, packed without branches first; above, m is a prime.
 */
#include "counted_sieve.h"
#include "leaves.h"
#include <stdlib.h>

#ifndef SEGMENT_BYTES
#define SEGMENT_BYTES (64 << 10)
#endif
#ifndef COUNT_ALONG
#define COUNT_ALONG 300 /* up to here a prime strikes so often that counting anew is cheaper than counting along */
#endif
#ifndef DENSE_SHARE
#define DENSE_SHARE 32 /* dense: at least one m for so many words */
#endif
#define BATCH 2048
#define LINES(bytes) (((bytes) + 63) / 64 * 64) /* whole cache lines */

struct stage {
    double value;  /* x / p */
    uint64_t over; /* its low bits */
    int64_t turn;  /* see strike_class */
    uint32_t upper, least, most;
};

struct leaves {
    struct leaf_tables t;
    struct counted_sieve sieve;
    struct stage *stages;
    uint32_t *batch; /* BATCH and a vector */
    uint8_t below[210];
    uint64_t sum; /* modulo 2^64 */
    int64_t signs, word, before_word;
};

/* How many numbers from 1 to m are coprime to 210. */
static inline int64_t index_above(const struct leaves *l, uint32_t m) { return (int64_t)(m / 210) * 48 + l->below[m % 210]; }

static inline int64_t pi_small(const struct leaves *l, uint32_t v) { return v < 2 ? 0 : pi_of(l->t.pairs, v); }

static inline int64_t ask_word(const struct counted_sieve *s, uint32_t u, uint32_t w) {
    return __builtin_popcountll(sieve_word(s, w) & s->up_to[u - 240 * w]);
}

static inline uint32_t word_of(uint32_t u) { return (uint32_t)(u * (uint64_t)0x88888889 >> 39); }

/* The count up to u where every word's count is written down. */
static inline int64_t ask_dense(const struct counted_sieve *s, uint32_t u) {
    const uint32_t w = word_of(u);
    return s->before[w] + ask_word(s, u, w);
}

/* The same by blocks; u is not smaller than the last one. */
static inline int64_t ask_sparse(struct leaves *l, uint32_t u) {
    const uint32_t w = word_of(u);
    if (w > l->word) {
        l->before_word += count_between(&l->sieve, l->word, w);
        l->word = w;
    }
    return l->before_word + ask_word(&l->sieve, u, w);
}

#ifdef KB_VECTORS
/* Eight leaves at a time; returns how many were answered. over < 2^53. */
KB_POPCNT static int64_t answer_vectors(struct leaves *l, double over, uint64_t from, int64_t n) {
    const struct counted_sieve *s = &l->sieve;
    const __m512d value = _mm512_set1_pd(over);
    const __m512i base = _mm512_set1_epi64((int64_t)from), magic = _mm512_set1_epi64(0x88888889), one = _mm512_set1_epi64(1),
                  width = _mm512_set1_epi64(240);
    __m512i sum = _mm512_setzero_si512(), plus = sum;
    int64_t i = 0;
    for (; i + 8 <= n; i += 8) {
        __m256i leaf = _mm256_loadu_si256((const __m256i *)(l->batch + i));
        __m512i odd = _mm512_and_si512(_mm512_cvtepu32_epi64(leaf), one);
        __m512d m = _mm512_cvtepu32_pd(_mm256_or_si256(leaf, _mm256_set1_epi32(1)));
        __m512i u = _mm512_sub_epi64(_mm512_cvttpd_epi64(_mm512_div_pd(value, m)), base);
        __m512i w = _mm512_srli_epi64(_mm512_mul_epu32(u, magic), 39);
        __m512i r = _mm512_sub_epi64(u, _mm512_mul_epu32(w, width));
        __m512i bits = _mm512_and_si512(_mm512_i64gather_epi64(w, s->bits, 8), _mm512_i64gather_epi64(r, s->up_to, 8));
        __m512i before = _mm512_cvtepu32_epi64(_mm512_i64gather_epi32(w, s->before, 4));
        __m512i count = _mm512_add_epi64(before, _mm512_popcnt_epi64(bits));
        __mmask8 minus = _mm512_test_epi64_mask(odd, odd);
        sum = _mm512_mask_sub_epi64(_mm512_mask_add_epi64(sum, (__mmask8)~minus, sum, count), minus, sum, count);
        plus = _mm512_add_epi64(plus, odd);
    }
    l->sum += (uint64_t)_mm512_reduce_add_epi64(sum);
    l->signs += i - 2 * _mm512_reduce_add_epi64(plus);
    return i;
}
#endif

/* Answers the batch: entries are m, minus 1 where its mu is -1, which adds; the others subtract. From the last one on if sparse. */
static inline __attribute__((always_inline)) void answer(struct leaves *l, const struct stage *stage, uint64_t from, int64_t n,
                                                          const int dense) {
    const double value = stage->value;
    const uint64_t over = stage->over;
    int64_t sum = 0, plus = 0, i = 0;
#ifdef KB_VECTORS
    if (dense && l->sieve.vectors && value < EXACT_DOUBLES) i = answer_vectors(l, value, from, n);
#endif
    l->signs += n - i;
    for (int64_t j = n - 1; j >= i; j--) {
        const uint32_t leaf = l->batch[j], m = leaf | 1;
        const int64_t odd = leaf & 1;
        const uint32_t u = (uint32_t)(quotient(value, over, m) - from);
        const int64_t count = dense ? ask_dense(&l->sieve, u) : ask_sparse(l, u);
        sum += (count ^ -odd) + odd;
        plus += odd;
    }
    l->sum += (uint64_t)sum;
    l->signs -= 2 * plus;
}

/* Packs the leaves with indices [begin, end) into the batch. */
static int64_t pack(struct leaves *l, uint32_t p, int64_t begin, int64_t end) {
    const uint16_t *factor = l->t.factor;
    const uint32_t *leaf = l->t.leaf;
    int64_t n = 0, i = begin;
#ifdef KB_VECTORS
    const __m512i prime = _mm512_set1_epi32((int32_t)p);
    for (; i + 16 <= end; i += 16) {
        __m512i least = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(factor + i)));
        __mmask16 good = _mm512_cmpgt_epi32_mask(least, prime);
        _mm512_storeu_si512(l->batch + n, _mm512_maskz_compress_epi32(good, _mm512_loadu_si512(leaf + i)));
        n += __builtin_popcount(good);
    }
#endif
    for (; i < end; i++) {
        l->batch[n] = leaf[i];
        n += factor[i] > p;
    }
    return n;
}

/* From the largest m, which asks lowest, on. */
static void composites(struct leaves *l, const struct stage *stage, uint32_t p, int64_t begin, int64_t end, uint64_t from, int dense) {
    for (int64_t hi = end; hi > begin; hi -= BATCH) {
        const int64_t n = pack(l, p, hi - BATCH > begin ? hi - BATCH : begin, hi);
        if (dense) {
            answer(l, stage, from, n, 1);
        } else {
            answer(l, stage, from, n, 0);
        }
    }
}

/* The leaves whose m is a prime, with indices (begin, end]. */
static void prime_leaves(struct leaves *l, const struct stage *stage, int64_t begin, int64_t end, uint64_t from, int dense) {
    int64_t sum = 0, i = end;
    const uint32_t *primes = l->t.primes;
    for (; i > begin; i--) {
        const uint32_t u = (uint32_t)(quotient(stage->value, stage->over, primes[i]) - from);
        sum += dense ? ask_dense(&l->sieve, u) : ask_sparse(l, u);
    }
    l->sum += (uint64_t)sum;
    l->signs += end - begin;
}

static void segment(struct leaves *l, uint64_t from, uint64_t to, int64_t top, int64_t *phi, int64_t *mu) {
    struct counted_sieve *s = &l->sieve;
    sieve_start(s, from / 30, (int64_t)((to - from) / 30), l->t.wheel, l->t.wheel_bytes);
    const int64_t words = s->bytes >> 3;
    int counted = 0;
    int64_t total = 0;
    for (int64_t b = l->t.k + 1; b <= top; b++) {
        struct stage *stage = &l->stages[b];
        const uint32_t p = l->t.primes[b], last = stage->upper;
        const uint64_t next = quotient(stage->value, stage->over, to);
        uint32_t first = next < last ? (uint32_t)next : last;
        int dense = 0;
        stage->upper = first;
        if (first < stage->least) first = stage->least;
        if (first < last) {
            const int composite = (uint64_t)p * p <= l->t.z;
            const int64_t begin = composite ? index_above(l, first) : pi_small(l, first);
            const int64_t end = composite ? index_above(l, last) : pi_small(l, last);
            if (begin < end) {
                dense = (end - begin) * DENSE_SHARE > words;
                if (dense) {
                    total = count_words(s);
                    counted = 1;
                } else if (!counted) {
                    total = count_blocks(s);
                    counted = 1;
                }
                l->signs = l->word = l->before_word = 0;
                if (composite) {
                    composites(l, stage, p, begin, end, from, dense);
                } else {
                    prime_leaves(l, stage, begin, end, from, dense);
                }
                l->sum += (uint64_t)l->signs * (uint64_t)phi[b];
                mu[b] += l->signs;
            }
        }
        if (!counted) total = count_blocks(s);
        phi[b] += total;
        counted = !(dense || p <= COUNT_ALONG);
        if (counted) {
            total -= sieve_strike_counting(s, p, &stage->turn);
        } else {
            sieve_strike(s, p, &stage->turn);
        }
    }
}

static uint32_t least_of(uint64_t a, uint64_t b) { return (uint32_t)(a < b ? a : b); }

static void prepare(struct leaves *l, uint64_t low, int64_t stages) {
    const struct leaf_tables *t = &l->t;
    for (int r = 1, n = 0; r < 210; r++) {
        n += r % 2 != 0 && r % 3 != 0 && r % 5 != 0 && r % 7 != 0;
        l->below[r] = (uint8_t)n;
    }
    l->below[0] = 0;
    l->sum = 0;
    sieve_masks(&l->sieve);
#ifdef KB_VECTORS
    l->sieve.vectors = __builtin_cpu_supports("avx512vpopcntdq") != 0;
#endif
    for (int64_t b = t->k + 1; b <= stages; b++) {
        struct stage *stage = &l->stages[b];
        const uint32_t p = t->primes[b];
        const int composite = (uint64_t)p * p <= t->z;
        const wide over = t->x / p;
        stage->value = (double)over;
        stage->over = (uint64_t)over;
        stage->turn = -(int64_t)(low / 30 % p);
        stage->most = least_of(composite ? t->z : t->y, quotient(stage->value, stage->over, (uint64_t)p * p));
        stage->least = (uint32_t)(t->z / p);
        if (!composite && stage->least < p) stage->least = p;
        stage->upper = low == 0 ? stage->most : least_of(stage->most, quotient(stage->value, stage->over, low));
    }
}

int32_t KB_KERNEL(hard_leaves)(const uint64_t *tables, uint64_t low, uint64_t high, int64_t stages, int64_t *phi, int64_t *mu,
                               int64_t *sum) {
    const uint64_t span = (uint64_t)SEGMENT_BYTES * 30;
    const size_t bytes = high - low < span ? (size_t)((high - low) / 30) : SEGMENT_BYTES;
    const size_t at_bits = LINES(sizeof(struct leaves)), at_before = at_bits + LINES(bytes + 64),
                 at_blocks = at_before + LINES(bytes / 2 + 64), at_batch = at_blocks + LINES(bytes / 64 + 64),
                 at_stages = at_batch + LINES((BATCH + 16) * sizeof(uint32_t));
    char *memory = aligned_alloc(64, at_stages + LINES((size_t)(stages + 1) * sizeof(struct stage)));
    if (memory == NULL) return KB_NO_MEMORY;
    struct leaves *l = (struct leaves *)memory;
    memset(l, 0, sizeof *l);
    l->t = leaf_tables(tables);
    l->sieve.bits = (uint8_t *)memory + at_bits;
    l->sieve.before = (uint32_t *)(memory + at_before);
    l->sieve.blocks = (uint32_t *)(memory + at_blocks);
    l->batch = (uint32_t *)(memory + at_batch);
    l->stages = (struct stage *)(memory + at_stages);
    prepare(l, low, stages);
    int64_t top = stages;
    for (uint64_t from = low; from < high; from += span) {
        const uint64_t to = from + span < high ? from + span : high;
        while (top > l->t.k && from > 0 && quotient(l->stages[top].value, l->stages[top].over, l->t.primes[top]) < from) top--;
        segment(l, from, to, top, phi, mu);
    }
    *sum = (int64_t)l->sum;
    free(memory);
    return KB_OK;
}
