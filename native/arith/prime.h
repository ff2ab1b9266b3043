/*
 * Primality below 2^64, a proof: the strong test to base 2 (Miller 1976, Rabin 1980) and the extra strong Lucas test (Z. Mo and J. P.
 * Jones; J. Grantham, Math. Comp. 70, 2001; the parameter after R. Baillie, OEIS A217719). No composite below 2^64 passes both:
 * checked by D. Jacobsen and others against J. Feitsma's list of all 31,894,014 strong pseudoprimes to base 2. It costs three products a
 * bit, all independent of each other; the seven bases that suffice without Lucas (J. Sinclair, 2011) cost seven in a row.
 */
#ifndef KB_PRIME_H
#define KB_PRIME_H
#include "montgomery.h"

/* x is a multiple of p iff x * p^-1 mod 2^64 <= (2^64 - 1) / p (T. Granlund and P. L. Montgomery, PLDI 1994, section 9). */
#define KB_MULTIPLE(x, inverse, most) ((kb_u64)(x) * (inverse) <= (most))

/* Whether odd n is divisible by a prime from 3 to 53: four fifths of all odd composites are. */
KB_FN int kb_has_small_factor(kb_u64 n) {
    int found = KB_MULTIPLE(n, 0xAAAAAAAAAAAAAAABUL, 0x5555555555555555UL) | KB_MULTIPLE(n, 0xCCCCCCCCCCCCCCCDUL, 0x3333333333333333UL)
        | KB_MULTIPLE(n, 0x6DB6DB6DB6DB6DB7UL, 0x2492492492492492UL) | KB_MULTIPLE(n, 0x2E8BA2E8BA2E8BA3UL, 0x1745D1745D1745D1UL)
        | KB_MULTIPLE(n, 0x4EC4EC4EC4EC4EC5UL, 0x13B13B13B13B13B1UL);
    if (found) return 1;
    return KB_MULTIPLE(n, 0xF0F0F0F0F0F0F0F1UL, 0x0F0F0F0F0F0F0F0FUL) | KB_MULTIPLE(n, 0x86BCA1AF286BCA1BUL, 0x0D79435E50D79435UL)
        | KB_MULTIPLE(n, 0xD37A6F4DE9BD37A7UL, 0x0B21642C8590B216UL) | KB_MULTIPLE(n, 0x34F72C234F72C235UL, 0x08D3DCB08D3DCB08UL)
        | KB_MULTIPLE(n, 0xEF7BDEF7BDEF7BDFUL, 0x0842108421084210UL) | KB_MULTIPLE(n, 0x14C1BACF914C1BADUL, 0x06EB3E45306EB3E4UL)
        | KB_MULTIPLE(n, 0x8F9C18F9C18F9C19UL, 0x063E7063E7063E70UL) | KB_MULTIPLE(n, 0x82FA0BE82FA0BE83UL, 0x05F417D05F417D05UL)
        | KB_MULTIPLE(n, 0x51B3BEA3677D46CFUL, 0x0572620AE4C415C9UL) | KB_MULTIPLE(n, 0x21CFB2B78C13521DUL, 0x04D4873ECADE304DUL);
}

/* The Jacobi symbol (a / n) for odd n. */
KB_FN int kb_jacobi(kb_u64 a, kb_u64 n) {
    int sign = 0; /* its lowest bit */
    a %= n;
    while (a != 0) {
        kb_u32 twos = KB_CTZ64(a);
        a >>= twos;
        sign ^= (int)(twos & (kb_u32)(n >> 1 ^ n >> 2));
        sign ^= (int)(a >> 1 & n >> 1);
        kb_u64 t = n % a;
        n = a;
        a = t;
    }
    return n != 1 ? 0 : (sign & 1) != 0 ? -1 : 1;
}

/* Whether n, odd and without a factor below 59, is a square. */
KB_FN int kb_is_square(kb_u64 n) {
    kb_u64 r = 0;
    if ((n & 7) != 1) return 0;
    for (int i = 31; i >= 0; i--) { /* rare, so bit by bit, without floating point, which not every device has */
        kb_u64 t = r | (kb_u64)1 << i;
        if (t * t <= n) r = t;
    }
    return r * r == n;
}

