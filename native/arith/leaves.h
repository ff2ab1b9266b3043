/*
 * Combinatorial prime counting on devices: sums of pi, and the hard leaves of a segment of the sieve. Written once for CUDA and OpenCL;
 * what they call differently, the file that includes this defines first:
 *
 *   KB_GLOBAL, KB_LOCAL  the address spaces; KB_PAIR is two 64-bit numbers x and y, loaded at once
 *   KB_ME, KB_ALL        this thread of its block, and how many there are
 *   KB_SYNC()            the block's barrier
 *   KB_ASK(condition)    the condition, the same for all threads, where a branch may have barriers; else 1
 *   KB_AND(word, mask)   clears bits of a word in local memory, atomically; returns the old word
 *   KB_LESS(counter)     subtracts 1 from a counter in local memory, atomically
 *   KB_GATHER(cell, n)   adds every thread's n to a cell in local memory; called by all threads
 *   kb_scan(n, scratch)  the sum of the n of the threads before this one; called by all threads
 */
#ifndef KB_LEAVES_H
#define KB_LEAVES_H
#include "wheel.h"

/* Words of a block of the sieve that has one counter. A question reads half of them; a scan adds up all counters. */
#define KB_BLOCK_WORDS 16
/* Up to here a prime strikes so many words that the counters are made anew. */
#define KB_RECOUNT 256
/* Stages whose divisions are done side by side. */
#define KB_TILE 64
/* Local words besides the sieve and its two counters a block: six numbers for each stage of a tile, the total, the scan. */
#define KB_SCRATCH_WORDS 320
#define KB_LEAF_WORDS (6 * KB_TILE + 1 + KB_SCRATCH_WORDS)
/* Lookups that a block takes at a time. */
#define KB_LOOKUPS 8192

/*
 * value / d, if that is below 2^31.9. Both estimates come from a float's 24 bits: the first is off by 2^-21 of the quotient, the second,
 * rounded down, by one in one case of a thousand, and what is off then is put right one by one, whatever the device's rounding. Rounded
 * towards zero it was one too large in every other case, and nvcc begins these loops with a division, to know how often they run.
 */
KB_FN kb_u32 kb_quotient(kb_u64 value, kb_u32 d) {
    const float inverse = 1.0f / (float)d;
    kb_u32 q = (kb_u32)((float)value * inverse);
    kb_i64 rest = (kb_i64)(value - (kb_u64)q * d);
    const int off = (int)((float)rest * inverse) - (rest < 0);
    q += (kb_u32)off;
    rest -= (kb_i64)off * d;
    for (; rest < 0; rest += d) q--;
    for (; rest >= (kb_i64)d; rest -= d) q++;
    return q;
}

/* PiTable.pi */
KB_FN kb_u32 kb_pi(KB_GLOBAL const KB_PAIR *pairs, kb_u32 v) {
    if (v < 2) return 0;
    const kb_u32 odd = (v - 1) >> 1;
    const KB_PAIR pair = pairs[odd >> 6];
    const kb_u64 bits = pair.x << (~odd & 63);
    return (kb_u32)pair.y + KB_POPCOUNT32(bits) + KB_POPCOUNT32(bits >> 32);
}

/*
 * What this thread looks up of the chunks that its block takes. Jobs of very different lengths lie end to end: a job is (value, the index
 * of its first prime less its first place, weight, its first place), and lookups `at` of them belong to the last job that begins there or
 * before. Neighbours look up neighbouring primes.
 */
