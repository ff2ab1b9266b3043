// Vector math: elementwise maps and reductions, for double and float from one template.
//
// Each operation is IEEE arithmetic written out (fma where kernelbridge.h says fma, and nvcc is told not to contract
// the rest), so the bits are those of every other backend. A reduction keeps the fixed order: 64 lanes over a block of
// 8192 elements, then halving.
#include "../native/arith/exp.h"
#include "../native/arith/least.h"
#include "../native/arith/log.h"
#include "../native/arith/pow.h"
#include "../native/arith/sincos.h"
#include "../native/arith/tanh.h"
#include "common.cuh"
#include "operations.h"

KB_FN double kb_fma(double a, double b, double c) { return KB_FMA(a, b, c); }
KB_FN float kb_fma(float a, float b, float c) { return KB_FMAF(a, b, c); }
KB_FN double kb_exp(double x) { return kb_exp_f64(x); }
KB_FN float kb_exp(float x) { return kb_exp_f32(x); }
KB_FN double kb_log(double x) { return kb_log_f64(x); }
KB_FN float kb_log(float x) { return kb_log_f32(x); }
KB_FN double kb_sin(double x) { return kb_sin_f64(x); }
KB_FN float kb_sin(float x) { return kb_sin_f32(x); }
KB_FN double kb_cos(double x) { return kb_cos_f64(x); }
KB_FN float kb_cos(float x) { return kb_cos_f32(x); }
KB_FN double kb_tanh(double x) { return kb_tanh_f64(x); }
KB_FN float kb_tanh(float x) { return kb_tanh_f32(x); }
KB_FN double kb_pow(double x, double y) { return kb_pow_f64(x, y); }
KB_FN float kb_pow(float x, float y) { return kb_pow_f32(x, y); }
KB_FN double kb_abs(double x) { return fabs(x); }
KB_FN float kb_abs(float x) { return fabsf(x); }
KB_FN double kb_sqrt(double x) { return sqrt(x); } // nvcc's defaults: correctly rounded, as is the division
KB_FN float kb_sqrt(float x) { return sqrtf(x); }
KB_FN double kb_min(double x, double y) { return kb_min_f64(x, y); }
KB_FN float kb_min(float x, float y) { return kb_min_f32(x, y); }
KB_FN double kb_max(double x, double y) { return kb_max_f64(x, y); }
KB_FN float kb_max(float x, float y) { return kb_max_f32(x, y); }

// Cheap operations, four elements of a thread at a time: nvcc may move no load before a store that could be to the same place, so a loop
// has one element of each operand on its way, and 1024 threads of an SM then ask for 8 KB where memory needs some 12 to be busy (4.3 TB/s
// and 0.7 us over 132 SMs). An element may be stored where it was loaded.
template <class T, class Operation> static __device__ void kb_each(T *out, kb_u64 n, Operation of) {
    const kb_u64 step = kb_threads();
    kb_u64 i = kb_thread();
    for (; i + 3 * step < n; i += 4 * step) {
        const T a = of(i), b = of(i + step), c = of(i + 2 * step), d = of(i + 3 * step);
        out[i] = a;
        out[i + step] = b;
        out[i + 2 * step] = c;
        out[i + 3 * step] = d;
    }
    for (; i < n; i += step) out[i] = of(i);
}

template <class T>
static __device__ void kb_map(kb_u32 op, T a, T b, const T *x, const T *y, const T *z, T *out, kb_u64 n) {
    const kb_u64 start = kb_thread(), step = kb_threads();
    switch (op) { // outside of the loops; the same way for all threads
    case KB_ADD:
        kb_each(out, n, [=](kb_u64 i) { return x[i] + y[i]; });
        break;
    case KB_MUL:
        kb_each(out, n, [=](kb_u64 i) { return x[i] * y[i]; });
        break;
    case KB_FMA:
        kb_each(out, n, [=](kb_u64 i) { return kb_fma(x[i], y[i], z[i]); });
        break;
    case KB_SCALE:
        kb_each(out, n, [=](kb_u64 i) { return a * x[i]; });
        break;
    case KB_AXPY:
        kb_each(out, n, [=](kb_u64 i) { return kb_fma(a, x[i], y[i]); });
        break;
    case KB_EXP:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_exp(x[i]);
        break;
    case KB_SUB:
        kb_each(out, n, [=](kb_u64 i) { return x[i] - y[i]; });
        break;
    case KB_DIV:
        for (kb_u64 i = start; i < n; i += step) out[i] = x[i] / y[i];
        break;
    case KB_ABS:
        kb_each(out, n, [=](kb_u64 i) { return kb_abs(x[i]); });
        break;
    case KB_NEG:
        kb_each(out, n, [=](kb_u64 i) { return -x[i]; });
        break;
    case KB_SQRT:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_sqrt(x[i]);
        break;
    case KB_MIN:
        kb_each(out, n, [=](kb_u64 i) { return kb_min(x[i], y[i]); });
        break;
    case KB_MAX:
        kb_each(out, n, [=](kb_u64 i) { return kb_max(x[i], y[i]); });
        break;
    case KB_CLAMP:
        kb_each(out, n, [=](kb_u64 i) { return kb_min(kb_max(x[i], a), b); });
        break;
    case KB_FILL:
        for (kb_u64 i = start; i < n; i += step) out[i] = a;
        break;
    case KB_COPY:
        kb_each(out, n, [=](kb_u64 i) { return x[i]; });
        break;
    case KB_AXPBY:
        kb_each(out, n, [=](kb_u64 i) { return kb_fma(a, x[i], b * y[i]); });
        break;
    case KB_LOG:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_log(x[i]);
        break;
    case KB_SIN:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_sin(x[i]);
        break;
    case KB_COS:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_cos(x[i]);
        break;
    case KB_TANH:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_tanh(x[i]);
        break;
    case KB_POW:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_pow(x[i], y[i]);
        break;
    }
}

