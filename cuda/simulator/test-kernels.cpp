// Kernels for test.cpp, in plain CUDA C++: right ones, which check one device function each, and wrong ones, which must
// be caught.
#include "device.h"

using u64 = unsigned long long;

extern "C" __global__ void index_sum(u64 *out, unsigned n) {
    unsigned i = (blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
    i = i * blockDim.x * blockDim.y * blockDim.z;
    i += (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
    if (i < n) out[i] = i * 3ull;
}

extern "C" __global__ void axpy(double a, const double *x, double *y, u64 n) {
    const u64 step = u64(gridDim.x) * blockDim.x;
    for (u64 i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) y[i] = fma(a, x[i], y[i]);
}

extern "C" __global__ void block_reduce(const unsigned *x, u64 *out, u64 n) {
    __shared__ u64 sums[1024];
    u64 sum = 0;
    for (u64 i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += u64(gridDim.x) * blockDim.x) sum += x[i];
    sums[threadIdx.x] = sum;
    for (unsigned half = blockDim.x / 2; half > 0; half /= 2) {
        __syncthreads();
        if (threadIdx.x < half) sums[threadIdx.x] += sums[threadIdx.x + half];
    }
    if (threadIdx.x == 0) atomicAdd(out, sums[0]);
}

extern "C" __global__ void warp_reduce(const unsigned *x, u64 *out, u64 n) {
    u64 sum = 0;
    for (u64 i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += u64(gridDim.x) * blockDim.x) sum += x[i];
    for (int d = 16; d > 0; d /= 2) sum += __shfl_down_sync(~0u, sum, d);
    if (threadIdx.x % 32 == 0) atomicAdd(out, sum);
}

extern "C" __global__ void reverse_dynamic(unsigned *data) {
    extern __shared__ __align__(16) unsigned char dynamic_shared[];
    unsigned *copy = reinterpret_cast<unsigned *>(dynamic_shared);
    copy[threadIdx.x] = data[threadIdx.x];
    __syncthreads();
    data[threadIdx.x] = copy[blockDim.x - 1 - threadIdx.x];
}

extern "C" __global__ void shuffles(int *out) {
    int me = threadIdx.x;
    int *row = out + me * 8;
    row[0] = __shfl_sync(~0u, me, 5);
    row[1] = __shfl_sync(~0u, me, 3, 8);
    row[2] = __shfl_up_sync(~0u, me, 2);
    row[3] = __shfl_down_sync(~0u, me, 3, 16);
    row[4] = __shfl_xor_sync(~0u, me, 1);
    row[5] = __shfl_xor_sync(~0u, me, 8, 8); // beyond the segment: only the upper ones see the lower
    row[6] = int(__shfl_sync(~0u, double(me) + 0.5, 31) * 2);
    row[7] = me & 1 ? __shfl_sync(0xaaaaaaaau, me, 1) : __shfl_sync(0x55555555u, me, 2);
}

extern "C" __global__ void votes(unsigned *out) {
    unsigned me = threadIdx.x;
    if (me == 7) return; // a lane that has returned counts for nothing
    unsigned ballot = __ballot_sync(~0u, me % 3 == 0);
    unsigned any = __any_sync(~0u, me == 31), none = __any_sync(~0u, me == 7);
    unsigned all = __all_sync(~0u, me != 7), some = __all_sync(~0u, me < 9);
    __syncwarp();
    if (me == 0) {
        unsigned results[] = {ballot, any, none, all, some};
        for (int i = 0; i < 5; ++i) out[i] = results[i];
    }
}

extern "C" __global__ void block_votes(int *out) {
    int p = threadIdx.x % 5 == 0;
    int count = __syncthreads_count(p), any = __syncthreads_or(threadIdx.x == 99), none = __syncthreads_or(0);
    int all = __syncthreads_and(1), some = __syncthreads_and(p);
    int results[] = {count, any, none, all, some};
    if (threadIdx.x == 64) {
        for (int i = 0; i < 5; ++i) out[i] = results[i];
    }
}

extern "C" __global__ void atomics(u64 *w, unsigned *v, double *d) {
    u64 i = blockIdx.x * blockDim.x + threadIdx.x;
    atomicAdd(&w[0], i);
    atomicMin(&w[1], i);
    atomicMax(&w[2], i);
    atomicXor(&w[3], i);
    atomicOr(&w[4], 1ull << i % 64);
    atomicAnd(&w[5], ~(1ull << i % 64));
    u64 seen = w[6], before;
    do before = seen, seen = atomicCAS(&w[6], before, before + 2);
    while (seen != before);
    atomicAdd(&v[0], 1u);
    atomicExch(&v[1], 7u);
    atomicSub(&v[2], 1u);
    atomicAdd(d, 0.5);
}

extern "C" __global__ void intrinsics(u64 *out) {
    if (threadIdx.x) return;
    u64 results[] = {
        u64(__popc(0xF0F0u)),        u64(__popcll(~0ull)),           u64(__clz(1)),          u64(__clz(0)),
        u64(__clzll(1)),             u64(__ffs(0)),                  u64(__ffsll(1ll << 40)), __brev(1),
        __brevll(2),                 __umulhi(~0u, ~0u),             __umul64hi(~0ull, ~0ull), u64(__mul64hi(-1, 1)),
        u64(__double_as_longlong(1)), __float_as_uint(1.0f),         u64(__double2int_rn(2.5)), u64(__double2ll_rz(-1.9)),
        __funnelshift_l(1u << 31, 1, 1),
    };
    for (u64 v : results) *out++ = v;
}

extern "C" __global__ void diverging(int *out) {
    if (threadIdx.x < 32) {
        __syncthreads();
    } else {
        __syncthreads();
    }
    *out = 1;
}

extern "C" __global__ void leaving_early(int *out, unsigned n) {
    if (threadIdx.x >= n) return;
    __syncthreads();
    out[threadIdx.x] = 1;
}

extern "C" __global__ void waiting_for_half(int *out) {
    if (threadIdx.x % 2) __syncwarp(); // the other lanes never come
    else __syncthreads();
    *out = 1;
}

extern "C" __global__ void shared_overrun(unsigned bytes) {
    extern __shared__ __align__(16) unsigned char dynamic_shared[];
    if (threadIdx.x == 0) dynamic_shared[bytes] = 1;
}

extern "C" __global__ void overrun(unsigned char *p, long long offset) { p[offset] = 1; }

extern "C" __global__ void uninitialized(unsigned *out, unsigned written) {
    __shared__ unsigned cell[64];
    if (threadIdx.x < written) cell[threadIdx.x] = 1;
    out[threadIdx.x] = cell[threadIdx.x];
}

extern "C" __global__ void trapping() {
    if (threadIdx.x == 3) __trap();
}

extern "C" __global__ void nothing() {}

extern "C" __global__ void many_barriers(unsigned times) {
    for (unsigned i = 0; i < times; ++i) __syncthreads();
}

extern "C" __global__ void many_shuffles(unsigned *out, unsigned times) {
    unsigned v = threadIdx.x;
    for (unsigned i = 0; i < times; ++i) v += __shfl_xor_sync(~0u, v, 1);
    if (v == 12345) *out = v;
}

KBSIM_KERNEL(index_sum)
KBSIM_KERNEL(axpy)
KBSIM_KERNEL(block_reduce)
KBSIM_KERNEL(warp_reduce)
KBSIM_KERNEL(reverse_dynamic)
KBSIM_KERNEL(shuffles)
KBSIM_KERNEL(votes)
KBSIM_KERNEL(block_votes)
KBSIM_KERNEL(atomics)
KBSIM_KERNEL(intrinsics)
KBSIM_KERNEL(diverging)
KBSIM_KERNEL(leaving_early)
KBSIM_KERNEL(waiting_for_half)
KBSIM_KERNEL(shared_overrun)
KBSIM_KERNEL(overrun)
KBSIM_KERNEL(uninitialized)
KBSIM_KERNEL(trapping)
KBSIM_KERNEL(nothing)
KBSIM_KERNEL(many_barriers)
KBSIM_KERNEL(many_shuffles)
