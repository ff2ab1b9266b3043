/*
 * Divides what a polynomial is at a promising place by the factor base. Which primes divide is known from their roots; numbers are
 * multi-word, modulo 2^(64 words), and divided exactly (T. Jebelean, "An algorithm for exact division", 1993).
 */
#ifndef KB_SIQS_DIVIDE_H
#define KB_SIQS_DIVIDE_H
#include "siqs.h"

struct candidate {
    uint64_t value[MOST_WORDS];
    int64_t used; /* words of value that are not 0 */
    int32_t indices[MOST_INDICES];
    int64_t count;
};

static inline void add_words(uint64_t *to, const uint64_t *more, int64_t words) {
    unsigned __int128 carry = 0;
    for (int64_t i = 0; i < words; i++) {
        carry += (unsigned __int128)to[i] + more[i];
        to[i] = (uint64_t)carry;
        carry >>= 64;
    }
}

static inline void subtract_words(uint64_t *from, const uint64_t *less, int64_t words) {
    uint64_t borrow = 0;
    for (int64_t i = 0; i < words; i++) {
        const uint64_t before = from[i], once = before - less[i], twice = once - borrow;
        borrow = (uint64_t)(before < less[i]) + (uint64_t)(once < borrow);
        from[i] = twice;
    }
}

static inline void multiply_words(const uint64_t *u, const uint64_t *v, uint64_t *out, int64_t words) {
    memset(out, 0, 8 * (size_t)words);
    for (int64_t i = 0; i < words; i++) {
        unsigned __int128 carry = 0;
        for (int64_t k = 0; i + k < words; k++) {
            carry += (unsigned __int128)u[i] * v[k] + out[i + k];
            out[i + k] = (uint64_t)carry;
            carry >>= 64;
        }
    }
}

static inline void negate_words(uint64_t *a, int64_t words) {
    uint64_t carry = 1;
    for (int64_t i = 0; i < words; i++) {
        a[i] = ~a[i] + carry;
        carry = carry != 0 && a[i] == 0;
    }
}

static void sum_b(struct siqs *q) {
    const int64_t minus = q->g ^ (q->g >> 1);
    for (int64_t i = 0; i < q->words; i++) q->b[i] = q->odd ? q->a[i] : 0;
    for (int64_t l = 0; l < q->s; l++) {
        if ((minus >> l & 1) != 0) {
            subtract_words(q->b, q->b_parts + l * q->words, q->words);
        } else {
            add_words(q->b, q->b_parts + l * q->words, q->words);
        }
    }
    q->fresh = 1;
}

static inline void trim(struct candidate *c) {
    while (c->used > 1 && c->value[c->used - 1] == 0) c->used--;
}

/* value = |4 Q(x)| = |y^2 - N| / a with y = 2 a x + b; the sign and the twos of Q(x) are the first indices. */
static void evaluate(struct siqs *q, int64_t x, struct candidate *c) {
    const int64_t words = q->words;
    uint64_t factor[MOST_WORDS] = {(uint64_t)(x < 0 ? -2 * x : 2 * x)}, y[MOST_WORDS], square[MOST_WORDS];
    if (!q->fresh) sum_b(q);
    multiply_words(q->a, factor, y, words);
    if (x < 0) negate_words(y, words);
    add_words(y, q->b, words);
    multiply_words(y, y, square, words);
    subtract_words(square, q->n, words);
    multiply_words(square, q->a_inverse, c->value, words);
    c->count = 0;
    if ((int64_t)c->value[words - 1] < 0) {
        negate_words(c->value, words);
        c->indices[c->count++] = -1;
    }
    int64_t twos = -2;
    while (c->value[0] == 0 && twos < 64 * words) { /* never 0 as a whole: N is no square */
        for (int64_t i = 0; i + 1 < words; i++) c->value[i] = c->value[i + 1];
        c->value[words - 1] = 0;
        twos += 64;
    }
    const int shift = c->value[0] == 0 ? 0 : __builtin_ctzll(c->value[0]);
    if (shift > 0) {
        for (int64_t i = 0; i + 1 < words; i++) c->value[i] = c->value[i] >> shift | c->value[i + 1] << (64 - shift);
        c->value[words - 1] >>= shift;
    }
    for (twos += shift; twos > 0 && c->count < MOST_INDICES; twos--) c->indices[c->count++] = 0;
    c->used = words;
    trim(c);
}

/* Divides by a prime as often as it goes. */
static inline void divide_by(const struct siqs *q, int64_t index, struct candidate *c) {
    const uint64_t p = q->primes[index];
    const uint64_t near = (uint64_t)(int64_t)(int32_t)q->inverses[index], inverse = near * (2 - p * near);
    while (c->count < MOST_INDICES) {
        uint64_t quotient[MOST_WORDS], borrow = 0;
        for (int64_t i = 0; i < c->used; i++) {
            quotient[i] = (c->value[i] - borrow) * inverse;
            borrow = (uint64_t)((unsigned __int128)quotient[i] * p >> 64) + (c->value[i] < borrow);
        }
        if (borrow != 0) return;
        memcpy(c->value, quotient, 8 * (size_t)c->used);
        trim(c);
        c->indices[c->count++] = (int32_t)index;
    }
}

/*
 * The primes [from, to) that divide at a place. If p divides place - root, then place - root + p times p^-1 modulo 2^32 is their quotient,
 * and small; else it is anything.
 */