// The larger, and NaN if either is.
template <class T> static __device__ T kb_larger(T a, T b) { return b > a || b != b ? b : a; }

// A lane's elements in their order, eight loads on their way at a time: nvcc makes four of the plain loop, and a vector of 10^7 has few
// blocks for each SM.
template <class Take> static __device__ void kb_along(kb_u64 i, kb_u64 end, Take take) {
    for (; i + 7 * KB_LANES < end; i += 8 * KB_LANES) {
#pragma unroll
        for (kb_u32 j = 0; j < 8; j++) take(i + j * KB_LANES);
    }
    for (; i < end; i += KB_LANES) take(i);
}

template <class T> static __device__ T kb_lane_sum(kb_u32 op, T a, const T *x, const T *y, kb_u64 i, kb_u64 end) {
    T sum = 0;
    switch (op) {
    case KB_SUM:
        kb_along(i, end, [&](kb_u64 at) { sum += x[at]; });
        break;
    case KB_DOT:
        kb_along(i, end, [&](kb_u64 at) { sum = kb_fma(x[at], y[at], sum); });
        break;
    case KB_SUMSQ:
        kb_along(i, end, [&](kb_u64 at) {
            const T scaled = a * x[at];
            sum = kb_fma(scaled, scaled, sum);
        });
        break;
    case KB_AMAX:
        kb_along(i, end, [&](kb_u64 at) { sum = kb_larger(sum, kb_abs(x[at])); });
        break;
    case KB_ASUM:
        kb_along(i, end, [&](kb_u64 at) { sum += kb_abs(x[at]); });
        break;
    case KB_SQDEV:
        kb_along(i, end, [&](kb_u64 at) {
            const T deviation = x[at] - a;
            sum = kb_fma(deviation, deviation, sum);
        });
        break;
    }
    return sum;
}

// 64 threads a block, one for each lane: two warps, which meet once in shared memory and then fold within the first.
template <class T> static __device__ void kb_reduce(kb_u32 op, T a, const T *x, const T *y, kb_u64 n, T *partials) {
    __shared__ T upper[KB_LANES / 2];
    const kb_u32 lane = threadIdx.x;
    for (kb_u64 block = blockIdx.x; block * KB_BLOCK < n; block += gridDim.x) {
        const kb_u64 begin = block * KB_BLOCK, end = n - begin < KB_BLOCK ? n : begin + KB_BLOCK;
        T sum = kb_lane_sum(op, a, x, y, begin + lane, end);
        __syncthreads(); // the last block's upper half has been read
        if (lane >= KB_LANES / 2) upper[lane - KB_LANES / 2] = sum;
        __syncthreads();
        if (lane >= KB_LANES / 2) continue;
        for (kb_u32 half = KB_LANES / 2; half > 0; half /= 2) {
            const T other = half == KB_LANES / 2 ? upper[lane] : __shfl_down_sync(~0u, sum, half);
            sum = op == KB_AMAX ? kb_larger(sum, other) : sum + other;
        }
        if (lane == 0) partials[block] = sum;
    }
}

extern "C" __global__ void kb_map_f64(kb_u32 op, double a, double b, const double *x, const double *y, const double *z,
                                      double *out, kb_u64 n) {
    kb_map(op, a, b, x, y, z, out, n);
}
extern "C" __global__ void kb_map_f32(kb_u32 op, float a, float b, const float *x, const float *y, const float *z, float *out,
                                      kb_u64 n) {
    kb_map(op, a, b, x, y, z, out, n);
}
extern "C" __global__ void kb_reduce_f64(kb_u32 op, double a, const double *x, const double *y, kb_u64 n,
                                         double *partials) {
    kb_reduce(op, a, x, y, n, partials);
}
extern "C" __global__ void kb_reduce_f32(kb_u32 op, float a, const float *x, const float *y, kb_u64 n, float *partials) {
    kb_reduce(op, a, x, y, n, partials);
}
