/*
 * Maps and reductions: every operation on every tier gives the bits of a scalar loop written here, for lengths around the widths
 * of vectors, lanes and blocks, with offsets, in place, and against guard pages. NaNs count as equal. exp is held to 1 ulp of
 * expl.
 */
#include "check.h"
#include "../arith/exp.h"

#define LONGEST (2 * KB_BLOCK + 77)
static double X[LONGEST + 8], Y[LONGEST + 8], Z[LONGEST + 8];
static float XF[LONGEST + 8], YF[LONGEST + 8], ZF[LONGEST + 8];
static const int64_t LENGTHS[] = {0,   1,   2,    3,    7,    8,    9,    15,   16,   17,    31,    33,          63,      64,
                                  65,  127, 128,  129,  200,  1000, 8191, 8192, 8193, 8255,  8257,  2 * KB_BLOCK, LONGEST};
#define LENGTHS_COUNT (sizeof LENGTHS / sizeof LENGTHS[0])

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
#define TESTS(T, S, FMA, EXP, VX, VY, VZ)                                                                              \
    static T map_one_##S(int op, T a, T x, T y, T z) {                                                                 \
        switch (op) {                                                                                                  \
        case KB_ADD: return x + y;                                                                                     \
        case KB_MUL: return x * y;                                                                                     \
        case KB_FMA: return FMA(x, y, z);                                                                              \
        case KB_SCALE: return a * x;                                                                                   \
        case KB_AXPY: return FMA(a, x, y);                                                                             \
        default: return EXP(x);                                                                                        \
        }                                                                                                              \
    }                                                                                                                  \
    static void maps_##S(int32_t tier, int64_t n, int off) {                                                           \
        const T a = (T)1.37;                                                                                           \
        T *x = guarded((size_t)(n + off) * sizeof(T)), *y = guarded((size_t)n * sizeof(T));                            \
        T *z = guarded((size_t)n * sizeof(T)), *out = guarded((size_t)(n + 1) * sizeof(T));                            \
        memcpy(y, VY, (size_t)n * sizeof(T));                                                                          \
        memcpy(z, VZ, (size_t)n * sizeof(T));                                                                          \
        for (int op = KB_ADD; op <= KB_EXP; op++) {                                                                    \
            for (int in_place = 0; in_place < 2; in_place++) {                                                         \
                memcpy(x + off, VX, (size_t)n * sizeof(T));                                                            \
                out[0] = 42;                                                                                           \
                T *to = in_place ? x : out;                                                                            \
                int64_t at = in_place ? off : 1;                                                                       \
                CHECK(kb_map_##S(tier, op, a, x, off, y, 0, z, 0, to, at, n) == KB_OK, "status");                      \
                for (int64_t i = 0; i < n; i++) {                                                                      \
                    T expected = map_one_##S(op, a, VX[i], y[i], z[i]);                                                \
                    CHECK(same(to[at + i], expected), "tier %d, op %d, n %lld, element %lld: %a, not %a", tier, op,    \
                          (long long)n, (long long)i, (double)to[at + i], (double)expected);                           \
                }                                                                                                      \
                CHECK(out[0] == 42, "wrote before the start");                                                         \
            }                                                                                                          \
        }                                                                                                              \
    }                                                                                                                  \
    static T block_##S(int op, T a, const T *x, const T *y, int64_t n) {                                               \
        T lane[KB_LANES] = {0};                                                                                        \
        for (int64_t i = 0; i < n; i++) {                                                                              \
            T *l = &lane[i % KB_LANES], ax = a * x[i], abs = x[i] < 0 ? -x[i] : x[i];                                  \
            if (op == KB_SUM) *l = *l + x[i];                                                                          \
            if (op == KB_DOT) *l = FMA(x[i], y[i], *l);                                                                \
            if (op == KB_SUMSQ) *l = FMA(ax, ax, *l);                                                                  \
            if (op == KB_AMAX && (abs > *l || abs != abs)) *l = abs;                                                   \
        }                                                                                                              \
        for (int half = KB_LANES / 2; half > 0; half /= 2) {                                                           \
            for (int j = 0; j < half; j++) {                                                                           \
                T p = lane[j], q = lane[j + half];                                                                     \
                lane[j] = op != KB_AMAX ? p + q : p != p || p > q ? p : q;                                             \
            }                                                                                                          \
        }                                                                                                              \
        return lane[0];                                                                                                \
    }                                                                                                                  \
    static void reductions_##S(int32_t tier, int64_t n, int off) {                                                     \
        const T a = (T)0.73;                                                                                           \
        int64_t blocks = (n + KB_BLOCK - 1) / KB_BLOCK;                                                                \
        T *x = guarded((size_t)(n + off) * sizeof(T)), *y = guarded((size_t)n * sizeof(T));                            \
        double *partials = guarded((size_t)(blocks + 1) * sizeof(double));                                             \
        memcpy(x + off, VX, (size_t)n * sizeof(T));                                                                    \
        memcpy(y, VY, (size_t)n * sizeof(T));                                                                          \
        for (int op = KB_SUM; op <= KB_AMAX; op++) {                                                                   \
            partials[0] = 42;                                                                                          \
            CHECK(kb_reduce_##S(tier, op, a, x, off, op == KB_DOT ? y : NULL, 0, n, partials, 1) == KB_OK, "status");  \
            CHECK(partials[0] == 42, "wrote before the start");                                                        \
            for (int64_t b = 0; b < blocks; b++) {                                                                     \
                int64_t m = n - b * KB_BLOCK < KB_BLOCK ? n - b * KB_BLOCK : KB_BLOCK;                                 \
                double expected = (double)block_##S(op, a, VX + b * KB_BLOCK, VY + b * KB_BLOCK, m);                   \
                CHECK(same(partials[1 + b], expected), "tier %d, op %d, n %lld, block %lld: %a, not %a", tier, op,     \
                      (long long)n, (long long)b, partials[1 + b], expected);                                          \
            }                                                                                                          \
        }                                                                                                              \
    }

