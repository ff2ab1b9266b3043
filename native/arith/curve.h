/*
 * One elliptic curve a thread (H. W. Lenstra, 1987; Montgomery's curves and formulas, Math. Comp. 48, 1987; chains and curves from
 * factor_tables.py). The same method as ecm.h, laid out for a device: all threads of a launch take the same steps, and the points that
 * instructions name by number lie in the block's own memory, since registers cannot be indexed. Each thread uses its own column of it
 * and no barrier. The includer says what KB_LOCAL is.
 *
 * Memory: cell i of a thread is column[i * stride]; KB_CURVE_CELLS(babies) cells. Stage 2 takes multiples of D = 6 m, m one of 10, 15,
 * 35, in groups of KB_CURVE_GROUP: a group is brought to a common z together with the baby steps, so a pair costs one product.
 *
 * What it costs, counted (products modulo n, a curve): with b1, b2 and m 1202 for 50, 1620, 15 (48 bits), 4382 for
 * 220, 7560, 35 (64 bits). A product is 25 instructions on compute capability 7.5 and 9.0 (from the size of the code that nvcc 13.0
 * makes), 12 of them multiplications of 32 bits, nine of these wide, as read from the instructions' bits without a disassembler. See
 * DeviceFactors for what that promises.
 */
#ifndef KB_CURVE_H
#define KB_CURVE_H
#include "factor.h"
#include "factor_tables.h"

#define KB_CURVE_GROUP 6
#define KB_CURVE_REGISTERS 5 /* points that stage 1 names */

typedef struct {
    kb_u64 x, z;
} kb_point;

typedef struct {
    kb_u64 n, ninv, num, den; /* (A + 2) / 4 = -num / den */
} kb_curve;

KB_FN kb_point kb_point_sum(kb_point a, kb_point b, kb_point d, kb_u64 n, kb_u64 ninv) {
    const kb_u64 u = kb_mont_mul(kb_mod_sub(a.x, a.z, n), kb_mod_add(b.x, b.z, n), n, ninv);
    const kb_u64 v = kb_mont_mul(kb_mod_add(a.x, a.z, n), kb_mod_sub(b.x, b.z, n), n, ninv);
    const kb_u64 s = kb_mod_add(u, v, n), t = kb_mod_sub(u, v, n);
    kb_point r;
    r.x = kb_mont_mul(kb_mont_mul(s, s, n, ninv), d.z, n, ninv);
    r.z = kb_mont_mul(kb_mont_mul(t, t, n, ninv), d.x, n, ninv);
    return r;
}

KB_FN kb_point kb_point_twice(kb_point a, const kb_curve c) {
    kb_u64 s = kb_mod_add(a.x, a.z, c.n), t = kb_mod_sub(a.x, a.z, c.n), u;
    kb_point r;
    s = kb_mont_mul(s, s, c.n, c.ninv);
    t = kb_mont_mul(t, t, c.n, c.ninv);
    u = kb_mod_sub(s, t, c.n);
    t = kb_mont_mul(t, c.den, c.n, c.ninv);
    r.x = kb_mont_mul(s, t, c.n, c.ninv);
    r.z = kb_mont_mul(u, kb_mod_sub(t, kb_mont_mul(u, c.num, c.n, c.ninv), c.n), c.n, c.ninv);
    return r;
}

KB_FN kb_point kb_point_at(KB_LOCAL const kb_u64 *column, kb_u32 stride, kb_u32 i) {
    kb_point p;
    p.x = column[2 * i * stride];
    p.z = column[(2 * i + 1) * stride];
    return p;
}

KB_FN void kb_point_put(KB_LOCAL kb_u64 *column, kb_u32 stride, kb_u32 i, kb_point p) {
    column[2 * i * stride] = p.x;
    column[(2 * i + 1) * stride] = p.z;
}

/* The first instruction that primes powers up to b1 do not need. */
KB_FN kb_u32 kb_curve_steps(kb_u32 b1) {
    kb_u32 i = 0;
    while (i + 1 < KB_ECM_POWERS && KB_ECM_POWER[i + 1] <= b1) i++;
    return KB_ECM_END[i];
}

KB_FN kb_point kb_curve_stage1(kb_point q, const kb_curve c, kb_u32 steps, KB_LOCAL kb_u64 *column, kb_u32 stride) {
    kb_point_put(column, stride, 0, q);
    for (kb_u32 i = 0; i < steps; i++) {
        const kb_u32 word = KB_ECM_CHAIN[i], d = word >> 9;
        const kb_point a = kb_point_at(column, stride, word >> 3 & 7);
        if (d == 7) {
            q = kb_point_twice(a, c);
        } else {
            q = kb_point_sum(a, kb_point_at(column, stride, word >> 6 & 7), kb_point_at(column, stride, d), c.n, c.ninv);
        }
        kb_point_put(column, stride, word & 7, q);
    }
    return kb_point_at(column, stride, 0);
}

/*
 * Finds p if the order of q modulo p divides k D + j or k D - j for a coprime j < D / 2 and D <= k D <= b2: x(k D q) = x(j q). Returns a
 * product that p divides then, and where stage 1 has found it.
 */
