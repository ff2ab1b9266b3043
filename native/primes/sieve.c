/*
 * The wheel-30 sieve of Eratosthenes (P. Pritchard's wheel; one byte for 30 numbers). Four ranges of primes are struck in four
 * ways, because what costs is different:
 *
 *   7 ... 157      by patterns: the multiples of a few primes repeat after their product, so they are made once per call and then
 *                  laid over the sieve with AND, 16 to 64 bytes at a time; they are a third of all strikes;
 *   to LAST_STRIP  the same, one prime a pattern: so many strips share a pass that it costs one load a prime and 64 bytes;
 *   below SMALL    block by block, a block fitting into the L1 cache, where a strike takes one cycle and not four;
 *   below LARGE    over a whole piece, which fits into the L2 cache: such primes meet a block too seldom to pay for entering it;
 *   the others     by lists: a prime larger than a piece misses most of them, and strikes all over the sieve wait for memory. So
 *                  each waits in the list of the region that its next multiple lies in.
 *
 * A prime's multiples p (30 q + w) come in groups of eight, one group every p bytes, with masks and distances that depend only on
 * p mod 30: eight loops, one per residue, each with its constants in the code, and the primes are sorted by residue, so that no
 * jump is mispredicted but the loop's end. A group that begins in a block is struck to its end, although it reaches beyond: what
 * follows has been laid before. So a prime's only state is the distance of its next group. Nothing outlives the call.
 */
#include "large_primes.h"

#define LEAST_PIECE (512 << 10)   /* the L2 part ... */
#define LARGEST_PIECE (1 << 20)   /* ... where primes are as large as it: see piece_bytes */
#define BLOCK (40 << 10)          /* the L1 part */
#define SMALL (24 << 10)          /* primes below are struck block by block */
#define MOST_GROUPED 82025        /* primes below LARGE */
#define PATTERNS 16
#define PATTERN_PRIME 157         /* the largest prime in them */
#define PATTERNS_TOGETHER 4       /* laid over in one pass */
#define PATTERNS_WORTH (8 << 10)  /* shorter calls are done sooner without making them */
#define MOST_STRIPS 48
#define LAST_STRIP 400
#define STRIDE 256 /* bytes that all strips are laid over before the next */

/* Small with large, so that no product is much longer than the others; 98 KB in all. */
static const uint8_t PATTERN_PRIMES[PATTERNS][3] = {
    {7, 11, 13}, {17, 19, 23}, {29, 157, 1}, {31, 151, 1}, {37, 149, 1}, {41, 139, 1}, {43, 137, 1}, {47, 131, 1},
    {53, 127, 1}, {59, 113, 1}, {61, 109, 1}, {67, 107, 1}, {71, 103, 1}, {73, 101, 1}, {79, 97, 1}, {83, 89, 1}};
#define PATTERN_BYTES 97876

typedef uint8_t vector __attribute__((vector_size(64), aligned(1), may_alias));

struct strip {
    int32_t prime, phase, step; /* where it is read next; what STRIDE does to that */
    uint8_t bytes[LAST_STRIP + STRIDE];
};

struct striker {
    uint32_t prime;
    int32_t next; /* the distance of its next group from the piece */
};

/*
 * What a call works with, in the caller's scratch memory: a stack that is not ours is too small. HotSpot leaves a native function
 * 80 KB on x86-64, and a deeply recursive Java caller died of SIGSEGV when the patterns lay there.
 */
struct work {
    int32_t strips;
    int32_t length[PATTERNS];
    uint8_t *at[PATTERNS];
    int32_t start[8], small[8], end[8]; /* of each residue's strikers */
    int64_t ahead;                      /* how far a group may reach beyond the piece in which it begins */
    int64_t patterned;                  /* how many primes the patterns and strips take care of */
    struct striker strikers[MOST_GROUPED];
    struct strip strip[MOST_STRIPS];
    uint8_t bytes[PATTERN_BYTES];
};

