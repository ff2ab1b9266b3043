/*
 * The public functions: each checks its arguments and the tier, moves the base pointers by their offsets, and calls through one
 * table of tiers. Nothing is computed here, so this file is compiled once, for the oldest processor.
 */
#include "tier.h"
#include <stdatomic.h>
#include <stddef.h>

struct tier {
    const char *name;
    int64_t (*sieve_scratch)(uint64_t, int64_t);
    void (*sieve_bits)(uint64_t, int64_t, const uint32_t *, int64_t, uint8_t *, uint8_t *);
    int64_t (*sieve_count)(uint64_t, int64_t, uint32_t, uint32_t, const uint32_t *, int64_t, uint8_t *);
    int32_t (*is_prime)(const uint64_t *, int64_t, uint8_t *);
    int64_t (*sum_pi)(const uint64_t *, const int64_t *, int64_t);
    int32_t (*hard_leaves)(const uint64_t *, uint64_t, uint64_t, int64_t, int64_t *, int64_t *, int64_t *);
    int32_t (*factorize)(const uint64_t *, int64_t, uint64_t *);
    int32_t (*curves_lanes)(int64_t);
    int64_t (*curves_bytes)(int64_t, int64_t);
    void (*curves_open)(const uint64_t *, int64_t, int64_t, int64_t, void *);
    void (*curves_begin)(const uint64_t *, const uint64_t *, void *);
    int32_t (*curves_chain)(const int16_t *, int64_t, void *);
    int32_t (*curves_pairs)(const int16_t *, int64_t, int64_t, void *);
    void (*curves_read)(int32_t, uint64_t *, void *);
    int64_t (*siqs_scratch)(const uint64_t *);
    void (*siqs)(const uint64_t *, const uint64_t *, int64_t, int64_t, uint64_t *, uint32_t *, int64_t, int64_t *);
    void (*map_f64)(int32_t, double, double, const double *, const double *, const double *, double *, int64_t);
    void (*map_f32)(int32_t, float, float, const float *, const float *, const float *, float *, int64_t);
    void (*reduce_f64)(int32_t, double, const double *, const double *, int64_t, double *);
    void (*reduce_f32)(int32_t, float, const float *, const float *, int64_t, double *);
    void (*scan_f64)(double, const double *, double *, int64_t);
    void (*scan_f32)(float, const float *, float *, int64_t);
    int32_t (*gemm_rows)(void);
    int32_t (*gemm_columns)(int32_t);
    void (*gemm_pack_f64)(int32_t, int32_t, int64_t, int64_t, const double *, int64_t, double *);
    void (*gemm_pack_f32)(int32_t, int32_t, int64_t, int64_t, const float *, int64_t, float *);
    void (*gemm_f64)(int64_t, int64_t, int64_t, double, const double *, int64_t, int64_t, const double *, int64_t, double, double *,
            int64_t);
    void (*gemm_f32)(int64_t, int64_t, int64_t, float, const float *, int64_t, int64_t, const float *, int64_t, float, float *, int64_t);
    void (*gemv_f64)(int32_t, int64_t, int64_t, double, const double *, int64_t, const double *, double, double *);
    void (*gemv_f32)(int32_t, int64_t, int64_t, float, const float *, int64_t, const float *, float, float *);
};

