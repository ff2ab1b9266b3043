/*
 * Primality and factorization of many numbers, eight to a register, by AVX-512 IFMA. The numbers of a call are worked off in rounds: all
 * parts that are not proved yet are tested for primality together, the composite ones are split together, sorted by size. A lane whose
 * number is split takes the next one at once; when no next one is left, the idle lanes run further curves on those still there. So a
 * single number is simply eight curves at once.
 */
#include "../tier.h"
#include "one.h"
#include <immintrin.h>
#include <stdlib.h>

#define LOW52 0xFFFFFFFFFFFFFll
#define MOST_LANES 32
#define EACH_VECTOR(i) _Pragma("GCC unroll 8") for (int i = 0; i < LANES_K; i++)

/* What a run of curves gets and gives, by lane. */
struct lane_run {
    kb_u64 n[MOST_LANES], ninv[MOST_LANES], r2[MOST_LANES];
    int curve[MOST_LANES];
    kb_ecm_plan plan;
    int solo; /* all lanes work on one number: what stage 1 finds is enough */
    kb_u64 found;
    kb_u64 all[MOST_LANES], parts[1 + KB_ECM_SUMS][MOST_LANES];
};

/* 2^104 mod n: from 2^64 mod n by products with R = 2^64. */
static inline kb_u64 squared_52(kb_u64 n, kb_u64 ninv) {
    const kb_u64 r128 = kb_mont_r2(n, ninv, kb_mont_one(n));
    return kb_mont_mul(r128, (kb_u64)1 << 40, n, ninv);
}

/* 2^208 mod n. */
static inline kb_u64 squared_104(kb_u64 n, kb_u64 ninv) {
    const kb_u64 r128 = kb_mont_r2(n, ninv, kb_mont_one(n));
    return kb_mont_mul(kb_mont_mul(r128, r128, n, ninv), kb_mont_mul(r128, (kb_u64)1 << 16, n, ninv), n, ninv);
}

#define LANES_K 4
#define LANES_LAZY 1
#define LANES(name) lazy4_##name
#include "lanes52.h"
#include "lanes_ecm.h"
#include "lanes_prime.h"
#undef LANES
#undef LANES_LAZY

#define LANES_LAZY 0
#define LANES(name) word4_##name
#include "lanes52.h"
#include "lanes_ecm.h"
#undef LANES

#define LANES(name) long4_##name
#include "lanes104.h"
#include "lanes_ecm.h"
#include "lanes_prime.h"
#undef LANES
#undef LANES_K

#define LANES_K 1
#define LANES(name) word1_##name
#include "lanes52.h"
#include "lanes_ecm.h"
#undef LANES
#undef LANES_LAZY

#define LANES(name) long1_##name
#include "lanes104.h"
#include "lanes_ecm.h"
#undef LANES
#undef LANES_K

/*
 * gcds[i] = gcd(a[i], n[i]) for odd n and 8 k numbers (J. Stein, 1967): u and v become |u - v| without its factors 2, and the smaller of
 * them. Four registers side by side, since each waits for itself; inlined for a constant k.
 */
static inline __attribute__((always_inline)) void gcd_vectors(kb_u64 *gcds, const kb_u64 *a, const kb_u64 *n, int k) {
    const __m512i zero = _mm512_setzero_si512(), top = _mm512_set1_epi64(63);
    __m512i u[4], v[4];
    int left = 0;
    for (int i = 0; i < k; i++) {
        u[i] = _mm512_loadu_si512(a + 8 * i);
        v[i] = _mm512_loadu_si512(n + 8 * i);
        left |= _mm512_test_epi64_mask(u[i], u[i]);
    }
    while (left != 0) {
        left = 0;
        for (int i = 0; i < k; i++) {
            const __m512i twos = _mm512_sub_epi64(top, _mm512_lzcnt_epi64(_mm512_and_si512(u[i], _mm512_sub_epi64(zero, u[i]))));
            const __mmask8 some = _mm512_test_epi64_mask(u[i], u[i]);
            const __m512i odd = _mm512_srlv_epi64(u[i], twos);
            u[i] = _mm512_maskz_sub_epi64(some, _mm512_max_epu64(odd, v[i]), _mm512_min_epu64(odd, v[i]));
            v[i] = _mm512_mask_min_epu64(v[i], some, odd, v[i]);
            left |= some;
        }
    }
    for (int i = 0; i < k; i++) _mm512_storeu_si512(gcds + 8 * i, v[i]);
}

