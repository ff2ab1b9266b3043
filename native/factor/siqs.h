/*
 * What a call of the quadratic sieve works with: the tables of the number and of the coefficient as kernelbridge.h lays them out, and
 * the working memory, which keeps the roots from one call to the next.
 */
#ifndef KB_SIQS_H
#define KB_SIQS_H
#include "../arith/residue.h"
#include "../tier.h"
#include <string.h>
#if defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
#include <immintrin.h>
#define SIQS_AVX512
#endif

#define MOST_WORDS 4
#define MOST_FACTORS 24
#define MOST_INDICES 256 /* more primes than a number of 256 bits has */
#define HEAD 5           /* ints of a relation before its indices */
#define PAD 16           /* arrays are as long as whole vectors */
#define NEVER 0x3fffffff /* a root that is no place */
#define CHUNK 512        /* primes whose roots move, and which then strike while these are near */
#define FEW 8             /* strikes a block up to which sixteen primes are taken together */
#define SPARE 64         /* bytes behind the blocks for strikes that miss theirs */

/* The primes [from, to) above a block's length, and where their strikes end in the list of all: they begin where the last ones' end. */
struct bucket {
    int64_t from, to, end;
};

struct siqs {
    /* of the number */
    int64_t size, sieved, large, far, blocks, bits, start, tight, words, parts, slices;
    uint64_t single, pair_least, pair_most;
    double scale;
    const uint32_t *primes, *roots, *inverses, *cuts;
    const uint64_t *reciprocals, *n;
    const uint8_t *logs;
    /* of the coefficient */
    uint64_t id;
    int64_t s, odd;
    const uint64_t *factors, *gammas, *a, *a_inverse, *b_parts;
    /* working memory */
    uint64_t *head; /* id and polynomial that the roots belong to */
    uint32_t *root1, *root2, *turned, *middle, *moves, *next1, *next2;
    uint8_t *weights; /* the logs, 0 for primes of a */
    uint8_t *field;   /* all places */
    uint32_t *hits;   /* where large primes strike, in their order */
    struct bucket *buckets;
    /* of a polynomial */
    int64_t g, bucket_count;
    int fresh; /* whether b is its */
    uint64_t b[MOST_WORDS];
    /* what was found */
    uint32_t *found;
    int64_t found_room, found_count;
    int full; /* found has no room left */
};

static inline int64_t padded(int64_t n) { return (n + PAD - 1) / PAD * PAD; }

static inline int64_t places(const struct siqs *q) { return q->blocks << q->bits; }

static inline void siqs_tables(struct siqs *q, const uint64_t *t) {
    const char *at = (const char *)t;
    q->size = (int64_t)t[0];
    q->sieved = (int64_t)t[1];
    q->large = (int64_t)t[2];
    q->blocks = (int64_t)t[3];
    q->bits = (int64_t)t[4];
    q->start = (int64_t)t[5];
    q->tight = (int64_t)t[6];
    memcpy(&q->scale, t + 7, sizeof q->scale);
    q->words = (int64_t)t[8];
    q->single = t[9];
    q->pair_least = t[10];
    q->pair_most = t[11];
    q->parts = (int64_t)t[12];
    q->slices = (int64_t)t[13];
    q->n = t + 16;
    q->primes = (const uint32_t *)(at + t[20]);
    q->roots = (const uint32_t *)(at + t[21]);
    q->inverses = (const uint32_t *)(at + t[22]);
    q->reciprocals = (const uint64_t *)(at + t[23]);
    q->logs = (const uint8_t *)(at + t[24]);
    q->cuts = (const uint32_t *)(at + t[25]);
    int64_t low = q->large, high = q->size;
    while (low < high) {
        const int64_t middle = (low + high) / 2;
        if (q->primes[middle] < places(q)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    q->far = low; /* from here on a root strikes once at most */
}

static inline void siqs_coefficient(struct siqs *q, const uint64_t *c) {
    q->id = c[0] + 1; /* 0 stands for none in fresh working memory */
    q->s = (int64_t)c[1];
    q->odd = (int64_t)c[2];
    q->factors = c + 3;
    q->gammas = q->factors + q->s;
    q->a = q->gammas + q->s;
    q->a_inverse = q->a + q->words;
    q->b_parts = q->a_inverse + q->words;
}

/* Takes a piece of the working memory, in whole cache lines; with none there it only counts. */
static inline void *piece(char *memory, int64_t *at, int64_t bytes) {
    void *begin = memory == NULL ? NULL : memory + *at;
    *at += (bytes + 63) / 64 * 64;
    return begin;
}

static inline int64_t siqs_memory(struct siqs *q, char *memory) {
    const int64_t column = 4 * padded(q->size), small = 4 * padded(q->large);
    const int64_t strikes = 2 * ((q->far - q->large) * q->blocks + q->size - q->far);
    int64_t at = 0;
    q->head = piece(memory, &at, 64);
    q->root1 = piece(memory, &at, column);
    q->root2 = piece(memory, &at, column);
    q->turned = piece(memory, &at, column);
    q->middle = piece(memory, &at, column);
    q->moves = piece(memory, &at, q->parts * column);
    q->next1 = piece(memory, &at, small);
    q->next2 = piece(memory, &at, small);
    q->weights = piece(memory, &at, padded(q->size));
    q->field = piece(memory, &at, places(q) + SPARE);
    q->hits = piece(memory, &at, 4 * (strikes + 2 * PAD));
    q->buckets = piece(memory, &at, (int64_t)sizeof(struct bucket) * (q->size / CHUNK + q->slices + 1));
    return at;
}
#endif