TESTS(double, f64, fma, kb_exp_f64, X, Y, Z)
TESTS(float, f32, fmaf, kb_exp_f32, XF, YF, ZF)

/* The error of exp in units in the last place of the result, subnormal results included. */
static double ulp_f64(double x) {
    long double exact = expl((long double)x);
    int e;
    frexpl(exact, &e);
    return (double)fabsl(((long double)kb_exp_f64(x) - exact) / ldexpl(1, e - 53 < -1074 ? -1074 : e - 53));
}

static double ulp_f32(float x) {
    double exact = exp((double)x);
    int e;
    frexp(exact, &e);
    return fabs(((double)kb_exp_f32(x) - exact) / ldexp(1, e - 24 < -149 ? -149 : e - 24));
}

static void check_exp(void) {
    double worst64 = 0, worst32 = 0, u;
    for (int i = 0; i < 2000000; i++) {
        double x = -745.13 + (709.78 + 745.13) * ((double)(random64() >> 11) * 0x1p-53);
        if ((u = ulp_f64(x)) > worst64) worst64 = u;
        if ((u = ulp_f64(x / 1024)) > worst64) worst64 = u;
        float f = (float)(-103.9 + (88.72 + 103.9) * ((double)(random64() >> 11) * 0x1p-53));
        if ((u = ulp_f32(f)) > worst32) worst32 = u;
    }
    printf("exp: at most %.4f ulp (double), %.4f ulp (float)\n", worst64, worst32);
    CHECK(worst64 < 1 && worst32 < 1, "more than 1 ulp");
    CHECK(kb_exp_f64(0) == 1 && kb_exp_f64(-0.0) == 1 && kb_exp_f32(0) == 1, "exp(0)");
    CHECK(kb_exp_f64(INFINITY) == INFINITY && kb_exp_f64(-INFINITY) == 0 && kb_exp_f64(NAN) != kb_exp_f64(NAN), "limits");
    CHECK(kb_exp_f32(INFINITY) == INFINITY && kb_exp_f32(-INFINITY) == 0 && kb_exp_f32(NAN) != kb_exp_f32(NAN), "limits");
    CHECK(kb_exp_f64(709.7827128933841) == INFINITY && kb_exp_f64(709.782712893384) < INFINITY, "overflow");
    CHECK(kb_exp_f64(-745.14) == 0 && kb_exp_f64(-745.13) > 0 && kb_exp_f64(1e308) == INFINITY, "underflow");
    CHECK(kb_exp_f32(88.72284f) == INFINITY && kb_exp_f32(88.72283f) < INFINITY && kb_exp_f32(-104) == 0, "float limits");
}

int main(void) {
    for (int wild = 0; wild < 2; wild++) {
        fill(wild);
        EACH_TIER(tier) {
            for (size_t i = 0; i < LENGTHS_COUNT; i++) {
                maps_f64(tier, LENGTHS[i], (int)(i % 4));
                maps_f32(tier, LENGTHS[i], (int)(i % 4));
                reductions_f64(tier, LENGTHS[i], (int)(i % 3));
                reductions_f32(tier, LENGTHS[i], (int)(i % 3));
            }
        }
    }
    check_exp();
    return 0;
}
