/*
 * The segmented wheel sieve on devices, written once for CUDA and OpenCL: a block (work-group) sieves a segment in its local memory. What
 * the two call differently, the file that includes this defines first, as for leaves.h, and besides:
 *
 *   KB_ROW                   four 32-bit numbers x, y, z, w, loaded at once
 *   KB_CLEAR(words, at, bit) clears a bit of byte `at`; several threads may meet in a word
 *   KB_SET(words, at, bit)   sets it
 *
 * The smallest primes are laid over whole words as patterns, several primes to one (SievePatterns.java makes them); those that strike
 * a segment many times are shared by a team of 32 threads, eight strides by four multiples; each larger one is a thread's own. Rounds of
 * primes go forth and back over the threads, or the first would always have the smallest prime.
 *
 * What a segment costs with a prime is the place of its first multiples. A 64-bit division by each takes about 100 instructions, so
 * it is done once a launch (kb_sieve_row); a segment finds its own remainder from that with a 32-bit reciprocal, in six.
 *
 * What to expect, counted, not measured, for 132 multiprocessors at 1.98 GHz and numbers to 10^12: 2.7e11 strikes by the primes above
 * 163, at 2.7 a clock and multiprocessor (what curtisseizert/CUDASieve publishes for its 32-bit atomics on a GTX 1080) 0.38 s, at 8 (32
 * random lanes over 32 banks wait for the fullest one) 0.13 s; 1.7e5 segments of 192 KB with 78,490 primes each, 1.3e10 rows of
 * about 100 instructions at 3.3e13 a second, 0.04 s; 8.3e9 words by 28 patterns of some 6 instructions, 0.04 s, beside the atomics, since
 * they use another unit. Together 0.2 to 0.45 s.
 */
#ifndef KB_SIEVE_H
#define KB_SIEVE_H
#include "wheel.h"

/* The patterns' table begins with their number, a multiple of 4, and the number of base primes in them; then four words for each. */
#define KB_MOST_PATTERNS 32
/* 64-bit local words that the sieve needs besides the segment: the eight classes of primes, and where each pattern begins. */
#define KB_SIEVE_SCRATCH (8 + KB_MOST_PATTERNS / 2)
/* The most threads of a team. */
#define KB_TEAM 32u

/* What a launch that begins with byte `first` needs of a prime: itself, floor(2^32 / p), first mod p. */
KB_FN KB_ROW kb_sieve_row(kb_u32 p, kb_u64 first) {
    KB_ROW row;
    row.x = p;
    row.y = 0xFFFFFFFFu / p; /* p is odd, so no multiple of it is 2^32 */
    row.z = (kb_u32)(first % p);
    row.w = 0;
    return row;
}

/* (first + offset) mod p. The estimate of the quotient is at most one too small. */
KB_FN kb_u32 kb_sieve_rest(const KB_ROW row, kb_u32 offset) {
    const kb_u32 p = row.x, quotient = (kb_u32)(((kb_u64)offset * row.y) >> 32);
    kb_u32 more = offset - quotient * p;
    if (more >= p) more -= p;
    return row.z >= p - more ? row.z - (p - more) : row.z + more; /* the sum may exceed 2^32 */
}

/* For a class of primes, p mod 30, a byte for each residue w of the wheel: floor(p w / 30) mod 32, of p mod 30, and the bit of p w. */
KB_FN kb_u64 kb_sieve_class(kb_u32 bit) {
    const kb_u32 r = KB_WHEEL_RESIDUE(bit);
    kb_u64 code = 0;
    for (int i = 0; i < 8; i++) {
        const kb_u32 product = r * KB_WHEEL_RESIDUE(i);
        code |= (kb_u64)(product / 30 | KB_WHEEL_BIT(product % 30) << 5) << 8 * i;
    }
    return code;
}

/* Clears the bit in the bytes at, at + step, ... below length; step may be near 2^32. */
KB_FN void kb_sieve_strike(KB_LOCAL kb_u32 *words, kb_u32 length, kb_u32 at, kb_u32 step, kb_u32 bit) {
    if (at >= length) return;
    for (;;) {
        KB_CLEAR(words, at, bit);
        if (length - at <= step) return;
        at += step;
    }
}

/* Four patterns at once over all words. */
KB_FN void kb_sieve_patterns(KB_GLOBAL const kb_u32 *table, kb_u32 group, KB_LOCAL kb_u32 *words, kb_u32 nwords,
                             KB_LOCAL const kb_u32 *phase) {
    KB_GLOBAL const kb_u32 *head = table + 4 + 4 * group;
    KB_GLOBAL const kb_u32 *const a = table + head[1], *const b = table + head[5], *const c = table + head[9], *const d = table + head[13];
    const kb_u32 as = head[0], bs = head[4], cs = head[8], ds = head[12];
    const kb_u32 am = KB_ALL % as, bm = KB_ALL % bs, cm = KB_ALL % cs, dm = KB_ALL % ds;
    kb_u32 ai = (phase[group] + KB_ME) % as, bi = (phase[group + 1] + KB_ME) % bs;
    kb_u32 ci = (phase[group + 2] + KB_ME) % cs, di = (phase[group + 3] + KB_ME) % ds;
    for (kb_u32 i = KB_ME; i < nwords; i += KB_ALL) {
        const kb_u32 word = a[ai] & b[bi] & c[ci] & d[di];
        words[i] = group == 0 ? word : words[i] & word;
        ai += am, bi += bm, ci += cm, di += dm;
        if (ai >= as) ai -= as;
        if (bi >= bs) bi -= bs;
        if (ci >= cs) ci -= cs;
        if (di >= ds) di -= ds;
    }
}