/*
 * Clears the multiple at wheel position j of the group at s, if it lies in [0, limit): the two ends of the range need the check.
 */
#define STRIKE_IF(j)                                                                                                   \
    do {                                                                                                               \
        int64_t at = d + k * W(j) + (int64_t)(r * W(j) / 30);                                                          \
        if ((uint64_t)at < (uint64_t)limit) s[at] &= (uint8_t)kb_wheel_mask(r, W(j));                                  \
    } while (0)

#define STRIKE(j) s[d + o##j] &= (uint8_t)kb_wheel_mask(r, W(j))
#define OFFSET(j) const int64_t o##j = k * W(j) + (int64_t)(r * W(j) / 30)
#define ALL8(what) what(0); what(1); what(2); what(3); what(4); what(5); what(6); what(7)

/*
 * Strikes the groups of p = 30 k + r that begin before s[stop], the first at distance d, and returns the distance of the next one.
 * Nothing outside s[0 .. limit) is touched; edge says whether that must be looked after. r and edge are constants wherever this is
 * inlined.
 */
static inline __attribute__((always_inline)) int64_t strike_groups(uint8_t *s, int64_t stop, int64_t limit, int64_t d, int64_t p,
                                                                   const uint32_t r, const int edge) {
    const int64_t k = p / 30;
    ALL8(OFFSET);
    int64_t whole = stop;
    if (edge) {
        if (d < 0) {
            ALL8(STRIKE_IF);
            d += p;
        }
        if (whole > limit - o7) whole = limit - o7;
    }
    for (; d < whole; d += p) { ALL8(STRIKE); }
    for (; edge && d < stop; d += p) { ALL8(STRIKE_IF); }
    return d;
}

#define STRIKE_RESIDUE(r)                                                                                              \
    for (; from < to; from++) {                                                                                        \
        from->next = (int32_t)(strike_groups(s, stop, limit, from->next, from->prime, r, edge) - shift);               \
    }                                                                                                                  \
    break

/* Strikes with all of [from, to), which are of one residue; distances are then counted from s + shift. */
static inline __attribute__((always_inline)) void strike_all(uint8_t *s, int64_t stop, int64_t limit, int64_t shift, int residue,
                                                             struct striker *from, struct striker *to, const int edge) {
    switch (residue) {
    case 0: STRIKE_RESIDUE(1);
    case 1: STRIKE_RESIDUE(7);
    case 2: STRIKE_RESIDUE(11);
    case 3: STRIKE_RESIDUE(13);
    case 4: STRIKE_RESIDUE(17);
    case 5: STRIKE_RESIDUE(19);
    case 6: STRIKE_RESIDUE(23);
    default: STRIKE_RESIDUE(29);
    }
}

static __attribute__((noinline)) void strike_inside(uint8_t *s, int64_t stop, int64_t limit, int64_t shift, int residue,
                                                    struct striker *from, struct striker *to) {
    strike_all(s, stop, limit, shift, residue, from, to, 0);
}

static __attribute__((noinline)) void strike_at_edge(uint8_t *s, int64_t stop, int64_t limit, int64_t shift, int residue,
                                                     struct striker *from, struct striker *to) {
    strike_all(s, stop, limit, shift, residue, from, to, 1);
}

/*
 * The distance from byte `first` to p's first group that is not wholly below p^2 or wholly before `first`. Its members below p^2
 * are multiples of smaller primes too, except p itself for p < 30, which byte 0 takes back.
 */
static int64_t first_group(uint64_t first, uint32_t p) {
    uint64_t q = first / p;
    return q < p / 30 ? (int64_t)((uint64_t)(p / 30) * p - first) : -(int64_t)(first - q * p);
}