#define TIER(suffix, name) TIER_WITH(suffix, suffix, name)
#define TIER_WITH(suffix, factors, name)                                                                               \
    {name,           sieve_scratch_##suffix, sieve_bits_##suffix, sieve_count_##suffix, is_prime_##factors,            \
     sum_pi_##suffix,  hard_leaves_##suffix, factorize_##factors,                                                      \
     curves_lanes_##suffix, curves_bytes_##suffix, curves_open_##suffix, curves_begin_##suffix,                        \
     curves_chain_##suffix, curves_pairs_##suffix, curves_read_##suffix,                       \
     siqs_scratch_##suffix, siqs_##suffix,                                                                             \
     map_f64_##suffix, map_f32_##suffix,    reduce_f64_##suffix,  reduce_f32_##suffix,                \
     scan_f64_##suffix, scan_f32_##suffix,                                                                             \
     gemm_rows_##suffix, gemm_columns_##suffix, gemm_pack_f64_##suffix, gemm_pack_f32_##suffix,                        \
     gemm_f64_##suffix, gemm_f32_##suffix, gemv_f64_##suffix, gemv_f32_##suffix}

#ifdef KB_X86_TIERS
KB_DECLARE_TIER(v1)
KB_DECLARE_TIER(v2)
KB_DECLARE_TIER(v3)
KB_DECLARE_TIER(v4)
static const struct tier TIERS[] = {TIER(v1, "x86-64"), TIER(v2, "x86-64-v2"), TIER(v3, "x86-64-v3"),
                                    TIER(v4, "x86-64-v4")};
static const struct tier V4_IFMA = TIER_WITH(v4, ifma, "x86-64-v4");
#else
KB_DECLARE_TIER(base)
#if defined(__aarch64__)
static const struct tier TIERS[] = {TIER(base, "aarch64")};
#elif defined(__x86_64__) /* a compiler that does not know the levels */
static const struct tier TIERS[] = {TIER(base, "x86-64")};
#else
static const struct tier TIERS[] = {TIER(base, "generic")};
#endif
#endif
#define TIER_COUNT ((int32_t)(sizeof TIERS / sizeof TIERS[0]))

int32_t kb_abi(void) { return KB_ABI; }

const char *kb_tier_name(int32_t tier) { return tier < 0 || tier >= TIER_COUNT ? NULL : TIERS[tier].name; }

/* The levels of the x86-64 psABI, each on top of the one before. The compiler's run time asks CPUID and XGETBV once, when loaded. */
static __attribute__((noinline)) int32_t best_tier(void) {
#ifdef KB_X86_TIERS
    if (!__builtin_cpu_supports("ssse3") || !__builtin_cpu_supports("sse4.2") || !__builtin_cpu_supports("popcnt")) {
        return 0;
    }
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") || !__builtin_cpu_supports("bmi") ||
        !__builtin_cpu_supports("bmi2")) {
        return 1;
    }
    /* A hypervisor may mask these alone, and lzcnt would then silently run as bsr. Older compilers do not know the names. */
#if (defined(__clang__) && __clang_major__ >= 19) || (!defined(__clang__) && __GNUC__ >= 11)
    if (!__builtin_cpu_supports("lzcnt") || !__builtin_cpu_supports("movbe") || !__builtin_cpu_supports("f16c")) return 1;
#endif
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
        !__builtin_cpu_supports("avx512cd") || !__builtin_cpu_supports("avx512dq") ||
        !__builtin_cpu_supports("avx512vl")) {
        return 2;
    }
    return 3;
#else
    return 0;
#endif
}

/* The processor does not change, and a dozen tests take 3 ns, so the answer is kept; whoever comes first writes the same. */
static inline int32_t best_kept(void) {
    static _Atomic int32_t kept; /* the answer + 1 */
    int32_t best = atomic_load_explicit(&kept, memory_order_relaxed);
    if (__builtin_expect(best == 0, 0)) {
        best = best_tier() + 1;
        atomic_store_explicit(&kept, best, memory_order_relaxed);
    }
    return best - 1;
}

int32_t kb_tier_best(void) { return best_kept(); }

/* The tier's kernels, or NULL if they cannot run here. */
static const struct tier *find(int32_t tier) {
    if (tier < 0 || tier > best_kept()) return NULL;
#ifdef KB_X86_TIERS
    if (tier == 3 && __builtin_cpu_supports("avx512ifma")) return &V4_IFMA;
#endif
    return &TIERS[tier];
}

/* base + off, which for a null base (an operand that is not used) is null. */
#define AT(base, off) ((base) == NULL ? NULL : (base) + (off))

int64_t kb_sieve_scratch(uint64_t first, int64_t bytes) { return TIERS[0].sieve_scratch(first, bytes); }

int32_t kb_sieve_bits(int32_t tier, uint64_t first, int64_t bytes, const uint32_t *base, int64_t nbase, uint8_t *bits,
                      uint8_t *scratch) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (bytes < 0 || nbase < 0 || (nbase > 0 && base == NULL)) return KB_BAD_ARGUMENT;
    if (bytes > 0 && (bits == NULL || scratch == NULL)) return KB_BAD_ARGUMENT;
    t->sieve_bits(first, bytes, base, nbase, bits, scratch);
    return KB_OK;
}

