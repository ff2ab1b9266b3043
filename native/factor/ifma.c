/*
 * Primality and factorization of many numbers, eight to a register, by AVX-512 IFMA. The numbers of a call are worked off in rounds: all
 * parts that are not proved yet are tested for primality together, and the composite ones are split together, sorted by size.
 */
#include "../tier.h"
#include "hart_lanes.h"
#include "ifma_split.h"
#include <stdlib.h>

#define CHUNK 2048 /* numbers in work together; more would not fill the lanes better */
#define PARTS 6    /* a number has no more prime factors from KB_TRIAL_WIDE on */

/* Parts that are to be proved, composite ones by class, and what comes of them: PARTS for each number. */
struct lists {
    struct part *open, *sorted, *found;
    uint8_t *prime;
};

/* For what random numbers leave. */
static const struct size_class LIGHT = {64, LONG, 47, 1500, 15};
#define WORTH_LIGHT 16

static int class_of(kb_u64 n) {
    int c = 0;
    while (n >> (CLASSES[c].bits - 1) >> 1 != 0) c++;
    return c;
}

/* Lists what is prime, takes roots of squares, splits the others: one round. Returns how many parts are found. */
static int64_t round_of(struct lists *l, int64_t open, uint64_t *primes) {
    int64_t starts[CLASS_COUNT + 1] = {0}, found = 0, rest = 0, light = 0;
    prove_parts(l->open, open, KB_TRIAL_WIDE, l->prime);
    for (int64_t i = 0; i < open; i++) {
        const struct part part = l->open[i];
        if (l->prime[i]) {
            list_prime(part.n, primes + part.owner * KB_FACTOR_SLOTS);
            continue;
        }
        const kb_u64 root = square_root(part.n);
        if (root * root == part.n) l->found[found++] = (struct part){root, part.owner, part.light, 0};
        else if (part.light && IS_LONG(part.n)) l->sorted[light++] = part;
        else l->open[rest++] = part; /* not before what is still to be read */
    }
    if (light >= WORTH_LIGHT) {
        const int64_t split = split_class(l->sorted, light, &LIGHT, l->found + found, l->open + rest);
        found += 2 * split;
        rest += light - split;
    } else {
        for (int64_t i = 0; i < light; i++) l->open[rest++] = l->sorted[i];
    }
    for (int64_t i = 0; i < rest; i++) starts[class_of(l->open[i].n) + 1]++;
    for (int c = 0; c < CLASS_COUNT; c++) starts[c + 1] += starts[c];
    for (int64_t i = 0; i < rest; i++) l->sorted[starts[class_of(l->open[i].n)]++] = l->open[i]; /* a start becomes its end */
    for (int c = 0; c < CLASS_COUNT; c++) {
        const int64_t start = c == 0 ? 0 : starts[c - 1];
        found += 2 * split_class(l->sorted + start, starts[c] - start, &CLASSES[c], l->found + found, NULL);
    }
    return found;
}

/* The primes of rows [from, to) out of odd n, eight tried at once. */
static inline kb_u64 divide_rows(kb_u64 n, int from, int to, kb_u64 *primes, int *count) {
    const __m512i all = _mm512_set1_epi64((long long)n);
    for (int row = from; row < to; row++) {
        const __m512i q = _mm512_mullo_epi64(all, _mm512_loadu_si512(KB_TRIAL_INVERSE + 8 * row));
        unsigned divide = _mm512_cmple_epu64_mask(q, _mm512_loadu_si512(KB_TRIAL_MOST + 8 * row));
        for (; divide != 0; divide &= divide - 1) {
            const int i = 8 * row + __builtin_ctz(divide);
            primes[(*count)++] = KB_TRIAL_PRIME[i];
            do n *= KB_TRIAL_INVERSE[i]; /* exact */
            while (KB_MULTIPLE(n, KB_TRIAL_INVERSE[i], KB_TRIAL_MOST[i]));
        }
    }
    return n;
}

/* The primes below KB_TRIAL_WIDE out of n > 0, and below KB_TRIAL_DEEP if it looks like a random number; *light says whether it does. */
static kb_u64 divide_wide(kb_u64 n, kb_u64 *primes, int *light) {
    int count = 0;
    if ((n & 1) == 0) {
        primes[count++] = 2;
        n >>= __builtin_ctzll(n);
    }
    n = divide_rows(n, 0, KB_TRIAL_ROWS, primes, &count);
    *light = count > 0;
    return *light && IS_LONG(n) ? divide_rows(n, KB_TRIAL_ROWS, KB_TRIAL_DEEP_ROWS, primes, &count) : n;
}

