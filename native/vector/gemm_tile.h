/*
 * gemm for one type, T with the suffix S; gemm.c includes this twice. A tile of C, ROWS x WIDTH, is summed up in registers over at most
 * KB_GEMM_DEPTH products, then added to C. A is read by strides and B in rows; or both are packed, A in panels of ROWS rows, B in panels of
 * WIDTH columns, k after k. What a packed panel has too many is zero, and never reaches C.
 */
#define WIDTH (VECTORS * LANES)
#define LANES KB_JOIN(LANES, S)
#define VEC KB_JOIN(v, S)
#define ZERO KB_JOIN(zero, S)
#define LOAD KB_JOIN(load, S)
#define SOME KB_JOIN(some, S)
#define STORE KB_JOIN(store, S)
#define KEEP KB_JOIN(keep, S)
#define ALL KB_JOIN(all, S)
#define FUSED KB_JOIN(fma, S)
#define TIMES KB_JOIN(mul, S)

/*
 * `rows` and `vectors` are constants where this is inlined, so that acc lies in registers. Of the last vector `last` columns count; B has
 * them all if it is packed.
 */
static inline __attribute__((always_inline)) void KB_JOIN(tile, S)(const int rows, const int vectors, const int packed, const int live,
                                                                   int last, int64_t k, T alpha, const T *a, int64_t row, int64_t step,
                                                                   const T *b, int64_t ldb, T beta, T *c, int64_t ldc) {
    VEC acc[ROWS][VECTORS];
    UNROLL for (int r = 0; r < rows; r++) {
        UNROLL for (int v = 0; v < vectors; v++) acc[r][v] = ZERO();
    }
    for (int64_t p = 0; p < k; p++) {
        VEC x[VECTORS];
        UNROLL for (int v = 0; v < vectors; v++) x[v] = packed || v < vectors - 1 ? LOAD(b + v * LANES) : SOME(b + v * LANES, last);
        UNROLL for (int r = 0; r < rows; r++) {
            VEC s = ALL(a[r * row]);
            UNROLL for (int v = 0; v < vectors; v++) acc[r][v] = FUSED(s, x[v], acc[r][v]);
        }
        if (packed) { /* panels of B come from the second-level cache: 5 to 15 % faster than left to the processor */
            UNROLL for (int v = 0; v < vectors; v++) __builtin_prefetch(b + 8 * WIDTH + v * LANES);
            __builtin_prefetch(a + 16 * ROWS);
        }
        a += step;
        b += ldb;
    }
    VEC scale = ALL(alpha), old = ALL(beta);
    UNROLL for (int r = 0; r < rows; r++) {
        if (r < live) {
            UNROLL for (int v = 0; v < vectors; v++) {
                T *at = c + r * ldc + v * LANES;
                int count = last - v * LANES; /* of a packed tile, whose columns are counted together */
                if (packed ? count >= LANES : v < vectors - 1) {
                    STORE(at, FUSED(scale, acc[r][v], beta == 0 ? ZERO() : TIMES(old, LOAD(at))));
                } else if (!packed || count > 0) {
                    count = packed ? count : last;
                    KEEP(at, count, FUSED(scale, acc[r][v], beta == 0 ? ZERO() : TIMES(old, SOME(at, count))));
                }
            }
        }
    }
}

/* A whole tile of packed panels; `live` rows and `columns` columns of it are C's. */
static __attribute__((noinline)) void KB_JOIN(packed_tile, S)(int live, int columns, int64_t k, T alpha, const T *a, const T *b, T beta,
                                                              T *c, int64_t ldc) {
    UNROLL for (int r = 0; r < ROWS; r++) {
        if (r < live) {
            UNROLL for (int v = 0; v < VECTORS; v++) __builtin_prefetch(c + r * ldc + v * LANES, 1);
            __builtin_prefetch(c + r * ldc + WIDTH - 1, 1);
        }
    }
    KB_JOIN(tile, S)(ROWS, VECTORS, 1, live, columns, k, alpha, a, 1, ROWS, b, WIDTH, beta, c, ldc);
}

/* Operands as they are: small matrices, where packing would cost more than it saves. */
#define DIRECT(vectors)                                                                                                \
    static __attribute__((noinline)) void KB_JOIN(KB_JOIN(direct_tile, vectors), S)(                                   \
        int rows, int last, int64_t k, T alpha, const T *a, int64_t row, int64_t step, const T *b, int64_t ldb, T beta, T *c,  \
        int64_t ldc) {                                                                                                 \
        switch (rows) { EACH_ROWS }                                                                                    \
    }
#define CASE(r)                                                                                                        \
    case r: KB_JOIN(tile, S)(r, DIRECT_VECTORS, 0, r, last, k, alpha, a, row, step, b, ldb, beta, c, ldc); break;
#define DIRECT_VECTORS 1
DIRECT(1)
#undef DIRECT_VECTORS
#define DIRECT_VECTORS 2
DIRECT(2)
#undef DIRECT_VECTORS
#if VECTORS > 2
#define DIRECT_VECTORS 3
DIRECT(3)
#undef DIRECT_VECTORS
#endif
#if VECTORS > 3
#define DIRECT_VECTORS 4
DIRECT(4)
#undef DIRECT_VECTORS
#endif
#undef CASE
#undef DIRECT

/* C = alpha A B + beta C for at most KB_GEMM_DEPTH products, packed: a panel of A stays in the first-level cache while B passes by. */
static void KB_JOIN(packed_block, S)(int64_t m, int64_t n, int64_t k, T alpha, const T *a, const T *b, T beta, T *c, int64_t ldc) {
    for (int64_t i = 0; i < m; i += ROWS) {
        int rows = (int)(m - i < ROWS ? m - i : ROWS);
        for (int64_t j = 0; j < n; j += WIDTH) {
            int columns = (int)(n - j < WIDTH ? n - j : WIDTH);
            KB_JOIN(packed_tile, S)(rows, columns, k, alpha, a + i * k, b + j * k, beta, c + i * ldc + j, ldc);
        }
    }
}