int32_t kb_sieve_count(int32_t tier, uint64_t first, int64_t bytes, uint32_t first_mask, uint32_t last_mask,
                       const uint32_t *base, int64_t nbase, uint8_t *scratch, int64_t *count) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (bytes < 0 || nbase < 0 || (nbase > 0 && base == NULL) || (bytes > 0 && scratch == NULL) || count == NULL) {
        return KB_BAD_ARGUMENT;
    }
    *count = t->sieve_count(first, bytes, first_mask, last_mask, base, nbase, scratch);
    return KB_OK;
}

int32_t kb_is_prime(int32_t tier, const uint64_t *n, int64_t n_off, int64_t count, uint8_t *out, int64_t out_off) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (count < 0 || (count > 0 && (n == NULL || out == NULL))) return KB_BAD_ARGUMENT;
    return t->is_prime(AT(n, n_off), count, AT(out, out_off));
}

int32_t kb_sum_pi(int32_t tier, const uint64_t *tables, const int64_t *jobs, int64_t count, int64_t *sum) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (tables == NULL || count < 0 || (count > 0 && jobs == NULL) || sum == NULL) return KB_BAD_ARGUMENT;
    *sum = t->sum_pi(tables, jobs, count);
    return KB_OK;
}

int32_t kb_hard_leaves(int32_t tier, const uint64_t *tables, uint64_t low, uint64_t high, int64_t stages, int64_t *phi,
                       int64_t *mu, int64_t *sum) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (tables == NULL || low > high || low % 240 != 0 || high % 240 != 0 || stages < 0 || phi == NULL || mu == NULL || sum == NULL) {
        return KB_BAD_ARGUMENT;
    }
    return t->hard_leaves(tables, low, high, stages, phi, mu, sum);
}

int32_t kb_factorize(int32_t tier, const uint64_t *n, int64_t n_off, int64_t count, uint64_t *primes) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (count < 0 || (count > 0 && (n == NULL || primes == NULL))) return KB_BAD_ARGUMENT;
    return t->factorize(AT(n, n_off), count, primes);
}

/* The bits of a number whose highest word is not 0; 0 for one that no curves are for. */
static int64_t curve_bits(const uint64_t *n, int64_t words) {
    if (n == NULL || words < 1 || words > KB_CURVES_MOST_WORDS || n[words - 1] == 0 || n[0] % 2 == 0) return 0;
    return 64 * words - __builtin_clzll(n[words - 1]);
}

#define CURVES_ALIGNED(state) ((state) != NULL && (uintptr_t)(state) % KB_CURVES_ALIGNMENT == 0)

int32_t kb_curves_lanes(int32_t tier, int64_t bits) {
    const struct tier *t = find(tier);
    return t == NULL || bits < 1 ? 0 : t->curves_lanes(bits);
}

int64_t kb_curves_bytes(int32_t tier, int64_t bits, int64_t points) {
    const struct tier *t = find(tier);
    if (t == NULL || bits < 1 || bits > 64 * KB_CURVES_MOST_WORDS || points < 2 || points > KB_CURVES_MOST_POINTS) return 0;
    return t->curves_bytes(bits, points);
}

int32_t kb_curves_open(int32_t tier, const uint64_t *n, int64_t words, int64_t points, uint64_t *state) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    int64_t bits = curve_bits(n, words);
    if (bits == 0 || points < 2 || points > KB_CURVES_MOST_POINTS || !CURVES_ALIGNED(state)) return KB_BAD_ARGUMENT;
    t->curves_open(n, words, bits, points, state);
    return KB_OK;
}

int32_t kb_curves_begin(int32_t tier, const uint64_t *a24, const uint64_t *x, uint64_t *state) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (a24 == NULL || x == NULL || !CURVES_ALIGNED(state)) return KB_BAD_ARGUMENT;
    t->curves_begin(a24, x, state);
    return KB_OK;
}

int32_t kb_curves_chain(int32_t tier, const int16_t *steps, int64_t count, uint64_t *state) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (count < 0 || (count > 0 && steps == NULL) || !CURVES_ALIGNED(state)) return KB_BAD_ARGUMENT;
    return t->curves_chain(steps, count, state);
}

int32_t kb_curves_pairs(int32_t tier, const int16_t *columns, int64_t count, int64_t from, uint64_t *state) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (count < 0 || (count > 0 && columns == NULL) || !CURVES_ALIGNED(state)) return KB_BAD_ARGUMENT;
    return t->curves_pairs(columns, count, from, state);
}

