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

/* Residues in Montgomery form, from 0 to n - 1. */
typedef struct {
    kb_u64 n, inverse;
} kb_mont;

#define KB_NUMBER kb_u64
#define KB_MODULUS kb_mont
#define KB_MOD_TIMES(a, b, modulus) kb_mont_mul(a, b, (modulus).n, (modulus).inverse)
#define KB_MOD_PLUS(a, b, modulus) kb_mod_add(a, b, (modulus).n)
#define KB_MOD_MINUS(a, b, modulus) kb_mod_sub(a, b, (modulus).n)
#include "curve_steps.h"
#undef KB_NUMBER
#undef KB_MODULUS
#undef KB_MOD_TIMES
#undef KB_MOD_PLUS
#undef KB_MOD_MINUS


/* The first instruction that primes powers up to b1 do not need. */
KB_FN kb_u32 kb_curve_steps(kb_u32 b1) {
    kb_u32 i = 0;
    while (i + 1 < KB_ECM_POWERS && KB_ECM_POWER[i + 1] <= b1) i++;
    return KB_ECM_END[i];
}

/* A proper divisor of the odd composite n by one curve, or 0. */
KB_FN kb_u64 kb_curve_divisor(kb_u64 n, kb_u32 curve, kb_u32 steps, kb_u32 b2, kb_u32 m, KB_LOCAL kb_u64 *column, kb_u32 stride) {
    kb_curve c;
    kb_point q;
    kb_u64 r2, g;
    c.n.n = n;
    c.n.inverse = kb_mont_inverse(n);
    r2 = kb_mont_r2(n, c.n.inverse, kb_mont_one(n));
    c.num = kb_mont_mul(KB_ECM_NUM[curve], r2, n, c.n.inverse);
    c.den = kb_mont_mul(KB_ECM_DEN[curve], r2, n, c.n.inverse);
    q.x = kb_mont_mul(KB_ECM_X[curve], r2, n, c.n.inverse);
    q.z = kb_mont_mul(KB_ECM_Z[curve], r2, n, c.n.inverse);
    q = kb_curve_stage1(q, c, steps, column, stride);
    g = kb_gcd(q.z, n);
    if (g == 1) g = kb_gcd(kb_curve_stage2(q, c, b2, m, column, stride), n);
    return g == n || g == 1 ? 0 : g;
}
#endif
