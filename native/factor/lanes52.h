/*
 * Montgomery arithmetic with R = 2^52 on LANES_K vectors of eight numbers, by AVX-512 IFMA, which multiplies 52 by 52 bits and adds the
 * low or the high half of the product. Text to be included with LANES(name), LANES_K and LANES_LAZY: 1 for n < 2^48, where residues are
 * only kept below 2 n, sums and differences below 4 n, and nothing is compared: 16 n^2 < n R; 0 for n < 2^52, where all is below n.
 */
typedef struct {
    __m512i v[LANES_K];
} LANES(t);

typedef struct {
    LANES(t) n, wrap, r2; /* wrap: what is added to a difference; r2: 2^104 mod n */
    __m512i ninv[LANES_K], minus[LANES_K]; /* 1 / n and -1 / n mod 2^52 */
} LANES(field);

static inline __attribute__((always_inline)) void LANES(carry)(LANES(t) *a) { (void)a; }

/* a b / R + plus; for LANES_LAZY plus is at least n, else it is n. */
static inline __attribute__((always_inline)) void LANES(product)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(t) *plus,
                                                                 const LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512();
    EACH_VECTOR(i) {
        const __m512i hi = _mm512_madd52hi_epu64(LANES_LAZY ? plus->v[i] : zero, a->v[i], b->v[i]);
        const __m512i m = _mm512_madd52lo_epu64(zero, _mm512_madd52lo_epu64(zero, a->v[i], b->v[i]), f->ninv[i]);
        const __m512i d = _mm512_sub_epi64(hi, _mm512_madd52hi_epu64(zero, m, f->n.v[i]));
        r->v[i] = LANES_LAZY ? d : _mm512_min_epu64(d, _mm512_add_epi64(d, f->n.v[i])); /* a negative one is the larger */
    }
}

static inline __attribute__((always_inline)) void LANES(square)(LANES(t) *r, const LANES(t) *a, const LANES(t) *plus,
                                                                const LANES(field) *f) {
    LANES(product)(r, a, a, plus, f);
}

/*
 * For curves: m makes the low half 0 from below, so nothing is subtracted and the carry is 1. It is 0 if the low half of a b is 0 already,
 * once in 2^52 products; the curve is lost then, and nothing that it finds goes unchecked.
 */
static inline __attribute__((always_inline)) void LANES(mul)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512(), one = _mm512_set1_epi64(1);
    EACH_VECTOR(i) {
        const __m512i m = _mm512_madd52lo_epu64(zero, _mm512_madd52lo_epu64(zero, a->v[i], b->v[i]), f->minus[i]);
        const __m512i x = _mm512_madd52hi_epu64(_mm512_madd52hi_epu64(one, a->v[i], b->v[i]), m, f->n.v[i]);
        r->v[i] = LANES_LAZY ? x : _mm512_min_epu64(x, _mm512_sub_epi64(x, f->n.v[i]));
    }
}

static inline __attribute__((always_inline)) void LANES(sqr)(LANES(t) *r, const LANES(t) *a, const LANES(field) *f) {
    LANES(mul)(r, a, a, f);
}

static inline __attribute__((always_inline)) void LANES(add)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    EACH_VECTOR(i) {
        const __m512i s = _mm512_add_epi64(a->v[i], b->v[i]);
        r->v[i] = LANES_LAZY ? s : _mm512_min_epu64(s, _mm512_sub_epi64(s, f->n.v[i]));
    }
}

static inline __attribute__((always_inline)) void LANES(sub)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    EACH_VECTOR(i) {
        const __m512i d = _mm512_sub_epi64(a->v[i], b->v[i]), e = _mm512_add_epi64(d, f->wrap.v[i]);
        r->v[i] = LANES_LAZY ? e : _mm512_min_epu64(d, e);
    }
}

/* A product as numbers below n. */
static inline __attribute__((always_inline)) void LANES(numbers)(__m512i *x, const LANES(t) *a, const LANES(field) *f) {
    EACH_VECTOR(i) x[i] = LANES_LAZY ? _mm512_min_epu64(a->v[i], _mm512_sub_epi64(a->v[i], f->n.v[i])) : a->v[i];
}