int32_t kb_curves_read(int32_t tier, int32_t product, uint64_t *out, uint64_t *state) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (out == NULL || !CURVES_ALIGNED(state)) return KB_BAD_ARGUMENT;
    t->curves_read(product, out, state);
    return KB_OK;
}

int64_t kb_siqs_scratch(const uint64_t *tables) { return tables == NULL ? 0 : TIERS[0].siqs_scratch(tables); }

int32_t kb_siqs(int32_t tier, const uint64_t *tables, const uint64_t *coefficient, int64_t from, int64_t to, uint64_t *scratch,
                uint32_t *found, int64_t room, int64_t *state) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (tables == NULL || coefficient == NULL || from < 0 || to < from || scratch == NULL || found == NULL || room < 0 || state == NULL) {
        return KB_BAD_ARGUMENT;
    }
    if (tables[8] < 1 || tables[8] > 4 || tables[12] > 24 || coefficient[1] < 1 || coefficient[1] > tables[12] ||
        to > (int64_t)1 << (coefficient[1] - 1)) {
        return KB_BAD_ARGUMENT;
    }
    t->siqs(tables, coefficient, from, to, scratch, found, room, state);
    return KB_OK;
}

/* Whether an operation exists and has the operands it names. */
static int map_ready(int32_t op, const void *x, const void *y, const void *z, const void *out, int64_t n) {
    op &= ~KB_STREAM;
    if (op < KB_ADD || op > KB_POW || n < 0) return 0;
    if (n == 0) return 1;
    if (y == NULL && (op == KB_ADD || op == KB_MUL || op == KB_FMA || op == KB_AXPY || op == KB_SUB || op == KB_DIV || op == KB_MIN ||
                      op == KB_MAX || op == KB_AXPBY || op == KB_POW)) {
        return 0;
    }
    return x != NULL && out != NULL && (op != KB_FMA || z != NULL);
}

int32_t kb_map_f64(int32_t tier, int32_t op, double a, double b, const double *x, int64_t x_off, const double *y, int64_t y_off,
                   const double *z, int64_t z_off, double *out, int64_t out_off, int64_t n) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (!map_ready(op, x, y, z, out, n)) return KB_BAD_ARGUMENT;
    t->map_f64(op, a, b, AT(x, x_off), AT(y, y_off), AT(z, z_off), AT(out, out_off), n);
    return KB_OK;
}

int32_t kb_map_f32(int32_t tier, int32_t op, float a, float b, const float *x, int64_t x_off, const float *y, int64_t y_off,
                   const float *z, int64_t z_off, float *out, int64_t out_off, int64_t n) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (!map_ready(op, x, y, z, out, n)) return KB_BAD_ARGUMENT;
    t->map_f32(op, a, b, AT(x, x_off), AT(y, y_off), AT(z, z_off), AT(out, out_off), n);
    return KB_OK;
}

static int reduce_ready(int32_t op, const void *x, const void *y, int64_t n, const void *partials) {
    if (op < KB_SUM || op > KB_DOT2 || n < 0) return 0;
    return n == 0 || (x != NULL && partials != NULL && (y != NULL || (op != KB_DOT && op != KB_DOT2)));
}

int32_t kb_reduce_f64(int32_t tier, int32_t op, double a, const double *x, int64_t x_off, const double *y,
                      int64_t y_off, int64_t n, double *partials, int64_t partials_off) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (!reduce_ready(op, x, y, n, partials)) return KB_BAD_ARGUMENT;
    t->reduce_f64(op, a, AT(x, x_off), AT(y, y_off), n, AT(partials, partials_off));
    return KB_OK;
}

int32_t kb_reduce_f32(int32_t tier, int32_t op, float a, const float *x, int64_t x_off, const float *y, int64_t y_off,
                      int64_t n, double *partials, int64_t partials_off) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (!reduce_ready(op, x, y, n, partials)) return KB_BAD_ARGUMENT;
    t->reduce_f32(op, a, AT(x, x_off), AT(y, y_off), n, AT(partials, partials_off));
    return KB_OK;
}

