/*
 * Primality below 2^64, a proof: the strong test (Miller 1976, Rabin 1980) to bases that leave no composite. Below 4,759,123,141
 * three bases suffice (Jaeschke, Math. Comp. 61, 1993); below 2^64 the seven that Jim Sinclair found in 2011
 * (miller-rabin.appspot.com), checked against Feitsma's list of all base-2 pseudoprimes.
 */
#ifndef KB_PRIME_H
#define KB_PRIME_H
#include "montgomery.h"

KB_FN kb_u64 kb_prime_base(int i, kb_u64 n) {
    if (n < 4759123141UL) return i == 0 ? 2 : i == 1 ? 7 : i == 2 ? 61 : 0;
    switch (i) {
    case 0: return 2;
    case 1: return 325;
    case 2: return 9375;
    case 3: return 28178;
    case 4: return 450775;
    case 5: return 9780504;
    case 6: return 1795265022;
    default: return 0;
    }
}

/* The strong test of odd n > 2 to base a, where n - 1 = d * 2^s. A base that n divides says nothing. */
KB_FN int kb_strong_test(kb_u64 n, kb_u64 a, kb_u64 d, kb_u32 s, kb_u64 ninv, kb_u64 one, kb_u64 r2) {
    a %= n;
    if (a == 0) return 1;
    kb_u64 b = kb_mont_mul(a, r2, n, ninv), x = one, minus_one = n - one;
    for (; d != 0; d >>= 1) {
        if (d & 1) x = kb_mont_mul(x, b, n, ninv);
        b = kb_mont_mul(b, b, n, ninv);
    }
    if (x == one || x == minus_one) return 1;
    for (; s > 1; s--) {
        x = kb_mont_mul(x, x, n, ninv);
        if (x == minus_one) return 1;
    }
    return 0;
}

/* Whether n is prime, for every n below 2^64. */
KB_FN int kb_prime(kb_u64 n) {
    if (n < 2) return 0;
    if ((n & 1) == 0) return n == 2;
    /* Half of all odd numbers stop here, at the price of three multiplications: x is a multiple of p iff x * p^-1 <= max / p. */
    if (n * 0xAAAAAAAAAAAAAAABUL <= 0x5555555555555555UL) return n == 3;
    if (n * 0xCCCCCCCCCCCCCCCDUL <= 0x3333333333333333UL) return n == 5;
    if (n * 0x6DB6DB6DB6DB6DB7UL <= 0x2492492492492492UL) return n == 7;
    if (n < 121) return 1;
    kb_u64 ninv = kb_mont_inverse(n), one = kb_mont_one(n), r2 = kb_mont_r2(n, ninv, one), d = n - 1;
    kb_u32 s = KB_CTZ64(d);
    d >>= s;
    for (int i = 0;; i++) {
        kb_u64 a = kb_prime_base(i, n);
        if (a == 0) return 1;
        if (!kb_strong_test(n, a, d, s, ninv, one, r2)) return 0;
    }
}
#endif