/* The same of matrices as they are: the columns of B that a tile has stay in the first-level cache. */
static void KB_JOIN(direct_block, S)(int64_t m, int64_t n, int64_t k, T alpha, const T *a, int64_t row, int64_t step, const T *b,
                                     int64_t ldb, T beta, T *c, int64_t ldc) {
    for (int64_t j = 0; j < n; j += WIDTH) {
        int columns = (int)(n - j < WIDTH ? n - j : WIDTH), vectors = (columns + LANES - 1) / LANES;
        int last = columns - (vectors - 1) * LANES;
        for (int64_t i = 0; i < m; i += ROWS) {
            int rows = (int)(m - i < ROWS ? m - i : ROWS);
            const T *from = a + i * row;
            T *to = c + i * ldc + j;
            switch (vectors) {
            case 1: KB_JOIN(direct_tile_1, S)(rows, last, k, alpha, from, row, step, b + j, ldb, beta, to, ldc); break;
            case 2: KB_JOIN(direct_tile_2, S)(rows, last, k, alpha, from, row, step, b + j, ldb, beta, to, ldc); break;
#if VECTORS > 2
            case 3: KB_JOIN(direct_tile_3, S)(rows, last, k, alpha, from, row, step, b + j, ldb, beta, to, ldc); break;
#endif
#if VECTORS > 3
            case 4: KB_JOIN(direct_tile_4, S)(rows, last, k, alpha, from, row, step, b + j, ldb, beta, to, ldc); break;
#endif
            }
        }
    }
}

void KB_KERNEL(KB_JOIN(gemm, S))(int64_t m, int64_t n, int64_t k, T alpha, const T *a, int64_t row, int64_t step, const T *b, int64_t ldb,
                                 T beta, T *c, int64_t ldc) {
    if (k == 0 || alpha == 0) { /* A and B count for nothing, be they NaN */
        for (int64_t i = 0; i < m; i++) {
            for (int64_t j = 0; j < n; j++) c[i * ldc + j] = beta == 0 ? 0 : beta * c[i * ldc + j];
        }
        return;
    }
    for (int64_t p = 0; p < k; p += KB_GEMM_DEPTH) {
        int64_t depth = k - p < KB_GEMM_DEPTH ? k - p : KB_GEMM_DEPTH;
        T scale = p == 0 ? beta : 1;
        if (row == 0) {
            KB_JOIN(packed_block, S)(m, n, depth, alpha, a, b, scale, c, ldc);
        } else {
            KB_JOIN(direct_block, S)(m, n, depth, alpha, a + p * step, row, step, b + p * ldb, ldb, scale, c, ldc);
        }
    }
}

/* A line (64 bytes) of each row at a time, so that rows that lie a power of two apart do not drive each other out of the cache. */
static void KB_JOIN(pack_across, S)(int width, int64_t count, int64_t k, const T *x, int64_t ld, T *packed) {
    enum { LINE = 64 / sizeof(T) };
    for (int64_t j = 0; j < count; j += width, packed += width * k) {
        int live = (int)(count - j < width ? count - j : width);
        for (int64_t p = 0; p < k; p += LINE) {
            int64_t end = k - p < LINE ? k - p : LINE;
            T *to = packed + p * width;
            int64_t turned = end - end % 4;
            for (int i = 0; i < live; i++) {
                const T *from = x + (j + i) * ld + p;
                __builtin_prefetch(from + width * ld); /* the next panel's */
                int64_t q = 0;
                if (i % 4 == 0 && i + 4 <= live) {
                    for (; q < turned; q += 4) KB_JOIN(turn, S)(from + q, ld, to + q * width + i, width);
                } else if (i - i % 4 + 4 <= live) {
                    q = turned;
                }
                for (; q < end; q++) to[q * width + i] = from[q];
            }
            for (int64_t q = 0; live < width && q < end; q++) memset(to + q * width + live, 0, sizeof(T) * (size_t)(width - live));
        }
    }
}

static inline __attribute__((always_inline)) void KB_JOIN(pack_along_, S)(const int width, int64_t count, int64_t k, const T *x,
                                                                          int64_t ld, T *packed) {
    for (int64_t j = 0; j < count; j += width) {
        int64_t live = count - j;
        for (int64_t p = 0; p < k; p++, packed += width) {
            const T *from = x + p * ld + j;
            if (live >= width) {
                __builtin_prefetch(from + width); /* the next panel's */
                __builtin_prefetch(from + 2 * width - 1);
                memcpy(packed, from, sizeof(T) * (size_t)width);
            } else {
                for (int i = 0; i < width; i++) packed[i] = i < live ? from[i] : 0;
            }
        }
    }
}

void KB_KERNEL(KB_JOIN(gemm_pack, S))(int32_t b, int32_t across, int64_t count, int64_t k, const T *x, int64_t ld, T *packed) {
    if (across) {
        KB_JOIN(pack_across, S)(b ? WIDTH : ROWS, count, k, x, ld, packed);
    } else if (b) {
        KB_JOIN(pack_along_, S)(WIDTH, count, k, x, ld, packed);
    } else {
        KB_JOIN(pack_along_, S)(ROWS, count, k, x, ld, packed);
    }
}

#undef WIDTH
#undef LANES
#undef VEC
#undef ZERO
#undef LOAD
#undef SOME
#undef STORE
#undef KEEP
#undef ALL
#undef FUSED
#undef TIMES
