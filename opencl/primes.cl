/*
 * The segmented wheel sieve and the prime test. A work-group sieves one segment at a time in local memory. Where work-groups are
 * many threads (GPU), KB_GROUP is large: small primes are struck by all work-items together, each large prime by one of them, and
 * a bit is cleared by atomic_and on its word, because another work-item may be clearing a bit beside it. Where a work-group is a
 * loop on one core (CPU), KB_GROUP is 1: the same code strikes plain bytes, about ten times cheaper than a locked instruction.
 */
#include "wheel.h"
#include "prime.h"

#ifndef KB_GROUP
#define KB_GROUP 256
#endif

/* Below it a prime has more multiples in a segment than a work-group has work-items. */
#define KB_SMALL_PRIME 1024

#if KB_GROUP > 1
#define KB_STRIKE(segment, at, mask) \
    atomic_and((volatile __local kb_u32 *)(segment) + ((at) >> 2), ~((~(mask) & 0xFF) << (((at) & 3) * 8)))
#define KB_BARRIER() barrier(CLK_LOCAL_MEM_FENCE)
#else
#define KB_STRIKE(segment, at, mask) (((__local kb_u8 *)(segment))[at] &= (kb_u8)(mask))
#define KB_BARRIER()
#endif

/* Clears every `stride`-th byte's bit from `at` on; `at` may lie far behind the segment. */
KB_FN void kb_strike(__local kb_u32 *segment, kb_u32 bytes, kb_u64 at, kb_u32 stride, kb_u32 mask) {
    if (at >= bytes) return;
    for (kb_u32 b = (kb_u32)at;; b += stride) {
        KB_STRIKE(segment, b, mask);
        if (bytes - b <= stride) return; /* asked before the addition, which might exceed 2^32 */
    }
}

/* Sieves bytes [first, first + bytes) into local memory: the bits of primes (and 1) stay; what fills up the last word is 0. */
KB_FN void kb_sieve_segment(__global const kb_u32 *base, kb_u32 nbase, kb_u64 first, kb_u32 bytes, __local kb_u32 *segment) {
    const kb_u32 me = (kb_u32)get_local_id(0), words = (bytes + 3) / 4;
    for (kb_u32 i = me; i < words; i += KB_GROUP) {
        kb_u32 rest = bytes - 4 * i;
        segment[i] = rest >= 4 ? 0xFFFFFFFFu : 0xFFFFFFFFu >> (32 - 8 * rest);
    }
    KB_BARRIER();
    kb_u32 i = 0;
#if KB_GROUP > 1
    const kb_u32 w = KB_WHEEL_RESIDUE(me & 7); /* eight work-items side by side take the eight strides of one prime */
    for (; i < nbase && base[i] < KB_SMALL_PRIME; i++) {
        kb_u32 p = base[i];
        kb_u64 quot = first / p, at = kb_wheel_start(p, w, quot, first - quot * p) + (kb_u64)(me >> 3) * p;
        kb_strike(segment, bytes, at, p * (KB_GROUP / 8), kb_wheel_mask(p, w));
    }
#endif
    for (i += me; i < nbase; i += KB_GROUP) {
        kb_u32 p = base[i];
        if ((kb_u64)p * p / 30 >= first + bytes) break; /* nor can any larger prime clear anything here */
        kb_u64 quot = first / p, rem = first - quot * p;
        for (int j = 0; j < 8; j++) {
            kb_u32 v = KB_WHEEL_RESIDUE(j);
            kb_strike(segment, bytes, kb_wheel_start(p, v, quot, rem), p, kb_wheel_mask(p, v));
        }
    }
    KB_BARRIER();
}

/* Group g takes the segments g, g + number of groups, ... and writes their sum to counts[g]. Any number of groups. */
__kernel __attribute__((reqd_work_group_size(KB_GROUP, 1, 1)))
void kb_sieve_count(__global const kb_u32 *base, kb_u32 nbase, kb_u64 first, kb_u64 bytes, kb_u32 first_mask, kb_u32 last_mask,
                    kb_u32 segment_bytes, __global kb_u64 *counts, __local kb_u32 *segment) {
    __local kb_u32 sums[KB_GROUP];
    const kb_u32 me = (kb_u32)get_local_id(0);
    const kb_u64 segments = (bytes + segment_bytes - 1) / segment_bytes;
    kb_u64 total = 0;
    for (kb_u64 s = get_group_id(0); s < segments; s += get_num_groups(0)) {
        kb_u64 from = s * segment_bytes;
        kb_u32 length = (kb_u32)(bytes - from < segment_bytes ? bytes - from : segment_bytes), words = (length + 3) / 4;
        kb_sieve_segment(base, nbase, first + from, length, segment);
        kb_u32 sum = 0;
        for (kb_u32 i = me; i < words; i += KB_GROUP) {
            kb_u32 word = segment[i];
            if (i == 0 && s == 0) word &= 0xFFFFFF00u | first_mask;
            if (i == words - 1 && s == segments - 1) {
                kb_u32 shift = (length - 1) % 4 * 8;
                word &= ~(0xFFu << shift) | last_mask << shift;
            }
            sum += KB_POPCOUNT32(word);
        }
        sums[me] = sum;
        for (kb_u32 upper = KB_GROUP / 2; upper > 0; upper /= 2) {
            KB_BARRIER();
            if (me < upper) sums[me] += sums[me + upper];
        }
        KB_BARRIER(); /* nobody overwrites the segment or the sums before all have read them */
        if (me == 0) total += sums[0];
    }
    if (me == 0) counts[get_group_id(0)] = total;
}

/* The same, bits stored: `bits` has room for `bytes` rounded up to a multiple of 4; segment_bytes is a multiple of 4. */
__kernel __attribute__((reqd_work_group_size(KB_GROUP, 1, 1)))
void kb_sieve_bits(__global const kb_u32 *base, kb_u32 nbase, kb_u64 first, kb_u64 bytes, kb_u32 segment_bytes,
                   __global kb_u32 *bits, __local kb_u32 *segment) {
    const kb_u64 segments = (bytes + segment_bytes - 1) / segment_bytes;
    for (kb_u64 s = get_group_id(0); s < segments; s += get_num_groups(0)) {
        kb_u64 from = s * segment_bytes;
        kb_u32 length = (kb_u32)(bytes - from < segment_bytes ? bytes - from : segment_bytes), words = (length + 3) / 4;
        kb_sieve_segment(base, nbase, first + from, length, segment);
        for (kb_u32 i = (kb_u32)get_local_id(0); i < words; i += KB_GROUP) bits[from / 4 + i] = segment[i];
        KB_BARRIER();
    }
}

__kernel void kb_is_prime(__global const kb_u64 *n, kb_u64 count, __global kb_u8 *out) {
    for (kb_u64 i = get_global_id(0); i < count; i += get_global_size(0)) out[i] = (kb_u8)kb_prime(n[i]);
}
