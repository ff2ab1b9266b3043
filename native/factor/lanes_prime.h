/*
 * The two tests of prime.h on 8 LANES_K numbers at once; text to be included behind an arithmetic. The numbers are odd and above 121. All
 * lanes walk through as many bits as the longest has: the prefix 0 leaves 2^0 and V(0) as they are.
 */

/* The longest number's highest bit, and how many low bits are a power of two's: only then is there anything to compare. */
static inline int LANES(bits)(const kb_u64 *n, kb_u64 plus, int *last) {
    kb_u64 any = 0, low = 0;
    for (int i = 0; i < 8 * LANES_K; i++) {
        const kb_u64 e = n[i] + plus;
        any |= e;
        low |= e & (0 - e);
    }
    *last = 63 - __builtin_clzll(low);
    return 63 - __builtin_clzll(any);
}

static inline void LANES(inverses)(kb_u64 *ninv, const kb_u64 *n) {
    for (int i = 0; i < 8 * LANES_K; i++) ninv[i] = kb_mont_inverse(n[i]);
}

/* Bit i of the answer: n[i] passes the strong test to base 2. */
static __attribute__((noinline)) kb_u32 LANES(strong)(const kb_u64 *n) {
    kb_u64 ninv[8 * LANES_K], number[8 * LANES_K];
    LANES(field) f;
    LANES(t) x, unit;
    __m512i one[LANES_K], e[LANES_K], low[LANES_K];
    __mmask8 passed[LANES_K];
    int last;
    kb_u32 answer = 0;
    LANES(inverses)(ninv, n);
    LANES(load_field)(&f, n, ninv, n);
    LANES(unit)(one, &f);
    EACH_VECTOR(i) _mm512_storeu_si512(number + 8 * i, one[i]);
    LANES(load)(&unit, number);
    EACH_VECTOR(i) {
        e[i] = _mm512_sub_epi64(_mm512_loadu_si512(n + 8 * i), _mm512_set1_epi64(1)); /* n - 1 */
        low[i] = _mm512_and_si512(e[i], _mm512_sub_epi64(_mm512_setzero_si512(), e[i]));
        passed[i] = 0;
    }
    x = unit;
    for (int j = LANES(bits)(n, (kb_u64)0 - 1, &last); j > 0; j--) {
        const __m512i bit = _mm512_set1_epi64((long long)(1ull << j));
        LANES(t) twice;
        __mmask8 set[LANES_K];
        LANES(sqr)(&x, &x, &f);
        LANES(add)(&twice, &x, &x, &f);
        EACH_VECTOR(i) set[i] = _mm512_test_epi64_mask(e[i], bit);
        LANES(blend)(&x, set, &x, &twice);
        if (j > last) continue;
        __m512i at[LANES_K];
        LANES(mul)(&twice, &x, &unit, &f);
        LANES(numbers)(at, &twice, &f);
        EACH_VECTOR(i) {
            const __m512i m = _mm512_sub_epi64(_mm512_loadu_si512(n + 8 * i), one[i]);
            passed[i] |= _mm512_mask_cmpeq_epi64_mask(_mm512_cmpge_epu64_mask(low[i], bit), at[i], m);
            passed[i] |= _mm512_mask_cmpeq_epi64_mask(_mm512_cmpeq_epi64_mask(low[i], bit), at[i], one[i]);
        }
    }
    EACH_VECTOR(i) answer |= (kb_u32)passed[i] << 8 * i;
    return answer;
}

/* Bit i of the answer: n[i] passes the extra strong Lucas test with parameter p[i]. */
static __attribute__((noinline)) kb_u32 LANES(lucas)(const kb_u64 *n, const kb_u64 *p) {
    kb_u64 ninv[8 * LANES_K], one[8 * LANES_K], two[8 * LANES_K], pm[8 * LANES_K], most = 3;
    LANES(field) f;
    LANES(t) v, w, two_v, pm_v, unit;
    __m512i units[LANES_K], e[LANES_K], low[LANES_K];
    __mmask8 passed[LANES_K];
    int last;
    kb_u32 answer = 0;
    LANES(inverses)(ninv, n);
    LANES(load_field)(&f, n, ninv, n);
    LANES(unit)(units, &f);
    EACH_VECTOR(i) _mm512_storeu_si512(one + 8 * i, units[i]);
    for (int i = 0; i < 8 * LANES_K; i++) {
        two[i] = kb_mod_add(one[i], one[i], n[i]);
        pm[i] = kb_mod_add(two[i], one[i], n[i]);
        if (p[i] > most) most = p[i];
    }
    for (kb_u64 k = 3; k < most; k++) {
        for (int i = 0; i < 8 * LANES_K; i++) pm[i] = kb_mod_add(pm[i], k < p[i] ? one[i] : 0, n[i]);
    }
    LANES(load)(&unit, one);
    LANES(load)(&two_v, two);
    LANES(load)(&pm_v, pm);
    EACH_VECTOR(i) {
        e[i] = _mm512_add_epi64(_mm512_loadu_si512(n + 8 * i), _mm512_set1_epi64(1)); /* n + 1 */
        low[i] = _mm512_and_si512(e[i], _mm512_sub_epi64(_mm512_setzero_si512(), e[i]));
        passed[i] = 0;
    }
    v = two_v;
    w = pm_v;
    for (int j = LANES(bits)(n, 1, &last); j > 0; j--) {
        const __m512i bit = _mm512_set1_epi64((long long)(1ull << j));
        LANES(t) a, b;
        __mmask8 set[LANES_K];
        EACH_VECTOR(i) set[i] = _mm512_test_epi64_mask(e[i], bit);
        LANES(mul)(&a, &v, &w, &f);
        LANES(blend)(&b, set, &v, &w);
        LANES(sqr)(&b, &b, &f);
        LANES(sub)(&a, &a, &pm_v, &f);
        LANES(sub)(&b, &b, &two_v, &f);
        LANES(blend)(&v, set, &b, &a);
        LANES(blend)(&w, set, &a, &b);
        if (j > last) continue;
        __m512i at_v[LANES_K], at_w[LANES_K];
        LANES(mul)(&a, &v, &unit, &f);
        LANES(numbers)(at_v, &a, &f);
        LANES(mul)(&b, &w, &unit, &f);
        LANES(numbers)(at_w, &b, &f);
        EACH_VECTOR(i) {
            const __m512i m = _mm512_loadu_si512(n + 8 * i), plus = _mm512_loadu_si512(two + 8 * i), minus = _mm512_sub_epi64(m, plus);
            const __m512i q = _mm512_loadu_si512(pm + 8 * i);
            const __mmask8 here = _mm512_cmpeq_epi64_mask(low[i], bit), above = _mm512_cmpge_epu64_mask(low[i], bit);
            /* V = 2 and U = 0, that is 2 V(k + 1) = P V(k); or both with the other sign */
            passed[i] |= _mm512_mask_cmpeq_epi64_mask(_mm512_mask_cmpeq_epi64_mask(here, at_v[i], plus), at_w[i], q);
            passed[i] |= _mm512_mask_cmpeq_epi64_mask(_mm512_mask_cmpeq_epi64_mask(here, at_v[i], minus), at_w[i], _mm512_sub_epi64(m, q));
            if (j > 1) passed[i] |= _mm512_mask_testn_epi64_mask(above, at_v[i], at_v[i]);
        }
    }
    EACH_VECTOR(i) answer |= (kb_u32)passed[i] << 8 * i;
    return answer;
}
