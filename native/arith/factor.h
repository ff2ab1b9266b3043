/*
 * A divisor below 2^64: Pollard's rho with Brent's cycle finding and batched gcds (R. P. Brent, "An improved Monte Carlo factorization
 * algorithm", BIT 20, 1980). About n^(1/4) steps.
 */
#ifndef KB_FACTOR_H
#define KB_FACTOR_H
#include "prime.h"

/* 2 * 3 * ... * 47 < 2^64 < 2 * 3 * ... * 53: no number has more than 15 distinct primes, and the slot behind the last is 0. */
#define KB_FACTOR_SLOTS 16

KB_FN kb_u64 kb_gcd(kb_u64 a, kb_u64 b) {
    if (a == 0) return b;
    if (b == 0) return a;
    kb_u32 shift = KB_CTZ64(a | b);
    a >>= KB_CTZ64(a);
    do {
        b >>= KB_CTZ64(b);
        if (a > b) { kb_u64 t = a; a = b; b = t; }
        b -= a;
    } while (b != 0);
    return a << shift;
}

/* One run of rho with x -> x^2 + c, in Montgomery form: a divisor of n, which is n itself when the run failed. */
KB_FN kb_u64 kb_rho_run(kb_u64 n, kb_u64 ninv, kb_u64 one, kb_u64 c) {
    kb_u64 y = kb_mod_add(one, one, n), x = y, saved = y, g = 1, q = one;
    for (kb_u64 r = 1; g == 1; r <<= 1) {
        x = y;
        for (kb_u64 i = 0; i < r; i++) y = kb_mod_add(kb_mont_mul(y, y, n, ninv), c, n);
        for (kb_u64 k = 0; k < r && g == 1; k += 64) {
            saved = y;
            for (kb_u64 i = 0; i < 64 && i < r - k; i++) {
                y = kb_mod_add(kb_mont_mul(y, y, n, ninv), c, n);
                q = kb_mont_mul(q, kb_mod_sub(x, y, n), n, ninv);
            }
            g = kb_gcd(q, n);
        }
    }
    if (g != n) return g;
    do { /* several factors fell into one batch: repeat it step by step */
        saved = kb_mod_add(kb_mont_mul(saved, saved, n, ninv), c, n);
        g = kb_gcd(kb_mod_sub(x, saved, n), n);
    } while (g == 1);
    return g;
}

/* A proper divisor of the odd composite n. Each c is a new random map; the loop ends because trial division would. */
KB_FN kb_u64 kb_rho(kb_u64 n) {
    kb_u64 ninv = kb_mont_inverse(n), one = kb_mont_one(n), c = 0;
    for (int run = 0; run < 64; run++) {
        c = kb_mod_add(c, one, n);
        kb_u64 g = kb_rho_run(n, ninv, one, c);
        if (g != n) return g;
    }
    kb_u64 d = 3;
    while (n % d != 0) d += 2;
    return d;
}
#endif
