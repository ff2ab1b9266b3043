/*
 * Montgomery arithmetic with R = 2^104 modulo n < 2^64 on LANES_K vectors of eight numbers in two limbs of 52 bits, by AVX-512 IFMA.
 * Nothing is ever compared: a product is above 0 and below n + 2^30, because its factors are far below R. The low limb of a residue may
 * be any signed number; a factor's carry is added to its high limb first, and IFMA takes only the low 52 bits. Text to be included with
 * LANES(name) and LANES_K.
 */
typedef struct {
    __m512i lo[LANES_K], hi[LANES_K];
} LANES(t);

typedef struct {
    __m512i n0[LANES_K], n1[LANES_K], twice0[LANES_K], twice1[LANES_K], ninv[LANES_K], r2lo[LANES_K], r2hi[LANES_K];
} LANES(field);

#define CARRIED(lo, hi) _mm512_add_epi64(hi, _mm512_srai_epi64(lo, 52))

static inline __attribute__((always_inline)) void LANES(mul)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512();
    EACH_VECTOR(i) {
        const __m512i a0 = a->lo[i], a1 = CARRIED(a->lo[i], a->hi[i]), b0 = b->lo[i], b1 = CARRIED(b->lo[i], b->hi[i]);
        const __m512i n0 = f->n0[i], n1 = f->n1[i], ninv = f->ninv[i];
        /* the product in limbs t0 ... t3, n added to the upper half */
        const __m512i t0 = _mm512_madd52lo_epu64(zero, a0, b0);
        __m512i t1 = _mm512_madd52hi_epu64(zero, a0, b0), u1 = _mm512_madd52lo_epu64(zero, a0, b1);
        t1 = _mm512_madd52lo_epu64(t1, a1, b0);
        __m512i t2 = _mm512_madd52hi_epu64(n0, a0, b1), u2 = _mm512_madd52hi_epu64(zero, a1, b0);
        t2 = _mm512_madd52lo_epu64(t2, a1, b1);
        /* minus m n, twice; a limb that becomes 0 is not computed */
        const __m512i m0 = _mm512_madd52lo_epu64(zero, t0, ninv);
        __m512i s1 = _mm512_madd52hi_epu64(zero, m0, n0), s2 = _mm512_madd52hi_epu64(zero, m0, n1);
        s1 = _mm512_madd52lo_epu64(s1, m0, n1);
        t1 = _mm512_sub_epi64(_mm512_add_epi64(t1, u1), s1);
        const __m512i m1 = _mm512_madd52lo_epu64(zero, t1, ninv);
        s2 = _mm512_madd52hi_epu64(s2, m1, n0);
        u2 = _mm512_add_epi64(u2, _mm512_srai_epi64(t1, 52));
        const __m512i v2 = _mm512_madd52lo_epu64(s2, m1, n1), s3 = _mm512_madd52hi_epu64(zero, m1, n1);
        r->lo[i] = _mm512_sub_epi64(_mm512_add_epi64(t2, u2), v2);
        r->hi[i] = _mm512_sub_epi64(n1, s3);
    }
}

static inline __attribute__((always_inline)) void LANES(sqr)(LANES(t) *r, const LANES(t) *a, const LANES(field) *f) {
    LANES(mul)(r, a, a, f);
}

static inline __attribute__((always_inline)) void LANES(add)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    (void)f;
    EACH_VECTOR(i) {
        r->lo[i] = _mm512_add_epi64(a->lo[i], b->lo[i]);
        r->hi[i] = _mm512_add_epi64(a->hi[i], b->hi[i]);
    }
}

/* Plus 2 n: a factor must not be negative, and b may exceed n a little. */
static inline __attribute__((always_inline)) void LANES(sub)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    EACH_VECTOR(i) {
        r->lo[i] = _mm512_add_epi64(_mm512_sub_epi64(a->lo[i], b->lo[i]), f->twice0[i]);
        r->hi[i] = _mm512_add_epi64(_mm512_sub_epi64(a->hi[i], b->hi[i]), f->twice1[i]);
    }
}

static inline void LANES(split_limbs)(__m512i *lo, __m512i *hi, const kb_u64 *x) {
    EACH_VECTOR(i) {
        const __m512i v = _mm512_loadu_si512(x + 8 * i);
        lo[i] = _mm512_and_si512(v, _mm512_set1_epi64(LOW52));
        hi[i] = _mm512_srli_epi64(v, 52);
    }
}

static inline void LANES(load)(LANES(t) *r, const kb_u64 *x) { LANES(split_limbs)(r->lo, r->hi, x); }

/* A product as numbers up to n. */
static inline void LANES(store)(kb_u64 *x, const LANES(t) *a, const LANES(field) *f) {
    EACH_VECTOR(i) {
        const __m512i lo = _mm512_sub_epi64(a->lo[i], f->n0[i]), hi = CARRIED(lo, _mm512_sub_epi64(a->hi[i], f->n1[i]));
        const __mmask8 less = _mm512_movepi64_mask(hi); /* a < n */
        const __m512i low = _mm512_mask_mov_epi64(lo, less, a->lo[i]);
        const __m512i high = _mm512_mask_mov_epi64(hi, less, CARRIED(a->lo[i], a->hi[i]));
        _mm512_storeu_si512(x + 8 * i,
                            _mm512_or_si512(_mm512_and_si512(low, _mm512_set1_epi64(LOW52)), _mm512_slli_epi64(high, 52)));
    }
}

static inline void LANES(load_field)(LANES(field) *f, const kb_u64 *n, const kb_u64 *ninv, const kb_u64 *r2) {
    LANES(split_limbs)(f->n0, f->n1, n);
    LANES(split_limbs)(f->r2lo, f->r2hi, r2);
    EACH_VECTOR(i) {
        f->twice0[i] = _mm512_add_epi64(f->n0[i], f->n0[i]);
        f->twice1[i] = _mm512_add_epi64(f->n1[i], f->n1[i]);
        f->ninv[i] = _mm512_loadu_si512(ninv + 8 * i);
    }
}

/* x < 2^52 in Montgomery form. */
static inline void LANES(convert)(LANES(t) *r, const kb_u64 *x, const LANES(field) *f) {
    LANES(t) t, r2;
    LANES(load)(&t, x);
    EACH_VECTOR(i) {
        r2.lo[i] = f->r2lo[i];
        r2.hi[i] = f->r2hi[i];
    }
    LANES(mul)(r, &t, &r2, f);
}

/* b where the mask has a bit, else a. */
static inline __attribute__((always_inline)) void LANES(blend)(LANES(t) *r, const __mmask8 *mask, const LANES(t) *a, const LANES(t) *b) {
    EACH_VECTOR(i) {
        r->lo[i] = _mm512_mask_blend_epi64(mask[i], a->lo[i], b->lo[i]);
        r->hi[i] = _mm512_mask_blend_epi64(mask[i], a->hi[i], b->hi[i]);
    }
}
#undef CARRIED
