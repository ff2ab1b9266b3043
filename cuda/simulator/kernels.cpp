// The kernels that this libcuda.so.1 holds: the same sources that nvcc gets, and each kernel's name once.
#include "device.h"

#include "../kernels.cu"

KBSIM_KERNEL(kb_sieve_rows)
KBSIM_KERNEL(kb_sieve_count)
KBSIM_KERNEL(kb_sieve_bits)
KBSIM_KERNEL(kb_is_prime)
KBSIM_KERNEL(kb_factor_parts)
KBSIM_KERNEL(kb_factor_curves)
KBSIM_KERNEL(kb_factor_curves48)
KBSIM_KERNEL(kb_factor_rho)
KBSIM_KERNEL(kb_sum_pi)
KBSIM_KERNEL(kb_hard_leaves)
KBSIM_KERNEL(kb_join_leaves)
KBSIM_KERNEL(kb_ask_sieve)
KBSIM_KERNEL(kb_rough_begin)
KBSIM_KERNEL(kb_rough_step)
KBSIM_KERNEL(kb_rough_end)
KBSIM_KERNEL(kb_siqs_start)
KBSIM_KERNEL(kb_siqs_roots)
KBSIM_KERNEL(kb_siqs_sieve)
KBSIM_KERNEL(kb_siqs_divide)
KBSIM_KERNEL(kb_map_f64)
KBSIM_KERNEL(kb_map_f32)
KBSIM_KERNEL(kb_reduce_f64)
KBSIM_KERNEL(kb_reduce_f32)
