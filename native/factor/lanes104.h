/*
 * Montgomery arithmetic with R = 2^52 modulo 2^48 <= n < 2^64 on LANES_K vectors of eight numbers in two limbs of 52 bits, by AVX-512 IFMA.
 * A product of residues has some 130 bits. What exceeds 104 of them is folded down by 2^104 mod n, then one step of Montgomery's takes 52
 * bits off the other end. So nothing is ever compared, and a product is above 0 and below n + 2^54. The low limb of a residue may be any
 * signed number; a factor's carry is added to its high limb first, and IFMA takes only the low 52 bits. Text to be included with
 * LANES(name) and LANES_K.
 */
typedef struct {
    __m512i lo[LANES_K], hi[LANES_K];
} LANES(t);

typedef struct {
    LANES(t) n, wrap, r2; /* wrap: what is added to a difference, a multiple of n above n + 2^54; r2: 2^104 mod n */
    __m512i ninv[LANES_K], minus[LANES_K]; /* 1 / n and -1 / n mod 2^52 */
} LANES(field);

/* Makes a residue a factor: its carry goes to the high limb and may stay in the low one. */
static inline __attribute__((always_inline)) void LANES(carry)(LANES(t) *a) {
    EACH_VECTOR(i) a->hi[i] = _mm512_add_epi64(a->hi[i], _mm512_srai_epi64(a->lo[i], 52));
}

/* (t0 + t1 2^52 + t2 2^104) / R, the low limb of what is to be added being in t1 already, the high one is `high`. */
static inline __attribute__((always_inline)) void LANES(reduce)(LANES(t) *r, int i, __m512i t0, __m512i t1, __m512i t2, __m512i high,
                                                                const LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512(), n0 = f->n.lo[i], n1 = f->n.hi[i];
    t0 = _mm512_madd52lo_epu64(t0, t2, f->r2.lo[i]);
    t1 = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(t1, t2, f->r2.lo[i]), t2, f->r2.hi[i]);
    const __m512i m = _mm512_madd52lo_epu64(zero, t0, f->ninv[i]); /* m n takes the low 52 bits of t0 off, so they are not computed */
    const __m512i taken = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, m, n0), m, n1);
    r->lo[i] = _mm512_sub_epi64(_mm512_add_epi64(t1, _mm512_srli_epi64(t0, 52)), taken);
    r->hi[i] = _mm512_sub_epi64(high, _mm512_madd52hi_epu64(zero, m, n1));
}

/* a b / R + plus for factors below 2^70, plus >= n. */
static inline __attribute__((always_inline)) void LANES(product)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(t) *plus,
                                                                 const LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512();
    EACH_VECTOR(i) {
        const __m512i a0 = a->lo[i], a1 = a->hi[i], b0 = b->lo[i], b1 = b->hi[i], t0 = _mm512_madd52lo_epu64(zero, a0, b0);
        __m512i t1 = _mm512_madd52hi_epu64(plus->lo[i], a0, b0), t2 = _mm512_madd52hi_epu64(zero, a0, b1);
        t1 = _mm512_madd52lo_epu64(_mm512_madd52lo_epu64(t1, a0, b1), a1, b0);
        t2 = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(t2, a1, b0), a1, b1);
        LANES(reduce)(r, i, t0, t1, t2, plus->hi[i], f);
    }
}

static inline __attribute__((always_inline)) void LANES(square)(LANES(t) *r, const LANES(t) *a, const LANES(t) *plus,
                                                                const LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512();
    EACH_VECTOR(i) {
        const __m512i a0 = a->lo[i], a1 = a->hi[i], twice = _mm512_add_epi64(a1, a1), t0 = _mm512_madd52lo_epu64(zero, a0, a0);
        const __m512i t1 = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(plus->lo[i], a0, a0), a0, twice);
        const __m512i t2 = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, a0, twice), a1, a1);
        LANES(reduce)(r, i, t0, t1, t2, plus->hi[i], f);
    }
}

/*
 * For curves: as LANES(reduce), but m makes the low limb 0 from below, so nothing is subtracted and the carry, in t1 already, is 1.
 * It is 0 if the low 52 bits of t0 are 0 already, once in 2^52 products; the curve is lost then, and nothing that it finds goes unchecked.
 */
static inline __attribute__((always_inline)) void LANES(fold)(LANES(t) *r, int i, __m512i t0, __m512i t1, __m512i t2,
                                                              const LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512(), n0 = f->n.lo[i], n1 = f->n.hi[i];
    t0 = _mm512_madd52lo_epu64(t0, t2, f->r2.lo[i]);
    t1 = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(t1, t2, f->r2.lo[i]), t2, f->r2.hi[i]);
    const __m512i m = _mm512_madd52lo_epu64(zero, t0, f->minus[i]);
    t1 = _mm512_add_epi64(t1, _mm512_srli_epi64(t0, 52));
    r->lo[i] = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(t1, m, n0), m, n1);
    r->hi[i] = _mm512_madd52hi_epu64(zero, m, n1);
}

