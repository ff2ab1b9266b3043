/*
 * Primality and factorization of many numbers, eight to a register, by AVX-512 IFMA. The numbers of a call are worked off in rounds: all
 * parts that are not proved yet are tested for primality together, the composite ones are split together, sorted by size. A lane whose
 * number is split takes the next one at once; when no next one is left, the idle lanes run further curves on those still there. So a
 * single number is simply eight curves at once.
 */
#include "../tier.h"
#include "hart_lanes.h"
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

#define LANES_LAZY 1
#define LANES(name) lazy1_##name
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

/*
 * A part of number `owner`. `light`: its number had small factors, as random ones have and products of two large primes have not, so a
 * small curve comes first.
 */
struct part {
    kb_u64 n;
    int32_t owner;
    int16_t light, curve; /* curve: the next one to be tried */
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
    int32_t owner;
    int16_t light;
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
    {36, LAZY, 20, 500, 10},  {40, LAZY, 31, 558, 15},  {44, LAZY, 43, 1462, 20},  {48, LAZY, 81, 2025, 20},
    {50, WORD, 73, 2482, 20}, {52, WORD, 81, 2754, 20}, {56, LONG, 89, 3026, 35},  {60, LONG, 139, 5715, 35},
    {64, LONG, 181, 8145, 35}};
#define CLASS_COUNT ((int)(sizeof CLASSES / sizeof CLASSES[0]))

static void (*const RUNS[3][2])(struct lane_run *) = {
    {lazy1_curve_run, lazy4_curve_run}, {word1_curve_run, word4_curve_run}, {long1_curve_run, long4_curve_run}};

static void fill_slot(struct slot *s, const struct part *from, enum width width) {
    s->n = from->n;
    s->owner = from->owner;
    s->light = from->light;
    s->ninv = kb_mont_inverse(s->n);
    s->r2 = width == LONG ? squared_104(s->n, s->ninv) : squared_52(s->n, s->ninv);
    s->curve = from->curve;
}

/*
 * Splits composite parts of one class into two each, which go to out; returns how many were split. Where no curve does it, rho does;
 * but with `failed` every part gets one curve, and those it does not split go there.
 */
static int64_t split_class(const struct part *parts, int64_t count, const struct size_class *size, struct part *out,
                           struct part *failed) {
    const struct part *const start = out;
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
        RUNS[size->width][lanes == MOST_LANES](&run);
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
                if (failed != NULL) {
                    *failed++ = (struct part){s->n, s->owner, 0, (int16_t)s->curve};
                    s->n = 0;
                    continue;
                }
                if (s->curve < KB_ECM_CURVES) continue;
                d = kb_rho(s->n);
            }
            *out++ = (struct part){d, s->owner, s->light, 0};
            *out++ = (struct part){s->n / d, s->owner, s->light, 0};
            s->n = 0;
        }
        for (int i = 0; i < active;) {
            if (slots[i].n != 0) i++;
            else if (next < count) fill_slot(&slots[i++], &parts[next++], size->width);
            else slots[i] = slots[--active];
        }
    }
    return (out - start) / 2;
}

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

static void list_prime(kb_u64 p, kb_u64 *primes) {
    int k = 0;
    while (primes[k] != 0 && primes[k] != p) k++;
    primes[k] = p;
}

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
