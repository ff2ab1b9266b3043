/*
 * A segment of the wheel sieve that answers "how many are left up to here" between the strikes of one prime and the next. Blocks of
 * 256 bytes keep their counts up to date while larger primes strike; after small primes, which strike nearly everywhere, counting
 * anew is cheaper. Where many questions come, the count before every word is written down first, and a question costs two loads.
 */
#ifndef KB_COUNTED_SIEVE_H
#define KB_COUNTED_SIEVE_H
#include "../arith/wheel.h"
#include "../tier.h"
#include <string.h>
#if defined(__AVX512F__) && defined(__AVX512DQ__)
#include <immintrin.h>
#define KB_VECTORS
#define KB_POPCNT __attribute__((target("avx512vpopcntdq")))
#endif

#define BLOCK_WORDS 32
#define BLOCK_SHIFT 8 /* of its bytes */

struct counted_sieve {
    uint8_t *bits;
    uint32_t *before; /* the count before each word, as of the last count_words() */
    uint32_t *blocks;
    int64_t bytes; /* a multiple of 8 */
    int vectors;   /* whether the processor counts bits in vectors */
    uint64_t up_to[240]; /* the bits of a word's 240 numbers up to the r-th */
};

/* Words are read as the machine has them: on a little-endian one, bit 0 is the lowest number of the first byte. */
static inline uint64_t sieve_word(const struct counted_sieve *s, int64_t w) {
    uint64_t word;
    memcpy(&word, s->bits + 8 * w, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static inline void sieve_masks(struct counted_sieve *s) {
    uint64_t mask = 0;
    for (uint32_t r = 0; r < 240; r++) {
        for (uint32_t j = 0; j < 8; j++) mask |= (uint64_t)(r % 30 == KB_WHEEL_RESIDUE(j)) << (8 * (r / 30) + j);
        s->up_to[r] = mask;
    }
}

/* Starts a segment without multiples of the wheel's primes. */
static inline void sieve_start(struct counted_sieve *s, uint64_t first, int64_t bytes, const uint8_t *wheel, int64_t period) {
    s->bytes = bytes;
    int64_t phase = (int64_t)(first % (uint64_t)period);
    for (int64_t filled = 0, now; filled < bytes; filled += now, phase = 0) {
        now = period - phase < bytes - filled ? period - phase : bytes - filled;
        memcpy(s->bits + filled, wheel + phase, (size_t)now);
    }
}

#ifdef KB_VECTORS
KB_POPCNT static int64_t count_words_vectors(struct counted_sieve *s, int64_t words, int64_t *done) {
    const __m512i zero = _mm512_setzero_si512();
    __m512i base = zero; /* in all lanes */
    int64_t w = 0;
    for (; w + 8 <= words; w += 8) {
        __m512i count = _mm512_popcnt_epi64(_mm512_loadu_si512(s->bits + 8 * w));
        __m512i sum = _mm512_add_epi64(count, _mm512_alignr_epi64(count, zero, 7));
        sum = _mm512_add_epi64(sum, _mm512_alignr_epi64(sum, zero, 6));
        sum = _mm512_add_epi64(sum, _mm512_alignr_epi64(sum, zero, 4));
        _mm256_storeu_si256((__m256i *)(s->before + w), _mm512_cvtepi64_epi32(_mm512_add_epi64(base, _mm512_sub_epi64(sum, count))));
        base = _mm512_add_epi64(base, _mm512_permutexvar_epi64(_mm512_set1_epi64(7), sum));
    }
    *done = w;
    return _mm_cvtsi128_si64(_mm512_castsi512_si128(base));
}

KB_POPCNT static int64_t count_blocks_vectors(struct counted_sieve *s, int64_t words) {
    int64_t total = 0;
    for (int64_t w = 0, block = 0; w + BLOCK_WORDS <= words; w += BLOCK_WORDS, block++) {
        const uint8_t *at = s->bits + 8 * w;
        __m512i count = _mm512_add_epi64(_mm512_popcnt_epi64(_mm512_loadu_si512(at)), _mm512_popcnt_epi64(_mm512_loadu_si512(at + 64)));
        count = _mm512_add_epi64(count, _mm512_popcnt_epi64(_mm512_loadu_si512(at + 128)));
        count = _mm512_add_epi64(count, _mm512_popcnt_epi64(_mm512_loadu_si512(at + 192)));
        s->blocks[block] = (uint32_t)_mm512_reduce_add_epi64(count);
        total += s->blocks[block];
    }
    return total;
}
#endif

/* Writes down the count before every word, and the blocks' counts; returns the count of all. */
static inline int64_t count_words(struct counted_sieve *s) {
    const int64_t words = s->bytes >> 3;
    int64_t count = 0, w = 0;
#ifdef KB_VECTORS
    if (s->vectors) count = count_words_vectors(s, words, &w);
#endif
    for (; w < words; w++) {
        s->before[w] = (uint32_t)count;
        count += __builtin_popcountll(sieve_word(s, w));
    }
    const int64_t last = (words - 1) / BLOCK_WORDS;
    for (int64_t i = 0; i < last; i++) s->blocks[i] = s->before[(i + 1) * BLOCK_WORDS] - s->before[i * BLOCK_WORDS];
    s->blocks[last] = (uint32_t)count - s->before[last * BLOCK_WORDS];
    return count;
}

/* Counts the blocks anew; returns the count of all. */
static inline int64_t count_blocks(struct counted_sieve *s) {
    const int64_t words = s->bytes >> 3;
    int64_t total = 0, block = 0;
#ifdef KB_VECTORS
    if (s->vectors) {
        total = count_blocks_vectors(s, words);
        block = words / BLOCK_WORDS;
    }
#endif
    for (; block * BLOCK_WORDS < words; block++) {
        int64_t end = (block + 1) * BLOCK_WORDS < words ? (block + 1) * BLOCK_WORDS : words;
        uint32_t count = 0;
        for (int64_t w = block * BLOCK_WORDS; w < end; w++) count += (uint32_t)__builtin_popcountll(sieve_word(s, w));
        s->blocks[block] = count;
        total += count;
    }
    return total;
}

/* The count of the words [from, to), over whole blocks where there are any. */
static inline int64_t count_between(const struct counted_sieve *s, int64_t from, int64_t to) {
    int64_t count = 0, w = from;
    if (to / BLOCK_WORDS > from / BLOCK_WORDS) {
        for (; w % BLOCK_WORDS != 0; w++) count += __builtin_popcountll(sieve_word(s, w));
        for (; w / BLOCK_WORDS < to / BLOCK_WORDS; w += BLOCK_WORDS) count += s->blocks[w / BLOCK_WORDS];
    }
    for (; w < to; w++) count += __builtin_popcountll(sieve_word(s, w));
    return count;
}

/* Strikes the multiple at byte i, wheel position of prime residue r and cofactor w: counted or not. */
#define HIT(i, w)                                                                                                      \
    do {                                                                                                               \
        const int64_t at_ = (i);                                                                                       \
        const uint32_t bit_ = KB_WHEEL_BIT(r * (w) % 30), was_ = bits[at_];                                            \
        if (counting) {                                                                                                \
            const uint32_t hit_ = was_ >> bit_ & 1;                                                                    \
            bits[at_] = (uint8_t)(was_ & ~(1u << bit_));                                                               \
            blocks[at_ >> BLOCK_SHIFT] -= hit_;                                                                        \
            hits += hit_;                                                                                              \
        } else {                                                                                                       \
            bits[at_] = (uint8_t)(was_ & ~(1u << bit_));                                                               \
        }                                                                                                              \
    } while (0)
#define HIT_INSIDE(i, w)                                                                                               \
    do {                                                                                                               \
        const int64_t in_ = (i);                                                                                       \
        if (in_ >= 0 && in_ < bytes) HIT(in_, w);                                                                      \
    } while (0)
#define TURN(what)                                                                                                     \
    what(t + k, 1);                                                                                                    \
    what(t + o1, 7);                                                                                                   \
    what(t + o2, 11);                                                                                                  \
    what(t + o3, 13);                                                                                                  \
    what(t + o4, 17);                                                                                                  \
    what(t + o5, 19);                                                                                                  \
    what(t + o6, 23);                                                                                                  \
    what(t + o7, 29)

/*
 * Strikes the multiples of p = 30 k + r. A turn of 30 p numbers has eight of them; `turn` is where the first turn that reaches
 * into this segment begins (it may be negative), and becomes the same for the next segment. Returns the hits, if counting.
 */
static inline __attribute__((always_inline)) int64_t strike_class(struct counted_sieve *s, int64_t p, int64_t *turn,
                                                                  const int counting, const uint32_t r) {
    uint8_t *restrict bits = s->bits;
    uint32_t *restrict blocks = s->blocks;
    const int64_t bytes = s->bytes, k = p / 30;
    const int64_t o1 = 7 * k + 7 * r / 30, o2 = 11 * k + 11 * r / 30, o3 = 13 * k + 13 * r / 30, o4 = 17 * k + 17 * r / 30,
                  o5 = 19 * k + 19 * r / 30, o6 = 23 * k + 23 * r / 30, o7 = 29 * k + 29 * r / 30;
    int64_t t = *turn, hits = 0;
    if (t < 0) {
        TURN(HIT_INSIDE);
        if (t + o7 >= bytes) {
            *turn = t - bytes;
            return hits;
        }
        t += p;
    }
    for (; t + o7 < bytes; t += p) { TURN(HIT); }
    if (t < bytes) { TURN(HIT_INSIDE); }
    *turn = t - bytes;
    return hits;
}

static inline __attribute__((always_inline)) int64_t strike_any(struct counted_sieve *s, uint32_t p, int64_t *turn, const int counting) {
    switch (p % 30) {
    case 1: return strike_class(s, p, turn, counting, 1);
    case 7: return strike_class(s, p, turn, counting, 7);
    case 11: return strike_class(s, p, turn, counting, 11);
    case 13: return strike_class(s, p, turn, counting, 13);
    case 17: return strike_class(s, p, turn, counting, 17);
    case 19: return strike_class(s, p, turn, counting, 19);
    case 23: return strike_class(s, p, turn, counting, 23);
    default: return strike_class(s, p, turn, counting, 29);
    }
}

static void sieve_strike(struct counted_sieve *s, uint32_t p, int64_t *turn) { strike_any(s, p, turn, 0); }

/* The same, and the blocks stay right. Returns how many were struck. */
static int64_t sieve_strike_counting(struct counted_sieve *s, uint32_t p, int64_t *turn) { return strike_any(s, p, turn, 1); }
#endif