/* Clears p's multiples in a pattern that begins at byte `first` of the sieve. */
static void strike_pattern(uint64_t first, uint32_t p, uint8_t *pattern, int64_t bytes) {
    struct striker one = {p, -(int32_t)(first % p)};
    strike_at_edge(pattern, bytes, bytes, 0, (int)KB_WHEEL_BIT(p % 30), &one, &one + 1);
}

/* Makes the patterns and strips for a call's first byte; returns how many primes they take care of. */
static int64_t make_patterns(struct work *work, uint64_t first, uint64_t last, const uint32_t *base, int64_t nbase) {
    uint8_t *at = work->bytes;
    for (int i = 0; i < PATTERNS; i++) {
        const uint8_t *primes = PATTERN_PRIMES[i];
        int32_t length = primes[0] * primes[1] * primes[2];
        work->length[i] = length;
        work->at[i] = at;
        memset(at, 0xFF, (size_t)length);
        for (int j = 0; j < 3 && primes[j] > 1; j++) strike_pattern(first, primes[j], at, length);
        at += length;
    }
    int64_t done = 0;
    while (done < nbase && base[done] <= PATTERN_PRIME) done++;
    work->strips = 0;
    for (; done < nbase && base[done] < LAST_STRIP && (uint64_t)base[done] * base[done] / 30 <= last; done++) {
        struct strip *strip = &work->strip[work->strips++];
        strip->prime = (int32_t)base[done];
        strip->step = STRIDE % strip->prime;
        int64_t length = strip->prime + STRIDE;
        memset(strip->bytes, 0xFF, (size_t)length);
        strike_pattern(first, base[done], strip->bytes, length);
    }
    return done;
}

/* Fills s[0 .. n) with the patterns, where s[0] is byte `at` of the call. */
static void lay_patterns(const struct work *work, int64_t at, uint8_t *s, int64_t n) {
    for (int i = 0; i < PATTERNS; i += PATTERNS_TOGETHER) {
        const uint8_t *p[PATTERNS_TOGETHER];
        int64_t phase[PATTERNS_TOGETHER];
        for (int j = 0; j < PATTERNS_TOGETHER; j++) phase[j] = at % work->length[i + j];
        for (int64_t done = 0; done < n;) {
            int64_t run = n - done;
            for (int j = 0; j < PATTERNS_TOGETHER; j++) {
                p[j] = work->at[i + j] + phase[j];
                if (run > work->length[i + j] - phase[j]) run = work->length[i + j] - phase[j];
            }
            uint8_t *restrict out = s + done;
            if (i == 0) {
                for (int64_t m = 0; m < run; m++) out[m] = p[0][m] & p[1][m] & p[2][m] & p[3][m];
            } else {
                for (int64_t m = 0; m < run; m++) out[m] &= p[0][m] & p[1][m] & p[2][m] & p[3][m];
            }
            for (int j = 0; j < PATTERNS_TOGETHER; j++) {
                phase[j] += run;
                if (phase[j] == work->length[i + j]) phase[j] = 0;
            }
            done += run;
        }
    }
}

/* Lays all strips over s[0 .. STRIDE). */
static inline void lay_strips_once(struct work *work, uint8_t *s) {
    vector *out = (vector *)s;
    vector a = out[0], b = out[1], c = out[2], d = out[3];
    for (int i = 0; i < work->strips; i++) {
        struct strip *strip = &work->strip[i];
        const vector *in = (const vector *)(strip->bytes + strip->phase);
        a &= in[0], b &= in[1], c &= in[2], d &= in[3];
        int32_t phase = strip->phase + strip->step;
        strip->phase = phase >= strip->prime ? phase - strip->prime : phase;
    }
    out[0] = a, out[1] = b, out[2] = c, out[3] = d;
}

