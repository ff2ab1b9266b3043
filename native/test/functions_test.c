/*
 * exp, log, sin, cos, tanh and pow: within 1 ulp of glibc's long double functions (floats: of its double functions), special values,
 * and on every tier the bits of the scalar functions of arith/, whatever stands beside an element.
 *
 *     functions_test                 samples, a few seconds
 *     functions_test all             every float of the unary functions on the best tier, about 10 minutes
 *
 * The largest errors seen, in ulp: of all floats exp 0.915, log 0.774, sin 0.936, cos 0.941, tanh 0.762, of 10^7 samples pow 0.905; of
 * 10^7 samples of doubles exp 0.893, log 0.752, sin 0.866, cos 0.872, tanh 0.880, pow 0.910.
 */
#include "check.h"
#include "../arith/exp.h"
#include "../arith/log.h"
#include "../arith/pow.h"
#include "../arith/sincos.h"
#include "../arith/tanh.h"
#include <float.h>

typedef struct {
    const char *name;
    int32_t op;
    double (*f64)(double);
    float (*f32)(float);
    long double (*exact)(long double);
    double (*nearly)(double);
} function;

static const function FUNCTIONS[] = {{"exp", KB_EXP, kb_exp_f64, kb_exp_f32, expl, exp},
                                     {"log", KB_LOG, kb_log_f64, kb_log_f32, logl, log},
                                     {"sin", KB_SIN, kb_sin_f64, kb_sin_f32, sinl, sin},
                                     {"cos", KB_COS, kb_cos_f64, kb_cos_f32, cosl, cos},
                                     {"tanh", KB_TANH, kb_tanh_f64, kb_tanh_f32, tanhl, tanh}};
#define COUNT (sizeof FUNCTIONS / sizeof FUNCTIONS[0])

/* The error in units in the last place of the result, subnormal results included; infinite if one is NaN or infinite and not the other. */
static double ulps_f64(double got, long double exact) {
    if (isnan(got) || isnan(exact)) return isnan(got) && isnan(exact) ? 0 : INFINITY;
    if (isinf(got)) return fabsl(exact) > 0x1.fffffffffffffp1023L && (exact > 0) == (got > 0) ? 0 : INFINITY;
    int e;
    frexpl(exact, &e);
    return (double)fabsl(ldexpl((long double)got - exact, -(e < -1021 ? -1074 : e - 53)));
}

/* The same with doubles, for four thousand million of them. */
static double ulps_f32(float got, double exact) {
    if (isnan(got) || isnan(exact)) return isnan(got) && isnan(exact) ? 0 : INFINITY;
    if (isinf(got)) return fabs(exact) > 0x1.fffffep127 && (exact > 0) == (got > 0) ? 0 : INFINITY;
    kb_u64 exponent = (KB_F64_BITS(exact) >> 52) & 2047;
    if (exponent < 1023 - 126) exponent = 1023 - 126;
    return fabs((got - exact) * KB_BITS_F64((2046 + 23 - exponent) << 52));
}

static double between(double a, double b) { return a + (b - a) * ((double)(random64() >> 11) * 0x1p-53); }

/* Arguments where each function is hard: its own range, all magnitudes, near multiples of pi/2, subnormal numbers. */
static double argument(int kind) {
    switch (kind % 8) {
    case 0: return between(-4, 4);
    case 1: return between(-750, 750);
    case 2: return KB_BITS_F64(random64());
    case 3: return (double)((long double)(random64() % 3000000) * 1.570796326794896619231321691639751442L);
    case 4: return between(-1, 1) * 0x1p20;
    case 5: return between(0.5, 2);
    case 6: return KB_BITS_F64(random64() >> (1 + random64() % 20));
    default: return between(-0.01, 0.01);
    }
}

static void accuracy(void) {
    enum { SAMPLES = 400000 };
    for (size_t f = 0; f < COUNT; f++) {
        double worst64 = 0, worst32 = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double x = argument(i), u = ulps_f64(FUNCTIONS[f].f64(x), FUNCTIONS[f].exact(x));
            CHECK(u < 1, "%s(%a) = %a is off by %.4f ulp", FUNCTIONS[f].name, x, FUNCTIONS[f].f64(x), u);
            if (u > worst64) worst64 = u;
            float y = i % 8 == 2 ? KB_BITS_F32((kb_u32)random64()) : (float)x;
            u = ulps_f32(FUNCTIONS[f].f32(y), FUNCTIONS[f].nearly(y));
            CHECK(u < 1, "%s(%a) = %a as floats is off by %.4f ulp", FUNCTIONS[f].name, y, FUNCTIONS[f].f32(y), u);
            if (u > worst32) worst32 = u;
        }
        printf("%s: at most %.4f ulp (double), %.4f ulp (float)\n", FUNCTIONS[f].name, worst64, worst32);
    }
}

