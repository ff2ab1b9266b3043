/*
 * The two tests of prime.h on 32 numbers at once, as four registers of eight; text to be included behind an arithmetic of one register. The
 * numbers are odd and from 59^2 on. All lanes walk through as many bits as the longest has.
 */

/* The longest number's highest bit, and how many low bits are a power of two's: only then is there anything to compare. */
static inline int LANES(bits)(const kb_u64 *n, kb_u64 plus, int *last) {
    kb_u64 any = 0, low = 0;
    for (int i = 0; i < MOST_LANES; i++) {
        const kb_u64 e = n[i] + plus;
        any |= e;
        low |= e & (0 - e);
    }
    *last = 63 - __builtin_clzll(low);
    return 63 - __builtin_clzll(any);
}

/*
 * Bit i of the answer: n[i] passes the strong test to base 1/2, which is the one to base 2, since 1 and -1 are their own inverses. 2^(-c)
 * with c of five bits costs nothing in Montgomery's form; c grows to (n - 1) / 2^j, rounded up, by squares and factors 2.
 */
static __attribute__((noinline)) kb_u32 LANES(strong)(const kb_u64 *n) {
    LANES(field) f[REGISTERS];
    LANES(t) x[REGISTERS];
    __m512i bits[REGISTERS], low[REGISTERS];
    __mmask8 passed[REGISTERS];
    const __m512i one = _mm512_set1_epi64(1);
    int last;
    const int top = LANES(bits)(n, (kb_u64)0 - 1, &last), first = top - 4;
    kb_u32 answer = 0;
    if (last >= first) { /* a number like 3 * 2^50 + 1: rare */
        for (int i = 0; i < MOST_LANES; i++) answer |= (kb_u32)kb_strong(n[i]) << i;
        return answer;
    }
    EACH_REGISTER(g) {
        const __m512i e = _mm512_sub_epi64(_mm512_loadu_si512(n + 8 * g), one), below = _mm512_sub_epi64(e, one);
        const __m512i c = _mm512_add_epi64(_mm512_srlv_epi64(below, _mm512_set1_epi64(first)), one);
        const __m512i k = _mm512_sub_epi64(_mm512_set1_epi64(52), c);
        LANES(load_field)(&f[g], n + 8 * g);
        LANES(power)(&x[g], &k, &f[g]);
        low[g] = _mm512_and_si512(e, _mm512_sub_epi64(_mm512_setzero_si512(), e));
        bits[g] = _mm512_sllv_epi64(_mm512_xor_si512(below, _mm512_set1_epi64(-1)), _mm512_set1_epi64(64 - first));
        passed[g] = 0;
    }
    for (int j = first - 1; j > 0; j--) {
        EACH_REGISTER(g) {
            const __m512i bit = _mm512_srli_epi64(bits[g], 63);
            bits[g] = _mm512_add_epi64(bits[g], bits[g]);
            LANES(square)(&x[g], &x[g], &f[g].n, &f[g]);
            LANES(shift)(&x[g], &bit);
            LANES(carry)(&x[g]);
        }
        if (j > last) continue;
        EACH_REGISTER(g) {
            const __m512i here = _mm512_set1_epi64(1ll << j), m = _mm512_sub_epi64(_mm512_loadu_si512(n + 8 * g), one);
            __m512i at;
            LANES(plain)(&at, &x[g], &f[g]);
            passed[g] |= _mm512_mask_cmpeq_epi64_mask(_mm512_cmpge_epu64_mask(low[g], here), at, m);
            passed[g] |= _mm512_mask_cmpeq_epi64_mask(_mm512_cmpeq_epi64_mask(low[g], here), at, one);
        }
    }
    EACH_REGISTER(g) answer |= (kb_u32)passed[g] << 8 * g;
    return answer;
}

/* What is added to a product to subtract a small number x in Montgomery's form. */
static inline void LANES(less)(LANES(t) *plus, __m512i x, const LANES(field) *f) {
    kb_u64 number[8];
    LANES(t) t;
    _mm512_storeu_si512(number, x);
    LANES(convert)(&t, number, f);
    LANES(numbers)(&x, &t, f);
    LANES(limbs)(plus, &x);
    LANES(t) zero;
    x = _mm512_setzero_si512();
    LANES(limbs)(&zero, &x);
    LANES(sub)(plus, &zero, plus, f);
}