static inline void LANES(store)(kb_u64 *x, const LANES(t) *a, const LANES(field) *f) {
    __m512i v[LANES_K];
    LANES(numbers)(v, a, f);
    EACH_VECTOR(i) _mm512_storeu_si512(x + 8 * i, v[i]);
}

/*
 * r2 from 2^51 mod n, then times 2^27 and 2^26, each time less the multiple of n that floating point finds, give or take one. Modulo 2^64,
 * which leaves what is between -n and 2 n as it is.
 */
static inline void LANES(load_field)(LANES(field) *f, const kb_u64 *n) {
    static const int by[] = {0, 27, 26};
    EACH_VECTOR(i) {
        const __m512i m = _mm512_loadu_si512(n + 8 * i);
        const __m512d d = _mm512_cvtepi64_pd(m);
        __m512i r = _mm512_set1_epi64(1ll << 51);
        for (int step = 0; step < 3; step++) {
            const __m512d high = _mm512_mul_pd(_mm512_cvtepi64_pd(r), _mm512_set1_pd((double)(1 << by[step])));
            const __m512i q = _mm512_cvttpd_epi64(_mm512_div_pd(high, d));
            r = _mm512_sub_epi64(_mm512_slli_epi64(r, (unsigned)by[step]), _mm512_mullo_epi64(q, m));
            r = _mm512_min_epu64(r, _mm512_add_epi64(r, m)); /* a negative one is the larger */
            r = _mm512_min_epu64(r, _mm512_sub_epi64(r, m));
        }
        f->n.v[i] = m;
        f->wrap.v[i] = LANES_LAZY ? _mm512_add_epi64(m, m) : m;
        f->ninv[i] = inverses_52(m);
        f->minus[i] = _mm512_sub_epi64(_mm512_setzero_si512(), f->ninv[i]);
        f->r2.v[i] = r;
    }
}

/* x < 2^52 in Montgomery form. */
static inline void LANES(convert)(LANES(t) *r, const kb_u64 *x, const LANES(field) *f) {
    LANES(t) t;
    EACH_VECTOR(i) t.v[i] = _mm512_loadu_si512(x + 8 * i);
    LANES(product)(r, &t, &f->r2, &f->n, f);
}

#if LANES_LAZY
static inline __attribute__((always_inline)) void LANES(limbs)(LANES(t) *r, const __m512i *x) { EACH_VECTOR(i) r->v[i] = x[i]; }

/* a 2^bit, bit = 0 or 1. */
static inline __attribute__((always_inline)) void LANES(shift)(LANES(t) *a, const __m512i *bit) {
    EACH_VECTOR(i) a->v[i] = _mm512_sllv_epi64(a->v[i], bit[i]);
}

/* A residue out of Montgomery's form, as a number below n. */
static inline __attribute__((always_inline)) void LANES(plain)(__m512i *x, const LANES(t) *a, const LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512();
    EACH_VECTOR(i) {
        const __m512i m = _mm512_madd52lo_epu64(zero, a->v[i], f->ninv[i]);
        const __m512i r = _mm512_sub_epi64(zero, _mm512_madd52hi_epu64(zero, m, f->n.v[i]));
        x[i] = _mm512_min_epu64(r, _mm512_add_epi64(r, f->n.v[i]));
    }
}

/* 2^(k - 52) in Montgomery form, for 0 <= k < 52. */
static inline void LANES(power)(LANES(t) *r, const __m512i *k, const LANES(field) *f) {
    EACH_VECTOR(i) {
        const __m512i x = _mm512_sllv_epi64(_mm512_set1_epi64(1), k[i]);
        const __m512i q = _mm512_cvttpd_epi64(_mm512_div_pd(_mm512_cvtepi64_pd(x), _mm512_cvtepi64_pd(f->n.v[i]))); /* or one more */
        const __m512i d = _mm512_sub_epi64(x, _mm512_mullo_epi64(q, f->n.v[i]));
        r->v[i] = _mm512_min_epu64(d, _mm512_add_epi64(d, f->n.v[i]));
    }
}

/* b where the mask has a bit, else a. */
static inline __attribute__((always_inline)) void LANES(blend)(LANES(t) *r, const __mmask8 *mask, const LANES(t) *a, const LANES(t) *b) {
    EACH_VECTOR(i) r->v[i] = _mm512_mask_blend_epi64(mask[i], a->v[i], b->v[i]);
}
#endif