static void accuracy_of_pow(void) {
    double worst64 = 0, worst32 = 0;
    for (int i = 0; i < 400000; i++) {
        double x, y;
        switch (i % 5) {
        case 0: x = between(0.5, 2), y = between(-1000, 1000); break;
        case 1: x = KB_BITS_F64(random64() >> 1), y = between(-1, 1); break;
        case 2: x = between(1 - 1e-5, 1 + 1e-5), y = between(-7e7, 7e7); break;
        case 3: x = KB_BITS_F64(random64()), y = KB_BITS_F64(random64()); break;
        default: x = (double)(int64_t)between(-30, 30), y = (double)(int64_t)between(-40, 40); break;
        }
        double got = kb_pow_f64(x, y), u = fabs(x) == 1 ? 0 : ulps_f64(got, powl(x, y)); /* C: pow(1, NaN) is 1 */
        CHECK(u < 1, "pow(%a, %a) = %a is off by %.4f ulp", x, y, got, u);
        if (u > worst64) worst64 = u;
        float a = (float)x, b = (float)y;
        if (i % 5 == 1) a = KB_BITS_F32((kb_u32)random64() >> 1);
        if (i % 5 == 2) a = 1 + (a - 1) * 64, b /= 64;
        u = fabsf(a) == 1 ? 0 : ulps_f32(kb_pow_f32(a, b), pow(a, b));
        CHECK(u < 1, "pow(%a, %a) = %a as floats is off by %.4f ulp", a, b, kb_pow_f32(a, b), u);
        if (u > worst32) worst32 = u;
    }
    printf("pow: at most %.4f ulp (double), %.4f ulp (float)\n", worst64, worst32);
}

static int same(double a, double b) { return KB_F64_BITS(a) == KB_F64_BITS(b) || (a != a && b != b); }

static void is(double got, double expected, int line) { CHECK(same(got, expected), "line %d: %a, not %a", line, got, expected); }

#define IS(got, expected) is(got, expected, __LINE__)
#define BOTH(name, x, expected) (IS(kb_##name##_f64(x), expected), IS(kb_##name##_f32((float)(x)), expected))
#define POWS(x, y, expected) (IS(kb_pow_f64(x, y), expected), IS(kb_pow_f32((float)(x), (float)(y)), expected))

static void specials(void) {
    const double inf = INFINITY, nan = NAN;
    BOTH(exp, 0.0, 1), BOTH(exp, -0.0, 1), BOTH(exp, inf, inf), BOTH(exp, -inf, 0), BOTH(exp, nan, nan), BOTH(exp, 1e30, inf);
    BOTH(exp, -1e30, 0);
    IS(kb_exp_f64(709.7827128933841), inf), IS(kb_exp_f64(-745.14), 0);
    CHECK(kb_exp_f64(709.782712893384) < inf && kb_exp_f64(-745.13) > 0, "exp's limits");
    IS(kb_exp_f32(88.72284f), inf), IS(kb_exp_f32(-104), 0);
    CHECK(kb_exp_f32(88.72283f) < inf && kb_exp_f32(-103.9f) > 0, "exp's limits");
    IS(kb_exp_f64(KB_BITS_F64(0x7ff0000000000001)), nan), IS(kb_exp_f64(KB_BITS_F64(0xffffffffffffffff)), nan);
    BOTH(log, 1.0, 0), BOTH(log, 0.0, -inf), BOTH(log, -0.0, -inf), BOTH(log, -1.0, nan), BOTH(log, inf, inf), BOTH(log, -inf, nan);
    BOTH(log, nan, nan), BOTH(log, -1e-30, nan);
    IS(kb_log_f64(-0x1p-1074), nan), IS(kb_log_f32(-0x1p-149f), nan), IS(kb_log_f64(KB_BITS_F64(0xfff8000000000001)), nan);
    BOTH(sin, 0.0, 0.0), BOTH(sin, -0.0, -0.0), BOTH(sin, inf, nan), BOTH(sin, -inf, nan), BOTH(sin, nan, nan);
    BOTH(cos, 0.0, 1), BOTH(cos, -0.0, 1), BOTH(cos, inf, nan), BOTH(cos, -inf, nan), BOTH(cos, nan, nan);
    IS(kb_sin_f64(0x1p-1074), 0x1p-1074), IS(kb_sin_f32(-0x1p-149f), -0x1p-149);
    /* The double closest to a multiple of pi/2 (J.-M. Muller, "Elementary Functions", 2006, ch. 9), and a float as close. */
    CHECK(ulps_f64(kb_cos_f64(0x1.6ac5b262ca1ffp849), -4.687165924254627611e-19L) < 1, "%a", kb_cos_f64(0x1.6ac5b262ca1ffp849));
    CHECK(ulps_f32(kb_cos_f32(0x1.f37c8ap95f), cos(0x1.f37c8ap95)) < 1, "%a", kb_cos_f32(0x1.f37c8ap95f));
    BOTH(tanh, 0.0, 0.0), BOTH(tanh, -0.0, -0.0), BOTH(tanh, inf, 1), BOTH(tanh, -inf, -1), BOTH(tanh, nan, nan);
    BOTH(tanh, 40.0, 1);
    IS(kb_tanh_f64(0x1p-1074), 0x1p-1074), IS(kb_tanh_f32(-0x1p-149f), -0x1p-149);
    const double odd = 3, even = 4, half = 0.5, big = 0x1p30;
    const double xs[] = {0.0, -0.0, 1, -1, half, -half, 2, -2, inf, -inf, nan};
    const double ys[] = {0.0, -0.0, half, -half, odd, -odd, even, -even, big, -big};
    for (size_t i = 0; i < sizeof xs / sizeof xs[0]; i++) {
        for (size_t j = 0; j < sizeof ys / sizeof ys[0]; j++) { /* C agrees with Java as long as y is finite */
            double expected = xs[i] == 1 ? 1 : pow(xs[i], ys[j]);
            if (fabs(expected) == 0 || isinf(expected) || isnan(expected) || fabs(xs[i]) == 1) POWS(xs[i], ys[j], expected);
        }
        POWS(xs[i], nan, nan);
        double a = fabs(xs[i]);
        POWS(xs[i], inf, a > 1 ? inf : a < 1 ? 0 : nan);
        POWS(xs[i], -inf, a > 1 ? 0 : a < 1 ? inf : nan);
    }
    for (int n = 0; n < 34; n++) { /* exact results come out exactly */
        IS(kb_pow_f64(-3, n), (n % 2 ? -1.0 : 1.0) * (double)powl(3, n));
        if (n < 16) IS(kb_pow_f32(-3, (float)n), (n % 2 ? -1.0 : 1.0) * (double)powl(3, n));
    }
    for (int n = -1074; n < 1024; n++) IS(kb_pow_f64(2, n), ldexp(1, n));
    for (int n = -149; n < 128; n++) IS(kb_pow_f32(2, (float)n), ldexp(1, n));
}

