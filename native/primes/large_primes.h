/*
 * The sieve's large primes. A call's bytes are cut into regions, and a prime waits in the list of the region that its next multiple
 * lies in (T. Oliveira e Silva, "Fast implementation of the segmented sieve of Eratosthenes", 2002). So a region is struck
 * while it is in the cache, and the rest of memory is read and written in sequence. Primes go by the wheel modulo 210, which spares them
 * the multiples of 7: how the multiple of p = 30 k + r goes on to the next one is told by r and the cofactor modulo 210.
 *
 * An entry is k, then (9 bits) which turn comes, then the byte within the region. Lists are chains of blocks; a block that has been
 * read is the next one to be written. What finds no room in them strikes at once: that is for the largest primes, beyond 10^17,
 * which hardly ever strike a second time.
 */
#ifndef KB_LARGE_PRIMES_H
#define KB_LARGE_PRIMES_H
#include "../arith/wheel.h"
#include "../tier.h"
#include <string.h>

#define LARGE (1 << 20)       /* from here on; 2^19 is no better at 10^15 and a fifth slower at 10^12 */
#define CHUNK (32 << 20)      /* a call of more bytes is several */
#define REGION_BITS 19        /* 512 KB, which fits into the L2 cache; 256 KB is no better, 1 MB 8 % slower */
#define BLOCK_WORDS (1 << 10) /* of a list */
#ifndef MOST_BLOCKS           /* a test has fewer */
#define MOST_BLOCKS (16 << 10) /* 128 MB: the primes up to 3e8; with a quarter of that a window at 10^18 takes 30 % longer */
#endif
#define SPARE_BLOCKS 4        /* the one that is read, one of its list that is not full, and two for good measure */

#define ALIGN(bytes) (((bytes) + 63) & ~(int64_t)63)

/* Residue of wheel position j, as a constant expression. */
#define W(j) KB_WHEEL_RESIDUE(j)

struct turn {
    uint8_t mask, gap, carry, unused;
    uint32_t next; /* shifted to where an entry has it */
};

#define WHEEL 48
#define TURN_BITS 9 /* residue of p, wheel position of the cofactor */
#define K_SHIFT (REGION_BITS + TURN_BITS)

struct waiting {
    struct turn turns[8 << 6];
    uint8_t to_wheel[210], position[210]; /* of a cofactor: how far the next one on the wheel is, and its number there */
    int64_t bytes, regions, room;               /* of the call; how many entries may be in all lists together */
    uint64_t *fill[(CHUNK >> REGION_BITS) + 1]; /* where a list's next entry goes; the last list is of those that strike no more */
    uint64_t *free;                             /* the first block of a chain */
};

/* A block's first word points to the next block of its chain; then come entries. */
static uint64_t *take_block(struct waiting *w, uint64_t *behind) {
    uint64_t *block = w->free;
    memcpy(&w->free, block, sizeof block);
    memcpy(block, &behind, sizeof block);
    return block + 1;
}

static void make_turns(struct waiting *waiting) {
    int32_t wheel[WHEEL + 1], count = 0;
    for (int32_t n = 1; n < 210; n++) {
        if (n % 2 && n % 3 && n % 5 && n % 7) wheel[count++] = n;
    }
    wheel[count] = 211;
    for (int32_t n = 0, j = 0; n < 210; n++) {
        if (n > wheel[j]) j++;
        waiting->to_wheel[n] = (uint8_t)(wheel[j] - n);
        waiting->position[n] = (uint8_t)j;
    }
    for (int i = 0; i < 8; i++) {
        for (int j = 0; j < WHEEL; j++) {
            const int32_t r = (int32_t)W(i), at = r * wheel[j], next = r * wheel[j + 1];
            waiting->turns[i << 6 | j] = (struct turn){(uint8_t)~(1u << KB_WHEEL_BIT(at % 30)), (uint8_t)(wheel[j + 1] - wheel[j]),
                                                       (uint8_t)(next / 30 - at / 30), 0,
                                                       (uint32_t)(i << 6 | (j + 1) % WHEEL) << REGION_BITS};
        }
    }
}

/* Of a call. */
static int64_t regions_of(int64_t bytes) { return ((bytes - 1) >> REGION_BITS) + 1; }

/* Cuts the memory into blocks and gives each list an empty one. */
static void make_lists(struct waiting *w, int64_t bytes, int64_t blocks) {
    uint64_t *first = (uint64_t *)(((uintptr_t)(w + 1) + BLOCK_WORDS * 8 - 1) & ~(uintptr_t)(BLOCK_WORDS * 8 - 1));
    w->free = NULL;
    for (int64_t i = blocks - 1; i >= 0; i--) {
        uint64_t *block = first + i * BLOCK_WORDS;
        memcpy(block, &w->free, sizeof block);
        w->free = block;
    }
    w->bytes = bytes;
    w->regions = regions_of(bytes);
    w->room = (blocks - w->regions - 1 - SPARE_BLOCKS) * (BLOCK_WORDS - 1);
    for (int64_t i = 0; i <= w->regions; i++) w->fill[i] = take_block(w, NULL);
}

static inline void append(struct waiting *w, int64_t list, uint64_t entry) {
    uint64_t *fill = w->fill[list];
    *fill++ = entry;
    if (((uintptr_t)fill & (BLOCK_WORDS * 8 - 1)) == 0) {
        uint64_t *block = fill - BLOCK_WORDS;
        fill = list == w->regions ? block + 1 : take_block(w, block);
    }
    w->fill[list] = fill;
}

