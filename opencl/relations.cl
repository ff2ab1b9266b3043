/* The quadratic sieve's relations: relations.h, conducted by dev.kernelbridge.spi.DeviceRelations. */
#include "group.cl"
#include "relations.h"

__kernel void kb_siqs_start(__global const kb_u32 *job, __global const kb_u32 *primes, __global const kb_u32 *roots,
                            __global const kb_u64 *reciprocals, __global kb_u32 *moves) {
    const kb_job j = kb_job_of(job);
    for (kb_u64 i = get_global_id(0); i < j.size; i += get_global_size(0)) {
        kb_begin_coefficient(j, (kb_u32)i, primes[i], roots[i], reciprocals[i], moves);
    }
}

/* A work-item takes one prime through a stretch of the polynomials; neighbours take neighbouring primes. */
__kernel void kb_siqs_roots(__global const kb_u32 *job, __global const kb_u32 *primes, __global const kb_u8 *logs,
                            __global const kb_u32 *moves, kb_u32 g, kb_u32 count, kb_u32 stretch, __global kb_u32 *roots,
                            __global kb_u32 *counts, __global kb_u32 *lists) {
    const kb_job j = kb_job_of(job);
    const kb_u32 rows = j.size - j.sieved, stretches = (count + stretch - 1) / stretch;
    for (kb_u64 at = get_global_id(0); at < (kb_u64)rows * stretches; at += get_global_size(0)) {
        const kb_u32 i = j.sieved + (kb_u32)(at % rows), k = (kb_u32)(at / rows) * stretch;
        kb_move_roots(j, i, primes[i], logs[i], g + k, k, count - k < stretch ? count : k + stretch, moves, roots, counts, lists);
    }
}

/* A segment of a polynomial a group, or a loop where there are fewer groups. */
__kernel __attribute__((reqd_work_group_size(KB_GROUP, 1, 1)))
void kb_siqs_sieve(__global const kb_u32 *job, __global const kb_u32 *primes, __global const kb_u8 *logs, __global const kb_u32 *roots,
                   __global const kb_u32 *counts, __global const kb_u32 *lists, kb_u32 count, kb_u32 room, __global kb_u32 *found,
                   __local kb_u32 *words) {
    const kb_job j = kb_job_of(job);
    for (kb_u32 b = (kb_u32)get_group_id(0); b < count * j.segments; b += (kb_u32)get_num_groups(0)) {
        const kb_u32 k = b / j.segments, base = b % j.segments << j.bits, left = j.places - base;
        const kb_u32 length = left < 1u << j.bits ? left : 1u << j.bits, listed = counts[b] < j.capacity ? counts[b] : j.capacity;
        kb_sieve_places(j, base, length, primes, logs, roots + 2 * (kb_u64)k * (j.listed - j.sieved), lists + (kb_u64)b * j.capacity,
                        listed, words);
        kb_look(k, base, length, words, room, found);
    }
}

/* Each polynomial that has candidates is some groups' work, each a piece of the factor base. */
__kernel __attribute__((reqd_work_group_size(KB_GROUP, 1, 1)))
void kb_siqs_divide(__global const kb_u32 *job, __global const kb_u32 *primes, __global const kb_u32 *moves, __global const kb_u32 *work,
                    kb_u32 polynomials, kb_u32 pieces, __global const kb_u32 *places, __global kb_u32 *divisors) {
    const kb_job j = kb_job_of(job);
    for (kb_u32 b = (kb_u32)get_group_id(0); b < polynomials * pieces; b += (kb_u32)get_num_groups(0)) {
        __global const kb_u32 *mine = work + 3 * (b / pieces);
        kb_divide_places(j, mine[0], mine[1], mine[2], j.sieved + b % pieces * KB_ALL + KB_ME, pieces * KB_ALL, primes, moves, places,
                         divisors);
    }
}
