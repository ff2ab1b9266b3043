// What all kernels include: the grid-stride loop, in 64 bits, because a vector may have more than 2^31 elements; and the shared memory
// that a launch asks for.
#pragma once
#include "../native/arith/prelude.h"

KB_FN kb_u64 kb_thread() { return (kb_u64)blockIdx.x * blockDim.x + threadIdx.x; }
KB_FN kb_u64 kb_threads() { return (kb_u64)gridDim.x * blockDim.x; }

extern __shared__ __align__(16) unsigned char dynamic_shared[];
