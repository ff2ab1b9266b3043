/*
 * The few words in which C11, CUDA C++ and OpenCL C differ. Everything else in arith/ is written in what they share, so the
 * arithmetic that C and PoCL tests prove is the arithmetic that the GPU runs.
 */
#ifndef KB_PRELUDE_H
#define KB_PRELUDE_H

#if defined(__OPENCL_C_VERSION__) || defined(__OPENCL_VERSION__)

#pragma OPENCL FP_CONTRACT OFF
#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#define KB_HAS_F64 1
#else
#define KB_HAS_F64 0
#endif
typedef uchar kb_u8;
typedef ushort kb_u16;
typedef uint kb_u32;
typedef ulong kb_u64;
typedef int kb_i32;
typedef long kb_i64;
#define KB_FN inline static
#define KB_TABLE __constant
#define KB_MULHI(a, b) mul_hi((kb_u64)(a), (kb_u64)(b))
#define KB_POPCOUNT32(x) popcount((kb_u32)(x))
#define KB_CTZ64(x) ((kb_u32)popcount(((x) & (0 - (x))) - 1))
#define KB_FMA(a, b, c) fma(a, b, c)
#define KB_FMAF(a, b, c) fma(a, b, c)
#define KB_F64_BITS(x) as_ulong(x)
#define KB_BITS_F64(x) as_double(x)
#define KB_F32_BITS(x) as_uint(x)
#define KB_BITS_F32(x) as_float(x)

#else /* C11 and CUDA C++ (nvcc, or the simulator's g++) */

#include <stdint.h>
#include <string.h>
#define KB_HAS_F64 1
typedef uint8_t kb_u8;
typedef uint16_t kb_u16;
typedef uint32_t kb_u32;
typedef uint64_t kb_u64;
typedef int32_t kb_i32;
typedef int64_t kb_i64;

#if defined(__CUDACC__) || defined(KB_CUDA_SIMULATOR)
#define KB_FN static __device__ __forceinline__
#define KB_TABLE static __constant__ const
#define KB_MULHI(a, b) __umul64hi(a, b)
#define KB_POPCOUNT32(x) ((kb_u32)__popc(x))
#define KB_CTZ64(x) ((kb_u32)(__ffsll((long long)(x)) - 1))
#define KB_FMA(a, b, c) fma(a, b, c)
#define KB_FMAF(a, b, c) fmaf(a, b, c)
#define KB_F64_BITS(x) ((kb_u64)__double_as_longlong(x))
#define KB_BITS_F64(x) __longlong_as_double((long long)(x))
#define KB_F32_BITS(x) __float_as_uint(x)
#define KB_BITS_F32(x) __uint_as_float(x)
#else
#include <math.h>
#define KB_FN static inline
#define KB_TABLE static const
#define KB_MULHI(a, b) ((kb_u64)(((unsigned __int128)(a) * (b)) >> 64))
#define KB_POPCOUNT32(x) ((kb_u32)__builtin_popcount(x))
#define KB_CTZ64(x) ((kb_u32)__builtin_ctzll(x))
#define KB_FMA(a, b, c) __builtin_fma(a, b, c)
#define KB_FMAF(a, b, c) __builtin_fmaf(a, b, c)
static inline kb_u64 kb_f64_bits(double x) { kb_u64 u; memcpy(&u, &x, sizeof u); return u; }
static inline double kb_bits_f64(kb_u64 u) { double x; memcpy(&x, &u, sizeof x); return x; }
static inline kb_u32 kb_f32_bits(float x) { kb_u32 u; memcpy(&u, &x, sizeof u); return u; }
static inline float kb_bits_f32(kb_u32 u) { float x; memcpy(&x, &u, sizeof x); return x; }
#define KB_F64_BITS(x) kb_f64_bits(x)
#define KB_BITS_F64(x) kb_bits_f64(x)
#define KB_F32_BITS(x) kb_f32_bits(x)
#define KB_BITS_F32(x) kb_bits_f32(x)
#endif
#endif
#endif