KB_FN kb_u64 kb_sum_of_pi(KB_GLOBAL const KB_PAIR *pairs, KB_GLOBAL const kb_u32 *primes, KB_GLOBAL const kb_u64 *jobs, kb_u32 njobs,
                          kb_u64 lookups, kb_u64 block, kb_u64 blocks) {
    kb_u64 sum = 0;
    for (kb_u64 from = block * KB_LOOKUPS; from < lookups; from += blocks * KB_LOOKUPS) {
        const kb_u64 to = lookups - from < KB_LOOKUPS ? lookups : from + KB_LOOKUPS;
        kb_u64 value = 0, shift = 0, weight = 0, end = 0;
        for (kb_u64 at = from + KB_ME; at < to; at += KB_ALL) {
            if (at >= end) {
                kb_u32 job = 0;
                for (kb_u32 past = njobs; past - job > 1;) {
                    const kb_u32 middle = job + (past - job) / 2;
                    if (jobs[4 * (kb_u64)middle + 3] <= at) job = middle;
                    else past = middle;
                }
                KB_GLOBAL const kb_u64 *found = jobs + 4 * (kb_u64)job;
                value = found[0], shift = found[1], weight = found[2];
                end = job + 1 < njobs ? found[7] : lookups;
            }
            sum += weight * kb_pi(pairs, kb_quotient(value, primes[shift + at]));
        }
    }
    return sum;
}

/* What the hard leaves are found with: LeafTables, and for each stage x / p, and the most and (in the high half) the least m. */
typedef struct {
    KB_GLOBAL const kb_u32 *primes;
    KB_GLOBAL const KB_PAIR *pairs;
    KB_GLOBAL const kb_u16 *factor;
    KB_GLOBAL const kb_u32 *leaf;
    KB_GLOBAL const kb_u8 *wheel;
    KB_GLOBAL const kb_u32 *below; /* how many numbers up to r are coprime to 210 */
    KB_GLOBAL const KB_PAIR *stage;
    kb_u32 period; /* of the wheel */
    kb_u32 z;
    kb_u32 k; /* stage s strikes with primes[k + 1 + s] */
} kb_leaf_tables;

/* A segment in local memory. */
typedef struct {
    KB_LOCAL kb_u32 *words;
    KB_LOCAL kb_u32 *count;  /* of each block of words */
    KB_LOCAL kb_u32 *before; /* the sum of the counts before it */
    kb_u32 length;           /* in bytes, a multiple of 8 */
    kb_u32 blocks;
} kb_counted;

/* The first `stages` primes that have a leaf at or above `low`: x / p^2 is not below it. */
KB_FN kb_u32 kb_stages(const kb_leaf_tables t, kb_u64 low, kb_u32 stages) {
    kb_u32 none = stages, some = 0; /* the answer is from `some` to `none` */
    while (some < none) {
        const kb_u32 middle = some + (none - some) / 2;
        if (t.stage[middle].x >= low * t.primes[t.k + 1 + middle]) some = middle + 1;
        else none = middle;
    }
    return some;
}

KB_FN void kb_start(const kb_leaf_tables t, const kb_counted c, kb_u64 first) {
    const kb_u32 phase = (kb_u32)(first % t.period);
    for (kb_u32 i = KB_ME; i < c.blocks * KB_BLOCK_WORDS; i += KB_ALL) {
        kb_u32 word = 0;
        if (4 * i < c.length) {
            kb_u32 at = (phase + 4 * i) % t.period;
            for (kb_u32 j = 0; j < 32; j += 8) {
                word |= (kb_u32)t.wheel[at] << j;
                at = at + 1 == t.period ? 0 : at + 1;
            }
        }
        c.words[i] = word;
    }
}

/* Counts this thread's blocks anew; returns how much less they are. Neighbours begin at different banks. */
KB_FN kb_u32 kb_recount(const kb_counted c) {
    kb_u32 less = 0;
    for (kb_u32 i = KB_ME; i < c.blocks; i += KB_ALL) {
        kb_u32 now = 0;
        for (kb_u32 j = 0; j < KB_BLOCK_WORDS; j++) {
            now += KB_POPCOUNT32(c.words[i * KB_BLOCK_WORDS + ((j + i) & (KB_BLOCK_WORDS - 1))]);
        }
        less += c.count[i] - now;
        c.count[i] = now;
    }
    return less;
}

/* The count up to the number u of the segment. */
KB_FN kb_u32 kb_count_to(const kb_counted c, kb_u32 u) {
    const kb_u32 w = u / 120, byte = (u - 120 * w) / 30, rest = u - 120 * w - 30 * byte;
    const kb_u32 bits = 8 * byte + KB_POPCOUNT32(0x208A2882u & ((2u << rest) - 1)); /* of the word, up to u */
    kb_u32 count = c.before[w / KB_BLOCK_WORDS] + KB_POPCOUNT32(c.words[w] & (kb_u32)(((kb_u64)1 << bits) - 1));
    for (kb_u32 i = w / KB_BLOCK_WORDS * KB_BLOCK_WORDS; i < w; i++) count += KB_POPCOUNT32(c.words[i]);
    return count;
}

