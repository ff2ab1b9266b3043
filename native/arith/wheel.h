/*
 * The wheel modulo 30: byte i of a sieve stands for the numbers 30 i + {1, 7, 11, 13, 17, 19, 23, 29}, one bit each, lowest first.
 * The multiples p (30 q + w) of a prime p > 5 that the wheel keeps have, for each of the eight w, one bit and the byte offsets
 * p q + floor(p w / 30): eight plain strides of p bytes.
 */
#ifndef KB_WHEEL_H
#define KB_WHEEL_H
#include "prelude.h"

/* The residue of bit j, and the bit of a residue. */
#define KB_WHEEL_RESIDUE(j) ((kb_u32)((0x1D1713110D0B0701UL >> (8 * (j))) & 0xFF))
#define KB_WHEEL_BIT(r) ((kb_u32)(r) * 8 / 30)

/* What is cleared by the multiples p * (30 q + w): all bits but one. */
KB_FN kb_u32 kb_wheel_mask(kb_u32 p, kb_u32 w) { return ~(1u << KB_WHEEL_BIT(p % 30 * w % 30)) & 0xFF; }

/*
 * The distance in bytes from `first` to the first p (30 q + w) in or behind byte `first` that is at least p^2, where
 * quot = first / p and rem = first % p (one division serves all eight w).
 */
KB_FN kb_u64 kb_wheel_start(kb_u32 p, kb_u32 w, kb_u64 quot, kb_u64 rem) {
    kb_u64 b = (kb_u64)p * w / 30, q = quot + (b < rem ? 1 : 0), least = p / 30 + (w < p % 30 ? 1 : 0);
    if (q < least) q = least;
    return (q - quot) * p + b - rem;
}
#endif
