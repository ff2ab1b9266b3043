/*
 * Montgomery multiplication modulo an odd n < 2^64 (P. L. Montgomery, "Modular multiplication without trial division", Math.
 * Comp. 44, 1985), with R = 2^64. The inverse of n is kept positive, so a reduction subtracts instead of adding: no carry out
 * of 64 bits can occur and every odd n up to 2^64 - 1 is allowed.
 */
#ifndef KB_MONTGOMERY_H
#define KB_MONTGOMERY_H
#include "prelude.h"

/* n^-1 mod 2^64 for odd n: 3n^2 is right to 5 bits, and each Newton step doubles them. */
KB_FN kb_u64 kb_mont_inverse(kb_u64 n) {
    kb_u64 x = (3 * n) ^ 2;
    x *= 2 - n * x;
    x *= 2 - n * x;
    x *= 2 - n * x;
    x *= 2 - n * x;
    return x;
}

/* (hi R + lo) / R mod n, for hi < n. */
KB_FN kb_u64 kb_mont_reduce(kb_u64 hi, kb_u64 lo, kb_u64 n, kb_u64 ninv) {
    kb_u64 t = KB_MULHI(lo * ninv, n);
    return hi - t + (hi < t ? n : 0);
}

/* a * b / R mod n, for a, b < n. */
KB_FN kb_u64 kb_mont_mul(kb_u64 a, kb_u64 b, kb_u64 n, kb_u64 ninv) { return kb_mont_reduce(KB_MULHI(a, b), a * b, n, ninv); }

KB_FN kb_u64 kb_mod_add(kb_u64 a, kb_u64 b, kb_u64 n) {
    kb_u64 c = n - b; /* a + b may exceed 2^64, a - (n - b) does not */
    return a >= c ? a - c : a + b;
}

KB_FN kb_u64 kb_mod_sub(kb_u64 a, kb_u64 b, kb_u64 n) { return a >= b ? a - b : a - b + n; }

/* 1 in Montgomery form: R mod n. */
KB_FN kb_u64 kb_mont_one(kb_u64 n) { return (0 - n) % n; }

/* R^2 mod n: 2 squared six times is 2^64 = R, here in Montgomery form. */
KB_FN kb_u64 kb_mont_r2(kb_u64 n, kb_u64 ninv, kb_u64 one) {
    kb_u64 x = kb_mod_add(one, one, n);
    for (int i = 0; i < 6; i++) x = kb_mont_mul(x, x, n, ninv);
    return x;
}
#endif
