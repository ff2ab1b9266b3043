/*
 * Adds the primes' logarithms to the places that they divide. Primes above a block's length go first, over all blocks: their strikes
 * are few, and the second-level cache holds them all. They go through buckets, of primes and not of blocks: to sort strikes by block
 * took five times as long as to do them, but the primes of a promising place are found by its bucket. Then each block gets its small
 * primes while it is in the first-level cache. How often one of these strikes is the same for neighbours, so that the only thing nobody
 * can predict is its last strike, which goes behind all blocks if it misses.
 */
#ifndef KB_SIQS_STRIKE_H
#define KB_SIQS_STRIKE_H
#include "siqs.h"

/* Adds to a list of places. */
static inline void strike_list(uint8_t *field, const uint32_t *at, int64_t count, uint8_t weight) {
    int64_t h = 0;
    for (; h + 4 <= count; h += 4) {
        const uint32_t p0 = at[h], p1 = at[h + 1], p2 = at[h + 2], p3 = at[h + 3];
        field[p0] = (uint8_t)(field[p0] + weight);
        field[p1] = (uint8_t)(field[p1] + weight);
        field[p2] = (uint8_t)(field[p2] + weight);
        field[p3] = (uint8_t)(field[p3] + weight);
    }
    for (; h < count; h++) field[at[h]] = (uint8_t)(field[at[h]] + weight);
}

#ifdef SIQS_AVX512
/*
 * Sixteen primes that strike `sure` times and perhaps once more, by way of a list; 0 if their logarithms differ. Seen one by one, a
 * prime costs more than its few strikes.
 */
static inline int strike_sixteen(struct siqs *q, uint8_t *block, int64_t i, int32_t sure) {
    uint32_t at[32 * (FEW + 1) + 32];
    const uint8_t weight = q->weights[i];
    if (_mm_cmpeq_epi8_mask(_mm_loadu_si128((const __m128i *)(q->weights + i)), _mm_set1_epi8((char)weight)) != 0xFFFF) return 0;
    const __m512i p = _mm512_loadu_si512(q->primes + i), length = _mm512_set1_epi32(1 << q->bits);
    __m512i r1 = _mm512_loadu_si512(q->next1 + i), r2 = _mm512_loadu_si512(q->next2 + i);
    int64_t count = 0;
    for (int32_t k = 0; k < sure; k++, count += 32) {
        _mm512_storeu_si512(at + count, r1);
        _mm512_storeu_si512(at + count + 16, r2);
        r1 = _mm512_add_epi32(r1, p);
        r2 = _mm512_add_epi32(r2, p);
    }
    const __mmask16 hit1 = _mm512_cmplt_epi32_mask(r1, length), hit2 = _mm512_cmplt_epi32_mask(r2, length);
    _mm512_storeu_si512(at + count, _mm512_maskz_compress_epi32(hit1, r1));
    count += __builtin_popcount(hit1);
    _mm512_storeu_si512(at + count, _mm512_maskz_compress_epi32(hit2, r2));
    count += __builtin_popcount(hit2);
    r1 = _mm512_sub_epi32(r1, length);
    r2 = _mm512_sub_epi32(r2, length);
    _mm512_storeu_si512(q->next1 + i, _mm512_mask_add_epi32(r1, hit1, r1, p));
    _mm512_storeu_si512(q->next2 + i, _mm512_mask_add_epi32(r2, hit2, r2, p));
    strike_list(block, at, count, weight);
    return 1;
}
#endif

