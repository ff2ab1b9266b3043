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

template <class T>
static __device__ void kb_map(kb_u32 op, T a, T b, const T *x, const T *y, const T *z, T *out, kb_u64 n) {
    const kb_u64 start = kb_thread(), step = kb_threads();
    switch (op) { // outside of the loops; the same way for all threads
    case KB_ADD:
        for (kb_u64 i = start; i < n; i += step) out[i] = x[i] + y[i];
        break;
    case KB_MUL:
        for (kb_u64 i = start; i < n; i += step) out[i] = x[i] * y[i];
        break;
    case KB_FMA:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_fma(x[i], y[i], z[i]);
        break;
    case KB_SCALE:
        for (kb_u64 i = start; i < n; i += step) out[i] = a * x[i];
        break;
    case KB_AXPY:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_fma(a, x[i], y[i]);
        break;
    case KB_EXP:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_exp(x[i]);
        break;
    case KB_SUB:
        for (kb_u64 i = start; i < n; i += step) out[i] = x[i] - y[i];
        break;
    case KB_DIV:
        for (kb_u64 i = start; i < n; i += step) out[i] = x[i] / y[i];
        break;
    case KB_ABS:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_abs(x[i]);
        break;
    case KB_NEG:
        for (kb_u64 i = start; i < n; i += step) out[i] = -x[i];
        break;
    case KB_SQRT:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_sqrt(x[i]);
        break;
    case KB_MIN:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_min(x[i], y[i]);
        break;
    case KB_MAX:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_max(x[i], y[i]);
        break;
    case KB_CLAMP:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_min(kb_max(x[i], a), b);
        break;
    case KB_FILL:
        for (kb_u64 i = start; i < n; i += step) out[i] = a;
        break;
    case KB_COPY:
        for (kb_u64 i = start; i < n; i += step) out[i] = x[i];
        break;
    case KB_AXPBY:
        for (kb_u64 i = start; i < n; i += step) out[i] = kb_fma(a, x[i], b * y[i]);
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

template <class T> static __device__ T kb_lane_sum(kb_u32 op, T a, const T *x, const T *y, kb_u64 i, kb_u64 end) {
    T sum = 0;
    switch (op) {
    case KB_SUM:
        for (; i < end; i += KB_LANES) sum += x[i];
        break;
    case KB_DOT:
        for (; i < end; i += KB_LANES) sum = kb_fma(x[i], y[i], sum);
        break;
    case KB_SUMSQ:
        for (; i < end; i += KB_LANES) {
            const T scaled = a * x[i];
            sum = kb_fma(scaled, scaled, sum);
        }
        break;
    case KB_AMAX:
        for (; i < end; i += KB_LANES) sum = kb_larger(sum, kb_abs(x[i]));
        break;
    case KB_ASUM:
        for (; i < end; i += KB_LANES) sum += kb_abs(x[i]);
        break;
    case KB_SQDEV:
        for (; i < end; i += KB_LANES) {
            const T deviation = x[i] - a;
            sum = kb_fma(deviation, deviation, sum);
        }
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