static void lay_strips(struct work *work, int64_t at, uint8_t *s, int64_t n) {
    for (int i = 0; i < work->strips; i++) work->strip[i].phase = (int32_t)(at % work->strip[i].prime);
    int64_t done = 0;
    for (; done + STRIDE <= n; done += STRIDE) lay_strips_once(work, s + done);
    if (done < n) {
        uint8_t rest[STRIDE];
        memcpy(rest, s + done, (size_t)(n - done));
        lay_strips_once(work, rest);
        memcpy(s + done, rest, (size_t)(n - done));
    }
}

/* The patterns clear their own primes too: sets those in [first, first + n) again. */
static void restore_pattern_primes(const uint32_t *base, int64_t count, uint64_t first, uint8_t *s, int64_t n) {
    for (int64_t i = 0; i < count; i++) {
        uint32_t p = base[i];
        if (p / 30 >= first && p / 30 - first < (uint64_t)n) s[p / 30 - first] |= (uint8_t)(1u << KB_WHEEL_BIT(p % 30));
    }
}

/* Sets up the call: patterns, strips, and the strikers sorted by residue. Returns how many of the primes are below LARGE. */
static int64_t prepare(struct work *work, uint64_t first, int64_t bytes, const uint32_t *base, int64_t nbase) {
    const uint64_t last = first + (uint64_t)bytes - 1;
    work->patterned = bytes >= PATTERNS_WORTH ? make_patterns(work, first, last, base, nbase) : 0;
    int64_t end = work->patterned;
    int32_t count[8] = {0};
    /* Beyond the square root neither a prime nor a later one has a multiple here; squared and divided, nothing overflows. */
    for (; end < nbase && base[end] < LARGE && (uint64_t)base[end] * base[end] / 30 <= last; end++) {
        count[KB_WHEEL_BIT(base[end] % 30)]++;
    }
    int32_t at = 0;
    for (int j = 0; j < 8; j++) {
        work->start[j] = work->small[j] = work->end[j] = at;
        at += count[j];
    }
    for (int64_t i = work->patterned; i < end; i++) {
        uint32_t p = base[i];
        int j = (int)KB_WHEEL_BIT(p % 30);
        work->strikers[work->end[j]++] = (struct striker){p, (int32_t)first_group(first, p)};
        if (p < SMALL) work->small[j]++;
    }
    work->ahead = end > work->patterned ? base[end - 1] : 0;
    return end;
}

/*
 * Sieves the piece of n bytes at s that begins at byte `at` of a call for the primes below LARGE. From *laid on, up to s[limit) at
 * the most, the bytes have not been touched yet.
 */