static void strike(struct siqs *q, int64_t b) {
    const int32_t length = 1 << q->bits;
    const uint32_t *restrict primes = q->primes;
    uint32_t *restrict next1 = q->next1, *restrict next2 = q->next2;
    const uint8_t *restrict weights = q->weights;
    uint8_t *block = q->field + (b << q->bits);
    const int32_t behind = (int32_t)(places(q) - (b << q->bits));
    int32_t sure = q->sieved < q->large ? length / (int32_t)primes[q->sieved] : 0;
    int64_t i = q->sieved;
    while (i < q->large) {
#ifdef SIQS_AVX512
        if (i + 16 <= q->large && (int32_t)primes[i] * FEW > length) {
            while (sure * (int32_t)primes[i] > length) sure--;
            if (sure * (int32_t)primes[i + 15] <= length && (sure + 1) * (int32_t)primes[i] > length && strike_sixteen(q, block, i, sure)) {
                i += 16;
                continue;
            }
        }
#endif
        const int32_t p = (int32_t)primes[i], spare = behind + (int32_t)(i & (SPARE - 1));
        const uint8_t weight = weights[i];
        while (sure * p > length) sure--;
        int32_t r1 = (int32_t)next1[i], r2 = (int32_t)next2[i], k = sure;
        for (; k >= 4; k -= 4) {
            block[r1] = (uint8_t)(block[r1] + weight);
            block[r2] = (uint8_t)(block[r2] + weight);
            block[r1 + p] = (uint8_t)(block[r1 + p] + weight);
            block[r2 + p] = (uint8_t)(block[r2 + p] + weight);
            block[r1 + 2 * p] = (uint8_t)(block[r1 + 2 * p] + weight);
            block[r2 + 2 * p] = (uint8_t)(block[r2 + 2 * p] + weight);
            block[r1 + 3 * p] = (uint8_t)(block[r1 + 3 * p] + weight);
            block[r2 + 3 * p] = (uint8_t)(block[r2 + 3 * p] + weight);
            r1 += 4 * p;
            r2 += 4 * p;
        }
        for (; k > 0; k--) {
            block[r1] = (uint8_t)(block[r1] + weight);
            block[r2] = (uint8_t)(block[r2] + weight);
            r1 += p;
            r2 += p;
        }
        const int32_t d1 = r1 - length, d2 = r2 - length, at1 = d1 < 0 ? r1 : spare, at2 = d2 < 0 ? r2 : spare;
        block[at1] = (uint8_t)(block[at1] + weight);
        block[at2] = (uint8_t)(block[at2] + weight);
        next1[i] = (uint32_t)(d1 + (p & d1 >> 31));
        next2[i] = (uint32_t)(d2 + (p & d2 >> 31));
        i++;
    }
}

/* Lists the strikes of one root of the primes [from, to) behind the `count` that are there; a whole vector behind them is overwritten. */
static inline int64_t list_root(const struct siqs *q, const uint32_t *root, int64_t from, int64_t to, int64_t count) {
    const uint32_t all = (uint32_t)places(q), *primes = q->primes;
    uint32_t *restrict at = q->hits;
#ifdef SIQS_AVX512
    const __m512i limit = _mm512_set1_epi32((int32_t)all);
    const int once = from >= q->far;
    for (int64_t i = from; i < to; i += 16) {
        const __mmask16 lanes = to - i >= 16 ? 0xFFFF : (__mmask16)((1 << (to - i)) - 1);
        __m512i r = _mm512_loadu_si512(root + i);
        __mmask16 hit = _mm512_mask_cmplt_epu32_mask(lanes, r, limit);
        _mm512_storeu_si512(at + count, _mm512_maskz_compress_epi32(hit, r));
        count += __builtin_popcount(hit);
        if (once) continue;
        const __m512i p = _mm512_loadu_si512(primes + i);
        while (hit != 0) {
            r = _mm512_add_epi32(r, p);
            hit = _mm512_mask_cmplt_epu32_mask(hit, r, limit);
            _mm512_storeu_si512(at + count, _mm512_maskz_compress_epi32(hit, r));
            count += __builtin_popcount(hit);
        }
    }
#else
    for (int64_t i = from; i < to; i++) { /* the first strike without a branch that nobody can predict */
        uint32_t r = root[i];
        at[count] = r;
        count += r < all;
        for (r += primes[i]; r < all; r += primes[i]) at[count++] = r;
    }
#endif
    return count;
}

/*
 * Moves the large primes' roots to polynomial g, if it is a step, and strikes with them. The list of strikes is kept, so that a promising
 * place need be looked for among these only, and not among all roots.
 */
static void strike_large(struct siqs *q, int64_t g, int step) {
    int64_t count = 0;
    q->bucket_count = 0;
    for (int64_t k = 0; k < q->slices; k++) {
        for (int64_t from = q->cuts[k]; from < q->cuts[k + 1]; from += CHUNK) {
            const int64_t to = from + CHUNK < q->cuts[k + 1] ? from + CHUNK : q->cuts[k + 1], before = count;
            if (step) step_roots(q, g, from, to);
            count = list_root(q, q->root1, from, to, count);
            count = list_root(q, q->root2, from, to, count);
            strike_list(q->field, q->hits + before, count - before, q->logs[q->cuts[k]]);
            q->buckets[q->bucket_count++] = (struct bucket){from, to, count};
        }
    }
    memset(q->hits + count, 0xFF, 4 * PAD); /* no place, for who looks by whole vectors */
}
#endif
