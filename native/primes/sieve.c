/*
 * The wheel-30 sieve of Eratosthenes (P. Pritchard's wheel; one byte for 30 numbers). Three ranges of primes are struck in three
 * ways, because what costs is different:
 *
 *   7 ... 157     by patterns: the multiples of a few primes repeat after their product, so they are made once per call and then
 *                 laid over the sieve with AND, 16 to 64 bytes at a time; they are a third of all strikes;
 *   up to SMALL   block by block, a block fitting into the L1 cache;
 *   the others    over a whole piece, which fits into the L2 cache, or into L3 where primes are many: they meet a block too
 *                 seldom to pay for entering it.
 *
 * A prime's multiples p (30 q + w) come in groups of eight, one group every p bytes, with masks and distances that depend only on
 * p mod 30: eight loops, one per residue, each with its constants in the code. The only state is the distance of a prime's next
 * group, computed from one division per prime and piece. Nothing outlives the call.
 */
#include "../arith/wheel.h"
#include "../tier.h"
#include <stdlib.h>

#define LEAST_PIECE (512 << 10)   /* the L2 part; with 256 or 768 KB counting to 1e10 took 10 % longer */
#define LARGEST_PIECE (4 << 20)   /* see piece_bytes */
#define BLOCK_BYTES (32 << 10)    /* the L1 part; 24 and 64 KB were 8 % slower */
#define SMALL 2048                /* primes below are struck block by block; 8192: 15 % slower */
#define SMALL_COUNT 306           /* there are not more of them from 7 on */
#define PATTERNS 16
#define PATTERN_PRIME 157         /* the largest prime in them */
#define PATTERNS_TOGETHER 4       /* laid over in one pass */
#define PATTERNS_WORTH (8 << 10)  /* shorter calls are done sooner without making them */

/* Small with large, so that no product is much longer than the others; 98 KB in all. */
static const uint8_t PATTERN_PRIMES[PATTERNS][3] = {
    {7, 11, 13}, {17, 19, 23}, {29, 157, 1}, {31, 151, 1}, {37, 149, 1}, {41, 139, 1}, {43, 137, 1}, {47, 131, 1},
    {53, 127, 1}, {59, 113, 1}, {61, 109, 1}, {67, 107, 1}, {71, 103, 1}, {73, 101, 1}, {79, 97, 1}, {83, 89, 1}};
#define PATTERN_BYTES 97876

/* Residue of wheel position j, as a constant expression. */
#define W(j) KB_WHEEL_RESIDUE(j)

/*
 * Clears the multiple at wheel position j of the group at s, if it lies in [0, length): the two ends of the range need the check.
 */
#define STRIKE_IF(j)                                                                                                   \
    do {                                                                                                               \
        int64_t at = d + k * W(j) + (int64_t)(r * W(j) / 30);                                                          \
        if ((uint64_t)at < (uint64_t)length) s[at] &= (uint8_t)kb_wheel_mask(r, W(j));                                 \
    } while (0)

#define STRIKE(j) s[d + o##j] &= (uint8_t)kb_wheel_mask(r, W(j))
#define OFFSET(j) const int64_t o##j = k * W(j) + (int64_t)(r * W(j) / 30)
#define ALL8(what) what(0); what(1); what(2); what(3); what(4); what(5); what(6); what(7)

/* Strikes the groups of p = 30 k + r that touch s[0 .. length), the first at distance d, and returns the distance of the first
 * group that reaches beyond. r is a constant wherever this is inlined. */
static inline __attribute__((always_inline)) int64_t strike_residue(uint8_t *s, int64_t length, int64_t d, int64_t p,
                                                                    const uint32_t r) {
    const int64_t k = p / 30;
    ALL8(OFFSET);
    if (d < 0) {
        ALL8(STRIKE_IF);
        if (d + o7 >= length) return d;
        d += p;
    }
    for (; d + o7 < length; d += p) { ALL8(STRIKE); }
    if (d < length) { ALL8(STRIKE_IF); }
    return d;
}

