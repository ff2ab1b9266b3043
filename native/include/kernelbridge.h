/*
 * The whole ABI of Kernelbridge's C library. C plays, Java conducts: no threads, no globals, no allocation that outlives a call; a
 * function gets pointers and lengths and returns a status. All functions may be called from any thread at any time.
 *
 * Arrays come as base pointer and element offset, because a Java heap array passed without a copy arrives as its base, and slicing
 * it on the Java side costs more than this addition. `tier` picks the SIMD tier; kb_tier_best() tells the highest that works here.
 */
#ifndef KERNELBRIDGE_H
#define KERNELBRIDGE_H
#include <stdint.h>

#if defined(__GNUC__)
#define KB_API __attribute__((visibility("default")))
#else
#define KB_API
#endif
#ifdef __cplusplus
extern "C" {
#endif

/* Raised whenever a signature or a meaning below changes; Java refuses a library of another number. */
#define KB_ABI 5

enum kb_status {
    KB_OK = 0,
    KB_BAD_ARGUMENT = 1, /* a negative length, a null pointer where data is needed, an unknown operation */
    KB_NO_SUCH_TIER = 2, /* the tier is unknown or the processor lacks it */
    KB_NO_MEMORY = 3     /* working memory could not be had */
};

KB_API int32_t kb_abi(void);

/* SIMD tiers, 0 ... kb_tier_best(): on x86-64 "x86-64" (0), "x86-64-v2", "x86-64-v3", "x86-64-v4"; elsewhere one, "aarch64" or "generic". */
KB_API int32_t kb_tier_best(void);
/* The name of a tier that this library was built with (whether the processor has it or not), or NULL. */
KB_API const char *kb_tier_name(int32_t tier);

/*
 * Primes: byte i of the sieve stands for 30 i + {1, 7, 11, 13, 17, 19, 23, 29}, lowest bit first. `base` holds, in ascending order,
 * all primes from 7 to at least the square root of the largest number that the masks keep (values are unsigned).
 */

/* How many bytes of working memory, aligned or not, the next two functions want for these bytes; bytes >= 0. */
KB_API int64_t kb_sieve_scratch(uint64_t first, int64_t bytes);

/* Sieves bytes [first, first + bytes) into bits[0 .. bytes): a bit stays set iff its number is prime (or 1). */
KB_API int32_t kb_sieve_bits(int32_t tier, uint64_t first, int64_t bytes, const uint32_t *base, int64_t nbase, uint8_t *bits,
                             uint8_t *scratch);

/* The same, counted: *count = set bits, after the first byte was masked with first_mask and the last one with last_mask
 * (both, if it is one byte). */
KB_API int32_t kb_sieve_count(int32_t tier, uint64_t first, int64_t bytes, uint32_t first_mask, uint32_t last_mask,
                              const uint32_t *base, int64_t nbase, uint8_t *scratch, int64_t *count);

/* out[out_off + i] = 1 if n[n_off + i] is prime, else 0; n is unsigned, and the answer is a proof. */
KB_API int32_t kb_is_prime(int32_t tier, const uint64_t *n, int64_t n_off, int64_t count, uint8_t *out, int64_t out_off);

/*
 * Combinatorial prime counting (X. Gourdon's formula for pi(x)). `tables` is one block: eleven 64-bit words, the low bits of x, y, z, k,
 * then the byte offsets within the block of pairs, primes, leaf, factor and wheel, then the length of wheel in bytes, then the high bits
 * of x. x is at most 10^21, z below 2^31.
 *   pairs   uint64_t: for i = 0, 1, ... the bits (j: whether 128 i + 2 j + 1 is prime; 1 stands for 2) and the number of primes before
 *   primes  uint32_t: 0, then the primes up to y
 *   factor  uint16_t: of the i-th number m coprime to 210 the least prime factor, 65535 for a prime; 0 if m is 1, has a square factor or a
 *           prime factor above y
 *   leaf    uint32_t: m, minus 1 if it has an odd number of prime factors
 *   wheel   uint8_t: one period of the sieve without multiples of the first k primes, or all that will be sieved if that is less
 * 64 bytes behind pairs, primes, leaf and factor may be read. Sums are modulo 2^64.
 */

/* *sum = sum over jobs (value, from, to, weight), four words each, of weight times the sum of pi(value / primes[i]) for from < i <= to;
 * all value / primes[i] are at least 2 and within the table; value < 2^63. */
KB_API int32_t kb_sum_pi(int32_t tier, const uint64_t *tables, const int64_t *jobs, int64_t count, int64_t *sum);

/*
 * For b = k + 1 ... stages (p = primes[b]) the leaves m, z / p < m <= min(z, x / p^3), all prime factors above p and up to y, no squares,
 * with u = x / (p m) in [low, high): *sum = sum of -mu(m) times the count of numbers from low to u that the first b - 1 primes do
 * not divide; phi[b] += the count in all of [low, high) as far as leaves need it, mu[b] += sum of -mu(m). low and high are
 * multiples of 240.
 */
KB_API int32_t kb_hard_leaves(int32_t tier, const uint64_t *tables, uint64_t low, uint64_t high, int64_t stages, int64_t *phi,
                              int64_t *mu, int64_t *sum);

/* The distinct primes of unsigned n[n_off + i] in primes[16 i ...], unordered, 0 behind the last (never more than 15; none for 0 and 1).
 * Numbers are worked off 2048 together, so batches of that size are the fastest. */
KB_API int32_t kb_factorize(int32_t tier, const uint64_t *n, int64_t n_off, int64_t count, uint64_t *primes);

/*
 * The elliptic-curve method modulo one odd n of any size: some Montgomery curves in step, each with eight registers and a table for points
 * (X : Z). `state` is memory of the caller, KB_CURVES_ALIGNMENT aligned; numbers are little-endian words of 64 bits, `words` for each, the
 * highest word of n not 0, a lane behind the other. All calls on a state are for the tier that opened it.
 */
#define KB_CURVES_ALIGNMENT 64
#define KB_CURVES_MOST_WORDS (1 << 20)
#define KB_CURVES_MOST_POINTS (1 << 15)

/* How many curves this tier runs in step modulo numbers of so many bits: 8 or 1; 0 for a bad argument. */
KB_API int32_t kb_curves_lanes(int32_t tier, int64_t bits);
/* How many bytes a state takes for n of so many bits and a table of 2 to KB_CURVES_MOST_POINTS points; 0 for a bad argument. */
KB_API int64_t kb_curves_bytes(int32_t tier, int64_t bits, int64_t points);
KB_API int32_t kb_curves_open(int32_t tier, const uint64_t *n, int64_t words, int64_t points, uint64_t *state);
/* Other curves for the same n: (A + 2) / 4 and x of the starting point in register 0, both below n. The table is empty then. */
KB_API int32_t kb_curves_begin(int32_t tier, const uint64_t *a24, const uint64_t *x, uint64_t *state);
/* Steps: operation << 12 | to << 9 | a << 6 | b << 3 | d with the operations 0: to = a + b, whose difference is d; 1: to = 2 a; 2: to = a;
 * 3: a is put behind the points of the table. */
KB_API int32_t kb_curves_chain(int32_t tier, const int16_t *steps, int64_t count, uint64_t *state);
/* Stage two: multiplies a product with x(row) - x(column) of table entries; rows are `from`, from + 1, ..., each with the columns (below
 * `from`) up to a negative one. Then the rows are taken out of the table. */
KB_API int32_t kb_curves_pairs(int32_t tier, const int16_t *columns, int64_t count, int64_t from, uint64_t *state);
/* Z of the register 0, or the product of stage two, of each lane, times an unknown unit, below 2 n; words + 1 words for each lane. */
KB_API int32_t kb_curves_read(int32_t tier, int32_t product, uint64_t *out, uint64_t *state);

/*
 * The quadratic sieve of N = 1 modulo 8: polynomials Q(x) = a x^2 + b x + c with b^2 - 4 a c = N at the places x = -half, ..., half - 1.
 * `tables` is one block: 32 64-bit words, then arrays at the byte offsets that the words 20 to 25 give.
 *   words   0 the size of the factor base, 1 the first prime that is sieved, 2 the first larger than a block, 3 blocks (the places are
 *           so many times 2^(word 4)), 5 what a place holds at first (it is looked at from 128 on), 6 how much of a value's scaled
 *           logarithm may be left, 7 what a bit counts in it (a double), 8 words w of a number (1 to 4: 4 Q(x) fits, with its sign), 9
 *           the largest prime that may be left of a value, 10 and 11 the least and the largest composite (none: 1 and 0), 12 the most
 *           primes of an a (up to 24), 13 how many logarithms the primes larger than a block have, 16 to 19 N modulo 2^(64 w), lowest word
 *           first
 *   20      uint32_t: the primes, 2 first, zeros behind them up to a multiple of 16
 *   21, 22  uint32_t: the square roots of N modulo each, their inverses modulo 2^32
 *   23      uint64_t: floor(2^64 / p)
 *   24      uint8_t: scaled logarithms
 *   25      uint32_t: where each logarithm of the primes larger than a block begins, and the size of the base
 * 64 bytes behind each may be read. `coefficient` is one too: a number that tells it from others, how many primes s, 1 if a is added
 * to make b odd, then the primes' s indices, ascending, B_l q_l / a modulo q_l for each of them, a, its inverse, and the s parts B_l, all modulo
 * 2^(64 w). Polynomial g takes those B_l with a minus sign whose bit is set in g ^ (g >> 1).
 */

/* How many bytes of working memory, aligned to 64, its first 8 zero before its first use, the next function wants for these tables. */
KB_API int64_t kb_siqs_scratch(const uint64_t *tables);

/*
 * Sieves the polynomials from <= g < to of a coefficient, and writes what it finds: g, x, the number that is left of Q(x) (its lower 32
 * bits, its upper ones), a count, and so many indices of primes (as often as they divide, beyond a; -1 for a negative value; an
 * int32_t each). It ends early before a polynomial for whose relations `found` (of `room` words) has no room: state[0] = the first
 * polynomial that was not sieved, state[1] = the words that were written.
 */
KB_API int32_t kb_siqs(int32_t tier, const uint64_t *tables, const uint64_t *coefficient, int64_t from, int64_t to, uint64_t *scratch,
                       uint32_t *found, int64_t room, int64_t *state);

/*
 * Vectors. A map writes out[out_off + i] for 0 <= i < n; operands that an operation does not name may be NULL, but x may not; out may
 * be exactly one of the operands. Results are the same bits on every tier and every backend (but for a NaN's sign and payload): fma
 * stands for one rounding. The order of the operations is that of the Java enum MapOp.
 */
enum kb_map_op {
    KB_ADD = 0,    /* x + y */
    KB_MUL = 1,    /* x * y */
    KB_FMA = 2,    /* fma(x, y, z) */
    KB_SCALE = 3,  /* a * x */
    KB_AXPY = 4,   /* fma(a, x, y) */
    KB_EXP = 5,    /* e^x, within 1 ulp */
    KB_SUB = 6,    /* x - y */
    KB_DIV = 7,    /* x / y */
    KB_ABS = 8,    /* |x| */
    KB_NEG = 9,    /* -x */
    KB_SQRT = 10,  /* the square root, correctly rounded */
    KB_MIN = 11,   /* the smaller: NaN if either is, -0 below +0 */
    KB_MAX = 12,   /* the larger, likewise */
    KB_CLAMP = 13, /* min(max(x, a), b) */
    KB_FILL = 14,  /* a */
    KB_COPY = 15,  /* x */
    KB_AXPBY = 16, /* fma(a, x, b * y) */
    KB_LOG = 17,   /* the natural logarithm, within 1 ulp */
    KB_SIN = 18,   /* within 1 ulp for every x */
    KB_COS = 19,   /* within 1 ulp for every x */
    KB_TANH = 20,  /* within 1 ulp */
    KB_POW = 21,   /* x^y, within 1 ulp */
    KB_STREAM = 256 /* added to an operation: out is larger than the caches, so write past them; the same bits */
};
KB_API int32_t kb_map_f64(int32_t tier, int32_t op, double a, double b, const double *x, int64_t x_off, const double *y, int64_t y_off,
                          const double *z, int64_t z_off, double *out, int64_t out_off, int64_t n);
KB_API int32_t kb_map_f32(int32_t tier, int32_t op, float a, float b, const float *x, int64_t x_off, const float *y, int64_t y_off,
                          const float *z, int64_t z_off, float *out, int64_t out_off, int64_t n);

/*
 * A reduction writes one partial per started block of KB_BLOCK elements (the caller folds them), or two where that is said. Within a
 * block the order is fixed: element i goes to lane i % KB_LANES, each lane starts at 0 and takes its elements in order, then the upper
 * half of the lanes is folded onto the lower half until one is left. Partials of floats are floats, widened.
 *
 * A lane of KB_SUM2 and KB_DOT2 is a sum s and an error c. With p = x and q = 0, or p = x * y and q = fma(x, y, -p): t = s + p,
 * z = t - s, e = (s - (t - z)) + (p - z), then c = c + (e + q) and s = t. Two lanes fold by the same t and e, and c = (c1 + c2) + e.
 */
#define KB_BLOCK 8192
#define KB_LANES 64
enum kb_reduce_op {
    KB_SUM = 0,   /* sum of x */
    KB_DOT = 1,   /* sum of x * y, by fma */
    KB_SUMSQ = 2, /* sum of (a x)^2, by fma of the rounded a * x */
    KB_AMAX = 3,  /* max of |x|; NaN if any x is */
    KB_ASUM = 4,  /* sum of |x| */
    KB_LEAST = 5, /* smallest x: NaN if any is, -0 below +0 */
    KB_MOST = 6,  /* largest x, likewise */
    KB_SQDEV = 7, /* sum of (x - a)^2, by fma of the rounded x - a */
    KB_ARGMIN = 8,   /* KB_LEAST, and the index in the block of the first that is it */
    KB_ARGMAX = 9,   /* KB_MOST, likewise */
    KB_ARGAMAX = 10, /* KB_AMAX, likewise */
    KB_SUM2 = 11,    /* sum of x, and the sum of its errors */
    KB_DOT2 = 12     /* sum of x * y, and the sum of its errors */
};
KB_API int32_t kb_reduce_f64(int32_t tier, int32_t op, double a, const double *x, int64_t x_off, const double *y, int64_t y_off,
                             int64_t n, double *partials, int64_t partials_off);
KB_API int32_t kb_reduce_f32(int32_t tier, int32_t op, float a, const float *x, int64_t x_off, const float *y, int64_t y_off,
                             int64_t n, double *partials, int64_t partials_off);

/*
 * Inclusive prefix sums in a fixed order. Within a tile of KB_LANES elements: groups of eight, each summed up by three steps
 * s[j] = s[j - d] + s[j] for d = 1, 2, 4; the groups' totals likewise, to g; then p[i] = g[group - 1] + s[i], where g[-1] is 0. Within a
 * block of KB_BLOCK: o begins at 0, and each tile adds its last p to it. out[i] = (base + o) + p[i], where base is `carry` in the first
 * block and the last result of the block before in the others. out is x or apart from it.
 */
KB_API int32_t kb_scan_f64(int32_t tier, double carry, const double *x, int64_t x_off, double *out, int64_t out_off, int64_t n);
KB_API int32_t kb_scan_f32(int32_t tier, float carry, const float *x, int64_t x_off, float *out, int64_t out_off, int64_t n);

/*
 * Matrix products, row-major; rows lie `ld` elements apart. The order of the additions is fixed. gemm: c begins as beta * C[i][j] (beta 0: as
 * 0, C is not read); if alpha or k is 0, that is the result, and A and B are not read. Else, for each KB_GEMM_DEPTH products: acc = 0, then
 * acc = fma(A[i][p], B[p][j], acc) in the order of p, then c = fma(alpha, acc, c).
 *
 * The caller cuts matrices into blocks for the caches and packs them. kb_gemm_rows and kb_gemm_columns tell how many rows a packed panel
 * of A and how many columns one of B has (a multiple of nothing else; 0 for a bad argument; bytes: of an element, 8 or 4).
 */
#define KB_GEMM_DEPTH 256
KB_API int32_t kb_gemm_rows(int32_t tier);
KB_API int32_t kb_gemm_columns(int32_t tier, int32_t bytes);

/* Packs `count` rows of A (side 0) or columns of B (side 1), k deep, into panels, k after k; what the last one lacks becomes 0. Element p of
 * the i-th lies at x[x_off + i * ld + p] if `across`, else at x[x_off + p * ld + i]. `packed` is memory for whole panels of doubles (floats). */
KB_API int32_t kb_gemm_pack_f64(int32_t tier, int32_t side, int32_t across, int64_t count, int64_t k, const double *x, int64_t x_off,
                                int64_t ld, void *packed, int64_t packed_off);
KB_API int32_t kb_gemm_pack_f32(int32_t tier, int32_t side, int32_t across, int64_t count, int64_t k, const float *x, int64_t x_off,
                                int64_t ld, void *packed, int64_t packed_off);

/* C = alpha A B + beta C, where element (i, p) of A lies at a[a_off + i * row + p * step] and (p, j) of B at b[b_off + p * ldb + j]; or both
 * are packed: row, step and ldb are 0, and k is at most KB_GEMM_DEPTH. */
KB_API int32_t kb_gemm_f64(int32_t tier, int64_t m, int64_t n, int64_t k, double alpha, const double *a, int64_t a_off, int64_t row,
                           int64_t step, const double *b, int64_t b_off, int64_t ldb, double beta, double *c, int64_t c_off, int64_t ldc);
KB_API int32_t kb_gemm_f32(int32_t tier, int64_t m, int64_t n, int64_t k, float alpha, const float *a, int64_t a_off, int64_t row,
                           int64_t step, const float *b, int64_t b_off, int64_t ldb, float beta, float *c, int64_t c_off, int64_t ldc);

/* y = alpha op(A) x + beta y; A is stored with so many rows and columns. Transposed, in the order of gemm; else a row's sum is that of KB_DOT,
 * its blocks folded pairwise (left: the largest power of two), and y = fma(alpha, sum, beta * y). */
KB_API int32_t kb_gemv_f64(int32_t tier, int32_t trans, int64_t rows, int64_t columns, double alpha, const double *a, int64_t a_off,
                           int64_t lda, const double *x, int64_t x_off, double beta, double *y, int64_t y_off);
KB_API int32_t kb_gemv_f32(int32_t tier, int32_t trans, int64_t rows, int64_t columns, float alpha, const float *a, int64_t a_off,
                           int64_t lda, const float *x, int64_t x_off, float beta, float *y, int64_t y_off);

#ifdef __cplusplus
}
#endif
#endif
