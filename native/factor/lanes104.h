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

/*
 * (t0, t1, t2) / R, where n was added to the upper half: m n is taken off twice, each time to make a limb 0, which is not computed then.
 * Few instructions rather than short chains: other lanes fill the waits.
 */
static inline __attribute__((always_inline)) void LANES(reduce)(__m512i *lo, __m512i *hi, __m512i t0, __m512i t1, __m512i t2, __m512i n0,
                                                                __m512i n1, __m512i ninv) {
    const __m512i zero = _mm512_setzero_si512();
    const __m512i m0 = _mm512_madd52lo_epu64(zero, t0, ninv);
    t1 = _mm512_sub_epi64(t1, _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, m0, n0), m0, n1));
    const __m512i m1 = _mm512_madd52lo_epu64(zero, t1, ninv);
    __m512i s2 = _mm512_madd52hi_epu64(zero, m0, n1);
    s2 = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(s2, m1, n0), m1, n1);
    *lo = _mm512_sub_epi64(_mm512_add_epi64(t2, _mm512_srai_epi64(t1, 52)), s2);
    *hi = _mm512_sub_epi64(n1, _mm512_madd52hi_epu64(zero, m1, n1));
}

static inline __attribute__((always_inline)) void LANES(mul)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512();
    EACH_VECTOR(i) {
        const __m512i a0 = a->lo[i], a1 = CARRIED(a->lo[i], a->hi[i]), b0 = b->lo[i], b1 = CARRIED(b->lo[i], b->hi[i]);
        const __m512i t0 = _mm512_madd52lo_epu64(zero, a0, b0);
        __m512i t1 = _mm512_madd52hi_epu64(zero, a0, b0), t2 = _mm512_madd52hi_epu64(f->n0[i], a0, b1);
        t1 = _mm512_madd52lo_epu64(_mm512_madd52lo_epu64(t1, a0, b1), a1, b0);
        t2 = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(t2, a1, b0), a1, b1);
        LANES(reduce)(&r->lo[i], &r->hi[i], t0, t1, t2, f->n0[i], f->n1[i], f->ninv[i]);
    }
}

static inline __attribute__((always_inline)) void LANES(sqr)(LANES(t) *r, const LANES(t) *a, const LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512();
    EACH_VECTOR(i) {
        const __m512i a0 = a->lo[i], a1 = CARRIED(a->lo[i], a->hi[i]), twice = _mm512_add_epi64(a1, a1);
        const __m512i t0 = _mm512_madd52lo_epu64(zero, a0, a0);
        const __m512i t1 = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, a0, a0), a0, twice);
        const __m512i t2 = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(f->n0[i], a0, twice), a1, a1);
        LANES(reduce)(&r->lo[i], &r->hi[i], t0, t1, t2, f->n0[i], f->n1[i], f->ninv[i]);
    }
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

/* What is below 2 n as a number below n. */
static inline __attribute__((always_inline)) __m512i LANES(number)(__m512i lo, __m512i hi, __m512i n0, __m512i n1) {
    const __m512i l = _mm512_sub_epi64(lo, n0), h = CARRIED(l, _mm512_sub_epi64(hi, n1));
    const __mmask8 less = _mm512_movepi64_mask(h);
    const __m512i low = _mm512_mask_mov_epi64(l, less, lo), high = _mm512_mask_mov_epi64(h, less, CARRIED(lo, hi));
    return _mm512_or_si512(_mm512_and_si512(low, _mm512_set1_epi64(LOW52)), _mm512_slli_epi64(high, 52));
}

static inline __attribute__((always_inline)) void LANES(numbers)(__m512i *x, const LANES(t) *a, const LANES(field) *f) {
    EACH_VECTOR(i) x[i] = LANES(number)(a->lo[i], a->hi[i], f->n0[i], f->n1[i]);
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

/* 2^104 mod n for n above 2^49: 2^50, twice times 2^27, each time less the multiple of n that floating point
 * finds, give or take one. */
static inline void LANES(unit)(__m512i *one, const LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512(), shift = _mm512_set1_epi64(1ll << 27);
    EACH_VECTOR(i) {
        const __m512d over = _mm512_set1_pd(0x1p52);
        const __m512d n = _mm512_fmadd_pd(_mm512_cvtepi64_pd(f->n1[i]), over, _mm512_cvtepi64_pd(f->n0[i]));
        __m512i lo = _mm512_set1_epi64(1ll << 50), hi = zero;
        for (int step = 0; step < 2; step++) {
            const __m512d x = _mm512_fmadd_pd(_mm512_cvtepi64_pd(hi), over, _mm512_cvtepi64_pd(lo));
            const __m512i q = _mm512_cvttpd_epi64(_mm512_div_pd(_mm512_mul_pd(x, _mm512_set1_pd(0x1p27)), n)); /* or one more or less */
            const __m512i l = _mm512_sub_epi64(_mm512_madd52lo_epu64(zero, lo, shift), _mm512_madd52lo_epu64(zero, q, f->n0[i]));
            __m512i h = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, lo, shift), hi, shift);
            h = _mm512_sub_epi64(h, _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, q, f->n0[i]), q, f->n1[i]));
            h = CARRIED(l, h);
            const __mmask8 negative = _mm512_movepi64_mask(h);
            lo = _mm512_and_si512(l, _mm512_set1_epi64(LOW52));
            lo = _mm512_mask_add_epi64(lo, negative, lo, f->n0[i]);
            hi = CARRIED(lo, _mm512_mask_add_epi64(h, negative, h, f->n1[i]));
            lo = _mm512_and_si512(lo, _mm512_set1_epi64(LOW52));
        }
        one[i] = LANES(number)(lo, hi, f->n0[i], f->n1[i]);
    }
}

/* b where the mask has a bit, else a. */
static inline __attribute__((always_inline)) void LANES(blend)(LANES(t) *r, const __mmask8 *mask, const LANES(t) *a, const LANES(t) *b) {
    EACH_VECTOR(i) {
        r->lo[i] = _mm512_mask_blend_epi64(mask[i], a->lo[i], b->lo[i]);
        r->hi[i] = _mm512_mask_blend_epi64(mask[i], a->hi[i], b->hi[i]);
    }
}
#undef CARRIED