static int64_t strike(uint8_t *s, int64_t length, int64_t d, uint32_t p) {
    switch (p % 30) {
    case 1: return strike_residue(s, length, d, p, 1);
    case 7: return strike_residue(s, length, d, p, 7);
    case 11: return strike_residue(s, length, d, p, 11);
    case 13: return strike_residue(s, length, d, p, 13);
    case 17: return strike_residue(s, length, d, p, 17);
    case 19: return strike_residue(s, length, d, p, 19);
    case 23: return strike_residue(s, length, d, p, 23);
    default: return strike_residue(s, length, d, p, 29);
    }
}

/*
 * The distance from byte `first` to p's first group that is not wholly below p^2 or wholly before `first`. Its members below p^2
 * are multiples of smaller primes too, except p itself for p < 30, which byte 0 takes back.
 */
static int64_t first_group(uint64_t first, uint32_t p) {
    uint64_t q = first / p;
    return q < p / 30 ? (int64_t)((uint64_t)(p / 30) * p - first) : -(int64_t)(first - q * p);
}

/*
 * The patterns of one call, for its first byte. They are too large for a stack that is not ours: HotSpot leaves a native function
 * 80 KB on x86-64, and a deeply recursive Java caller died of SIGSEGV when they lay there.
 */
struct patterns {
    int32_t length[PATTERNS];
    uint8_t *at[PATTERNS];
    uint8_t bytes[PATTERN_BYTES];
};

/* For the caller to free; NULL where the call is better off without them, or where there is no memory, since they only save time. */
static struct patterns *make_patterns(uint64_t first, int64_t bytes) {
    struct patterns *made = bytes >= PATTERNS_WORTH ? malloc(sizeof *made) : NULL;
    if (made == NULL) return NULL;
    uint8_t *at = made->bytes;
    for (int i = 0; i < PATTERNS; i++) {
        const uint8_t *primes = PATTERN_PRIMES[i];
        int32_t length = primes[0] * primes[1] * primes[2];
        made->length[i] = length;
        made->at[i] = at;
        memset(at, 0xFF, (size_t)length);
        for (int j = 0; j < 3 && primes[j] > 1; j++) {
            strike(at, length, -(int64_t)(first % primes[j]), primes[j]);
        }
        at += length;
    }
    return made;
}

/* Fills s[0 .. n) with the patterns, where s[0] is byte `at` of the call. */
static void lay_patterns(const struct patterns *made, int64_t at, uint8_t *s, int64_t n) {
    for (int i = 0; i < PATTERNS; i += PATTERNS_TOGETHER) {
        const uint8_t *p[PATTERNS_TOGETHER];
        int64_t phase[PATTERNS_TOGETHER];
        for (int j = 0; j < PATTERNS_TOGETHER; j++) phase[j] = at % made->length[i + j];
        for (int64_t done = 0; done < n;) {
            int64_t run = n - done;
            for (int j = 0; j < PATTERNS_TOGETHER; j++) {
                p[j] = made->at[i + j] + phase[j];
                if (run > made->length[i + j] - phase[j]) run = made->length[i + j] - phase[j];
            }
            uint8_t *restrict out = s + done;
            if (i == 0) {
                for (int64_t m = 0; m < run; m++) out[m] = p[0][m] & p[1][m] & p[2][m] & p[3][m];
            } else {
                for (int64_t m = 0; m < run; m++) out[m] &= p[0][m] & p[1][m] & p[2][m] & p[3][m];
            }
            for (int j = 0; j < PATTERNS_TOGETHER; j++) {
                phase[j] += run;
                if (phase[j] == made->length[i + j]) phase[j] = 0;
            }
            done += run;
        }
    }
}

/* The patterns clear their own primes too: sets those in [first, first + n) again. */
static void restore_pattern_primes(uint64_t first, uint8_t *s, int64_t n) {
    for (int i = 0; i < PATTERNS; i++) {
        for (int j = 0; j < 3; j++) {
            uint32_t p = PATTERN_PRIMES[i][j];
            if (p / 30 >= first && p / 30 - first < (uint64_t)n) {
                s[p / 30 - first] |= (uint8_t)(1u << KB_WHEEL_BIT(p % 30));
            }
        }
    }
}

