/*
 * Matrix products: every tier gives the bits of the documented order, written here once more with three loops, for sizes around tiles and
 * blocks, all four transposes, packed and as they are, with rows that lie apart, against guard pages. NaNs count as equal.
 */
#include "../arith/prelude.h"
#include "check.h"

#define MOST 90000
static double X[MOST], Y[MOST], Z[MOST];
static float XF[MOST], YF[MOST], ZF[MOST];

static int same(double a, double b) { return memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b); }

static void fill(void) {
    double *all[] = {X, Y, Z};
    for (int v = 0; v < 3; v++) {
        for (int i = 0; i < MOST; i++) all[v][i] = ((double)(int64_t)random64()) * 0x1p-63;
    }
    for (int i = 0; i < MOST; i++) XF[i] = (float)X[i], YF[i] = (float)Y[i], ZF[i] = (float)Z[i];
}

/* The same text for both types: T, its suffix, its fma and data. */
#define TESTS(T, S, FMA, VX, VY, VZ)                                                                                   \
    static T *copy_##S(const T *from, int64_t n) {                                                                     \
        T *to = guarded((size_t)n * sizeof(T));                                                                        \
        memcpy(to, from, (size_t)n * sizeof(T));                                                                       \
        return to;                                                                                                     \
    }                                                                                                                  \
    static T expect_##S(int ta, int tb, int64_t k, T alpha, T beta, int64_t i, int64_t j, int64_t lda, int64_t ldb, T c) {   \
        T sum = beta == 0 ? 0 : beta * c;                                                                              \
        for (int64_t p = 0; alpha != 0 && p < k;) {                                                                    \
            T acc = 0;                                                                                                 \
            do {                                                                                                       \
                acc = FMA(VX[ta ? p * lda + i : i * lda + p], VY[tb ? j * ldb + p : p * ldb + j], acc);                \
            } while (++p < k && p % 256 != 0);                                                                         \
            sum = FMA(alpha, acc, sum);                                                                                \
        }                                                                                                              \
        return sum;                                                                                                    \
    }                                                                                                                  \
    static void product_##S(int32_t tier, int ta, int tb, int64_t m, int64_t n, int64_t k, T alpha, T beta, int gap) { \
        int64_t lda = (ta ? m : k) + gap, ldb = (tb ? k : n) + gap, ldc = n + gap;                                     \
        int64_t height = kb_gemm_rows(tier), width = kb_gemm_columns(tier, sizeof(T));                                 \
        T *a = copy_##S(VX, ((ta ? k : m) - 1) * lda + (ta ? m : k));                                                  \
        T *b = copy_##S(VY, ((tb ? n : k) - 1) * ldb + (tb ? k : n));                                                  \
        for (int packed = tb; packed < 2; packed++) {                                                                  \
            T *c = copy_##S(VZ, (m - 1) * ldc + n);                                                                    \
            if (packed) {                                                                                              \
                int64_t up = (m + height - 1) / height * height, across = (n + width - 1) / width * width;             \
                T *pa = guarded((size_t)(up * 256) * sizeof(T)), *pb = guarded((size_t)(across * 256) * sizeof(T));    \
                for (int64_t p = 0; p < k; p += 256) {                                                                 \
                    int64_t d = k - p < 256 ? k - p : 256;                                                             \
                    CHECK(kb_gemm_pack_##S(tier, 0, !ta, m, d, a, ta ? p * lda : p, lda, pa, 0) == KB_OK, "status");   \
                    CHECK(kb_gemm_pack_##S(tier, 1, tb, n, d, b, tb ? p : p * ldb, ldb, pb, 0) == KB_OK, "status");    \
                    CHECK(kb_gemm_##S(tier, m, n, d, alpha, pa, 0, 0, 0, pb, 0, 0, p ? 1 : beta, c, 0, ldc) == KB_OK, "status");   \
                }                                                                                                      \
            } else {                                                                                                   \
                CHECK(kb_gemm_##S(tier, m, n, k, alpha, a, 0, ta ? 1 : lda, ta ? lda : 1, b, 0, ldb, beta, c, 0, ldc) == KB_OK,    \
                      "status");                                                                                       \
            }                                                                                                          \
            for (int64_t i = 0; i < m; i++) {                                                                          \
                for (int64_t j = 0; j < ldc && i * ldc + j < (m - 1) * ldc + n; j++) {                                 \
                    T old = VZ[i * ldc + j];                                                                           \
                    T expected = j < n ? expect_##S(ta, tb, k, alpha, beta, i, j, lda, ldb, old) : old;                \
                    CHECK(same(c[i * ldc + j], expected), "tier %d, %d x %d x %d, transposed %d %d, packed %d, C[%d][%d] = %a, not %a",    \
                          tier, (int)m, (int)n, (int)k, ta, tb, packed, (int)i, (int)j, (double)c[i * ldc + j],        \
                          (double)expected);                                                                           \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }                                                                                                                  \
    static T dot_##S(const T *x, const T *y, int64_t n) { /* of up to two blocks */                                    \
        double total = 0;                                                                                              \
        for (int64_t at = 0; at < n; at += KB_BLOCK) {                                                                 \
            T lane[KB_LANES] = {0};                                                                                    \
            for (int64_t i = at; i < n && i < at + KB_BLOCK; i++) lane[i % KB_LANES] = FMA(x[i], y[i], lane[i % KB_LANES]);    \
            for (int h = KB_LANES / 2; h > 0; h /= 2) {                                                                \
                for (int i = 0; i < h; i++) lane[i] = lane[i] + lane[i + h];                                           \
            }                                                                                                          \
            total = at == 0 ? (double)lane[0] : total + (double)lane[0];                                               \
        }                                                                                                              \
        return (T)total;                                                                                               \
    }                                                                                                                  \
    static void vector_##S(int32_t tier, int trans, int64_t rows, int64_t columns, T alpha, T beta, int gap) {         \
        int64_t lda = columns + gap, outer = trans ? columns : rows, inner = trans ? rows : columns;                   \
        T *a = copy_##S(VX, (rows - 1) * lda + columns), *x = copy_##S(VY, inner), *y = copy_##S(VZ, outer);           \
        CHECK(kb_gemv_##S(tier, trans, rows, columns, alpha, a, 0, lda, x, 0, beta, y, 0) == KB_OK, "status");         \
        for (int64_t i = 0; i < outer; i++) {                                                                          \
            T expected = trans ? expect_##S(1, 0, rows, alpha, beta, i, 0, lda, 1, VZ[i])                              \
                       : alpha == 0 ? (beta == 0 ? 0 : beta * VZ[i])                                                   \
                                    : FMA(alpha, dot_##S(VX + i * lda, VY, columns), beta == 0 ? 0 : beta * VZ[i]);    \
            CHECK(same(y[i], expected), "tier %d, %d x %d, transposed %d, y[%d] = %a, not %a", tier, (int)rows,        \
                  (int)columns, trans, (int)i, (double)y[i], (double)expected);                                        \
        }                                                                                                              \
    }                                                                                                                  \
    static void all_##S(int32_t tier, int64_t m, int64_t n, int64_t k, T alpha, T beta, int gap) {                     \
        for (int t = 0; t < 4; t++) product_##S(tier, t & 1, t >> 1, m, n, k, alpha, beta, gap);                       \
        for (int t = 0; t < 2; t++) vector_##S(tier, t, m, k, alpha, beta, gap);                                       \
    }

TESTS(double, f64, fma, X, Y, Z)
TESTS(float, f32, fmaf, XF, YF, ZF)

static void nan_and_zero(int32_t tier) {
    double a[4] = {NAN, 1, 2, 3}, c[4] = {NAN, 5, -0.0, 7};
    CHECK(kb_gemm_f64(tier, 2, 2, 2, 1, a + 1, 0, 1, 1, a + 1, 0, 1, 0, c, 0, 2) == KB_OK && c[0] == c[0], "beta 0 looks at C");
    double d[2] = {3, -0.0};
    CHECK(kb_gemm_f64(tier, 1, 2, 1, 0, a, 0, 1, 1, a, 0, 1, 2, d, 0, 2) == KB_OK && d[0] == 6 && signbit(d[1]), "alpha 0 looks at A");
    CHECK(kb_gemm_f64(tier, 1, 2, 0, 1, NULL, 0, 0, 0, NULL, 0, 0, 0, d, 0, 2) == KB_OK && d[0] == 0 && !signbit(d[1]), "k of 0");
    CHECK(kb_gemm_f64(tier, 1, 1, 257, 1, a, 0, 0, 0, a, 0, 0, 0, c, 0, 1) == KB_BAD_ARGUMENT, "packed too deep");
    CHECK(kb_gemm_f64(tier, -1, 1, 1, 1, a, 0, 1, 1, a, 0, 1, 0, c, 0, 1) == KB_BAD_ARGUMENT, "negative");
    CHECK(kb_gemm_columns(tier, 3) == 0 && kb_gemm_rows(99) == 0, "nonsense");
}

int main(void) {
    static const int sizes[][3] = {{1, 1, 1}, {1, 17, 3}, {2, 5, 300}, {7, 23, 8}, {8, 24, 16}, {9, 25, 31}, {12, 49, 33}, {33, 97, 65},
                                   {5, 100, 256}, {13, 31, 257}, {24, 48, 513}, {40, 1, 40}, {3, 2, 8200}, {2, 530, 64}};
    fill();
    EACH_TIER(tier) {
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            int m = sizes[i][0], n = sizes[i][1], k = sizes[i][2];
            all_f64(tier, m, n, k, 1, 0, (int)(i % 3));
            all_f64(tier, m, n, k, 0.7, -1.3, (int)(i % 2));
            all_f32(tier, m, n, k, 1, 1, (int)(i % 3));
            all_f32(tier, m, n, k, -0.3f, 0.9f, (int)(i % 2));
        }
        for (int m = 1; m <= 17; m += 4) {
            for (int n = 1; n <= 52; n++) product_f64(tier, 0, 0, m, n, 5, 1, 1, 1), product_f32(tier, 1, 0, m, n, 5, 1, 1, 1);
        }
        nan_and_zero(tier);
    }
    return 0;
}
