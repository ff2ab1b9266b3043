/*
 * One composite number: a proper divisor by the method that its size asks for. Hart's one-line method for the smallest, then elliptic
 * curves, and what curves do not split (some in 10,000) by rho, so there is always an end.
 */
#ifndef KB_SPLIT_H
#define KB_SPLIT_H
#include "../arith/factor.h"
#include "hart.h"
#include "lanes64.h"

/* A proper divisor of n that one of the residues shares with it, or 0. The first gcd is of all of them together. */
static inline kb_u64 common_divisor(const kb_u64 *residues, int count, kb_u64 n, kb_u64 ninv) {
    kb_u64 all = residues[0], g;
    for (int i = 1; i < count; i++) all = kb_mont_mul(all, residues[i], n, ninv);
    g = kb_gcd(all, n);
    if (g == 1) return 0;
    for (int i = 0; g == n && i < count; i++) {
        g = kb_gcd(residues[i], n);
        if (g == 1) g = n;
    }
    return g == n ? 0 : g;
}

/* Two curves, the first and the next, on n: a proper divisor or 0. */
static inline kb_u64 ecm_pair(kb_u64 n, const lanes64_field *f, kb_u64 r2, int curve, kb_ecm_plan plan) {
    lanes64_curve c;
    lanes64_point q[5];
    lanes64_t sums[KB_ECM_SUMS];
    lanes64_work work;
    kb_u64 found;
    EACH_LANE(i) {
        c.num.v[i] = kb_mont_mul(KB_ECM_NUM[curve + i], r2, n, f->ninv);
        c.den.v[i] = kb_mont_mul(KB_ECM_DEN[curve + i], r2, n, f->ninv);
        q[0].x.v[i] = kb_mont_mul(KB_ECM_X[curve + i], r2, n, f->ninv);
        q[0].z.v[i] = kb_mont_mul(kb_ecm_z(curve + i, n), r2, n, f->ninv);
    }
    lanes64_stage1(q, &c, f, plan.steps);
    found = common_divisor(q[0].z.v, KB_LANES64, n, f->ninv);
    if (found != 0) return found;
    lanes64_stage2(sums, &work, &q[0], &c, f, plan);
    return common_divisor(&sums[0].v[0], KB_LANES64 * KB_ECM_SUMS, n, f->ninv);
}

/* Bounds by the number's size, for two equal factors: the best of a grid, timed on one machine. */
static inline kb_ecm_plan pair_plan(int bits) {
    if (bits <= 40) return kb_ecm_plan_of(27, 700, 10);
    if (bits <= 44) return kb_ecm_plan_of(37, 1000, 10);
    if (bits <= 48) return kb_ecm_plan_of(50, 1800, 15);
    if (bits <= 52) return kb_ecm_plan_of(64, 2600, 15);
    if (bits <= 56) return kb_ecm_plan_of(83, 4000, 35);
    if (bits <= 60) return kb_ecm_plan_of(109, 5500, 35);
    return kb_ecm_plan_of(139, 7500, 35);
}

/* A proper divisor of an odd composite n without prime factors below KB_TRIAL_END. */
static inline kb_u64 split(kb_u64 n) {
    const int bits = 64 - __builtin_clzll(n);
    kb_u64 root = square_root(n), d;
    if (root * root == n) return root;
    if (bits <= HART_BITS && (d = hart(n)) != 0) return d;
    const kb_u64 ninv = kb_mont_inverse(n), r2 = kb_mont_r2(n, ninv, kb_mont_one(n));
    const lanes64_field f = {n, ninv};
    const kb_ecm_plan plan = pair_plan(bits);
    for (int curve = 0; curve + KB_LANES64 <= KB_ECM_CURVES; curve += KB_LANES64) {
        if ((d = ecm_pair(n, &f, r2, curve, plan)) != 0) return d;
    }
    return kb_rho(n);
}
#endif