static void lane_gcds(kb_u64 *gcds, const kb_u64 *a, const kb_u64 *n, int lanes) {
    if (lanes == MOST_LANES) gcd_vectors(gcds, a, n, 4);
    else gcd_vectors(gcds, a, n, 1);
}

/* A part of number `owner`. */
struct part {
    kb_u64 n;
    int64_t owner;
};

/* Numbers that wait until all lanes are full. */
struct queue {
    kb_u64 n[MOST_LANES], p[MOST_LANES];
    int64_t at[MOST_LANES];
    int count;
};

/* Below it a lane is shorter. */
#define IS_LONG(n) ((n) >> LAZY_BITS != 0)
#define LAZY_BITS 48
#define WORTH_LANES 6

/* Fills idle lanes with copies of the first. */
static void fill_queue(struct queue *q) {
    for (int k = q->count; k < MOST_LANES; k++) {
        q->n[k] = q->n[0];
        q->p[k] = q->p[0];
    }
}

/* Lucas tests for those that passed to base 2. */
static void flush_lucas(struct queue *q, int is_long, uint8_t *prime) {
    fill_queue(q);
    const kb_u32 passed = is_long ? long4_lucas(q->n, q->p) : lazy4_lucas(q->n, q->p);
    for (int k = 0; k < q->count; k++) prime[q->at[k]] = passed >> k & 1;
    q->count = 0;
}

static void flush_strong(struct queue *q, struct queue *lucas, int is_long, uint8_t *prime) {
    fill_queue(q);
    const kb_u32 passed = is_long ? long4_strong(q->n) : lazy4_strong(q->n);
    for (int k = 0; k < q->count; k++) {
        if ((passed >> k & 1) == 0) continue;
        const kb_u64 p = kb_lucas_parameter(q->n[k]);
        if (p == 0) continue;
        lucas->n[lucas->count] = q->n[k];
        lucas->p[lucas->count] = p;
        lucas->at[lucas->count++] = q->at[k];
        if (lucas->count == MOST_LANES) flush_lucas(lucas, is_long, prime);
    }
    q->count = 0;
}

/* Whether each part is prime; parts have no prime factor below `least`. */
static void prove_parts(const struct part *parts, int64_t count, kb_u64 least, uint8_t *prime) {
    struct queue strong[2], lucas[2];
    for (int s = 0; s < 2; s++) strong[s].count = lucas[s].count = 0;
    for (int64_t i = 0; i < count; i++) {
        const kb_u64 m = parts[i].n;
        struct queue *q = &strong[IS_LONG(m)];
        prime[i] = m < least * least;
        if (prime[i]) continue;
        q->n[q->count] = m;
        q->p[q->count] = 0;
        q->at[q->count++] = i;
        if (q->count == MOST_LANES) flush_strong(q, &lucas[IS_LONG(m)], IS_LONG(m), prime);
    }
    for (int s = 0; s < 2; s++) { /* the rest, one by one if lanes would be empty */
        if (strong[s].count >= WORTH_LANES) flush_strong(&strong[s], &lucas[s], s, prime);
        for (int k = 0; k < strong[s].count; k++) prime[strong[s].at[k]] = (uint8_t)kb_prime_tests(strong[s].n[k]);
        if (lucas[s].count > 0) flush_lucas(&lucas[s], s, prime);
    }
}

