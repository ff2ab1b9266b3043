/*
 * Adds the primes' logarithms to the places that they divide. A prime below a block's length strikes each block; how often is the same for
 * neighbours, so that the only thing nobody can predict is its last strike, which goes behind the block if it misses. Larger
 * primes are sorted into a bucket per block first: an entry is the prime's index, from the first such one on, above the place.
 */
#ifndef KB_SIQS_STRIKE_H
#define KB_SIQS_STRIKE_H
#include "siqs.h"

static void strike(struct siqs *q) {
    const int32_t length = 1 << q->bits;
    const uint32_t *restrict primes = q->primes;
    uint32_t *restrict next1 = q->next1, *restrict next2 = q->next2;
    const uint8_t *restrict weights = q->weights;
    uint8_t *block = q->block;
    int32_t sure = q->sieved < q->bucketed ? length / (int32_t)primes[q->sieved] : 0;
    for (int64_t i = q->sieved; i < q->bucketed; i++) {
        const int32_t p = (int32_t)primes[i], spare = length + (int32_t)(i & (SPARE - 1));
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
    }
}

/* Sorts strikes into their buckets. */
static inline void sort_hits(const uint32_t *hits, const uint32_t *at, int64_t count, uint32_t *entries, uint32_t *end, int bits) {
    const uint32_t mask = (1u << bits) - 1;
    for (int64_t h = 0; h < count; h++) {
        const uint32_t place = at[h];
        entries[end[place >> bits]++] = hits[h] | (place & mask);
    }
}

/* The strikes of one root of the primes [from, to). */
static inline void sort_root(struct siqs *q, const uint32_t *root, int64_t from, int64_t to, uint32_t *end, int several) {
    uint32_t hits[CHUNK + 16], at[CHUNK + 16];
    const uint32_t all = (uint32_t)places(q);
    const int bits = (int)q->bits;
    int64_t count = 0;
#ifdef SIQS_AVX512
    const __m512i limit = _mm512_set1_epi32((int32_t)all), up = _mm512_set1_epi32(16 << bits);
    __m512i index = _mm512_slli_epi32(_mm512_add_epi32(_mm512_set1_epi32((int32_t)(from - q->bucketed)),
            _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)), (unsigned)bits);
    for (int64_t i = from; i < to; i += 16) {
        const __mmask16 lanes = to - i >= 16 ? 0xFFFF : (__mmask16)((1 << (to - i)) - 1);
        __m512i r = _mm512_loadu_si512(root + i);
        __mmask16 hit = _mm512_mask_cmplt_epu32_mask(lanes, r, limit);
        _mm512_storeu_si512(hits + count, _mm512_maskz_compress_epi32(hit, index));
        _mm512_storeu_si512(at + count, _mm512_maskz_compress_epi32(hit, r));
        count += __builtin_popcount(hit);
        if (several) {
            const __m512i p = _mm512_loadu_si512(q->primes + i);
            while (hit != 0) {
                sort_hits(hits, at, count, q->entries, end, bits);
                r = _mm512_add_epi32(r, p);
                hit = _mm512_mask_cmplt_epu32_mask(hit, r, limit);
                _mm512_storeu_si512(hits, _mm512_maskz_compress_epi32(hit, index));
                _mm512_storeu_si512(at, _mm512_maskz_compress_epi32(hit, r));
                count = __builtin_popcount(hit);
            }
        }
        index = _mm512_add_epi32(index, up);
    }
#else
    for (int64_t i = from; i < to; i++) {
        if (several) {
            for (uint32_t r = root[i]; r < all; r += q->primes[i]) {
                q->entries[end[r >> bits]++] = (uint32_t)(i - q->bucketed) << bits | (r & ((1u << bits) - 1));
            }
        } else { /* which strike at all, without a branch that nobody can predict */
            hits[count] = (uint32_t)(i - q->bucketed) << bits;
            at[count] = root[i];
            count += root[i] < all;
        }
    }
#endif
    sort_hits(hits, at, count, q->entries, end, bits);
}

/* Moves the large primes' roots to polynomial g, if it is a step, and sorts all their strikes. */
static void fill_buckets(struct siqs *q, int64_t g, int step) {
    uint32_t *end = q->begins;
    for (int64_t b = 0; b < q->blocks; b++) end[b] = (uint32_t)(b * q->room);
    int room = 1;
    for (int64_t k = 0; k < q->slices; k++) {
        memcpy(end + q->blocks, end, 4 * (size_t)q->blocks); /* the next slice begins where this one ends */
        end += q->blocks;
        for (int64_t from = q->cuts[k]; from < q->cuts[k + 1]; from += CHUNK) {
            const int64_t to = from + CHUNK < q->cuts[k + 1] ? from + CHUNK : q->cuts[k + 1];
            if (step) step_roots(q, g, from, to);
            const int several = (int64_t)q->primes[from] < places(q);
            for (int64_t b = 0; b < q->blocks; b++) room &= end[b] + 4 * CHUNK <= (uint32_t)((b + 1) * q->room);
            if (room) { /* without it strikes are lost: a relation may be missed, none will be wrong */
                sort_root(q, q->root1, from, to, end, several);
                sort_root(q, q->root2, from, to, end, several);
            }
        }
    }
}

static void strike_bucket(struct siqs *q, int64_t b) {
    const uint32_t mask = (1u << q->bits) - 1, *entries = q->entries;
    uint8_t *block = q->block;
    for (int64_t k = 0; k < q->slices; k++) {
        const uint8_t weight = q->logs[q->cuts[k]];
        const uint32_t to = q->begins[(k + 1) * q->blocks + b];
        uint32_t e = q->begins[k * q->blocks + b];
        for (; e + 4 <= to; e += 4) {
            const uint32_t p0 = entries[e] & mask, p1 = entries[e + 1] & mask, p2 = entries[e + 2] & mask, p3 = entries[e + 3] & mask;
            block[p0] = (uint8_t)(block[p0] + weight);
            block[p1] = (uint8_t)(block[p1] + weight);
            block[p2] = (uint8_t)(block[p2] + weight);
            block[p3] = (uint8_t)(block[p3] + weight);
        }
        for (; e < to; e++) block[entries[e] & mask] = (uint8_t)(block[entries[e] & mask] + weight);
    }
}
#endif
