/*
 * pi(n) by Legendre's recursion on rough numbers on devices, written once for CUDA and OpenCL; dev.kernelbridge.primes.RoughLucy has the
 * mathematics and the same lists: small[i] = phi(2 i + 1, a), the rough numbers up to sqrt n, large[k] = phi(n / rough[k], a).
 *
 * Going from a - 1 to a with the prime p is one kernel: it reads one copy of the lists and writes the other. Nothing has to be packed by a
 * scan: r is the phi(r, a)-th rough number, so `small` tells its place, before and after. What is dependent is then one launch a prime up to
 * n^(1/4). A step's prime comes from a table in memory, so that the launches are the same for every n and can be recorded once; steps behind
 * the last prime do nothing.
 *
 * At 10^12 the steps take 8e7 updates of `small`, 1.8e7 of `large`, and the end 1e7 lookups. No loop uses a double: v / p for v up to sqrt n
 * is a product with the inverse, the other quotients are kb_quotient's.
 */
#ifndef KB_ROUGH_H
#define KB_ROUGH_H
#include "leaves.h"

/* The table: n, floor(sqrt n), the number of steps, the room of a list; then for each step n / p and p's inverse (shifted by 16) with p. */
#define KB_ROUGH_HEADER 4
#define KB_ROUGH_PRIME_BITS 16
/* floor(v / p) = v (2^40 / p + 1) >> 40 where v p < 2^40: v < 2^22, p < 2^11. */
#define KB_ROUGH_INVERSE_BITS 40

/* Each list twice, `room` elements apart: step s reads copy s & 1. */
typedef struct {
    KB_GLOBAL const kb_u64 *table;
    KB_GLOBAL kb_u32 *small;
    KB_GLOBAL kb_u32 *rough;
    KB_GLOBAL kb_u64 *large;
} kb_rough_lists;

/* phi(v, a) */
KB_FN kb_u32 kb_rough_phi(KB_GLOBAL const kb_u32 *small, kb_u32 v) { return v == 0 ? 0 : small[(v - 1) >> 1]; }

/* With 2 alone taken: the odd numbers. */
KB_FN void kb_rough_fill(const kb_rough_lists lists, kb_u64 me, kb_u64 all) {
    const kb_u64 n = lists.table[0], odds = (lists.table[1] + 1) / 2;
    for (kb_u64 i = me; i < odds; i += all) {
        lists.small[i] = (kb_u32)i + 1;
        lists.rough[i] = 2 * (kb_u32)i + 1;
        lists.large[i] = (n / (2 * i + 1) + 1) / 2;
    }
}

KB_FN void kb_rough_take(const kb_rough_lists lists, kb_u32 step, kb_u64 me, kb_u64 all) {
    if (step >= lists.table[2]) return;
    const kb_u64 root = lists.table[1], room = lists.table[3], odds = (root + 1) / 2;
    const kb_u64 over = lists.table[KB_ROUGH_HEADER + 2 * step], packed = lists.table[KB_ROUGH_HEADER + 2 * step + 1];
    const kb_u64 inverse = packed >> KB_ROUGH_PRIME_BITS, from = step % 2 * room, to = room - from;
    const kb_u32 p = (kb_u32)packed & ((1u << KB_ROUGH_PRIME_BITS) - 1);
    KB_GLOBAL const kb_u32 *small = lists.small + from, *rough = lists.rough + from;
    KB_GLOBAL const kb_u64 *large = lists.large + from;
    for (kb_u64 i = me; i < odds; i += all) {
        const kb_u32 part = (kb_u32)((2 * i + 1) * inverse >> KB_ROUGH_INVERSE_BITS);
        lists.small[to + i] = small[i] - kb_rough_phi(small, part);
    }
    const kb_u32 roughs = small[odds - 1];
    for (kb_u64 k = me; k < roughs; k += all) {
        const kb_u32 r = rough[k], part = (kb_u32)(r * inverse >> KB_ROUGH_INVERSE_BITS);
        if (part * p == r) continue; /* a multiple of p */
        const kb_u64 d = (kb_u64)r * p, place = to + k - kb_rough_phi(small, part); /* as many multiples are below r */
        const kb_u64 less = d <= root ? large[small[d >> 1] - 1] : kb_rough_phi(small, kb_quotient(over, r));
        lists.large[place] = large[k] - less;
        lists.rough[place] = r;
    }
}

/*
 * After the last step: this thread's part of pi(n) less the number of steps, in RoughLucy's words phi(n, a) less the sum over one rough
 * number, plus the sum over two; a block takes every so many-th of the smaller ones.
 */
KB_FN kb_u64 kb_rough_sum(const kb_rough_lists lists, kb_u32 block, kb_u32 blocks) {
    const kb_u64 n = lists.table[0], root = lists.table[1], from = lists.table[2] % 2 * lists.table[3];
    KB_GLOBAL const kb_u32 *small = lists.small + from, *rough = lists.rough + from;
    KB_GLOBAL const kb_u64 *large = lists.large + from;
    const kb_u32 roughs = small[(root + 1) / 2 - 1];
    kb_u64 sum = 0;
    for (kb_u32 k = block * KB_ALL + KB_ME; k < roughs; k += blocks * KB_ALL) sum += k == 0 ? large[0] : k - large[k];
    for (kb_u32 l = 1 + block; l < roughs; l += blocks) {
        const kb_u64 part = n / rough[l], most = part / rough[l];
        const kb_u32 last = (most < root ? kb_rough_phi(small, (kb_u32)most) : roughs) - 1;
        if (last <= l) break;
        for (kb_u32 k = l + 1 + KB_ME; k <= last; k += KB_ALL) sum += kb_rough_phi(small, kb_quotient(part, rough[k]));
        if (KB_ME == 0) sum -= (kb_u64)(last - l) * l;
    }
    return sum;
}
#endif
