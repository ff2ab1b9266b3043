/* The segmented wheel sieve, counted or stored, and the prime test: sieve.h and prime.h. */
#include "group.cl"
#include "sieve.h"
#include "prime.h"

__kernel void kb_sieve_rows(__global const kb_u32 *base, kb_u32 nbase, kb_u64 first, __global uint4 *rows) {
    for (kb_u64 i = get_global_id(0); i < nbase; i += get_global_size(0)) rows[i] = kb_sieve_row(base[i], first);
}

/* Group g takes the segments g, g + number of groups, ... and writes their sum to counts[g]. Any number of groups. */
__kernel __attribute__((reqd_work_group_size(KB_GROUP, 1, 1)))
void kb_sieve_count(__global const uint4 *rows, kb_u32 nrows, kb_u32 shared, __global const kb_u32 *patterns, kb_u64 first, kb_u64 bytes,
                    kb_u32 first_mask, kb_u32 last_mask, kb_u32 segment_bytes, __global kb_u64 *counts, __local kb_u32 *segment) {
    __local kb_u64 scratch[KB_SIEVE_SCRATCH], sums[KB_GROUP];
    const kb_u32 me = (kb_u32)get_local_id(0);
    const kb_u64 segments = (bytes + segment_bytes - 1) / segment_bytes;
    kb_u64 count = 0;
    for (kb_u64 s = get_group_id(0); s < segments; s += get_num_groups(0)) {
        const kb_u64 from = s * segment_bytes;
        const kb_u32 length = (kb_u32)(bytes - from < segment_bytes ? bytes - from : segment_bytes), last = (length - 1) / 4;
        kb_sieve_segment(rows, nrows, shared, patterns, first, (kb_u32)from, length, segment, scratch);
        for (kb_u32 i = me; i <= last; i += KB_GROUP) {
            kb_u32 word = segment[i];
            if (i == 0 && s == 0) word &= 0xFFFFFF00u | first_mask;
            if (i == last && s == segments - 1) {
                const kb_u32 shift = (length - 1) % 4 * 8;
                word &= ~(0xFFu << shift) | last_mask << shift;
            }
            count += KB_POPCOUNT32(word);
        }
    }
    count = kb_group_sum(count, sums);
    if (me == 0) counts[get_group_id(0)] = count;
}

/* The same, bits stored: `bits` has room for `bytes` rounded up to a multiple of 4; segment_bytes is a multiple of 4. */
__kernel __attribute__((reqd_work_group_size(KB_GROUP, 1, 1)))
void kb_sieve_bits(__global const uint4 *rows, kb_u32 nrows, kb_u32 shared, __global const kb_u32 *patterns, kb_u64 first, kb_u64 bytes,
                   kb_u32 segment_bytes, __global kb_u32 *bits, __local kb_u32 *segment) {
    __local kb_u64 scratch[KB_SIEVE_SCRATCH];
    const kb_u64 segments = (bytes + segment_bytes - 1) / segment_bytes;
    for (kb_u64 s = get_group_id(0); s < segments; s += get_num_groups(0)) {
        const kb_u64 from = s * segment_bytes;
        const kb_u32 length = (kb_u32)(bytes - from < segment_bytes ? bytes - from : segment_bytes);
        kb_sieve_segment(rows, nrows, shared, patterns, first, (kb_u32)from, length, segment, scratch);
        for (kb_u32 i = (kb_u32)get_local_id(0); i < (length + 3) / 4; i += KB_GROUP) bits[from / 4 + i] = segment[i];
    }
}

__kernel void kb_is_prime(__global const kb_u64 *n, kb_u64 count, __global kb_u8 *out) {
    for (kb_u64 i = get_global_id(0); i < count; i += get_global_size(0)) out[i] = (kb_u8)kb_prime(n[i]);
}