/* Sieves the piece that begins at byte `at` of a call; `made` is NULL when the call goes without patterns. */
static void sieve_piece(uint64_t call, int64_t at, int64_t n, const uint32_t *base, int64_t nbase,
                        const struct patterns *made, uint8_t *s) {
    const uint64_t first = call + (uint64_t)at, last = first + (uint64_t)n - 1;
    int32_t next[SMALL_COUNT];
    int64_t from = 0, small, i;
    if (made != NULL) {
        while (from < nbase && base[from] <= PATTERN_PRIME) from++;
    }
    for (small = from; small < nbase && base[small] < SMALL; small++) {
        uint32_t p = base[small];
        if ((uint64_t)p * p / 30 > last) break; /* neither this nor a later prime has a multiple here: no square root, no overflow */
        next[small - from] = (int32_t)first_group(first, p);
    }
    for (int64_t done = 0; done < n; done += BLOCK_BYTES) {
        int64_t block = n - done < BLOCK_BYTES ? n - done : BLOCK_BYTES;
        if (made != NULL) {
            lay_patterns(made, at + done, s + done, block);
        } else {
            memset(s + done, 0xFF, (size_t)block);
        }
        for (i = from; i < small; i++) {
            next[i - from] = (int32_t)(strike(s + done, block, next[i - from], base[i]) - block);
        }
    }
    for (i = small; i < nbase && (uint64_t)base[i] * base[i] / 30 <= last; i++) {
        strike(s, n, first_group(first, base[i]), base[i]);
    }
    if (made != NULL) restore_pattern_primes(first, s, n);
    if (first == 0) s[0] = 0xFF;
}

/*
 * Entering a piece costs one division per prime, so pieces grow with the number of primes: beyond the L2 cache strikes are
 * slower, but with 512 KB a stretch of 1e9 took 1.4 times as long before 1e12 and 3 times before 1e14. More than 4 MB gains
 * little, and L3 is shared.
 */
static int64_t piece_bytes(uint64_t last_byte) {
    int64_t piece = LEAST_PIECE;
    while (piece < LARGEST_PIECE && (uint64_t)(piece / 4) * (uint64_t)(piece / 4) / 30 < last_byte) piece *= 2;
    return piece;
}

static int64_t popcount(const uint8_t *s, int64_t n) {
    int64_t count = 0, i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t word;
        memcpy(&word, s + i, 8);
        count += __builtin_popcountll(word);
    }
    for (; i < n; i++) count += __builtin_popcount(s[i]);
    return count;
}

void KB_KERNEL(sieve_bits)(uint64_t first, int64_t bytes, const uint32_t *base, int64_t nbase, uint8_t *bits) {
    struct patterns *made = make_patterns(first, bytes);
    const int64_t piece = piece_bytes(first + (uint64_t)bytes);
    for (int64_t at = 0; at < bytes; at += piece) {
        int64_t n = bytes - at < piece ? bytes - at : piece;
        sieve_piece(first, at, n, base, nbase, made, bits + at);
    }
    free(made);
}

/* All pieces use the start of `scratch`, which so stays in the cache. */
int64_t KB_KERNEL(sieve_count)(uint64_t first, int64_t bytes, uint32_t first_mask, uint32_t last_mask,
                               const uint32_t *base, int64_t nbase, uint8_t *scratch) {
    struct patterns *made = make_patterns(first, bytes);
    const int64_t piece = piece_bytes(first + (uint64_t)bytes);
    int64_t count = 0;
    for (int64_t at = 0; at < bytes; at += piece) {
        int64_t n = bytes - at < piece ? bytes - at : piece;
        sieve_piece(first, at, n, base, nbase, made, scratch);
        if (at == 0) scratch[0] &= (uint8_t)first_mask;
        if (at + n == bytes) scratch[n - 1] &= (uint8_t)last_mask;
        count += popcount(scratch, n);
    }
    free(made);
    return count;
}
