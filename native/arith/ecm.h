/*
 * The elliptic curve method (H. W. Lenstra, 1987) on Montgomery's curves, x coordinate only (P. L. Montgomery, "Speeding the Pollard and
 * elliptic curve methods of factorization", Math. Comp. 48, 1987). No algorithm is left to the data: every curve takes the same steps, so
 * the same text runs one number per device thread, several numbers in lockstep on one core, or eight per SIMD register.
 *
 * Text to be included once per arithmetic. The includer defines
 *   KB_ECM(name)   how names of this arithmetic are made
 *   KB_ECM_FN      what a function is called
 *   KB_ECM(t)      a residue (or several, in lockstep)
 *   KB_ECM(field)  the modulus and what belongs to it
 * and, for residues r, a, b and a field f,
 *   KB_ECM(mul)(r, a, b, f) and KB_ECM(sqr)(r, a, f)    Montgomery products; operands are products, or one sum or difference of two of them
 *   KB_ECM(add)(r, a, b, f) and KB_ECM(sub)(r, a, b, f) of two products
 */
#include "factor_tables.h"

#ifndef KB_ECM_H
#define KB_ECM_H
/* The giant steps of stage 2 are multiples of D = 6 m, m one of 10, 15, 20, 35; no more than so many of them. */
#define KB_ECM_GIANTS 64
#define KB_ECM_BABIES 36 /* numbers coprime to 6 up to 107 */
#define KB_ECM_POINTS (KB_ECM_BABIES + KB_ECM_GIANTS)
#define KB_ECM_SUMS 4 /* stage 2 multiplies into so many products in turn: one would wait for itself */

typedef struct {
    int steps;  /* instructions of stage 1 */
    int m;      /* D / 6 */
    int first;  /* the first multiple of D, from 1 */
    int giants; /* and the last */
} kb_ecm_plan;

/* Primes up to b1 in stage 1; stage 2 up to b2 with baby steps below 3 m. */
KB_FN kb_ecm_plan kb_ecm_plan_of(int b1, int b2, int m) {
    kb_ecm_plan plan;
    int i = 0;
    while (i + 1 < KB_ECM_POWERS && (int)KB_ECM_POWER[i + 1] <= b1) i++;
    plan.steps = KB_ECM_END[i];
    plan.m = m;
    plan.first = (b1 + 3 * m) / (6 * m);
    if (plan.first < 1) plan.first = 1;
    plan.giants = (b2 + 3 * m) / (6 * m);
    if (plan.giants > KB_ECM_GIANTS) plan.giants = KB_ECM_GIANTS;
    return plan;
}

/* z of a curve's point modulo n. */
KB_FN kb_u64 kb_ecm_z(int curve, kb_u64 n) {
    const kb_i64 z = KB_ECM_Z[curve];
    return z >= 0 ? (kb_u64)z : n - (kb_u64)-z % n;
}
#endif

typedef struct {
    KB_ECM(t) x, z;
} KB_ECM(point);

/* (A + 2) / 4 of the curve is -num / den: a fraction costs one product a doubling and saves the inverse. */
typedef struct {
    KB_ECM(t) num, den;
} KB_ECM(curve);

typedef struct {
    KB_ECM(point) p[KB_ECM_POINTS];
} KB_ECM(work);

/* r = a + b, where d = a - b; r may be any of them. */
KB_ECM_FN void KB_ECM(sum)(KB_ECM(point) *r, const KB_ECM(point) *a, const KB_ECM(point) *b, const KB_ECM(point) *d,
                           const KB_ECM(field) *f) {
    KB_ECM(t) s, t, u, v, dx = d->x;
    KB_ECM(sub)(&s, &a->x, &a->z, f);
    KB_ECM(add)(&t, &b->x, &b->z, f);
    KB_ECM(mul)(&u, &s, &t, f);
    KB_ECM(add)(&s, &a->x, &a->z, f);
    KB_ECM(sub)(&t, &b->x, &b->z, f);
    KB_ECM(mul)(&v, &s, &t, f);
    KB_ECM(add)(&s, &u, &v, f);
    KB_ECM(sub)(&t, &u, &v, f);
    KB_ECM(sqr)(&s, &s, f);
    KB_ECM(sqr)(&t, &t, f);
    KB_ECM(mul)(&r->x, &s, &d->z, f);
    KB_ECM(mul)(&r->z, &t, &dx, f);
}