static inline __attribute__((always_inline)) void LANES(mul)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512(), one = _mm512_set1_epi64(1);
    LANES(t) u = *a, v = *b;
    LANES(carry)(&u);
    LANES(carry)(&v);
    if (LANES_K == 1) { /* a register alone waits for itself, and less so this way */
        LANES(product)(r, &u, &v, &f->n, f);
        return;
    }
    EACH_VECTOR(i) {
        const __m512i a0 = u.lo[i], a1 = u.hi[i], b0 = v.lo[i], b1 = v.hi[i], t0 = _mm512_madd52lo_epu64(zero, a0, b0);
        __m512i t1 = _mm512_madd52hi_epu64(one, a0, b0), t2 = _mm512_madd52hi_epu64(zero, a0, b1);
        t1 = _mm512_madd52lo_epu64(_mm512_madd52lo_epu64(t1, a0, b1), a1, b0);
        t2 = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(t2, a1, b0), a1, b1);
        LANES(fold)(r, i, t0, t1, t2, f);
    }
}

static inline __attribute__((always_inline)) void LANES(sqr)(LANES(t) *r, const LANES(t) *a, const LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512(), one = _mm512_set1_epi64(1);
    LANES(t) u = *a;
    LANES(carry)(&u);
    if (LANES_K == 1) {
        LANES(square)(r, &u, &f->n, f);
        return;
    }
    EACH_VECTOR(i) {
        const __m512i a0 = u.lo[i], a1 = u.hi[i], twice = _mm512_add_epi64(a1, a1), t0 = _mm512_madd52lo_epu64(zero, a0, a0);
        const __m512i t1 = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(one, a0, a0), a0, twice);
        const __m512i t2 = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, a0, twice), a1, a1);
        LANES(fold)(r, i, t0, t1, t2, f);
    }
}

static inline __attribute__((always_inline)) void LANES(add)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    (void)f;
    EACH_VECTOR(i) {
        r->lo[i] = _mm512_add_epi64(a->lo[i], b->lo[i]);
        r->hi[i] = _mm512_add_epi64(a->hi[i], b->hi[i]);
    }
}

/* Not negative, since no factor may be. */
static inline __attribute__((always_inline)) void LANES(sub)(LANES(t) *r, const LANES(t) *a, const LANES(t) *b, const LANES(field) *f) {
    EACH_VECTOR(i) {
        r->lo[i] = _mm512_add_epi64(_mm512_sub_epi64(a->lo[i], b->lo[i]), f->wrap.lo[i]);
        r->hi[i] = _mm512_add_epi64(_mm512_sub_epi64(a->hi[i], b->hi[i]), f->wrap.hi[i]);
    }
}

/* a 2^bit. */
static inline __attribute__((always_inline)) void LANES(shift)(LANES(t) *a, const __m512i *bit) {
    EACH_VECTOR(i) {
        a->lo[i] = _mm512_sllv_epi64(a->lo[i], bit[i]);
        a->hi[i] = _mm512_sllv_epi64(a->hi[i], bit[i]);
    }
}

static inline __attribute__((always_inline)) void LANES(limbs)(LANES(t) *r, const __m512i *x) {
    EACH_VECTOR(i) {
        r->lo[i] = _mm512_and_si512(x[i], _mm512_set1_epi64(LOW52));
        r->hi[i] = _mm512_srli_epi64(x[i], 52);
    }
}

/* What is below 2 n as a number below n; what is above, but below n + 2^54, as one of 64 bits with the same remainder. */
static inline __attribute__((always_inline)) void LANES(numbers)(__m512i *x, const LANES(t) *a, const LANES(field) *f) {
    const __m512i mask = _mm512_set1_epi64(LOW52);
    EACH_VECTOR(i) {
        const __m512i hi = _mm512_add_epi64(a->hi[i], _mm512_srai_epi64(a->lo[i], 52)), l = _mm512_sub_epi64(a->lo[i], f->n.lo[i]);
        const __m512i h = _mm512_add_epi64(_mm512_sub_epi64(a->hi[i], f->n.hi[i]), _mm512_srai_epi64(l, 52));
        const __mmask8 less = _mm512_movepi64_mask(h);
        const __m512i low = _mm512_mask_mov_epi64(l, less, a->lo[i]), high = _mm512_mask_mov_epi64(h, less, hi);
        x[i] = _mm512_or_si512(_mm512_and_si512(low, mask), _mm512_slli_epi64(high, 52));
    }
}

static inline void LANES(store)(kb_u64 *x, const LANES(t) *a, const LANES(field) *f) {
    __m512i v[LANES_K];
    LANES(numbers)(v, a, f);
    EACH_VECTOR(i) _mm512_storeu_si512(x + 8 * i, v[i]);
}