/* On every tier, for lengths around the blocks, in place and not, with hard arguments strewn in: the bits of the scalar function. */
#define TIERS(T, S)                                                                                                    \
    static void tiers_##S(int32_t tier, int32_t op, T (*f)(T), int64_t n, uint64_t hard) {                             \
        size_t bytes = (size_t)n * sizeof(T);                                                                          \
        T *x = guarded(bytes), *y = guarded(bytes), *out = guarded(bytes), *keep = malloc(3 * bytes + 1);              \
        for (int64_t i = 0; i < n; i++) {                                                                              \
            x[i] = (T)(random64() % hard == 0 ? argument((int)(random64() % 8)) : between(op == KB_POW ? 0 : -4, 4));  \
            y[i] = (T)(random64() % hard == 0 ? argument((int)(random64() % 8)) : between(-40, 40));                   \
            keep[i] = x[i], keep[n + i] = y[i], keep[2 * n + i] = f ? f(x[i]) : kb_pow_##S(x[i], y[i]);                \
        }                                                                                                              \
        T *const to[] = {out, x, y};                                                                                   \
        for (int way = 0; way < (f ? 2 : 3); way++) {                                                                  \
            CHECK(kb_map_##S(tier, op, 0, 0, x, 0, f ? NULL : y, 0, NULL, 0, to[way], 0, n) == KB_OK, "status");       \
            for (int64_t i = 0; i < n; i++) {                                                                          \
                CHECK(same(to[way][i], keep[2 * n + i]), "tier %d, op %d, element %lld of %lld, of %a: %a, not %a",    \
                      tier, op, (long long)i, (long long)n, (double)keep[i], (double)to[way][i],                       \
                      (double)keep[2 * n + i]);                                                                        \
            }                                                                                                          \
            memcpy(x, keep, bytes);                                                                                    \
            memcpy(y, keep + n, bytes);                                                                                \
        }                                                                                                              \
        free(keep);                                                                                                    \
    }
TIERS(double, f64)
TIERS(float, f32)

static void tiers(void) {
    static const int64_t lengths[] = {0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 255, 256, 257, 300, 511, 513, 1000};
    EACH_TIER(tier) {
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
            uint64_t hard = i % 3 == 0 ? 2 : i % 3 == 1 ? 50 : (uint64_t)1 << 60;
            for (size_t f = 0; f < COUNT; f++) {
                tiers_f64(tier, FUNCTIONS[f].op, FUNCTIONS[f].f64, lengths[i], hard);
                tiers_f32(tier, FUNCTIONS[f].op, FUNCTIONS[f].f32, lengths[i], hard);
            }
            tiers_f64(tier, KB_POW, NULL, lengths[i], hard);
            tiers_f32(tier, KB_POW, NULL, lengths[i], hard);
        }
    }
}