/* A number in work: its next curve, and the lanes' state that does not change from curve to curve. */
struct slot {
    kb_u64 n, ninv, r2;
    int64_t owner;
    int curve;
};

enum width { LAZY, WORD, LONG }; /* n < 2^48, n < 2^52, n < 2^64 */

struct size_class {
    int bits; /* the largest */
    enum width width;
    int b1, b2, m;
};
/* Bounds for two equal factors, tuned by timing all of a grid. */
static const struct size_class CLASSES[] = {
    {36, LAZY, 20, 500, 10},  {40, LAZY, 31, 775, 10},  {44, LAZY, 43, 1075, 15},  {48, LAZY, 67, 1675, 15},
    {50, WORD, 73, 2482, 35}, {52, WORD, 81, 2754, 35}, {56, LONG, 101, 4005, 35}, {60, LONG, 139, 5715, 35},
    {64, LONG, 181, 6154, 35}};
#define CLASS_COUNT ((int)(sizeof CLASSES / sizeof CLASSES[0]))

static void fill_slot(struct slot *s, const struct part *from, enum width width) {
    s->n = from->n;
    s->owner = from->owner;
    s->ninv = kb_mont_inverse(s->n);
    s->r2 = width == LONG ? squared_104(s->n, s->ninv) : squared_52(s->n, s->ninv);
    s->curve = 0;
}

/* Splits composite parts of one class: a proper divisor of each to divisors. */
static void split_class(const struct part *parts, int64_t count, const struct size_class *size, struct part *out) {
    struct slot slots[MOST_LANES];
    struct lane_run run;
    int active = 0;
    int64_t next = 0;
    run.plan = kb_ecm_plan_of(size->b1, size->b2, size->m);
    while (active < MOST_LANES && next < count) fill_slot(&slots[active++], &parts[next++], size->width);
    while (active > 0) {
        const int lanes = active <= 3 ? 8 : MOST_LANES;
        int of[MOST_LANES];
        kb_u64 gcds[MOST_LANES];
        for (int i = 0; i < lanes; i++) {
            struct slot *s = &slots[of[i] = i % active];
            run.n[i] = s->n;
            run.ninv[i] = s->ninv;
            run.r2[i] = s->r2;
            run.curve[i] = s->curve++ % KB_ECM_CURVES;
        }
        run.solo = active == 1;
        run.found = 0;
        if (lanes == 8) (size->width == LONG ? long1_curve_run : word1_curve_run)(&run);
        else (size->width == LONG ? long4_curve_run : size->width == WORD ? word4_curve_run : lazy4_curve_run)(&run);
        if (run.found != 0) gcds[0] = run.found;
        else lane_gcds(gcds, run.all, run.n, lanes);
        for (int i = 0; i < (run.found != 0 ? 1 : lanes); i++) {
            struct slot *s = &slots[of[i]];
            kb_u64 d = gcds[i];
            if (s->n == 0) continue; /* another lane was first */
            if (d == s->n) { /* all primes at once: one of the factors of the residue may know them apart */
                for (int k = 0; k <= KB_ECM_SUMS && (d == 1 || d == s->n); k++) d = kb_gcd(run.parts[k][i], s->n);
            }
            if (d == 1 || d == s->n) {
                if (s->curve < KB_ECM_CURVES) continue;
                d = kb_rho(s->n);
            }
            out->n = d;
            out->owner = s->owner;
            out++;
            out->n = s->n / d;
            out->owner = s->owner;
            out++;
            s->n = 0;
        }
        for (int i = 0; i < active;) {
            if (slots[i].n != 0) i++;
            else if (next < count) fill_slot(&slots[i++], &parts[next++], size->width);
            else slots[i] = slots[--active];
        }
    }
}

#define CHUNK 2048 /* numbers in work together; more would not fill the lanes better */
#define PARTS 7    /* a number has no more prime factors from KB_TRIAL_END on */