/* The strikes of one block of a region's list. */
static __attribute__((noinline)) void strike_entries(struct waiting *w, int64_t region, const uint64_t *entry, const uint64_t *end,
                                                     uint8_t *s) {
    const uint64_t within = ((uint64_t)1 << REGION_BITS) - 1, same = ~(((uint64_t)1 << K_SHIFT) - 1);
    const uint64_t left = (uint64_t)(w->bytes - (region << REGION_BITS));
    for (; entry < end; entry++) {
        const uint64_t e = *entry;
        const struct turn *turn = &w->turns[e >> REGION_BITS & ((1 << TURN_BITS) - 1)];
        s[e & within] &= turn->mask;
        const uint64_t at = (e & within) + (e >> K_SHIFT) * turn->gap + turn->carry;
        append(w, at < left ? region + (int64_t)(at >> REGION_BITS) : w->regions, (e & same) | turn->next | (at & within));
    }
}

/* Does all strikes of a region; some primes strike it more than once, and come into its list again. */
static void strike_region(struct waiting *w, int64_t region, uint8_t *s) {
    s += region << REGION_BITS;
    while (1) {
        uint64_t *end = w->fill[region], *block = end - ((uintptr_t)end & (BLOCK_WORDS * 8 - 1)) / 8, *behind;
        memcpy(&behind, block, sizeof block);
        if (end == block + 1 && behind == NULL) return;
        w->fill[region] = take_block(w, NULL);
        for (; block != NULL; block = behind, end = block + BLOCK_WORDS) {
            memcpy(&behind, block, sizeof block);
            strike_entries(w, region, block + 1, end, s);
            memcpy(block, &w->free, sizeof block);
            w->free = block;
        }
    }
}

/* The strikes of one prime, at once. */
static void strike_directly(const struct waiting *w, int64_t at, uint64_t k, uint64_t turn, uint8_t *s) {
    while (at < w->bytes) {
        const struct turn now = w->turns[turn];
        s[at] &= now.mask;
        at += (int64_t)(k * now.gap + now.carry);
        turn = now.next >> REGION_BITS;
    }
}

/*
 * Strikes with the primes from LARGE on over a whole call, which has been laid. first * 30 may take all 64 bits; a quotient of it
 * has less than 48, so computed from doubles it is off by one at most.
 */
static void strike_large(struct waiting *waiting, int64_t blocks, uint64_t first, int64_t bytes, const uint32_t *base,
                         int64_t nbase, uint8_t *s) {
    const uint64_t last = first + (uint64_t)bytes - 1, number = 30 * first;
    const double real = (double)number;
    make_turns(waiting);
    make_lists(waiting, bytes, blocks);
    int64_t entries = 0;
    for (int64_t i = 0; i < nbase; i++) {
        const uint64_t p = base[i];
        if (p * p / 30 > last) break;
        uint64_t cofactor = (uint64_t)(int64_t)(real / (double)p);
        int64_t distance = (int64_t)(cofactor * p - number); /* of p * cofactor from the call's first number */
        while (distance < 0) cofactor++, distance += (int64_t)p;
        while (distance >= (int64_t)p) cofactor--, distance -= (int64_t)p;
        if (cofactor < p) {
            cofactor = p;
            distance = (int64_t)(p * p - number);
        }
        const uint32_t w = (uint32_t)(cofactor % 210);
        const int64_t at = (int64_t)((uint64_t)(distance + waiting->to_wheel[w] * (int64_t)p) / 30);
        const uint64_t k = p / 30, turn = KB_WHEEL_BIT(p % 30) << 6 | waiting->position[w];
        if (at >= bytes) continue;
        if (entries < waiting->room) {
            entries++;
            append(waiting, at >> REGION_BITS, k << K_SHIFT | turn << REGION_BITS | ((uint64_t)at & ((1 << REGION_BITS) - 1)));
        } else {
            strike_directly(waiting, at, k, turn, s);
        }
    }
    for (int64_t region = 0; region < waiting->regions; region++) strike_region(waiting, region, s);
}

/* Whether primes from LARGE on have multiples among the bytes up to `last`. */
static int needs_lists(uint64_t last) { return last >= (uint64_t)LARGE * LARGE / 30; }

/*
 * Blocks for the primes up to the square root r, of which there are fewer than 1.25506 r / ln r = 1.811 r / log2 r, or as many as are worth
 * their memory. With a rounded logarithm the bound falls where r becomes a power of two, and one of a call's chunks would want more than
 * the last; so it is at least what it was before.
 */
static int64_t blocks_for(uint64_t first, int64_t bytes) {
    const uint64_t root = (uint64_t)__builtin_sqrt(30.0 * (double)(first + (uint64_t)bytes)) + 2;
    const int64_t log2 = 63 - __builtin_clzll(root), now = (int64_t)(1.811 * (double)root) / log2,
                  before = (int64_t)(1.811 * (double)((uint64_t)1 << log2)) / (log2 - 1), primes = now > before ? now : before;
    const int64_t full = primes / (BLOCK_WORDS - 1) + 1;
    return (full < MOST_BLOCKS ? full : MOST_BLOCKS) + regions_of(bytes) + 1 + SPARE_BLOCKS;
}

static int64_t waiting_bytes(uint64_t first, int64_t bytes) {
    return ALIGN((int64_t)sizeof(struct waiting) + (blocks_for(first, bytes) + 1) * BLOCK_WORDS * 8);
}
#endif