KB_FN void kb_count_before(const kb_counted c, KB_LOCAL kb_u32 *scratch) {
    const kb_u32 own = (c.blocks + KB_ALL - 1) / KB_ALL;
    kb_u32 from = KB_ME * own, to = from + own, sum = 0;
    if (from > c.blocks) from = c.blocks;
    if (to > c.blocks) to = c.blocks;
    for (kb_u32 i = from; i < to; i++) sum += c.count[i];
    sum = kb_scan(sum, scratch);
    for (kb_u32 i = from; i < to; i++) {
        c.before[i] = sum;
        sum += c.count[i];
    }
}

/*
 * Strikes the multiples of p, eight threads side by side its eight strides; rest = first byte mod p. Returns how many this thread
 * struck that were there, if they are counted along.
 */
KB_FN kb_u32 kb_strike_counted(const kb_counted c, kb_u32 p, kb_u32 rest, int along) {
    const kb_u32 strides = KB_ALL < 8 ? KB_ALL : 8;
    kb_u32 struck = 0;
    for (kb_u32 i = KB_ME % 8; i < 8; i += strides) {
        const kb_u32 w = KB_WHEEL_RESIDUE(i), shift = KB_WHEEL_BIT(p % 30 * w % 30);
        kb_u32 at = p * w / 30;
        at = at < rest ? at + p - rest : at - rest;
        for (at += KB_ME / 8 * p; at < c.length; at += (KB_ALL + 7) / 8 * p) {
            const kb_u32 bit = 1u << (at % 4 * 8 + shift);
            if ((KB_AND(&c.words[at / 4], ~bit) & bit) != 0 && along) {
                KB_LESS(&c.count[at / (4 * KB_BLOCK_WORDS)]);
                struck++;
            }
        }
    }
    return struck;
}

KB_FN kb_u32 kb_index_above(const kb_leaf_tables t, kb_u32 m) { return m / 210 * 48 + t.below[m % 210]; }

/*
 * The leaves of one segment, bytes [first, first + length) of the sieve. In stage s the primes before have been struck; the leaves of p are
 * answered, then p strikes. Returns this thread's part of the sum; writes for each stage what was there before it struck, and the
 * signs of its leaves. All threads call it.
 */
