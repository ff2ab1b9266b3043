/*
 * Hart's one-line factoring (W. B. Hart, "A one line factoring algorithm", J. Aust. Math. Soc. 92, 2012): the first k for which
 * ceil(sqrt(4 k n))^2 - 4 k n is a square gives a divisor. Multiples of 315 have many divisors, which makes squares likelier; the
 * ceiling may be moved up to the residue that a square needs (R. S. Lehman, Math. Comp. 28, 1974). About n^(1/3) steps at worst.
 */
#ifndef KB_HART_H
#define KB_HART_H
#include "../arith/factor.h"
#include <math.h>

#define HART_BITS 36
#define HART_STEPS 4000

/* floor(sqrt(n)). */
static inline kb_u64 square_root(kb_u64 n) {
    kb_u64 r = (kb_u64)sqrt((double)n);
    if (r > 0xFFFFFFFFu) r = 0xFFFFFFFFu;
    while (r * r > n) r--;
    while (r < 0xFFFFFFFFu && (r + 1) * (r + 1) <= n) r++;
    return r;
}

/* A proper divisor of odd n < 2^40 without small factors, or 0 if the steps did not do. */
static inline kb_u64 hart(kb_u64 n) {
    const double four_n = 4.0 * (double)n;
    kb_u64 k = 315;
    for (int i = 0; i < HART_STEPS; i++, k += 315) {
        const kb_u64 kn4 = 4 * k * n; /* below 2^62 */
        kb_u64 a = (kb_u64)(sqrt(four_n * (double)k) + 0.9999999665), b;
        if ((k & 1) == 0) a |= 1;
        else if ((k * n & 3) == 3) a += (k * n + 1 - a) & 7;
        else a += (k * n + 1 - a) & 3;
        const kb_u64 rest = a * a - kn4;
        b = (kb_u64)sqrt((double)rest);
        if (b * b == rest) {
            const kb_u64 g = kb_gcd(a + b, n);
            if (g != 1 && g != n) return g;
        }
    }
    return 0;
}
#endif