/*
 * Sieves bytes [first + offset, + length) into words; bytes behind `length` in the last word become 0. `first` is what the rows were made
 * with. A prime that is among the rows stays. The first `most_shared` rows are a team's each. All threads call it.
 */
KB_FN void kb_sieve_segment(KB_GLOBAL const KB_ROW *rows, kb_u32 nrows, kb_u32 most_shared, KB_GLOBAL const kb_u32 *patterns, kb_u64 first,
                            kb_u32 offset, kb_u32 length, KB_LOCAL kb_u32 *words, KB_LOCAL kb_u64 *scratch) {
    KB_LOCAL kb_u64 *codes = scratch;
    KB_LOCAL kb_u32 *phase = (KB_LOCAL kb_u32 *)(scratch + 8);
    const kb_u32 nwords = (length + 3) / 4, groups = nrows >= patterns[1] ? patterns[0] : 0;
    const kb_u32 begin = groups == 0 ? 0 : patterns[1], shared = most_shared < nrows ? most_shared : nrows;
    const kb_u64 from = first + offset, past = (from + length) * 30;
    const int all = past < from; /* the last segment below 2^64: no prime's square is behind it */

    KB_SYNC(); /* the last segment has been read by all */
    for (kb_u32 i = KB_ME; i < 8; i += KB_ALL) codes[i] = kb_sieve_class(i);
    for (kb_u32 g = KB_ME; g < groups; g += KB_ALL) {
        const kb_u32 period = patterns[4 + 4 * g], quarter = patterns[4 + 4 * g + 2]; /* 1/4 modulo the period, which is odd */
        phase[g] = (kb_u32)(from % period) * quarter % period;
    }
    KB_SYNC();
    for (kb_u32 g = 0; g < groups; g += 4) kb_sieve_patterns(patterns, g, words, nwords, phase);
    if (groups == 0) {
        for (kb_u32 i = KB_ME; i < nwords; i += KB_ALL) words[i] = ~0u;
    }
    KB_SYNC();

    const kb_u32 size = KB_ALL < KB_TEAM ? KB_ALL : KB_TEAM, teams = KB_ALL / size, team = KB_ME / size, member = KB_ME % size;
    const kb_u32 strides = size < 8 ? size : 8;
    kb_u32 back = 0;
    for (kb_u32 round = begin; round < shared; round += teams, back ^= 1) {
        const kb_u32 i = round + (back ? teams - 1 - team : team);
        if (i >= shared) continue;
        const KB_ROW row = rows[i];
        const kb_u32 p = row.x, a = p / 30, rest = kb_sieve_rest(row, offset);
        if (!all && (kb_u64)p * p >= past) break;
        const kb_u64 code = codes[KB_WHEEL_BIT(p - 30 * a)];
        for (kb_u32 j = member % 8; j < 8; j += strides) {
            const kb_u32 bits = (kb_u32)(code >> 8 * j) & 0xFF, at = a * KB_WHEEL_RESIDUE(j) + (bits & 31);
            kb_sieve_strike(words, length, (at < rest ? at + (p - rest) : at - rest) + member / 8 * p, (size + 7) / 8 * p, bits >> 5);
        }
    }
    back = 0;
    for (kb_u32 round = begin > shared ? begin : shared; round < nrows; round += KB_ALL, back ^= 1) {
        const kb_u32 i = round + (back ? KB_ALL - 1 - KB_ME : KB_ME);
        if (i >= nrows) continue;
        const KB_ROW row = rows[i];
        const kb_u32 p = row.x, a = p / 30, rest = kb_sieve_rest(row, offset);
        if (!all && (kb_u64)p * p >= past) break;
        const kb_u64 code = codes[KB_WHEEL_BIT(p - 30 * a)];
        for (int j = 0; j < 8; j++) {
            const kb_u32 bits = (kb_u32)(code >> 8 * j) & 0xFF, at = a * KB_WHEEL_RESIDUE(j) + (bits & 31);
            kb_sieve_strike(words, length, at < rest ? at + (p - rest) : at - rest, p, bits >> 5);
        }
    }
    KB_SYNC();
    /* Patterns and strikes begin with the prime itself. */
    for (kb_u32 i = KB_ME; i < nrows && rows[i].x / 30 < from + length; i += KB_ALL) {
        const kb_u32 p = rows[i].x, a = p / 30;
        if (a >= from) KB_SET(words, (kb_u32)(a - from), KB_WHEEL_BIT(p - 30 * a));
    }
    for (kb_u32 i = length + KB_ME; i < 4 * nwords; i += KB_ALL) {
        for (kb_u32 bit = 0; bit < 8; bit++) KB_CLEAR(words, i, bit);
    }
    KB_SYNC();
}
#endif