KB_FN kb_u64 kb_leaves_of(const kb_leaf_tables t, kb_u64 first, kb_u32 length, kb_u32 stages, kb_u32 segment_bytes,
                          KB_GLOBAL kb_u32 *phi, KB_GLOBAL kb_u32 *mu, KB_LOCAL kb_u32 *memory) {
    kb_counted c;
    c.words = memory;
    c.count = c.words + segment_bytes / 4;
    c.before = c.count + segment_bytes / (4 * KB_BLOCK_WORDS);
    c.length = length;
    c.blocks = (length + 4 * KB_BLOCK_WORDS - 1) / (4 * KB_BLOCK_WORDS);
    KB_LOCAL kb_u32 *prime = c.before + segment_bytes / (4 * KB_BLOCK_WORDS), *rest = prime + KB_TILE, *begin = rest + KB_TILE;
    KB_LOCAL kb_u32 *end = begin + KB_TILE, *struck = end + KB_TILE, *signs = struck + KB_TILE;
    KB_LOCAL kb_u32 *all = signs + KB_TILE, *scratch = all + 1;
    const kb_u64 low = first * 30, high = (first + length) * 30;
    kb_u64 sum = 0;

    KB_SYNC(); /* the last segment has been read by all */
    if (KB_ME == 0) *all = 0;
    kb_start(t, c, first);
    for (kb_u32 i = KB_ME; i < c.blocks; i += KB_ALL) c.count[i] = 0;
    KB_SYNC();
    KB_GATHER(all, 0 - kb_recount(c));
    KB_SYNC();
    kb_u32 total = *all;

    for (kb_u32 tile = 0; tile < stages; tile += KB_TILE) {
        const kb_u32 n = stages - tile < KB_TILE ? stages - tile : KB_TILE;
        for (kb_u32 i = KB_ME; i < n; i += KB_ALL) {
            const kb_u32 p = t.primes[t.k + 1 + tile + i];
            const KB_PAIR stage = t.stage[tile + i];
            const kb_u32 most = (kb_u32)stage.y, least = (kb_u32)(stage.y >> 32);
            const kb_u64 over = low == 0 ? most : stage.x / low, under = stage.x / high;
            kb_u32 last = over < most ? (kb_u32)over : most; /* its leaf is the first at or above low */
            kb_u32 before = under < last ? (kb_u32)under : last;
            if (before < least) before = least;
            if (last < before) last = before;
            const int composite = (kb_u64)p * p <= t.z;
            prime[i] = p;
            rest[i] = (kb_u32)(first % p);
            begin[i] = composite ? kb_index_above(t, before) : kb_pi(t.pairs, before);
            end[i] = composite ? kb_index_above(t, last) : kb_pi(t.pairs, last);
            struck[i] = 0;
            signs[i] = 0;
        }
        KB_SYNC();
        for (kb_u32 s = 0; s < n; s++) {
            const kb_u32 p = prime[s];
            if (KB_ASK(begin[s] < end[s])) {
                kb_count_before(c, scratch);
                KB_SYNC();
                const kb_u64 over = t.stage[tile + s].x;
                const int composite = (kb_u64)p * p <= t.z;
                kb_u32 plus = 0;
                for (kb_u32 i = begin[s] + KB_ME; i < end[s]; i += KB_ALL) {
                    if (composite && t.factor[i] <= p) continue;
                    const kb_u32 code = composite ? t.leaf[i] : t.primes[i + 1] & ~1u;
                    const kb_u32 m = code | 1;
                    const kb_u32 count = kb_count_to(c, kb_quotient(over - low * m, m));
                    const int even = (code & 1) != 0; /* an even number of primes */
                    sum += even ? 0 - (kb_u64)count : count;
                    plus += even ? 0xFFFFFFFFu : 1;
                }
                KB_GATHER(&signs[s], plus);
                KB_SYNC();
            }
            kb_u32 hits = kb_strike_counted(c, p, rest[s], p > KB_RECOUNT);
            if (KB_ASK(p <= KB_RECOUNT)) {
                KB_SYNC();
                if (p <= KB_RECOUNT) hits = kb_recount(c);
            }
            KB_GATHER(&struck[s], hits);
            KB_SYNC();
        }
        for (kb_u32 i = KB_ME; i < n; i += KB_ALL) {
            kb_u32 left = total;
            for (kb_u32 s = 0; s < i; s++) left -= struck[s];
            phi[tile + i] = left;
            mu[tile + i] = signs[i];
        }
        for (kb_u32 s = 0; s < n; s++) total -= struck[s];
        KB_SYNC(); /* the tile has been read by all */
    }
    return sum;
}

/*
 * A stage over all segments, which know nothing of each other: its count, its signs, and the sum of its signs times the counts of the
 * segments before. The segments that a stage has are the first ones.
 */
KB_FN void kb_join_segments(KB_GLOBAL const kb_u32 *phi, KB_GLOBAL const kb_u32 *mu, KB_GLOBAL const kb_u32 *tops, kb_u32 segments,
                            kb_u32 stages, kb_u32 stage, KB_GLOBAL kb_u64 *out) {
    kb_u64 below = 0, signs = 0, sum = 0;
    for (kb_u32 i = 0; i < segments && tops[i] > stage; i++) {
        const kb_u64 at = (kb_u64)i * stages + stage;
        const kb_u64 sign = (kb_u64)(kb_i64)(int)mu[at];
        sum += sign * below;
        signs += sign;
        below += phi[at];
    }
    out[3 * (kb_u64)stage] = below;
    out[3 * (kb_u64)stage + 1] = signs;
    out[3 * (kb_u64)stage + 2] = sum;
}
#endif
