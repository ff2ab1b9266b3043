// Matrix products in the order that kernelbridge.h fixes: for each 256 products a sum of its own, then C.
//
// A block of 256 threads makes a square of C, 32 V on a side (V is 4 for floats, 2 for doubles): a thread has 2 V rows and 2 V columns of it,
// in two groups of V each, half a square apart, so that neighbours read neighbouring words of shared memory. A and B come through shared memory
// eight products deep, twice: while one step is computed, the next one is on its way into registers. Reasoned, not measured: no GPU has
// run it. No tensor cores: they round otherwise.
#include "../native/arith/prelude.h"
#include "common.cuh"
#include "operations.h"

template <class T, int V> struct kb_gemm_square {
    static constexpr int SIDE = 32 * V, STEP = 8, THREADS = 256;

    // This thread's V elements of a step: `outer` runs along the square's side, `inner` along the products.
    static __device__ void fetch(T (&to)[V], const T *x, kb_u64 ld, bool across, kb_u64 outer, kb_u64 outers, kb_u64 inner, kb_u64 inners) {
#pragma unroll
        for (int r = 0; r < V; r++) {
            const kb_u32 e = threadIdx.x + r * THREADS;
            const kb_u64 i = outer + (across ? e / STEP : e % SIDE), p = inner + (across ? e % STEP : e / SIDE);
            to[r] = i < outers && p < inners ? x[across ? i * ld + p : p * ld + i] : T(0);
        }
    }

    static __device__ void store(T (*to)[SIDE + V], const T (&from)[V], bool across) {
#pragma unroll
        for (int r = 0; r < V; r++) {
            const kb_u32 e = threadIdx.x + r * THREADS;
            to[across ? e % STEP : e / SIDE][across ? e / STEP : e % SIDE] = from[r];
        }
    }

    static __device__ __forceinline__ void multiply(T (&acc)[2 * V][2 * V], const T *as, const T *bs) {
        T x[2 * V], y[2 * V];
#pragma unroll
        for (int v = 0; v < V; v++) x[v] = as[v], x[V + v] = as[SIDE / 2 + v], y[v] = bs[v], y[V + v] = bs[SIDE / 2 + v];
#pragma unroll
        for (int i = 0; i < 2 * V; i++) {
#pragma unroll
            for (int j = 0; j < 2 * V; j++) acc[i][j] = kb_fma(x[i], y[j], acc[i][j]);
        }
    }
};

template <class T, int V>
static __device__ void kb_gemm(kb_u32 trans_a, kb_u32 trans_b, kb_u64 m, kb_u64 n, kb_u64 k, T alpha, const T *a, kb_u64 lda, const T *b,
                               kb_u64 ldb, T beta, T *c, kb_u64 ldc) {
    using Square = kb_gemm_square<T, V>;
    constexpr int SIDE = Square::SIDE, STEP = Square::STEP;
    __shared__ __align__(16) T as[2][STEP][SIDE + V];
    __shared__ __align__(16) T bs[2][STEP][SIDE + V];
    const kb_u32 tx = threadIdx.x % 16, ty = threadIdx.x / 16;
    const kb_u64 across = (n + SIDE - 1) / SIDE, squares = (m + SIDE - 1) / SIDE * across;
    const bool used = k > 0 && alpha != 0;
    for (kb_u64 square = blockIdx.x; square < squares; square += gridDim.x) {
        const kb_u64 row = square / across * SIDE, column = square % across * SIDE;
        for (kb_u64 from = 0; from == 0 || (used && from < k); from += KB_GEMM_DEPTH) {
            const kb_u64 end = !used ? 0 : k - from < KB_GEMM_DEPTH ? k : from + KB_GEMM_DEPTH;
            T acc[2 * V][2 * V] = {};
            T next_a[V], next_b[V];
            if (used) {
                Square::fetch(next_a, a, lda, !trans_a, row, m, from, end);
                Square::fetch(next_b, b, ldb, trans_b, column, n, from, end);
                Square::store(as[0], next_a, !trans_a);
                Square::store(bs[0], next_b, trans_b);
            }
            __syncthreads();
            kb_u32 now = 0;
            for (kb_u64 p = from; p < end; p += STEP, now ^= 1) {
                const bool more = p + STEP < end;
                if (more) {
                    Square::fetch(next_a, a, lda, !trans_a, row, m, p + STEP, end);
                    Square::fetch(next_b, b, ldb, trans_b, column, n, p + STEP, end);
                }
                if (p + STEP <= end) {
#pragma unroll
                    for (int q = 0; q < STEP; q++) Square::multiply(acc, as[now][q] + ty * V, bs[now][q] + tx * V);
                } else { // not filled up with zeros: -0 + 0 is not -0
#pragma unroll 1
                    for (kb_u32 q = 0; q < end - p; q++) Square::multiply(acc, as[now][q] + ty * V, bs[now][q] + tx * V);
                }
                if (more) {
                    Square::store(as[now ^ 1], next_a, !trans_a);
                    Square::store(bs[now ^ 1], next_b, trans_b);
                }
                __syncthreads();
            }
            const T scale = from == 0 ? beta : T(1);
#pragma unroll
            for (int i = 0; i < 2 * V; i++) {
                const kb_u64 r = row + (i < V ? 0 : SIDE / 2) + ty * V + i % V;
#pragma unroll
                for (int j = 0; j < 2 * V; j++) {
                    const kb_u64 s = column + (j < V ? 0 : SIDE / 2) + tx * V + j % V;
                    if (r < m && s < n) {
                        T *at = c + r * ldc + s;
                        const T old = scale == 0 ? T(0) : scale * *at;
                        *at = used ? kb_fma(alpha, acc[i][j], old) : old;
                    }
                }
            }
        }
    }
}

