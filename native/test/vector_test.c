/*
 * Maps and reductions: every operation on every tier gives the bits of a scalar loop written here, for lengths around the widths
 * of vectors, lanes and blocks, with offsets, in place, and against guard pages. NaNs count as equal. functions_test.c
 * has those that take a polynomial.
 */
#include "check.h"
#include "../arith/exp.h"

#define LONGEST (2 * KB_BLOCK + 77)
static double X[LONGEST + 8], Y[LONGEST + 8], Z[LONGEST + 8];
static float XF[LONGEST + 8], YF[LONGEST + 8], ZF[LONGEST + 8];
#define SHORT 300 /* every length up to this */
static const int64_t LENGTHS[] = {511, 512, 513, 575, 1000, 1023, 1025, 8191, 8192, 8193, 8255, 8257, 2 * KB_BLOCK, LONGEST};
#define LENGTHS_COUNT (SHORT + 1 + (int)(sizeof LENGTHS / sizeof LENGTHS[0]))

/* An array of n elements that ends at a guard page; `which` of the arrays of a test. Made once: the system has few mappings. */
static char *ROOMS[6];
static void *room(int which, int64_t n, size_t size) {
    size_t bytes = (LONGEST + 32) * sizeof(double);
    if (ROOMS[which] == NULL) ROOMS[which] = guarded(bytes);
    return ROOMS[which] + bytes - (size_t)n * size;
}

static int same(double a, double b) { return KB_F64_BITS(a) == KB_F64_BITS(b) || (a != a && b != b); }

static double special(uint64_t r) {
    static const double values[] = {0.0, -0.0, 1, -1, INFINITY, -INFINITY, NAN, 0x1p-1074, -0x1p-1060, 0x1.fffffffffffffp1023, 709.78,
                                    710, -745.2, -708.5, 0x1p-149, -0x1p-140, 0x1.fffffep127, 88.8, -103.9, -87.5};
    return values[r % (sizeof values / sizeof values[0])];
}

/* Mostly ordinary numbers; `wild` adds zeros, subnormals, infinities and NaN. */
static void fill(int wild) {
    for (int64_t i = 0; i < LONGEST + 8; i++) {
        double *v[] = {X, Y, Z};
        for (int k = 0; k < 3; k++) {
            v[k][i] = ((double)(int64_t)random64()) * 0x1p-58; /* within 32 */
            if (wild && random64() % 16 == 0) v[k][i] = special(random64());
        }
        XF[i] = (float)X[i], YF[i] = (float)Y[i], ZF[i] = (float)Z[i];
    }
}