KB_FN kb_u64 kb_curve_stage2(kb_point q, const kb_curve c, kb_u32 b2, kb_u32 m, KB_LOCAL kb_u64 *column, kb_u32 stride) {
    const kb_u64 n = c.n, ninv = c.ninv;
    const kb_u32 giants = (b2 + 3 * m) / (6 * m);
    kb_point two = kb_point_twice(q, c), three = kb_point_sum(two, q, q, n, ninv), six = kb_point_twice(three, c);
    kb_point before3 = q, before2 = kb_point_sum(three, two, q, n, ninv); /* 1 5 7 11 13 17 ...: the last four */
    kb_point before1 = kb_point_sum(six, before3, before2, n, ninv), last = kb_point_sum(six, before2, before3, n, ninv);
    kb_u64 scale = q.z; /* the product of all z so far: the common z */
    kb_u32 babies = 1;
    kb_point_put(column, stride, 0, q);
    for (kb_u32 i = 1; i <= m; i++) {
        const kb_u32 j = 3 * i + 1 + i % 2;
        kb_point next = i == 1 ? before2 : i == 2 ? before1 : last;
        if (i >= 4) {
            next = kb_point_sum(before1, six, before3, n, ninv);
            before3 = before2;
            before2 = before1;
            before1 = last;
            last = next;
        }
        if (i < m && (m % 5 != 0 || j % 5 != 0) && (m % 7 != 0 || j % 7 != 0)) {
            next.x = kb_mont_mul(next.x, scale, n, ninv);
            kb_point_put(column, stride, babies++, next);
            scale = kb_mont_mul(scale, next.z, n, ninv);
        }
    }
    kb_u64 z = column[(2 * babies - 1) * stride];
    for (kb_u32 i = babies - 1; i-- > 0;) {
        column[2 * i * stride] = kb_mont_mul(column[2 * i * stride], z, n, ninv);
        z = kb_mont_mul(z, column[(2 * i + 1) * stride], n, ninv);
    }
    /* D = (D/2 - e) + (D/2 + e) with e = 1 or 2, whichever makes both coprime to 6: the last two of the row */
    if (m % 2 != 0) two = kb_point_twice(two, c);
    const kb_point first = kb_point_sum(last, before1, two, n, ninv);
    kb_point giant = first, next = kb_point_twice(first, c);
    kb_u64 sum0 = scale, sum1 = scale, sum2 = scale;
    for (kb_u32 k = 0; k < giants; k += KB_CURVE_GROUP) {
        kb_u64 x[KB_CURVE_GROUP], upto = scale;
        kb_u64 zs[KB_CURVE_GROUP];
        for (int g = 0; g < KB_CURVE_GROUP; g++) {
            const kb_point after = kb_point_sum(next, first, giant, n, ninv);
            x[g] = kb_mont_mul(giant.x, upto, n, ninv);
            zs[g] = giant.z;
            upto = kb_mont_mul(upto, giant.z, n, ninv);
            giant = next;
            next = after;
        }
        kb_u64 behind = zs[KB_CURVE_GROUP - 1];
        for (int g = KB_CURVE_GROUP - 2; g >= 0; g--) {
            x[g] = kb_mont_mul(x[g], behind, n, ninv);
            behind = kb_mont_mul(behind, zs[g], n, ninv);
        }
        scale = upto;
        for (kb_u32 i = 0; i < babies; i++) { /* behind = the product of the group's z */
            const kb_u64 baby = kb_mont_mul(column[2 * i * stride], behind, n, ninv);
            column[2 * i * stride] = baby;
            for (int g = 0; g < KB_CURVE_GROUP; g += 3) {
                sum0 = kb_mont_mul(sum0, kb_mod_sub(x[g], baby, n), n, ninv);
                sum1 = kb_mont_mul(sum1, kb_mod_sub(x[g + 1], baby, n), n, ninv);
                sum2 = kb_mont_mul(sum2, kb_mod_sub(x[g + 2], baby, n), n, ninv);
            }
        }
    }
    return kb_mont_mul(kb_mont_mul(sum0, sum1, n, ninv), sum2, n, ninv);
}

/* A proper divisor of the odd composite n by one curve, or 0. */
KB_FN kb_u64 kb_curve_divisor(kb_u64 n, kb_u32 curve, kb_u32 steps, kb_u32 b2, kb_u32 m, KB_LOCAL kb_u64 *column, kb_u32 stride) {
    kb_curve c;
    kb_point q;
    kb_u64 r2, g;
    c.n = n;
    c.ninv = kb_mont_inverse(n);
    r2 = kb_mont_r2(n, c.ninv, kb_mont_one(n));
    c.num = kb_mont_mul(KB_ECM_NUM[curve], r2, n, c.ninv);
    c.den = kb_mont_mul(KB_ECM_DEN[curve], r2, n, c.ninv);
    q.x = kb_mont_mul(KB_ECM_X[curve], r2, n, c.ninv);
    q.z = kb_mont_mul(KB_ECM_Z[curve], r2, n, c.ninv);
    q = kb_curve_stage1(q, c, steps, column, stride);
    g = kb_gcd(q.z, n);
    if (g == 1) g = kb_gcd(kb_curve_stage2(q, c, b2, m, column, stride), n);
    return g == n || g == 1 ? 0 : g;
}
#endif