// A row for each block of 64 threads, a lane each; thread 0 folds the row's blocks of 8192 pairwise as they come.
template <class T>
static __device__ void kb_gemv_rows(kb_u64 rows, kb_u64 columns, T alpha, const T *a, kb_u64 lda, const T *x, T beta, T *y) {
    __shared__ T lanes[KB_LANES];
    const kb_u32 lane = threadIdx.x;
    for (kb_u64 row = blockIdx.x; row < rows; row += gridDim.x) {
        const T *r = a + row * lda;
        double sums[48], total = 0;
        int depth = 0;
        for (kb_u64 block = 0; block * KB_BLOCK < columns; block++) {
            const kb_u64 begin = block * KB_BLOCK, end = columns - begin < KB_BLOCK ? columns : begin + KB_BLOCK;
            T sum = 0;
            for (kb_u64 i = begin + lane; i < end; i += KB_LANES) sum = kb_fma(r[i], x[i], sum);
            lanes[lane] = sum;
            for (kb_u32 half = KB_LANES / 2; half > 0; half /= 2) {
                __syncthreads();
                if (lane < half) lanes[lane] = lanes[lane] + lanes[lane + half];
            }
            if (lane == 0) {
                total = lanes[0];
                for (kb_u64 bits = block; bits & 1; bits >>= 1) total = sums[--depth] + total;
                sums[depth++] = total;
            }
            __syncthreads();
        }
        if (lane == 0) {
            total = sums[--depth];
            while (depth > 0) total = sums[--depth] + total;
            y[row] = kb_fma(alpha, T(total), beta == 0 ? T(0) : beta * y[row]);
        }
    }
}

// A column for each thread.
template <class T>
static __device__ void kb_gemv_columns(kb_u64 rows, kb_u64 columns, T alpha, const T *a, kb_u64 lda, const T *x, T beta, T *y) {
    for (kb_u64 j = kb_thread(); j < columns; j += kb_threads()) {
        T sum = beta == 0 ? T(0) : beta * y[j];
        for (kb_u64 p = 0; p < rows;) {
            const kb_u64 end = rows - p < KB_GEMM_DEPTH ? rows : p + KB_GEMM_DEPTH;
            T acc = 0;
            for (; p < end; p++) acc = kb_fma(a[p * lda + j], x[p], acc);
            sum = kb_fma(alpha, acc, sum);
        }
        y[j] = sum;
    }
}

template <class T>
static __device__ void kb_gemv(kb_u32 trans, kb_u64 rows, kb_u64 columns, T alpha, const T *a, kb_u64 lda, const T *x, T beta, T *y) {
    if (alpha == 0 || (trans ? rows : columns) == 0) {
        for (kb_u64 i = kb_thread(); i < (trans ? columns : rows); i += kb_threads()) y[i] = beta == 0 ? T(0) : beta * y[i];
    } else if (trans) {
        kb_gemv_columns(rows, columns, alpha, a, lda, x, beta, y);
    } else {
        kb_gemv_rows(rows, columns, alpha, a, lda, x, beta, y);
    }
}

extern "C" __global__ void __launch_bounds__(256) kb_gemm_f64(kb_u32 trans_a, kb_u32 trans_b, kb_u64 m, kb_u64 n, kb_u64 k, double alpha,
                                                              const double *a, kb_u64 lda, const double *b, kb_u64 ldb, double beta,
                                                              double *c, kb_u64 ldc) {
    kb_gemm<double, 2>(trans_a, trans_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
extern "C" __global__ void __launch_bounds__(256) kb_gemm_f32(kb_u32 trans_a, kb_u32 trans_b, kb_u64 m, kb_u64 n, kb_u64 k, float alpha,
                                                              const float *a, kb_u64 lda, const float *b, kb_u64 ldb, float beta, float *c,
                                                              kb_u64 ldc) {
    kb_gemm<float, 4>(trans_a, trans_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
extern "C" __global__ void kb_gemv_f64(kb_u32 trans, kb_u64 rows, kb_u64 columns, double alpha, const double *a, kb_u64 lda, const double *x,
                                       double beta, double *y) {
    kb_gemv(trans, rows, columns, alpha, a, lda, x, beta, y);
}
extern "C" __global__ void kb_gemv_f32(kb_u32 trans, kb_u64 rows, kb_u64 columns, float alpha, const float *a, kb_u64 lda, const float *x,
                                       float beta, float *y) {
    kb_gemv(trans, rows, columns, alpha, a, lda, x, beta, y);
}
