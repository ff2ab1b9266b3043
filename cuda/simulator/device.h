// CUDA C++ for g++: what the .cu files find in the compiler when nvcc builds them.
//
// Include it, then the .cu files, in one C++17 source (kernels.cpp). Here: shared memory in static arrays and in
// `extern __shared__ unsigned char dynamic_shared[]` (this name and type), barriers, warp operations, atomics and the
// integer and floating-point intrinsics that our kernels use. Not here, so a kernel that needs them does not compile:
// textures, cooperative groups, dynamic parallelism, half precision, tensor cores, surfaces.
//
// What a GPU forgives and this does not: an integer division by zero or a read through a null pointer ends the process,
// and a thread that spins until another one writes something spins for ever (blocks run in any order, each to its end).
#pragma once
#include "block.h"
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>

#define KB_CUDA_SIMULATOR 1 // native/arith/prelude.h asks for it

#define __global__
#define __device__
#define __host__
#define __constant__
#define __shared__ thread_local
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)
#define __align__(n) __attribute__((aligned(n)))

#define threadIdx (kbsim::here.thread)
#define blockIdx (kbsim::here.block_index)
#define blockDim (kbsim::here.block_size)
#define gridDim (kbsim::here.grid_size)
constexpr int warpSize = 32;

// Each barrier and warp operation knows the line it stands in, so that a deadlock can be named.
#define KBSIM_SITE const char *file = __builtin_FILE(), int line = __builtin_LINE()

inline void __syncthreads(KBSIM_SITE) { kbsim::here.block->barrier(false, {file, line}); }
inline int __syncthreads_count(int p, KBSIM_SITE) { return int(kbsim::here.block->barrier(p != 0, {file, line})); }
inline int __syncthreads_or(int p, KBSIM_SITE) { return kbsim::here.block->barrier(p != 0, {file, line}) != 0; }
inline int __syncthreads_and(int p, KBSIM_SITE) { return kbsim::here.block->barrier(p == 0, {file, line}) == 0; }

inline void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __threadfence_block() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __threadfence_system() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
[[noreturn]] inline void __trap() { kbsim::here.block->fail("__trap()"); }

#include "atomics.h"
#include "intrinsics.h"
#include "vectors.h"
#include "warp.h"