/* Parts that are to be proved, composite ones by class, and what comes of them: PARTS for each number. */
struct lists {
    struct part *open, *composite, *found;
    uint8_t *prime; /* of open: 1 prime, else its class + CLASS_OF */
};
#define CLASS_OF 2

static void list_prime(kb_u64 p, kb_u64 *primes) {
    int k = 0;
    while (primes[k] != 0 && primes[k] != p) k++;
    primes[k] = p;
}

/* Lists what is prime, takes roots of squares, splits the others: one round. Returns how many parts are found. */
static int64_t round_of(struct lists *l, int64_t open, uint64_t *primes) {
    int64_t starts[CLASS_COUNT + 1] = {0}, found = 0;
    prove_parts(l->open, open, KB_TRIAL_END, l->prime);
    for (int64_t i = 0; i < open; i++) {
        const struct part part = l->open[i];
        if (l->prime[i]) {
            list_prime(part.n, primes + part.owner * KB_FACTOR_SLOTS);
            continue;
        }
        const kb_u64 root = square_root(part.n);
        if (root * root == part.n) {
            l->found[found].n = root;
            l->found[found++].owner = part.owner;
            l->prime[i] = 1;
            continue;
        }
        int c = 0;
        while (part.n >> (CLASSES[c].bits - 1) >> 1 != 0) c++;
        l->prime[i] = (uint8_t)(c + CLASS_OF);
        starts[c + 1]++;
    }
    for (int c = 0; c < CLASS_COUNT; c++) starts[c + 1] += starts[c];
    for (int64_t i = 0; i < open; i++) {
        if (l->prime[i] >= CLASS_OF) l->composite[starts[l->prime[i] - CLASS_OF]++] = l->open[i]; /* a start becomes its end */
    }
    for (int c = 0; c < CLASS_COUNT; c++) {
        const int64_t start = c == 0 ? 0 : starts[c - 1], count = starts[c] - start;
        split_class(l->composite + start, count, &CLASSES[c], l->found + found);
        found += 2 * count;
    }
    return found;
}

static void factorize_chunk(const uint64_t *n, int64_t count, uint64_t *primes, struct lists l) {
    int64_t open = 0;
    for (int64_t i = 0; i < count; i++) {
        int small = 0;
        kb_u64 *slots = primes + i * KB_FACTOR_SLOTS;
        for (int k = 0; k < KB_FACTOR_SLOTS; k++) slots[k] = 0;
        if (n[i] < 2) continue;
        l.open[open].n = divide_small(n[i], slots, &small);
        l.open[open].owner = i;
        open += l.open[open].n > 1;
    }
    while (open > 0) {
        struct part *done = l.open;
        open = round_of(&l, open, primes);
        l.open = l.found;
        l.found = done;
    }
}

/* One after the other where there are too few to fill lanes, each on its own stack. */
#define FEW 4

int32_t factorize_ifma(const uint64_t *n, int64_t count, uint64_t *primes) {
    if (count <= FEW) {
        struct part parts[3][PARTS * FEW];
        uint8_t prime[PARTS * FEW];
        factorize_chunk(n, count, primes, (struct lists){parts[0], parts[1], parts[2], prime});
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
    int64_t waiting = 0;
    for (int64_t i = 0; i < count; i++) {
        if (n[i] < 59 * 59 || (n[i] & 1) == 0 || kb_has_small_factor(n[i])) {
            out[i] = (uint8_t)(n[i] < 59 * 59 && kb_prime(n[i]));
        } else {
            open[waiting].n = n[i];
            open[waiting++].owner = i;
        }
        if (waiting < 256 && i + 1 < count) continue;
        prove_parts(open, waiting, 59, prime);
        for (int64_t k = 0; k < waiting; k++) out[open[k].owner] = prime[k];
        waiting = 0;
    }
    return KB_OK;
}
