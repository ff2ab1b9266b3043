/*
 * What a device does with a number before and between curves: small primes out, roots of powers taken, what is left proved or found
 * composite. Without floating point, which not every device has in 64 bits: roots are 2-adic, some products each.
 */
#ifndef KB_PARTS_H
#define KB_PARTS_H
#include "factor.h"
#include "factor_tables.h"

#define KB_PART_COMPOSITE 0x8000000000000000UL

/* The strong test to base 2 alone, of odd n above 2. */
KB_FN int kb_strong(kb_u64 n) {
    const kb_u64 ninv = kb_mont_inverse(n), one = kb_mont_one(n), minus_one = n - one;
    const kb_u32 twos = KB_CTZ64(n - 1);
    const kb_u64 odd = (n - 1) >> twos;
    kb_u64 x = one;
    int j = 63, strong;
    while (odd >> j == 0) j--;
    for (; j >= 0; j--) {
        x = kb_mont_mul(x, x, n, ninv);
        x = kb_mod_add(x, x & (0 - (odd >> j & 1)), n);
    }
    strong = x == one || x == minus_one;
    for (kb_u32 i = 1; i < twos; i++) {
        x = kb_mont_mul(x, x, n, ninv);
        strong |= x == minus_one;
    }
    return strong;
}

/* The extra strong Lucas test alone, as in prime.h: odd n above 121 without prime factors up to 7. */
KB_FN int kb_lucas(kb_u64 n) {
    const kb_u64 p = kb_lucas_parameter(n);
    if (p == 0) return 0;
    const kb_u64 ninv = kb_mont_inverse(n), one = kb_mont_one(n), two = kb_mod_add(one, one, n), minus_two = n - two;
    kb_u64 pm = kb_mod_add(two, one, n), v = two, w;
    for (kb_u64 i = 3; i < p; i++) pm = kb_mod_add(pm, one, n);
    w = pm; /* V(k) and V(k + 1), k a growing prefix of n + 1, which is even: bit 0 needs no step */
    const kb_u64 end = n + 1;
    const int twos = (int)KB_CTZ64(end);
    int lucas = 0, j = 63;
    while (end >> j == 0) j--;
    for (; j > 0; j--) {
        const kb_u64 bit = 0 - (end >> j & 1);
        kb_u64 a = kb_mont_mul(v, w, n, ninv), b = v ^ ((v ^ w) & bit);
        b = kb_mod_sub(kb_mont_mul(b, b, n, ninv), two, n);
        a = kb_mod_sub(a, pm, n);
        v = b ^ ((a ^ b) & bit);
        w = a ^ ((a ^ b) & bit);
        if (j == twos && (v == two || v == minus_two)) {
            const kb_u64 pv = kb_mod_add(pm, pm, n);
            lucas |= kb_mod_add(w, w, n) == (v == two ? pv : n - pv);
        }
        if (j > 1 && j <= twos) lucas |= v == 0;
    }
    return lucas;
}

/* n^(-1/k) modulo 2^24 for odd n and k: Newton's y (k + 1 - n y^k) / k doubles the bits from 3 on, where n is its own inverse root. */
KB_FN kb_u32 kb_root_inverse(kb_u32 n, kb_u32 k, kb_u32 inverse_of_k) {
    kb_u32 y = n;
    for (int step = 0; step < 3; step++) {
        kb_u32 power = y;
        for (kb_u32 i = 1; i < k; i++) power *= y;
        y *= (k + 1 - n * power) * inverse_of_k;
    }
    return y;
}

/* r if n = r^k, else n: k = 3, 5, 7; n is odd. r < 2^22 is known from its value modulo 2^24. */
KB_FN kb_u64 kb_root_of(kb_u64 n, kb_u32 k, kb_u32 inverse_of_k, kb_u32 most) {
    const kb_u32 y = kb_root_inverse((kb_u32)n, k, inverse_of_k);
    kb_u32 r = (kb_u32)n;
    kb_u64 power;
    for (kb_u32 i = 1; i < k; i++) r *= y;
    r &= 0xFFFFFFu;
    power = r;
    for (kb_u32 i = 1; i < k; i++) power *= r;
    return r <= most && power == n ? r : n;
}

/* r if n = r^2, else n; n is odd. 1 / sqrt n by Newton's y (3 - n y^2) / 2: 3, 4, 6, 10, 18, 34 bits; known but for the sign. */
KB_FN kb_u64 kb_square_root_of(kb_u64 n) {
    if ((n & 7) != 1) return n;
    kb_u64 y = 1;
    for (int step = 0; step < 5; step++) y *= (3 - n * y * y) >> 1;
    y = y * n & 0x1FFFFFFFFUL;
    if (y >> 32 != 0) y = 0x200000000UL - y;
    return y >> 32 == 0 && y * y == n ? y : n;
}

/* The least r with n = r^k, for n without prime factors below KB_TRIAL_END: 257^8 > 2^64, so k is a product of 2, 2, 3, 5 and 7. */
KB_FN kb_u64 kb_power_root(kb_u64 n) {
    n = kb_square_root_of(kb_square_root_of(n));
    n = kb_root_of(n, 3, 0xAAAAAAABu, 2642245u);
    n = kb_root_of(n, 5, 0xCCCCCCCDu, 7131u);
    return kb_root_of(n, 7, 0xB6DB6DB7u, 565u);
}

/*
 * The small primes of n as bits, 2 first; at `rest` a number with the other primes of n: 0 for 0, 1, a prime, or (KB_PART_COMPOSITE is
 * set) a composite that is no power.
 */
KB_FN kb_u64 kb_part(kb_u64 n, kb_u64 *rest) {
    kb_u64 found = 0;
    *rest = n;
    if (n == 0) return 0; /* every prime would divide it for ever */
    if ((n & 1) == 0) {
        found = 1;
        n >>= KB_CTZ64(n);
    }
    for (int i = 0; i < KB_TRIAL_PRIMES; i++) {
        kb_u64 q = n * KB_TRIAL_INVERSE[i];
        if (q <= KB_TRIAL_MOST[i]) {
            found |= (kb_u64)2 << i;
            do {
                n = q;
                q = n * KB_TRIAL_INVERSE[i];
            } while (q <= KB_TRIAL_MOST[i]);
        }
    }
    if (n >= (kb_u64)KB_TRIAL_END * KB_TRIAL_END) {
        n = kb_power_root(n);
        if (n >= (kb_u64)KB_TRIAL_END * KB_TRIAL_END && !(kb_strong(n) && kb_lucas(n))) found |= KB_PART_COMPOSITE;
    }
    *rest = n;
    return found;
}

/* A proper divisor of an odd composite by rho, or 0: a prime has none, and its runs end as well. Some n^(1/4) steps. */
KB_FN kb_u64 kb_rho_bounded(kb_u64 n) {
    const kb_u64 ninv = kb_mont_inverse(n), one = kb_mont_one(n);
    kb_u64 c = 0;
    for (int run = 0; run < 8; run++) {
        c = kb_mod_add(c, one, n);
        const kb_u64 g = kb_rho_run(n, ninv, one, c);
        if (g != n) return g;
    }
    return 0;
}
#endif