/* A factor out of Montgomery's form, as a number below n. */
static inline __attribute__((always_inline)) void LANES(plain)(__m512i *x, const LANES(t) *a, const LANES(field) *f) {
    LANES(t) r;
    EACH_VECTOR(i) {
        const __m512i zero = _mm512_setzero_si512(), t0 = _mm512_and_si512(a->lo[i], _mm512_set1_epi64(LOW52));
        LANES(reduce)(&r, i, t0, _mm512_add_epi64(a->hi[i], f->n.lo[i]), zero, f->n.hi[i], f);
    }
    LANES(numbers)(x, &r, f);
}

/* 2^104 mod n: 2^50, twice times 2^27, each time less the multiple of n that floating point finds, give or take one. */
static inline void LANES(find_r2)(LANES(field) *f) {
    const __m512i zero = _mm512_setzero_si512(), shift = _mm512_set1_epi64(1ll << 27), mask = _mm512_set1_epi64(LOW52);
    const __m512d over = _mm512_set1_pd(0x1p52);
    LANES(t) r;
    __m512i x[LANES_K];
    EACH_VECTOR(i) {
        const __m512i n0 = f->n.lo[i], n1 = f->n.hi[i];
        const __m512d n = _mm512_fmadd_pd(_mm512_cvtepi64_pd(n1), over, _mm512_cvtepi64_pd(n0));
        __m512i lo = _mm512_set1_epi64(1ll << 50), hi = zero;
        for (int step = 0; step < 2; step++) {
            const __m512d d = _mm512_fmadd_pd(_mm512_cvtepi64_pd(hi), over, _mm512_cvtepi64_pd(lo));
            const __m512i q = _mm512_cvttpd_epi64(_mm512_div_pd(_mm512_mul_pd(d, _mm512_set1_pd(0x1p27)), n)); /* or one more or less */
            const __m512i l = _mm512_sub_epi64(_mm512_madd52lo_epu64(zero, lo, shift), _mm512_madd52lo_epu64(zero, q, n0));
            __m512i h = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, lo, shift), hi, shift);
            h = _mm512_sub_epi64(h, _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, q, n0), q, n1));
            h = _mm512_add_epi64(h, _mm512_srai_epi64(l, 52));
            const __mmask8 negative = _mm512_movepi64_mask(h);
            lo = _mm512_and_si512(l, mask);
            lo = _mm512_mask_add_epi64(lo, negative, lo, n0);
            hi = _mm512_add_epi64(_mm512_mask_add_epi64(h, negative, h, n1), _mm512_srai_epi64(lo, 52));
            lo = _mm512_and_si512(lo, mask);
        }
        r.lo[i] = lo;
        r.hi[i] = hi;
    }
    LANES(numbers)(x, &r, f);
    LANES(limbs)(&f->r2, x);
}

static inline void LANES(load_field)(LANES(field) *f, const kb_u64 *n) {
    __m512i x[LANES_K];
    EACH_VECTOR(i) {
        x[i] = _mm512_loadu_si512(n + 8 * i);
        f->ninv[i] = inverses_52(x[i]);
        f->minus[i] = _mm512_sub_epi64(_mm512_setzero_si512(), f->ninv[i]);
    }
    LANES(limbs)(&f->n, x);
    f->wrap = f->n;
    EACH_VECTOR(i) {
        const __mmask8 small = _mm512_cmplt_epu64_mask(x[i], _mm512_set1_epi64(1ll << 54));
        x[i] = _mm512_mask_blend_epi64(small, _mm512_set1_epi64(1), _mm512_set1_epi64(8));
    }
    LANES(shift)(&f->wrap, x);
    LANES(find_r2)(f);
}

/* x < 2^64 in Montgomery form. */
static inline void LANES(convert)(LANES(t) *r, const kb_u64 *x, const LANES(field) *f) {
    __m512i v[LANES_K];
    LANES(t) t;
    EACH_VECTOR(i) v[i] = _mm512_loadu_si512(x + 8 * i);
    LANES(limbs)(&t, v);
    LANES(product)(r, &t, &f->r2, &f->n, f);
}

/* 2^(k - 52) in Montgomery form, for 0 <= k < 52. */
static inline void LANES(power)(LANES(t) *r, const __m512i *k, const LANES(field) *f) {
    (void)f;
    EACH_VECTOR(i) {
        r->lo[i] = _mm512_sllv_epi64(_mm512_set1_epi64(1), k[i]);
        r->hi[i] = _mm512_setzero_si512();
    }
}

/* b where the mask has a bit, else a. */
static inline __attribute__((always_inline)) void LANES(blend)(LANES(t) *r, const __mmask8 *mask, const LANES(t) *a, const LANES(t) *b) {
    EACH_VECTOR(i) {
        r->lo[i] = _mm512_mask_blend_epi64(mask[i], a->lo[i], b->lo[i]);
        r->hi[i] = _mm512_mask_blend_epi64(mask[i], a->hi[i], b->hi[i]);
    }
}
