/*
 * Factorization in steps, so that neighbours do the same: small primes, powers and proof; then one curve a work-item for what is
 * composite, launch after launch, what is left packed by the host and sorted by size (dev.kernelbridge.spi.DeviceFactors); then rho.
 */
#include "group.cl"
#include "curve.h"
#include "parts.h"

__kernel void kb_factor_parts(__global const kb_u64 *n, kb_u64 count, __global kb_u64 *parts) {
    for (kb_u64 i = get_global_id(0); i < count; i += get_global_size(0)) {
        kb_u64 rest; /* private first: the shared arithmetic knows one address space */
        parts[2 * i + 1] = kb_part(n[i], &rest);
        parts[2 * i] = rest;
    }
}

__kernel void kb_factor_curves(__global const kb_u64 *n, kb_u64 count, kb_u32 curve, kb_u32 curves, kb_u32 b1, kb_u32 b2, kb_u32 m,
                               __global kb_u64 *divisors, __local kb_u64 *cells) {
    const kb_u32 steps = kb_curve_steps(b1);
    for (kb_u64 i = get_global_id(0); i < count * curves; i += get_global_size(0)) {
        divisors[i] = kb_curve_divisor(n[i % count], curve + (kb_u32)(i / count), steps, b2, m, cells + get_local_id(0),
                                       (kb_u32)get_local_size(0));
    }
}

__kernel void kb_factor_rho(__global const kb_u64 *n, kb_u64 count, __global kb_u64 *divisors) {
    for (kb_u64 i = get_global_id(0); i < count; i += get_global_size(0)) divisors[i] = kb_rho_bounded(n[i]);
}