/* The least P > 2 with ((P^2 - 4) / n) = -1, or 0 if n proved composite on the way. n is odd, not divisible by 3, 5 or 7, above 121. */
KB_FN kb_u64 kb_lucas_parameter(kb_u64 n) {
    const kb_u32 r = (kb_u32)(n % 840); /* 3, 4, 5, 6 by their residues: (5 / n), (3 / n), (21 / n), (2 / n); without branches to guess */
    const kb_u32 fits = (0xCu >> r % 5 & 1) | (0xA0u >> r % 12 & 1) << 1 | (0x82D04u >> r % 21 & 1) << 2 | (0x28u >> (r & 7) & 1) << 3;
    if (fits != 0) return 3 + KB_CTZ64(fits);
    for (kb_u64 p = 9;; p++) { /* 45 and 60 are products of squares and of what was asked */
        int j = kb_jacobi(p * p - 4, n);
        if (j < 0) return p;
        if (j == 0) return 0;
        if (p == 16 && kb_is_square(n)) return 0; /* a square has no such P */
    }
}

/*
 * Both tests of odd n without prime factors up to 7, above 121, side by side: one alone waits for its products. What is subtracted from a
 * product, or doubles it, joins it before its reduction, which takes longer than the other half of it; that makes the chain of V shorter
 * by a third.
 */
KB_FN int kb_prime_tests(kb_u64 n) {
    const kb_u64 p = kb_lucas_parameter(n);
    if (p == 0) return 0;
    const kb_u64 ninv = kb_mont_inverse(n), one = kb_mont_one(n), minus_one = n - one, two = kb_mod_add(one, one, n), minus_two = n - two;
    kb_u64 pm = kb_mod_add(two, one, n), x = one, s, t, before = 0;
    for (kb_u64 i = 3; i < p; i++) pm = kb_mod_add(pm, one, n);
    /* x = 2^k where k is a growing prefix of n - 1; s and t are V(k) and V(k + 1) of one of n + 1, exchanged if its last bit is set */
    s = pm;
    t = kb_mod_sub(kb_mont_mul(pm, pm, n, ninv), two, n);
    const int s1 = (int)KB_CTZ64(n - 1), s2 = (int)KB_CTZ64(n + 1), last = s1 > s2 ? s1 : s2;
    int strong = 0, lucas = 0, j = 63;
    while ((n + 1) >> j == 0) j--;
    x = kb_mod_add(x, x & (0 - ((n - 1) >> j & 1)), n); /* n + 1 may have one bit more */
    for (j--; j > 0; j--) {
        const kb_u64 b1 = (n - 1) >> j & 1, b2 = 0 - ((n + 1) >> j & 1), other = b2 ^ before;
        const kb_u64 u = s ^ ((s ^ t) & other), low = x * x, high = KB_MULHI(x, x), twice = (high & (0 - b1)) + (low >> 63 & b1);
        t = kb_mont_reduce(kb_mod_sub(KB_MULHI(s, t), pm, n), s * t, n, ninv);
        s = kb_mont_reduce(kb_mod_sub(KB_MULHI(u, u), two, n), u * u, n, ninv);
        x = kb_mont_reduce(kb_mod_add(high, twice, n), low << b1, n, ninv);
        before = b2;
        if (j <= last) {
            const kb_u64 v = b2 != 0 ? t : s, w = b2 != 0 ? s : t;
            if (j == s1) strong |= x == one || x == minus_one;
            if (j < s1) strong |= x == minus_one;
            if (j == s2 && (v == two || v == minus_two)) { /* and U = 0: 2 V(k + 1) = P V(k) */
                lucas |= kb_mod_add(w, w, n) == (v == two ? kb_mod_add(pm, pm, n) : n - kb_mod_add(pm, pm, n));
            }
            if (j > 1 && j <= s2) lucas |= v == 0;
        }
    }
    return strong & lucas;
}

/* Whether n is prime, for every n below 2^64. */
KB_FN int kb_prime(kb_u64 n) {
    if (n < 2) return 0;
    if ((n & 1) == 0) return n == 2;
    if (n <= 53 || kb_has_small_factor(n)) {
        return n <= 53 && (kb_u64)0x00208A20A08A28ACUL >> n & 1;
    }
    if (n < 59 * 59) return 1;
    return kb_prime_tests(n);
}
#endif