/*
 * The hash of the results on a fixed sample, half of it any bits, half of it ordinary numbers. FunctionContract.java has the same
 * sample and the same hashes, and holds every backend to them.
 */
static uint64_t mixed(uint64_t state) { /* splitmix64 */
    uint64_t z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}

static void hashes(void) {
    enum { N = 1 << 14 };
    static const uint64_t expected[COUNT + 1][2] = {
        {0x4a4d2fe46f6a2f37, 0x5efbf843d19d41c4}, /* exp */
        {0x385016290bdbe2d8, 0x78803fb740000de0}, /* log */
        {0xc5e06d8e3f67d85f, 0xabb96cce987d403d}, /* sin */
        {0x02bf4a9da29733a1, 0x3bb4df4daf27d36e}, /* cos */
        {0x17ff1ed322af1036, 0xb70ca76c68d01733}, /* tanh */
        {0x89ffaa2be7bcb4cb, 0x0fe89ed99b178ea9}, /* pow */
    };
    static double x[N], y[N];
    static float xf[N], yf[N];
    uint64_t state = 0;
    for (int i = 0; i < N; i++) {
        uint64_t r = mixed(state += 0x9E3779B97F4A7C15);
        x[i] = i % 2 == 0 ? KB_BITS_F64(r) : (double)((int64_t)r >> 12) * 0x1p-48;
        xf[i] = i % 2 == 0 ? KB_BITS_F32((kb_u32)r) : (float)x[i];
        r = mixed(state += 0x9E3779B97F4A7C15);
        y[i] = i % 4 == 0 ? KB_BITS_F64(r) : (double)((int64_t)r >> 12) * 0x1p-46;
        yf[i] = i % 4 == 0 ? KB_BITS_F32((kb_u32)r) : (float)y[i];
    }
    for (size_t f = 0; f <= COUNT; f++) {
        uint64_t hash = 0, hash_f = 0;
        for (int i = 0; i < N; i++) {
            double d = f < COUNT ? FUNCTIONS[f].f64(x[i]) : kb_pow_f64(x[i], y[i]);
            float s = f < COUNT ? FUNCTIONS[f].f32(xf[i]) : kb_pow_f32(xf[i], yf[i]);
            hash = hash * 0x9E3779B97F4A7C15 + (d == d ? KB_F64_BITS(d) : 0x7ff8000000000000);
            hash_f = hash_f * 0x9E3779B97F4A7C15 + (uint64_t)(int64_t)(int32_t)(s == s ? KB_F32_BITS(s) : 0x7fc00000u);
        }
        CHECK(hash == expected[f][0] && hash_f == expected[f][1], "{0x%llx, 0x%llx}", (unsigned long long)hash,
              (unsigned long long)hash_f);
    }
}

/* Every float, on the best tier and the one below it, which must agree. */
static void all_floats(void) {
    enum { PART = 1 << 16 };
    static float x[PART], best[PART], other[PART];
    int32_t top = kb_tier_best(), below = top > 2 ? top - 1 : top; /* tiers without fma take hours */
    for (size_t f = 0; f < COUNT; f++) {
        double worst = 0;
        float at = 0;
        for (uint64_t from = 0; from < (uint64_t)1 << 32; from += PART) {
            for (kb_u32 i = 0; i < PART; i++) x[i] = KB_BITS_F32((kb_u32)from + i);
            kb_map_f32(top, FUNCTIONS[f].op, 0, 0, x, 0, NULL, 0, NULL, 0, best, 0, PART);
            kb_map_f32(below, FUNCTIONS[f].op, 0, 0, x, 0, NULL, 0, NULL, 0, other, 0, PART);
            for (int i = 0; i < PART; i++) {
                CHECK(same(best[i], other[i]), "%s(%a): %a and %a", FUNCTIONS[f].name, x[i], best[i], other[i]);
                double u = ulps_f32(best[i], FUNCTIONS[f].nearly(x[i]));
                if (u > worst) worst = u, at = x[i];
            }
        }
        printf("%s: at most %.4f ulp, at %a\n", FUNCTIONS[f].name, worst, at);
        fflush(stdout);
        CHECK(worst < 1, "more than 1 ulp");
    }
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "all") == 0) {
        all_floats();
        return 0;
    }
    hashes();
    specials();
    tiers();
    if (LDBL_MANT_DIG >= 64) { /* else there is nothing to compare with */
        accuracy();
        accuracy_of_pow();
    }
    return 0;
}
