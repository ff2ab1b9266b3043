// The quadratic sieve's relations: native/arith/relations.h, conducted by dev.kernelbridge.spi.DeviceRelations.
#include "block.cuh"
#include "../native/arith/relations.h"

extern "C" __global__ void __launch_bounds__(256)
kb_siqs_start(const kb_u32 *job, const kb_u32 *primes, const kb_u32 *roots, const kb_u64 *reciprocals, kb_u32 *moves) {
    const kb_job j = kb_job_of(job);
    for (kb_u64 i = kb_thread(); i < j.size; i += kb_threads()) {
        kb_begin_coefficient(j, (kb_u32)i, primes[i], roots[i], reciprocals[i], moves);
    }
}

// A thread takes one prime through a stretch of the polynomials; neighbours take neighbouring primes.
extern "C" __global__ void __launch_bounds__(256)
kb_siqs_roots(const kb_u32 *job, const kb_u32 *primes, const kb_u8 *logs, const kb_u32 *moves, kb_u32 g, kb_u32 count, kb_u32 stretch,
              kb_u32 *roots, kb_u32 *counts, kb_u32 *lists) {
    const kb_job j = kb_job_of(job);
    const kb_u32 rows = j.size - j.sieved, stretches = (count + stretch - 1) / stretch;
    for (kb_u64 at = kb_thread(); at < (kb_u64)rows * stretches; at += kb_threads()) {
        const kb_u32 i = j.sieved + (kb_u32)(at % rows), k = (kb_u32)(at / rows) * stretch;
        kb_move_roots(j, i, primes[i], logs[i], g + k, k, count - k < stretch ? count : k + stretch, moves, roots, counts, lists);
    }
}

// A segment of a polynomial a block, or a loop where there are fewer blocks.
extern "C" __global__ void __launch_bounds__(512)
kb_siqs_sieve(const kb_u32 *job, const kb_u32 *primes, const kb_u8 *logs, const kb_u32 *roots, const kb_u32 *counts, const kb_u32 *lists,
              kb_u32 count, kb_u32 room, kb_u32 *found) {
    const kb_job j = kb_job_of(job);
    for (kb_u32 b = blockIdx.x; b < count * j.segments; b += gridDim.x) {
        const kb_u32 k = b / j.segments, base = b % j.segments << j.bits, left = j.places - base;
        const kb_u32 length = left < 1u << j.bits ? left : 1u << j.bits, listed = counts[b] < j.capacity ? counts[b] : j.capacity;
        kb_sieve_places(j, base, length, primes, logs, roots + 2 * (kb_u64)k * (j.listed - j.sieved), lists + (kb_u64)b * j.capacity,
                        listed, (kb_u32 *)dynamic_shared);
        kb_look(k, base, length, (kb_u32 *)dynamic_shared, room, found);
    }
}

// Each polynomial that has candidates is some blocks' work, each a piece of the factor base.
extern "C" __global__ void __launch_bounds__(256)
kb_siqs_divide(const kb_u32 *job, const kb_u32 *primes, const kb_u32 *moves, const kb_u32 *work, kb_u32 polynomials, kb_u32 pieces,
               const kb_u32 *places, kb_u32 *divisors) {
    const kb_job j = kb_job_of(job);
    for (kb_u32 b = blockIdx.x; b < polynomials * pieces; b += gridDim.x) {
        const kb_u32 *mine = work + 3 * (b / pieces);
        kb_divide_places(j, mine[0], mine[1], mine[2], j.sieved + b % pieces * blockDim.x + threadIdx.x, pieces * blockDim.x, primes, moves,
                         places, divisors);
    }
}
