/*
 * Elliptic curves on 32 or 16 numbers at once. A lane whose number is split takes the next one; when no next one is left, the idle lanes run
 * further curves on those still there. So a single number is simply eight curves at once.
 */
#ifndef KB_IFMA_SPLIT_H
#define KB_IFMA_SPLIT_H
#include "ifma_parts.h"

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
    if (lanes == 32) gcd_vectors(gcds, a, n, 4);
    else if (lanes == 16) gcd_vectors(gcds, a, n, 2);
    else gcd_vectors(gcds, a, n, 1);
}

/* A number in work, and its next curve. */
struct slot {
    kb_u64 n;
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
    {lazy1_curve_run, lazy4_curve_run}, {word1_curve_run, word4_curve_run}, {long1_curve_run, long2_curve_run}};
static const int FULL[3] = {32, 32, 16}; /* two limbs of four registers do not fit into what the processor has: a tenth slower */

static struct slot slot_of(const struct part *from) { return (struct slot){from->n, from->owner, from->light, from->curve}; }

/*
 * Splits composite parts of one class into two each, which go to out; returns how many were split. Where no curve does it, rho does;
 * but with `failed` every part gets one run, and those it does not split go there.
 */
static int64_t split_class(const struct part *parts, int64_t count, const struct size_class *size, struct part *out,
                           struct part *failed) {
    const struct part *const start = out;
    struct slot slots[MOST_LANES];
    struct lane_run run;
    const int full = FULL[size->width];
    int active = 0;
    int64_t next = 0;
    run.plan = kb_ecm_plan_of(size->b1, size->b2, size->m);
    while (active < full && next < count) slots[active++] = slot_of(&parts[next++]);
    while (active > 0) {
        const int lanes = active <= 3 ? 8 : full;
        int of[MOST_LANES];
        kb_u64 gcds[MOST_LANES];
        for (int i = 0; i < lanes; i++) {
            struct slot *s = &slots[of[i] = i % active];
            run.n[i] = s->n;
            run.curve[i] = s->curve++ % KB_ECM_CURVES;
        }
        run.solo = active == 1;
        run.found = 0;
        RUNS[size->width][lanes == full](&run);
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
                if (failed != NULL || s->curve < KB_ECM_CURVES) continue;
                d = kb_rho(s->n);
            }
            *out++ = (struct part){d, s->owner, s->light, 0};
            *out++ = (struct part){s->n / d, s->owner, s->light, 0};
            s->n = 0;
        }
        for (int i = 0; failed != NULL && i < active; i++) { /* when all its lanes have been looked at */
            if (slots[i].n == 0) continue;
            *failed++ = (struct part){slots[i].n, slots[i].owner, 0, (int16_t)slots[i].curve};
            slots[i].n = 0;
        }
        for (int i = 0; i < active;) {
            if (slots[i].n != 0) i++;
            else if (next < count) slots[i++] = slot_of(&parts[next++]);
            else slots[i] = slots[--active];
        }
    }
    return (out - start) / 2;
}
#endif