int32_t kb_scan_f64(int32_t tier, double carry, const double *x, int64_t x_off, double *out, int64_t out_off, int64_t n) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (n < 0 || (n > 0 && (x == NULL || out == NULL))) return KB_BAD_ARGUMENT;
    t->scan_f64(carry, AT(x, x_off), AT(out, out_off), n);
    return KB_OK;
}

int32_t kb_scan_f32(int32_t tier, float carry, const float *x, int64_t x_off, float *out, int64_t out_off, int64_t n) {
    const struct tier *t = find(tier);
    if (t == NULL) return KB_NO_SUCH_TIER;
    if (n < 0 || (n > 0 && (x == NULL || out == NULL))) return KB_BAD_ARGUMENT;
    t->scan_f32(carry, AT(x, x_off), AT(out, out_off), n);
    return KB_OK;
}

int32_t kb_gemm_rows(int32_t tier) {
    const struct tier *t = find(tier);
    return t == NULL ? 0 : t->gemm_rows();
}

int32_t kb_gemm_columns(int32_t tier, int32_t bytes) {
    const struct tier *t = find(tier);
    return t == NULL || (bytes != 4 && bytes != 8) ? 0 : t->gemm_columns(bytes);
}

/* Operands that are looked at must be there; packed ones are so deep at most. */
static int gemm_ready(int64_t m, int64_t n, int64_t k, int used, const void *a, int64_t row, const void *b, int64_t ldb, const void *c) {
    if (m < 0 || n < 0 || k < 0 || (m > 0 && n > 0 && c == NULL)) return 0;
    if (m == 0 || n == 0 || !used) return 1;
    return a != NULL && b != NULL && (row == 0) == (ldb == 0) && (row != 0 || k <= KB_GEMM_DEPTH);
}

/* The same text for both types. */
#define GEMM(T, S)                                                                                                     \
    int32_t kb_gemm_pack_##S(int32_t tier, int32_t side, int32_t across, int64_t count, int64_t k, const T *x, int64_t x_off,   \
                             int64_t ld, void *packed, int64_t packed_off) {                                           \
        const struct tier *t = find(tier);                                                                             \
        if (t == NULL) return KB_NO_SUCH_TIER;                                                                         \
        if (count < 0 || k < 0 || side < 0 || side > 1) return KB_BAD_ARGUMENT;                                        \
        if (count > 0 && k > 0 && (x == NULL || packed == NULL)) return KB_BAD_ARGUMENT;                               \
        t->gemm_pack_##S(side, across, count, k, AT(x, x_off), ld, AT((T *)packed, packed_off));                       \
        return KB_OK;                                                                                                  \
    }                                                                                                                  \
    int32_t kb_gemm_##S(int32_t tier, int64_t m, int64_t n, int64_t k, T alpha, const T *a, int64_t a_off, int64_t row,     \
                        int64_t step, const T *b, int64_t b_off, int64_t ldb, T beta, T *c, int64_t c_off, int64_t ldc) {   \
        const struct tier *t = find(tier);                                                                             \
        if (t == NULL) return KB_NO_SUCH_TIER;                                                                         \
        if (!gemm_ready(m, n, k, k > 0 && alpha != 0, a, row, b, ldb, c)) return KB_BAD_ARGUMENT;                      \
        t->gemm_##S(m, n, k, alpha, AT(a, a_off), row, step, AT(b, b_off), ldb, beta, AT(c, c_off), ldc);              \
        return KB_OK;                                                                                                  \
    }                                                                                                                  \
    int32_t kb_gemv_##S(int32_t tier, int32_t trans, int64_t rows, int64_t columns, T alpha, const T *a, int64_t a_off,     \
                        int64_t lda, const T *x, int64_t x_off, T beta, T *y, int64_t y_off) {                         \
        const struct tier *t = find(tier);                                                                             \
        if (t == NULL) return KB_NO_SUCH_TIER;                                                                         \
        if (!gemm_ready(rows, columns, 1, alpha != 0, a, 1, x, 1, y)) return KB_BAD_ARGUMENT;                          \
        if (y == NULL && (trans ? columns : rows) > 0) return KB_BAD_ARGUMENT;                                         \
        t->gemv_##S(trans, rows, columns, alpha, AT(a, a_off), lda, AT(x, x_off), beta, AT(y, y_off));                 \
        return KB_OK;                                                                                                  \
    }

GEMM(double, f64)
GEMM(float, f32)
