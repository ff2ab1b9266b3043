/*
 * Arithmetic modulo n < 2^48 in doubles, LANES_K registers of four numbers, by AVX2's fused multiply-add (after T. J. Dekker, Numer.
 * Math. 18, 1971): h + l = a b exactly, q is the integer nearest to h / n as far as h tells it, so (h - q n) + l is what is left, exactly again. All
 * residues are integers between -0.7 n and 0.7 n, sums of two twice that: then q is below 2^49 and wrong by less than 1/8 before it is
 * rounded. Text to be included with LANES(name) and LANES_K.
 */
typedef struct {
    __m256d v[LANES_K];
} LANES(t);

typedef struct {
    __m256d n[LANES_K], inverse[LANES_K];
} LANES(field);

static inline __attribute__((always_inline)) void LANES(mul)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    const __m256d round = _mm256_set1_pd(0x1.8p52); /* whose last bit is worth 1 */
    EACH_VECTOR(i) {
        const __m256d h = _mm256_mul_pd(a->v[i], b->v[i]), l = _mm256_fmsub_pd(a->v[i], b->v[i], h);
        const __m256d q = _mm256_sub_pd(_mm256_fmadd_pd(h, f->inverse[i], round), round);
        r->v[i] = _mm256_add_pd(_mm256_fnmadd_pd(q, f->n[i], h), l);
    }
}

static inline __attribute__((always_inline)) void LANES(sqr)(LANES(t) *r, const LANES(t) *a, const LANES(field) *f) {
    LANES(mul)(r, a, a, f);
}

static inline __attribute__((always_inline)) void LANES(add)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    (void)f;
    EACH_VECTOR(i) r->v[i] = _mm256_add_pd(a->v[i], b->v[i]);
}

static inline __attribute__((always_inline)) void LANES(sub)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    (void)f;
    EACH_VECTOR(i) r->v[i] = _mm256_sub_pd(a->v[i], b->v[i]);
}

static inline void LANES(load_field)(LANES(field) *f, const kb_u64 *n) {
    EACH_VECTOR(i) {
        f->n[i] = _mm256_setr_pd((double)n[4 * i], (double)n[4 * i + 1], (double)n[4 * i + 2], (double)n[4 * i + 3]);
        f->inverse[i] = _mm256_div_pd(_mm256_set1_pd(1), f->n[i]);
    }
}

/* The residue of x < 2^50. */
static inline void LANES(convert)(LANES(t) *r, const kb_u64 *x, const LANES(field) *f) {
    LANES(t) t, one;
    EACH_VECTOR(i) {
        t.v[i] = _mm256_setr_pd((double)x[4 * i], (double)x[4 * i + 1], (double)x[4 * i + 2], (double)x[4 * i + 3]);
        one.v[i] = _mm256_set1_pd(1);
    }
    LANES(mul)(r, &t, &one, f);
}

static inline void LANES(store)(kb_u64 *x, const LANES(t) *a, const LANES(field) *f) {
    EACH_VECTOR(i) {
        double v[4];
        const __m256d n = _mm256_and_pd(f->n[i], _mm256_cmp_pd(a->v[i], _mm256_setzero_pd(), _CMP_LT_OQ));
        _mm256_storeu_pd(v, _mm256_add_pd(a->v[i], n));
        for (int k = 0; k < 4; k++) x[4 * i + k] = (kb_u64)(long long)v[k];
    }
}