/* The same text for both types: T, the suffix of the functions, and the tools of the type. */
#define TESTS(T, S, FMA, ROOT, ABS, VX, VY, VZ)                                                                   \
    static T least_##S(T x, T y) { return x != x || y != y ? x + y : x < y || (x == y && signbit(x)) ? x : y; }        \
    static T most_##S(T x, T y) { return -least_##S(-x, -y); }                                                         \
    static T map_one_##S(int op, T a, T b, T x, T y, T z) {                                                            \
        switch (op) {                                                                                                  \
        case KB_ADD: return x + y;                                                                                     \
        case KB_MUL: return x * y;                                                                                     \
        case KB_FMA: return FMA(x, y, z);                                                                              \
        case KB_SCALE: return a * x;                                                                                   \
        case KB_AXPY: return FMA(a, x, y);                                                                             \
        case KB_EXP: return kb_exp_##S(x);                                                                             \
        case KB_SUB: return x - y;                                                                                     \
        case KB_DIV: return x / y;                                                                                     \
        case KB_ABS: return ABS(x);                                                                                    \
        case KB_NEG: return -x;                                                                                        \
        case KB_SQRT: return ROOT(x);                                                                                  \
        case KB_MIN: return least_##S(x, y);                                                                           \
        case KB_MAX: return most_##S(x, y);                                                                            \
        case KB_CLAMP: return least_##S(most_##S(x, a), b);                                                            \
        case KB_FILL: return a;                                                                                        \
        case KB_COPY: return x;                                                                                        \
        default: return FMA(a, x, b * y);                                                                              \
        }                                                                                                              \
    }                                                                                                                  \
    static void maps_##S(int32_t tier, int64_t n, int off, int gap, int stream) {                                      \
        const T a = (T)1.37, b = (T)4.2;                                                                               \
        T *x = room(0, n + off, sizeof(T)), *y = room(1, n + gap, sizeof(T));                                          \
        T *z = room(2, n, sizeof(T)), *out = room(3, n + 1, sizeof(T));                                                \
        memcpy(y, VY, (size_t)n * sizeof(T));                                                                          \
        memcpy(z, VZ, (size_t)n * sizeof(T));                                                                          \
        for (int op = KB_ADD; op <= KB_AXPBY; op++) {                                                                  \
            for (int in_place = 0; in_place < 2; in_place++) {                                                         \
                memcpy(x + off, VX, (size_t)n * sizeof(T));                                                            \
                out[0] = 42;                                                                                           \
                T *to = in_place ? x : out;                                                                            \
                int64_t at = in_place ? off : 1;                                                                       \
                CHECK(kb_map_##S(tier, op | stream, a, b, x, off, y, 0, z, 0, to, at, n) == KB_OK, "status");          \
                for (int64_t i = 0; i < n; i++) {                                                                      \
                    T expected = map_one_##S(op, a, b, VX[i], y[i], z[i]);                                             \
                    CHECK(same(to[at + i], expected), "tier %d, op %d, n %lld, element %lld: %a, not %a", tier, op,    \
                          (long long)n, (long long)i, (double)to[at + i], (double)expected);                           \
                }                                                                                                      \
                CHECK(out[0] == 42, "wrote before the start");                                                         \
            }                                                                                                          \
        }                                                                                                              \
    }                                                                                                                  \
    static void block_##S(int op, T a, const T *x, const T *y, int64_t n, double *answer) {                            \
        T lane[KB_LANES] = {0}, error[KB_LANES] = {0}, best = x[0];                                                    \
        int64_t at = 0;                                                                                                \
        for (int64_t i = 0; i < n; i++) {                                                                              \
            T *l = &lane[i % KB_LANES], *c = &error[i % KB_LANES], ax = a * x[i], d = x[i] - a;                        \
            if (op == KB_SUM) *l = *l + x[i];                                                                          \
            if (op == KB_DOT) *l = FMA(x[i], y[i], *l);                                                                \
            if (op == KB_SUMSQ) *l = FMA(ax, ax, *l);                                                                  \
            if (op == KB_ASUM) *l = *l + ABS(x[i]);                                                                    \
            if (op == KB_SQDEV) *l = FMA(d, d, *l);                                                                    \
            if (op == KB_SUM2 || op == KB_DOT2) {                                                                      \
                T p = op == KB_SUM2 ? x[i] : x[i] * y[i], q = op == KB_SUM2 ? 0 : FMA(x[i], y[i], -p);                 \
                T t = *l + p, w = t - *l, e = (*l - (t - w)) + (p - w);                                                \
                *c = *c + (e + q), *l = t;                                                                             \
            }                                                                                                          \
            T v = op == KB_AMAX || op == KB_ARGAMAX ? ABS(x[i]) : x[i], u = i == 0 ? v : best;                         \
            T next = op == KB_LEAST || op == KB_ARGMIN ? least_##S(u, v) : most_##S(u, v);                             \
            if (i > 0 && !same(next, u)) at = i;                                                                       \
            best = next;                                                                                               \
        }                                                                                                              \
        for (int half = KB_LANES / 2; half > 0; half /= 2) {                                                           \
            for (int j = 0; j < half; j++) {                                                                           \
                T p = lane[j + half], t = lane[j] + p, w = t - lane[j], e = (lane[j] - (t - w)) + (p - w);             \
                error[j] = (error[j] + error[j + half]) + e, lane[j] = t;                                              \
            }                                                                                                          \
        }                                                                                                              \
        int order = op == KB_AMAX || op == KB_LEAST || op == KB_MOST || (op >= KB_ARGMIN && op <= KB_ARGAMAX);         \
        answer[0] = order ? (double)best : (double)lane[0];                                                            \
        answer[1] = order ? (double)at : (double)error[0];                                                             \
    }                                                                                                                  \
    static void reductions_##S(int32_t tier, int64_t n, int off, int gap) {                                            \
        const T a = (T)0.73;                                                                                           \
        int64_t blocks = (n + KB_BLOCK - 1) / KB_BLOCK;                                                                \
        T *x = room(0, n + off, sizeof(T)), *y = room(1, n + gap, sizeof(T));                                          \
        memcpy(x + off, VX, (size_t)n * sizeof(T));                                                                    \
        memcpy(y, VY, (size_t)n * sizeof(T));                                                                          \
        for (int op = KB_SUM; op <= KB_DOT2; op++) {                                                                   \
            int width = op >= KB_ARGMIN ? 2 : 1;                                                                       \
            double *partials = room(4, width * blocks + 1, sizeof(double));                                            \
            partials[0] = 42;                                                                                          \
            T *second = op == KB_DOT || op == KB_DOT2 ? y : NULL;                                                      \
            CHECK(kb_reduce_##S(tier, op, a, x, off, second, 0, n, partials, 1) == KB_OK, "status");                   \
            CHECK(partials[0] == 42, "wrote before the start");                                                        \
            for (int64_t b = 0; b < blocks; b++) {                                                                     \
                int64_t m = n - b * KB_BLOCK < KB_BLOCK ? n - b * KB_BLOCK : KB_BLOCK;                                 \
                double expected[2];                                                                                    \
                block_##S(op, a, VX + b * KB_BLOCK, VY + b * KB_BLOCK, m, expected);                                   \
                for (int j = 0; j < width; j++) {                                                                      \
                    double got = partials[1 + b * width + j];                                                          \
                    CHECK(same(got, expected[j]), "tier %d, op %d, n %lld, block %lld: %a, not %a", tier, op,          \
                          (long long)n, (long long)b, got, expected[j]);                                               \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }                                                                                                                  \
    /* The order of kernelbridge.h, element by element. */                                                             \
    static void summed_##S(T carry, const T *x, T *out, int64_t n) {                                                   \
        T o = 0, base = carry;                                                                                         \
        for (int64_t t = 0; t < n; t += KB_LANES) {                                                                    \
            T s[KB_LANES] = {0}, g[8];                                                                                 \
            if (t > 0 && t % KB_BLOCK == 0) o = 0, base = out[t - 1];                                                  \
            for (int64_t i = 0; i < KB_LANES && t + i < n; i++) s[i] = x[t + i];                                       \
            for (int k = 0; k < KB_LANES; k += 8) {                                                                    \
                for (int d = 1; d < 8; d *= 2) {                                                                       \
                    for (int j = 7; j >= d; j--) s[k + j] = s[k + j - d] + s[k + j];                                   \
                }                                                                                                      \
                g[k / 8] = s[k + 7];                                                                                   \
            }                                                                                                          \
            for (int d = 1; d < 8; d *= 2) {                                                                           \
                for (int j = 7; j >= d; j--) g[j] = g[j - d] + g[j];                                                   \
            }                                                                                                          \
            for (int i = 0; i < KB_LANES; i++) s[i] = (i < 8 ? 0 : g[i / 8 - 1]) + s[i];                               \
            for (int64_t i = 0; i < KB_LANES && t + i < n; i++) out[t + i] = (base + o) + s[i];                        \
            o = o + s[KB_LANES - 1];                                                                                   \
        }                                                                                                              \
    }                                                                                                                  \
    static void scans_##S(int32_t tier, int64_t n, int off) {                                                          \
        T *x = room(0, n + off, sizeof(T)), *out = room(3, n + 1, sizeof(T));                                          \
        T *expected = malloc((size_t)(n + 1) * sizeof(T));                                                             \
        memcpy(x + off, VX, (size_t)n * sizeof(T));                                                                    \
        summed_##S((T)0.7, x + off, expected, n);                                                                      \
        for (int in_place = 0; in_place < 2; in_place++) {                                                             \
            T *to = in_place ? x : out;                                                                                \
            int64_t at = in_place ? off : 1;                                                                           \
            out[0] = 42;                                                                                               \
            CHECK(kb_scan_##S(tier, (T)0.7, x, off, to, at, n) == KB_OK, "status");                                    \
            CHECK(out[0] == 42, "wrote before the start");                                                             \
            for (int64_t i = 0; i < n; i++) {                                                                          \
                CHECK(same(to[at + i], expected[i]), "tier %d, n %lld, element %lld: %a, not %a", tier, (long long)n,  \
                      (long long)i, (double)to[at + i], (double)expected[i]);                                          \
            }                                                                                                          \
        }                                                                                                              \
        free(expected);                                                                                                \
    }

TESTS(double, f64, fma, sqrt, fabs, X, Y, Z)
TESTS(float, f32, fmaf, sqrtf, fabsf, XF, YF, ZF)

int main(void) {
    for (int wild = 0; wild < 2; wild++) {
        fill(wild);
        EACH_TIER(tier) {
            for (int i = 0; i < LENGTHS_COUNT; i++) {
                int64_t n = i <= SHORT ? i : LENGTHS[i - SHORT - 1];
                int stream = i % 2 == 1 || n > 8000 ? KB_STREAM : 0;
                maps_f64(tier, n, i % 9, i % 3, stream);
                maps_f32(tier, n, i % 17, i % 5, stream);
                reductions_f64(tier, n, i % 9, i % 3);
                reductions_f32(tier, n, i % 17, i % 5);
                scans_f64(tier, n, i % 3);
                scans_f32(tier, n, i % 3);
            }
        }
    }
    return 0;
}