static inline void divide_range(const struct siqs *q, uint32_t place, int64_t from, int64_t to, struct candidate *c) {
    const uint32_t limit = (uint32_t)places(q);
    int64_t i = from;
#ifdef SIQS_AVX512
    const __m512i at = _mm512_set1_epi32((int32_t)place), most = _mm512_set1_epi32((int32_t)limit);
    for (; i < to; i += 16) {
        const __mmask16 lanes = to - i >= 16 ? 0xFFFF : (__mmask16)((1 << (to - i)) - 1);
        const __m512i above = _mm512_add_epi32(at, _mm512_maskz_loadu_epi32(lanes, q->primes + i));
        const __m512i inverse = _mm512_maskz_loadu_epi32(lanes, q->inverses + i);
        const __m512i q1 = _mm512_mullo_epi32(_mm512_sub_epi32(above, _mm512_maskz_loadu_epi32(lanes, q->root1 + i)), inverse);
        const __m512i q2 = _mm512_mullo_epi32(_mm512_sub_epi32(above, _mm512_maskz_loadu_epi32(lanes, q->root2 + i)), inverse);
        for (__mmask16 hit = _mm512_mask_cmple_epu32_mask(lanes, _mm512_min_epu32(q1, q2), most); hit != 0; hit &= (__mmask16)(hit - 1)) {
            divide_by(q, i + __builtin_ctz(hit), c);
        }
    }
#else
    const uint32_t *restrict primes = q->primes, *restrict inverses = q->inverses, *restrict root1 = q->root1, *restrict root2 = q->root2;
    uint32_t signs[32];
    for (; i + 32 <= to; i += 32) {
        uint32_t least = UINT32_MAX;
        for (int64_t k = 0; k < 32; k++) {
            const uint32_t above = place + primes[i + k];
            const uint32_t q1 = (above - root1[i + k]) * inverses[i + k], q2 = (above - root2[i + k]) * inverses[i + k];
            const uint32_t less = q1 < q2 ? q1 : q2;
            signs[k] = less;
            least = least < less ? least : less;
        }
        if (least <= limit) {
            for (int64_t k = 0; k < 32; k++) {
                if (signs[k] <= limit) divide_by(q, i + k, c);
            }
        }
    }
    for (; i < to; i++) {
        const uint32_t above = place + primes[i];
        if ((above - root1[i]) * inverses[i] <= limit || (above - root2[i]) * inverses[i] <= limit) divide_by(q, i, c);
    }
#endif
}

/* The first strike at a place from number i on, in the list of all `count` of them; count if there is none. */
static inline int64_t find_hit(const struct siqs *q, uint32_t place, int64_t i, int64_t count) {
#ifdef SIQS_AVX512
    const __m512i at = _mm512_set1_epi32((int32_t)place);
    for (; i < count; i += 16) {
        const __mmask16 hit = _mm512_cmpeq_epi32_mask(_mm512_loadu_si512(q->hits + i), at);
        if (hit != 0) return i + __builtin_ctz(hit);
    }
    return count;
#else
    const uint32_t *restrict hits = q->hits;
    for (; i + 64 <= count; i += 64) {
        uint32_t any = 0;
        for (int64_t k = 0; k < 64; k++) any |= hits[i + k] == place;
        if (any) break;
    }
    while (i < count && hits[i] != place) i++;
    return i;
#endif
}

/* The primes above a block's length that divide at a place: those of the buckets in which it is struck. */
static inline void divide_large(const struct siqs *q, uint32_t place, struct candidate *c) {
    const int64_t count = q->bucket_count == 0 ? 0 : q->buckets[q->bucket_count - 1].end;
    int64_t b = 0;
    for (int64_t i = find_hit(q, place, 0, count); i < count; i = find_hit(q, place, q->buckets[b].end, count)) {
        while (q->buckets[b].end <= i) b++;
        divide_range(q, place, q->buckets[b].from, q->buckets[b].to, c);
    }
}

static inline int worth_keeping(const struct siqs *q, uint64_t left) {
    return left <= q->single || (left >= q->pair_least && left <= q->pair_most);
}

/* counted is what sieving found at the place, in logs' scale. */
static void divide(struct siqs *q, uint32_t place, int64_t counted) {
    struct candidate c;
    const int64_t x = (int64_t)place - places(q) / 2;
    evaluate(q, x, &c);
    divide_range(q, place, 1, q->sieved, &c);
    const int64_t bits = 64 * c.used - (c.value[c.used - 1] == 0 ? 64 : __builtin_clzll(c.value[c.used - 1]));
    if (q->scale * (double)bits - (double)counted > (double)q->tight) return;
    divide_range(q, place, q->sieved, q->large, &c);
    divide_large(q, place, &c);
    for (int64_t l = 0; l < q->s; l++) divide_by(q, (int64_t)q->factors[l], &c);
    if (c.used != 1 || !worth_keeping(q, c.value[0])) return;
    if (q->found_room - q->found_count < HEAD + c.count) {
        q->full = 1;
        return;
    }
    uint32_t *out = q->found + q->found_count;
    out[0] = (uint32_t)q->g;
    out[1] = (uint32_t)(int32_t)x;
    out[2] = (uint32_t)c.value[0];
    out[3] = (uint32_t)(c.value[0] >> 32);
    out[4] = (uint32_t)c.count;
    for (int64_t i = 0; i < c.count; i++) out[HEAD + i] = (uint32_t)c.indices[i];
    q->found_count += HEAD + c.count;
}
#endif