/*
 * Bit i of the answer: n[i] passes the extra strong Lucas test with parameter p[i]. s and t are V(k) and V(k + 1) for a growing prefix k of
 * n + 1, exchanged if its last bit is set: their product is one of the next two, the square of one of them is the other.
 */
static __attribute__((noinline)) kb_u32 LANES(lucas)(const kb_u64 *n, const kb_u64 *p) {
    LANES(field) f[REGISTERS];
    LANES(t) s[REGISTERS], t[REGISTERS], less_two[REGISTERS], less_p[REGISTERS];
    __m512i changes[REGISTERS], low[REGISTERS];
    __mmask8 passed[REGISTERS];
    const __m512i two = _mm512_set1_epi64(2), none = _mm512_setzero_si512();
    int last;
    const int top = LANES(bits)(n, 1, &last);
    kb_u32 answer = 0;
    EACH_REGISTER(g) {
        const __m512i e = _mm512_add_epi64(_mm512_loadu_si512(n + 8 * g), _mm512_set1_epi64(1));
        const kb_u64 twos[] = {2, 2, 2, 2, 2, 2, 2, 2};
        LANES(load_field)(&f[g], n + 8 * g);
        LANES(convert)(&s[g], twos, &f[g]);
        LANES(convert)(&t[g], p + 8 * g, &f[g]);
        LANES(carry)(&s[g]);
        LANES(carry)(&t[g]);
        LANES(less)(&less_two[g], two, &f[g]);
        LANES(less)(&less_p[g], _mm512_loadu_si512(p + 8 * g), &f[g]);
        low[g] = _mm512_and_si512(e, _mm512_sub_epi64(none, e));
        changes[g] = _mm512_sllv_epi64(_mm512_xor_si512(e, _mm512_srli_epi64(e, 1)), _mm512_set1_epi64(63 - top));
        passed[g] = 0;
    }
    for (int j = top; j > 0; j--) {
        EACH_REGISTER(g) {
            const __mmask8 change = _mm512_movepi64_mask(changes[g]);
            LANES(t) u;
            changes[g] = _mm512_add_epi64(changes[g], changes[g]);
            LANES(blend)(&u, &change, &s[g], &t[g]);
            LANES(product)(&t[g], &s[g], &t[g], &less_p[g], &f[g]);
            LANES(square)(&s[g], &u, &less_two[g], &f[g]);
            LANES(carry)(&s[g]);
            LANES(carry)(&t[g]);
        }
        if (j > last) continue;
        EACH_REGISTER(g) {
            const __m512i m = _mm512_loadu_si512(n + 8 * g), here = _mm512_set1_epi64(1ll << j), pm = _mm512_loadu_si512(p + 8 * g);
            const __m512i e = _mm512_add_epi64(m, _mm512_set1_epi64(1));
            const __mmask8 set = _mm512_test_epi64_mask(e, here), at_end = _mm512_cmpeq_epi64_mask(low[g], here);
            __m512i a, b;
            LANES(plain)(&a, &s[g], &f[g]);
            LANES(plain)(&b, &t[g], &f[g]);
            const __m512i v = _mm512_mask_blend_epi64(set, a, b), w = _mm512_mask_blend_epi64(set, b, a);
            /* V = 2 and U = 0, that is 2 V(k + 1) = P V(k); or both with the other sign */
            passed[g] |= _mm512_mask_cmpeq_epi64_mask(_mm512_mask_cmpeq_epi64_mask(at_end, v, two), w, pm);
            passed[g] |= _mm512_mask_cmpeq_epi64_mask(_mm512_mask_cmpeq_epi64_mask(at_end, v, _mm512_sub_epi64(m, two)), w,
                                                      _mm512_sub_epi64(m, pm));
            if (j > 1) passed[g] |= _mm512_mask_testn_epi64_mask(_mm512_cmpge_epu64_mask(low[g], here), v, v);
        }
    }
    EACH_REGISTER(g) answer |= (kb_u32)passed[g] << 8 * g;
    return answer;
}