/* r = 2 a; r may be a. */
KB_ECM_FN void KB_ECM(twice)(KB_ECM(point) *r, const KB_ECM(point) *a, const KB_ECM(curve) *c, const KB_ECM(field) *f) {
    KB_ECM(t) s, t, u, v;
    KB_ECM(add)(&s, &a->x, &a->z, f);
    KB_ECM(sub)(&t, &a->x, &a->z, f);
    KB_ECM(sqr)(&s, &s, f);
    KB_ECM(sqr)(&t, &t, f);
    KB_ECM(sub)(&u, &s, &t, f);
    KB_ECM(mul)(&t, &t, &c->den, f);
    KB_ECM(mul)(&v, &u, &c->num, f);
    KB_ECM(mul)(&r->x, &s, &t, f);
    KB_ECM(sub)(&t, &t, &v, f);
    KB_ECM(mul)(&r->z, &u, &t, f);
}

/* Stage 1: q[0] times all prime powers that the plan takes; q has five places. */
KB_ECM_FN void KB_ECM(stage1)(KB_ECM(point) *q, const KB_ECM(curve) *c, const KB_ECM(field) *f, int steps) {
    for (int i = 0; i < steps; i++) {
        const kb_u32 w = KB_ECM_CHAIN[i], d = w >> 9;
        if (d == 7) KB_ECM(twice)(&q[w & 7], &q[w >> 3 & 7], c, f);
        else KB_ECM(sum)(&q[w & 7], &q[w >> 3 & 7], &q[w >> 6 & 7], &q[d], f);
    }
}

/*
 * Stage 2: finds p if the order of q modulo p is a prime k D + j or k D - j, by x(k D q) = x(j q). All points are brought to one common
 * z without an inverse, each x times the z of all the others, so a pair costs one product. sums[0 .. KB_ECM_SUMS) = the products.
 */
KB_ECM_FN void KB_ECM(stage2)(KB_ECM(t) *sums, KB_ECM(work) *w, const KB_ECM(point) *q, const KB_ECM(curve) *c,
                              const KB_ECM(field) *f, kb_ecm_plan plan) {
    KB_ECM(point) *baby = w->p, *giant = w->p + plan.m + 1, two, three, six;
    KB_ECM(t) z;
    int babies = 0, points;
    baby[0] = *q;
    KB_ECM(twice)(&two, q, c, f);
    KB_ECM(sum)(&three, &two, q, q, f);
    KB_ECM(sum)(&baby[1], &three, &two, q, f);
    KB_ECM(twice)(&six, &three, c, f);
    KB_ECM(sum)(&baby[2], &six, &baby[0], &baby[1], f);
    KB_ECM(sum)(&baby[3], &six, &baby[1], &baby[0], f);
    for (int i = 4; i <= plan.m; i++) KB_ECM(sum)(&baby[i], &baby[i - 2], &six, &baby[i - 4], f); /* 1 5 7 11 13 ... */
    /* D = (D/2 - e) + (D/2 + e) with e = 1 or 2, whichever makes both coprime to 6: the last two of the row */
    if (plan.m % 2 != 0) KB_ECM(twice)(&two, &two, c, f);
    KB_ECM(sum)(&giant[0], &baby[plan.m], &baby[plan.m - 1], &two, f);
    KB_ECM(twice)(&giant[1], &giant[0], c, f);
    for (int k = 2; k < plan.giants; k++) KB_ECM(sum)(&giant[k], &giant[k - 1], &giant[0], &giant[k - 2], f);

    for (int i = 0; i < plan.m; i++) { /* keep those coprime to D */
        const int j = 3 * i + 1 + i % 2;
        if ((plan.m % 5 != 0 || j % 5 != 0) && (plan.m % 7 != 0 || j % 7 != 0)) baby[babies++] = baby[i];
    }
    points = babies;
    for (int k = plan.first - 1; k < plan.giants; k++) baby[points++] = giant[k];
    giant = baby + babies;
    z = baby[0].z;
    for (int i = 1; i < points; i++) {
        KB_ECM(mul)(&baby[i].x, &baby[i].x, &z, f);
        KB_ECM(mul)(&z, &z, &baby[i].z, f);
    }
    z = baby[points - 1].z;
    for (int i = points - 2; i >= 0; i--) {
        KB_ECM(mul)(&baby[i].x, &baby[i].x, &z, f);
        KB_ECM(mul)(&z, &z, &baby[i].z, f);
    }
    for (int i = 0; i < KB_ECM_SUMS; i++) sums[i] = z; /* the product of all z: whatever stage 1 found is in it */
    for (int k = 0; k < points - babies; k++) {
        for (int i = 0; i < babies; i++) {
            KB_ECM(t) d;
            KB_ECM(sub)(&d, &giant[k].x, &baby[i].x, f);
            KB_ECM(mul)(&sums[i % KB_ECM_SUMS], &sums[i % KB_ECM_SUMS], &d, f);
        }
    }
}