static void sieve_piece(struct work *work, int64_t at, uint8_t *s, int64_t n, int64_t limit, int64_t *laid) {
    int64_t lay = n + work->ahead < limit ? n + work->ahead : limit;
    if (lay > *laid) {
        if (work->patterned > 0) {
            lay_patterns(work, at + *laid, s + *laid, lay - *laid);
            lay_strips(work, at + *laid, s + *laid, lay - *laid);
        } else {
            memset(s + *laid, 0xFF, (size_t)(lay - *laid));
        }
        *laid = lay;
    }
    /* Only the call's two ends cut groups. */
    void (*strike)(uint8_t *, int64_t, int64_t, int64_t, int, struct striker *, struct striker *) =
        at == 0 || n + work->ahead > limit ? strike_at_edge : strike_inside;
    for (int64_t begin = 0; begin < n; begin += BLOCK) {
        int64_t end = begin + BLOCK < n ? begin + BLOCK : n;
        for (int j = 0; j < 8; j++) {
            strike(s, end, limit, end == n ? n : 0, j, work->strikers + work->start[j], work->strikers + work->small[j]);
        }
    }
    for (int j = 0; j < 8; j++) strike(s, n, limit, n, j, work->strikers + work->small[j], work->strikers + work->end[j]);
    *laid -= n;
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

/* A visit with a prime costs several strikes (estimated): where primes are as large as a piece, larger pieces have fewer visits. */
static int64_t piece_bytes(uint64_t last) {
    return last < (uint64_t)(LEAST_PIECE / 2) * (LEAST_PIECE / 2) / 30 ? LEAST_PIECE : LARGEST_PIECE;
}

/* The scratch memory holds struct work, struct waiting where it is needed, and the sieve of what is only counted. */
int64_t KB_KERNEL(sieve_scratch)(uint64_t first, int64_t bytes) {
    const int64_t chunk = bytes < CHUNK ? bytes : CHUNK, window = LARGEST_PIECE + LARGE;
    const int64_t need = 63 + ALIGN((int64_t)sizeof(struct work)); /* 63: it may begin anywhere */
    if (needs_lists(first + (uint64_t)bytes)) return need + waiting_bytes(first + (uint64_t)(bytes - chunk), chunk) + chunk;
    return need + (chunk < window ? chunk : window);
}

/*
 * Sieves a chunk into `bits`, or, if that is NULL, counts it in the scratch memory: where there are no large primes in a window
 * that slides over the chunk and stays in the cache.
 */
static int64_t sieve_chunk(uint64_t first, int64_t bytes, const uint32_t *base, int64_t nbase, uint8_t *scratch, uint8_t *bits,
                           uint32_t first_mask, uint32_t last_mask) {
    struct work *work = (struct work *)(((uintptr_t)scratch + 63) & ~(uintptr_t)63);
    uint8_t *const behind = (uint8_t *)work + ALIGN((int64_t)sizeof *work);
    const int large = needs_lists(first + (uint64_t)bytes), slide = bits == NULL && !large, whole = bits == NULL && large;
    if (bits == NULL) bits = large ? behind + waiting_bytes(first, bytes) : behind;
    const int64_t piece = piece_bytes(first + (uint64_t)bytes), grouped = prepare(work, first, bytes, base, nbase);
    int64_t laid = 0, count = 0;
    for (int64_t at = 0; at < bytes; at += piece) {
        const int64_t n = bytes - at < piece ? bytes - at : piece;
        uint8_t *s = slide ? bits : bits + at;
        sieve_piece(work, at, s, n, bytes - at, &laid);
        restore_pattern_primes(base, work->patterned, first + (uint64_t)at, s, n);
        if (first == 0 && at == 0) s[0] = 0xFF;
        if (slide) {
            if (at == 0) s[0] &= (uint8_t)first_mask;
            if (at + n == bytes) s[n - 1] &= (uint8_t)last_mask;
            count += popcount(s, n);
            memmove(s, s + n, (size_t)laid);
        }
    }
    if (large) strike_large((struct waiting *)behind, blocks_for(first, bytes), first, bytes, base + grouped, nbase - grouped, bits);
    if (whole) {
        bits[0] &= (uint8_t)first_mask;
        bits[bytes - 1] &= (uint8_t)last_mask;
        count = popcount(bits, bytes);
    }
    return count;
}

void KB_KERNEL(sieve_bits)(uint64_t first, int64_t bytes, const uint32_t *base, int64_t nbase, uint8_t *bits, uint8_t *scratch) {
    for (int64_t at = 0; at < bytes; at += CHUNK) {
        int64_t n = bytes - at < CHUNK ? bytes - at : CHUNK;
        sieve_chunk(first + (uint64_t)at, n, base, nbase, scratch, bits + at, 0, 0);
    }
}

int64_t KB_KERNEL(sieve_count)(uint64_t first, int64_t bytes, uint32_t first_mask, uint32_t last_mask,
                               const uint32_t *base, int64_t nbase, uint8_t *scratch) {
    int64_t count = 0;
    for (int64_t at = 0; at < bytes; at += CHUNK) {
        int64_t n = bytes - at < CHUNK ? bytes - at : CHUNK;
        count += sieve_chunk(first + (uint64_t)at, n, base, nbase, scratch, NULL, at == 0 ? first_mask : 0xFF,
                             at + n == bytes ? last_mask : 0xFF);
    }
    return count;
}
