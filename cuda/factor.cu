// Primality of many numbers; and factorization in steps, so that a warp's threads do the same: small primes, powers and proof; then one
// curve a thread for what is composite, launch after launch, what is left packed by the host and sorted by size
// (dev.kernelbridge.spi.DeviceFactors); then rho.
#include "block.cuh"
#include "../native/arith/curve48.h"
#include "../native/arith/proofs.h"

extern "C" __global__ void __launch_bounds__(128) kb_is_prime(const kb_u64 *n, kb_u64 count, kb_u8 *out) {
    __shared__ kb_u16 rough[KB_PROOFS], strong[KB_PROOFS];
    __shared__ kb_u32 counts[2];
    const kb_proofs lists = {rough, strong, counts, counts + 1};
    const kb_u32 chunk = kb_proofs_chunk(count, gridDim.x, blockDim.x);
    for (kb_u64 from = (kb_u64)blockIdx.x * chunk; from < count; from += (kb_u64)gridDim.x * chunk) {
        kb_prove(n + from, (kb_u32)(count - from < chunk ? count - from : chunk), out + from, lists);
    }
}

extern "C" __global__ void __launch_bounds__(64) kb_factor_parts(const kb_u64 *n, kb_u64 count, kb_u64 *parts) {
    for (kb_u64 i = kb_thread(); i < count; i += kb_threads()) {
        kb_u64 rest;
        parts[2 * i + 1] = kb_part(n[i], &rest);
        parts[2 * i] = rest;
    }
}

extern "C" __global__ void __launch_bounds__(64) kb_factor_curves(const kb_u64 *n, kb_u64 count, kb_u32 curve, kb_u32 curves, kb_u32 b1,
                                                                  kb_u32 b2, kb_u32 m, kb_u64 *divisors) {
    kb_u64 *column = (kb_u64 *)dynamic_shared + threadIdx.x;
    const kb_u32 steps = kb_curve_steps(b1);
    for (kb_u64 i = kb_thread(); i < count * curves; i += kb_threads()) {
        divisors[i] = kb_curve_divisor(n[i % count], curve + (kb_u32)(i / count), steps, b2, m, column, blockDim.x);
    }
}

// The same for numbers below 2^48 in doubles, where a GPU is fast at them.
extern "C" __global__ void __launch_bounds__(64) kb_factor_curves48(const kb_u64 *n, kb_u64 count, kb_u32 curve, kb_u32 curves, kb_u32 b1,
                                                                    kb_u32 b2, kb_u32 m, kb_u64 *divisors) {
    double *column = (double *)dynamic_shared + threadIdx.x;
    const kb_u32 steps = kb_curve_steps(b1);
    for (kb_u64 i = kb_thread(); i < count * curves; i += kb_threads()) {
        divisors[i] = kb_curve_divisor48(n[i % count], curve + (kb_u32)(i / count), steps, b2, m, column, blockDim.x);
    }
}

extern "C" __global__ void __launch_bounds__(64) kb_factor_rho(const kb_u64 *n, kb_u64 count, kb_u64 *divisors) {
    for (kb_u64 i = kb_thread(); i < count; i += kb_threads()) divisors[i] = kb_rho_bounded(n[i]);
}
