/*
 * B of X. Gourdon's formula on devices: pi(x / p) for all primes p that have x / p in a segment of the sieve, counted from the segment's
 * beginning, as DeviceLeaves puts neighbours together. Written once for CUDA and OpenCL like leaves.h, which it goes on from.
 *
 * A segment [low, high) has the primes x / high < p <= x / low. They are in the table of pi, 64 odd numbers a word: neighbouring threads
 * take neighbouring words. (x - low p) / p is below the segment's length, so it comes from two float estimates (kb_quotient).
 */
#ifndef KB_ASK_H
#define KB_ASK_H
#include "leaves.h"
#include "sieve.h"

/* The questions of a segment: all primes p above y that the table has up to `limit` = sqrt(x). */
typedef struct {
    KB_GLOBAL const KB_PAIR *pairs;
    kb_u64 x, y, limit;
} kb_questions;

/* The words of the segment have been sieved, and blocks end at a multiple of KB_BLOCK_WORDS: counts it, for kb_count_to. */
KB_FN void kb_count_sieved(const kb_counted c, KB_LOCAL kb_u32 *scratch) {
    for (kb_u32 i = (c.length + 3) / 4 + KB_ME; i < c.blocks * KB_BLOCK_WORDS; i += KB_ALL) c.words[i] = 0;
    KB_SYNC();
    kb_recount(c);
    KB_SYNC();
    kb_count_before(c, scratch);
    KB_SYNC();
}

/* All that was counted. */
KB_FN kb_u32 kb_counted_in(const kb_counted c) { return c.before[c.blocks - 1] + c.count[c.blocks - 1]; }

/* This thread's part of the answers of segment [low, low + 30 c.length). */
KB_FN kb_u64 kb_answers(const kb_questions q, const kb_counted c, kb_u64 low) {
    const kb_u64 highest = low == 0 ? q.limit : q.x / low, lowest = q.x / (low + (kb_u64)c.length * 30);
    const kb_u64 top = highest < q.limit ? highest : q.limit, bottom = lowest > q.y ? lowest : q.y; /* bottom < p <= top */
    kb_u64 sum = 0;
    for (kb_u64 i = bottom / 128 + KB_ME; bottom < top && i <= top / 128; i += KB_ALL) {
        const kb_u64 base = 128 * i;
        kb_u64 set = q.pairs[i].x;
        if (bottom > base) set &= ~(kb_u64)0 << (bottom - base + 1) / 2 % 64; /* of the first word only */
        if (bottom - base == 127) set = 0;
        if (top - base < 127) set &= ((kb_u64)2 << (top - base - 1) / 2) - 1;
        if (top == base) set = 0;
        for (; set != 0; set &= set - 1) {
            const kb_u32 p = (kb_u32)base + 2 * KB_CTZ64(set) + 1;
            sum += kb_count_to(c, kb_quotient(q.x - low * p, p));
        }
    }
    return sum;
}

/* A block's memory behind the segment: two counters for each of its blocks, see kb_count_before. */
KB_FN kb_counted kb_counted_at(KB_LOCAL kb_u32 *memory, kb_u32 segment_bytes, kb_u32 length) {
    kb_counted c;
    c.words = memory;
    c.count = c.words + segment_bytes / 4;
    c.before = c.count + segment_bytes / (4 * KB_BLOCK_WORDS);
    c.length = length;
    c.blocks = (length + 4 * KB_BLOCK_WORDS - 1) / (4 * KB_BLOCK_WORDS);
    return c;
}
#endif