static void factorize_chunk(const uint64_t *n, int64_t count, uint64_t *primes, struct lists l) {
    int64_t open = 0;
    for (int64_t i = 0; i < count; i++) {
        int light;
        kb_u64 *slots = primes + i * KB_FACTOR_SLOTS;
        for (int k = 0; k < KB_FACTOR_SLOTS; k++) slots[k] = 0;
        if (n[i] < 2) continue;
        const kb_u64 rest = divide_wide(n[i], slots, &light);
        l.open[open] = (struct part){rest, (int32_t)i, (int16_t)light, 0};
        open += rest > 1;
    }
    while (open > 0) {
        struct part *done = l.open;
        open = round_of(&l, open, primes);
        l.open = l.found;
        l.found = done;
    }
}

/* As many numbers as are factored one after the other. */
#define FEW 4

/* Bounds for eight curves on one number. */
static const struct size_class SINGLE[] = {
    {40, LAZY, 20, 380, 10}, {44, LAZY, 31, 589, 15}, {48, LAZY, 43, 817, 15},  {52, WORD, 53, 1855, 15},
    {56, LONG, 73, 2555, 20}, {60, LONG, 101, 3535, 35}, {64, LONG, 139, 4865, 35}};

static const struct size_class SINGLE_LIGHT = {64, LONG, 23, 600, 10};

static kb_u64 split_alone(kb_u64 n, int light) {
    struct part part = {n, 0, 0, 0}, halves[2];
    const kb_u64 root = square_root(n);
    kb_u64 d;
    int c = 0;
    if (root * root == n) return root;
    if (n >> HART_LANES_BITS == 0 && (d = hart_lanes(n)) != 0) return d;
    while (n >> (SINGLE[c].bits - 1) >> 1 != 0) c++;
    if (light && SINGLE[c].width == LONG && split_class(&part, 1, &SINGLE_LIGHT, halves, &part) != 0) return halves[0].n;
    split_class(&part, 1, &SINGLE[c], halves, NULL);
    return halves[0].n;
}

static void factor_alone(kb_u64 n, kb_u64 *primes) {
    kb_u64 todo[PARTS + 1];
    int light, depth = 0;
    for (int k = 0; k < KB_FACTOR_SLOTS; k++) primes[k] = 0;
    if (n < 2) return;
    n = divide_wide(n, primes, &light);
    if (n > 1) todo[depth++] = n;
    while (depth > 0) {
        const kb_u64 m = todo[--depth];
        if (m < KB_TRIAL_WIDE * KB_TRIAL_WIDE || kb_prime_tests(m)) {
            list_prime(m, primes);
        } else {
            const kb_u64 d = split_alone(m, light);
            todo[depth++] = d;
            todo[depth++] = m / d;
        }
    }
}

int32_t factorize_ifma(const uint64_t *n, int64_t count, uint64_t *primes) {
    if (count <= FEW) {
        for (int64_t i = 0; i < count; i++) factor_alone(n[i], primes + i * KB_FACTOR_SLOTS);
        return KB_OK;
    }
    const int64_t chunk = count < CHUNK ? count : CHUNK;
    struct part *parts = malloc((size_t)(PARTS * chunk) * (3 * sizeof *parts + 1));
    if (parts == NULL) return KB_NO_MEMORY;
    const struct lists l = {parts, parts + PARTS * chunk, parts + 2 * PARTS * chunk, (uint8_t *)(parts + 3 * PARTS * chunk)};
    for (int64_t i = 0; i < count; i += chunk) {
        factorize_chunk(n + i, count - i < chunk ? count - i : chunk, primes + i * KB_FACTOR_SLOTS, l);
    }
    free(parts);
    return KB_OK;
}

int32_t is_prime_ifma(const uint64_t *n, int64_t count, uint8_t *out) {
    struct part open[256];
    uint8_t prime[256];
    int64_t at[256], waiting = 0;
    for (int64_t i = 0; i < count; i++) {
        if (n[i] < 59 * 59 || (n[i] & 1) == 0 || kb_has_small_factor(n[i])) {
            out[i] = (uint8_t)(n[i] < 59 * 59 && kb_prime(n[i]));
        } else {
            at[waiting] = i;
            open[waiting++] = (struct part){n[i], 0, 0, 0};
        }
        if (waiting < 256 && i + 1 < count) continue;
        prove_parts(open, waiting, 59, prime);
        for (int64_t k = 0; k < waiting; k++) out[at[k]] = prime[k];
        waiting = 0;
    }
    return KB_OK;
}
