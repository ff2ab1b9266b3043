// Matrix products in the order that kernelbridge.h fixes: for each 256 products a sum of its own, then C.
//
// A block of 256 threads makes a square of C, 32 V on a side (V is 4 for floats, 2 for doubles): a thread has 2 V rows and 2 V columns of
// it, in two groups of V each, half a square apart, so that neighbours read neighbouring words of shared memory. A and B come through
// shared memory eight products deep, twice: while one step is computed, the next one is on its way into registers. Reasoned, not measured:
// no GPU has run it. No tensor cores: they round otherwise.
#include "../native/arith/prelude.h"
#include "common.cuh"
#include "operations.h"

template <class T, int V> struct kb_gemm_square {
    static constexpr int SIDE = 32 * V, STEP = 8, THREADS = 256;

    // What this thread brings of an operand: V elements of a step. In memory the products lie side by side (`across`: neighbours take
    // eight of a row), or the square's rows (columns) do.
    struct Source {
        const T *at;
        kb_u64 jump, step; // to this thread's next element, and to the next step
        kb_u32 outer;      // rows (columns) that are left from this thread's first on

        __device__ Source(const T *x, kb_u64 ld, bool across, kb_u64 from, kb_u64 to) {
            const kb_u32 e = threadIdx.x, i = across ? e / STEP : e % SIDE, p = across ? e % STEP : e / SIDE;
            at = across ? x + (from + i) * ld + p : x + p * ld + from + i;
            jump = across ? THREADS / STEP * ld : THREADS / SIDE * ld;
            step = across ? STEP : STEP * ld;
            outer = to <= from + i ? 0 : to - from - i > SIDE ? SIDE : kb_u32(to - from - i);
        }

        // The next step, of which so many products are there.
        __device__ __forceinline__ void fetch(T (&to)[V], bool across, kb_u32 inner) {
            const kb_u32 p = across ? threadIdx.x % STEP : threadIdx.x / SIDE;
#pragma unroll
            for (int r = 0; r < V; r++) {
                const bool there = across ? r * (THREADS / STEP) < outer && p < inner : outer > 0 && p + r * (THREADS / SIDE) < inner;
                to[r] = there ? at[r * jump] : T(0);
            }
            at += step;
        }
    };

    static __device__ void store(T (*to)[SIDE + V], const T (&from)[V], bool across) {
#pragma unroll
        for (int r = 0; r < V; r++) {
            const kb_u32 e = threadIdx.x + r * THREADS;
            to[across ? e % STEP : e / SIDE][across ? e / STEP : e % SIDE] = from[r];
        }
    }

    // c = fma(alpha, acc, beta * c), where this thread's first element is (row, column).
    static __device__ __forceinline__ void add(const T (&acc)[2 * V][2 * V], T alpha, bool used, T beta, T *c, kb_u64 ldc, kb_u64 row,
                                               kb_u64 rows, kb_u64 column, kb_u64 columns) {
        T *at = c + row * ldc + column;
#pragma unroll
        for (int i = 0; i < 2 * V; i++) {
            if (row + (i < V ? i : SIDE / 2 + i - V) < rows) {
#pragma unroll
                for (int j = 0; j < 2 * V; j++) {
                    const int s = j < V ? j : SIDE / 2 + j - V;
                    if (column + s < columns) {
                        const T old = beta == 0 ? T(0) : beta * at[s];
                        at[s] = used ? kb_fma(alpha, acc[i][j], old) : old;
                    }
                }
            }
            at += i == V - 1 ? (SIDE / 2 - V + 1) * ldc : ldc;
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
        typename Square::Source of_a(a, lda, !trans_a, row, m), of_b(b, ldb, trans_b, column, n);
        for (kb_u64 from = 0; from == 0 || (used && from < k); from += KB_GEMM_DEPTH) {
            const kb_u64 end = !used ? from : k - from < KB_GEMM_DEPTH ? k : from + KB_GEMM_DEPTH;
            T acc[2 * V][2 * V] = {};
            T next_a[V], next_b[V];
            if (used) {
                of_a.fetch(next_a, !trans_a, kb_u32(end - from));
                of_b.fetch(next_b, trans_b, kb_u32(end - from));
                Square::store(as[0], next_a, !trans_a);
                Square::store(bs[0], next_b, trans_b);
            }
            __syncthreads();
            kb_u32 now = 0;
            for (kb_u32 left = kb_u32(end - from); left > 0; now ^= 1) {
                const bool more = left > STEP;
                if (more) {
                    of_a.fetch(next_a, !trans_a, left - STEP);
                    of_b.fetch(next_b, trans_b, left - STEP);
                }
                if (left >= STEP) {
#pragma unroll
                    for (int q = 0; q < STEP; q++) Square::multiply(acc, as[now][q] + ty * V, bs[now][q] + tx * V);
                } else { // not filled up with zeros: -0 + 0 is not -0
#pragma unroll 1
                    for (kb_u32 q = 0; q < left; q++) Square::multiply(acc, as[now][q] + ty * V, bs[now][q] + tx * V);
                }
                if (more) {
                    Square::store(as[now ^ 1], next_a, !trans_a);
                    Square::store(bs[now ^ 1], next_b, trans_b);
                }
                __syncthreads();
                left = more ? left - STEP : 0;
            }
            Square::add(acc, alpha, used, from == 0 ? beta : T(1), c, ldc, row + ty * V, m, column + tx * V, n);
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

extern "C" __global__ void __launch_bounds__(256, 2) kb_gemm_f64(kb_u32 trans_a, kb_u32 trans_b, kb_u64 m, kb_u64 n, kb_u64 k, double alpha,
                                                              const double *a, kb_u64 lda, const double *b, kb_u64 ldb, double beta,
                                                              double *c, kb_u64 ldc) {
    kb_gemm<double, 2>(trans_a, trans_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
// Two such blocks an SM would have 128 registers a thread, and spill 12 to 20 of them (nvcc 13.0).
extern "C" __global__ void __launch_bounds__(256) kb_gemm_f32(kb_u32 trans_a, kb_u32 trans_b, kb_u64 m, kb_u64 n, kb_u64 k, float alpha,
                                                              const float *a, kb_u64 lda, const float *b, kb_u64 ldb, float beta, float *c,
                                                              kb_u64 ldc) {
    kb_gemm<float, 4>(trans_a, trans_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
extern "C" __global__ void kb_gemv_f64(kb_u32 trans, kb_u64 rows, kb_u64 columns, double alpha, const double *a, kb_u64 lda,
                                       const double *x, double beta, double *y) {
    kb_gemv(trans, rows, columns, alpha, a, lda, x, beta, y);
}
extern "C" __global__ void kb_gemv_f32(kb_u32 trans, kb_u64 rows, kb_u64 columns, float alpha, const float *a, kb_u64 lda, const float *x,
                                       float beta, float *y) {
    kb_gemv(trans, rows, columns, alpha, a, lda, x, beta, y);
}
