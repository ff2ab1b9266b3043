/*
 * Montgomery arithmetic with R = 2^52 on LANES_K vectors of eight numbers, by AVX-512 IFMA, which multiplies 52 by 52 bits and adds the
 * low or the high half of the product. Text to be included with LANES(name), LANES_K and LANES_LAZY: 1 for n < 2^48, where residues are
 * only kept below 2 n, sums and differences below 4 n, and nothing is compared: 16 n^2 < n R; 0 for n < 2^52, where all is below n.
 */
typedef struct {
    __m512i v[LANES_K];
} LANES(t);

typedef struct {
    __m512i n[LANES_K], wrap[LANES_K], ninv[LANES_K], r2[LANES_K]; /* wrap: what is added to a difference */
} LANES(field);

static inline __attribute__((always_inline)) void LANES(mul)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512();
    EACH_VECTOR(i) {
        const __m512i hi = _mm512_madd52hi_epu64(LANES_LAZY ? f->n[i] : zero, a->v[i], b->v[i]);
        const __m512i m = _mm512_madd52lo_epu64(zero, _mm512_madd52lo_epu64(zero, a->v[i], b->v[i]), f->ninv[i]);
        const __m512i d = _mm512_sub_epi64(hi, _mm512_madd52hi_epu64(zero, m, f->n[i]));
        r->v[i] = LANES_LAZY ? d : _mm512_min_epu64(d, _mm512_add_epi64(d, f->n[i])); /* a negative one is the larger */
    }
}

static inline __attribute__((always_inline)) void LANES(sqr)(LANES(t) *r, const LANES(t) *a, const LANES(field) *f) {
    LANES(mul)(r, a, a, f);
}

static inline __attribute__((always_inline)) void LANES(add)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    EACH_VECTOR(i) {
        const __m512i s = _mm512_add_epi64(a->v[i], b->v[i]);
        r->v[i] = LANES_LAZY ? s : _mm512_min_epu64(s, _mm512_sub_epi64(s, f->n[i]));
    }
}

static inline __attribute__((always_inline)) void LANES(sub)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    EACH_VECTOR(i) {
        const __m512i d = _mm512_sub_epi64(a->v[i], b->v[i]), e = _mm512_add_epi64(d, f->wrap[i]);
        r->v[i] = LANES_LAZY ? e : _mm512_min_epu64(d, e);
    }
}

static inline void LANES(load)(LANES(t) *r, const kb_u64 *x) { EACH_VECTOR(i) r->v[i] = _mm512_loadu_si512(x + 8 * i); }

/* A product as numbers below n. */
static inline __attribute__((always_inline)) void LANES(numbers)(__m512i *x, const LANES(t) *a, const LANES(field) *f) {
    EACH_VECTOR(i) x[i] = LANES_LAZY ? _mm512_min_epu64(a->v[i], _mm512_sub_epi64(a->v[i], f->n[i])) : a->v[i];
}

static inline void LANES(load_field)(LANES(field) *f, const kb_u64 *n, const kb_u64 *ninv, const kb_u64 *r2) {
    EACH_VECTOR(i) {
        f->n[i] = _mm512_loadu_si512(n + 8 * i);
        f->wrap[i] = LANES_LAZY ? _mm512_add_epi64(f->n[i], f->n[i]) : f->n[i];
        f->ninv[i] = _mm512_loadu_si512(ninv + 8 * i);
        f->r2[i] = _mm512_loadu_si512(r2 + 8 * i);
    }
}

/* x < 2^52 in Montgomery form. */
static inline void LANES(convert)(LANES(t) *r, const kb_u64 *x, const LANES(field) *f) {
    LANES(t) t, r2;
    LANES(load)(&t, x);
    EACH_VECTOR(i) r2.v[i] = f->r2[i];
    LANES(mul)(r, &t, &r2, f);
}

/* 2^52 mod n. */
static inline void LANES(unit)(__m512i *one, const LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512(), radix = _mm512_set1_epi64(1ll << 52);
    EACH_VECTOR(i) {
        const __m512i q = _mm512_cvttpd_epi64(_mm512_div_pd(_mm512_set1_pd(0x1p52), _mm512_cvtepi64_pd(f->n[i]))); /* not too small */
        const __m512i r = _mm512_sub_epi64(radix, _mm512_madd52lo_epu64(zero, q, f->n[i]));
        one[i] = _mm512_min_epu64(r, _mm512_add_epi64(r, f->n[i]));
    }
}

/* b where the mask has a bit, else a. */
static inline __attribute__((always_inline)) void LANES(blend)(LANES(t) *r, const __mmask8 *mask, const LANES(t) *a, const LANES(t) *b) {
    EACH_VECTOR(i) r->v[i] = _mm512_mask_blend_epi64(mask[i], a->v[i], b->v[i]);
}
