/*
 * The curves of curve.h for n < 2^48 in doubles, for devices that are fast at them: a product modulo n takes six operations (the quotient
 * is rounded and subtracted by fma: J. van der Hoeven, G. Lecerf, G. Quintin, "Modular SIMD arithmetic in Mathemagix", ACM Trans. Math.
 * Softw. 43, 2016) where words take 25 instructions, and a sum takes one.
 *
 * Residues are whole numbers of both signs, and sums of two are multiplied as they are. With factors up to A n and B n the quotient is off
 * by 0.5 + A B n 2^-53 at most and the product's low part is A B n 2^-53 times n at most, so the result is up to (0.5 + A B n 2^-52) n. The
 * curve's numbers come in from 0 to n - 1, so at first A B <= 4, and the results are up to 0.75 n for n < 2^48; r becomes
 * 0.5 + (2 r)^2 / 16, which tends to 0.586. All of it is exact: no number passes 2^53 but products, whose low part the fma has.
 */
#ifndef KB_CURVE48_H
#define KB_CURVE48_H
#include "curve.h"

typedef struct {
    double n, inverse; /* 1 / n, rounded */
} kb_mod48;

/* a b modulo n. Adding 1.5 * 2^52 rounds to a whole number: the quotient is below 2^51. */
KB_FN double kb_times48(double a, double b, kb_mod48 n) {
    const double shift = 6755399441055744.0, high = a * b, low = KB_FMA(a, b, -high);
    const double quotient = KB_FMA(high, n.inverse, shift) - shift;
    return KB_FMA(-quotient, n.n, high) + low;
}

/* |a|, which is below 2^52, as a word. */
KB_FN kb_u64 kb_word48(double a) { return (kb_u64)(a < 0 ? -a : a); }

#define kb_point kb_point48
#define kb_curve kb_curve48
#define kb_point_sum kb_point_sum48
#define kb_point_twice kb_point_twice48
#define kb_point_at kb_point_at48
#define kb_point_put kb_point_put48
#define kb_curve_stage1 kb_curve_stage148
#define kb_curve_stage2 kb_curve_stage248
#define KB_NUMBER double
#define KB_MODULUS kb_mod48
#define KB_MOD_TIMES(a, b, modulus) kb_times48(a, b, modulus)
#define KB_MOD_PLUS(a, b, modulus) ((a) + (b))
#define KB_MOD_MINUS(a, b, modulus) ((a) - (b))
#include "curve_steps.h"

/* As kb_curve_divisor, and the same divisor, for n < 2^48. */
KB_FN kb_u64 kb_curve_divisor48(kb_u64 n, kb_u32 curve, kb_u32 steps, kb_u32 b2, kb_u32 m, KB_LOCAL double *column, kb_u32 stride) {
    kb_curve c;
    kb_point q;
    kb_u64 g;
    c.n.n = (double)n;
    c.n.inverse = 1.0 / (double)n;
    c.num = (double)(KB_ECM_NUM[curve] % n);
    c.den = (double)(KB_ECM_DEN[curve] % n);
    q.x = (double)(KB_ECM_X[curve] % n);
    q.z = (double)(KB_ECM_Z[curve] % n);
    q = kb_curve_stage1(q, c, steps, column, stride);
    g = kb_gcd(kb_word48(q.z), n);
    if (g == 1) g = kb_gcd(kb_word48(kb_curve_stage2(q, c, b2, m, column, stride)), n);
    return g == n || g == 1 ? 0 : g;
}
#undef kb_point
#undef kb_curve
#undef kb_point_sum
#undef kb_point_twice
#undef kb_point_at
#undef kb_point_put
#undef kb_curve_stage1
#undef kb_curve_stage2
#undef KB_NUMBER
#undef KB_MODULUS
#undef KB_MOD_TIMES
#undef KB_MOD_PLUS
#undef KB_MOD_MINUS
#endif
