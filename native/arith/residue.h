/* Residues modulo primes below 2^31: what the quadratic sieve's roots are computed with, in C and on devices. */
#ifndef KB_RESIDUE_H
#define KB_RESIDUE_H
#include "prelude.h"

/* x modulo p for x < 2^63 and reciprocal = floor(2^64 / p). */
KB_FN kb_u32 kb_residue(kb_u64 x, kb_u32 p, kb_u64 reciprocal) {
    const kb_u64 r = x - KB_MULHI(x, reciprocal) * p;
    return (kb_u32)(r >= p ? r - p : r);
}

KB_FN kb_u32 kb_residue_half(kb_u32 x, kb_u32 p) { return (x & 1) != 0 ? (x + p) >> 1 : x >> 1; }

/* x^-1 modulo the prime p by Euclid's algorithm; 0 < x < p. */
KB_FN kb_u32 kb_residue_inverse(kb_u32 x, kb_u32 p) {
    kb_u32 u = p, v = x;
    int a = 0, b = 1;
    while (v > 1) {
        const kb_u32 quotient = u / v, w = u - quotient * v;
        const int c = a - (int)quotient * b;
        u = v;
        v = w;
        a = b;
        b = c;
    }
    return b < 0 ? (kb_u32)(b + (int)p) : (kb_u32)b;
}
#endif
