/*
 * The tests of prime.h on 8 LANES_K numbers at once; text to be included behind an arithmetic. The numbers are odd, without prime factors
 * up to 7, above 121, and have a Lucas parameter p.
 */
static __attribute__((noinline)) void LANES(prime)(const kb_u64 *n, const kb_u64 *p, uint8_t *out) {
    kb_u64 ninv[8 * LANES_K], r2[8 * LANES_K], unit[8 * LANES_K], one[8 * LANES_K], two[8 * LANES_K], pm[8 * LANES_K];
    kb_u64 at_x[8 * LANES_K], at_v[8 * LANES_K], at_w[8 * LANES_K];
    uint8_t strong[8 * LANES_K], lucas[8 * LANES_K];
    int last = 1, j = 63;
    kb_u64 any = 0;
    LANES(field) f;
    LANES(t) x, v, w, two_v, p_v, one_v;
    for (int i = 0; i < 8 * LANES_K; i++) {
        const int s1 = (int)KB_CTZ64(n[i] - 1), s2 = (int)KB_CTZ64(n[i] + 1);
        if (s1 > last) last = s1;
        if (s2 > last) last = s2;
        any |= n[i] + 1;
        ninv[i] = kb_mont_inverse(n[i]);
        r2[i] = LANES(squared_radix)(n[i], ninv[i]);
        unit[i] = 1;
        strong[i] = lucas[i] = 0;
    }
    LANES(load_field)(&f, n, ninv, r2);
    LANES(convert)(&one_v, unit, &f);
    LANES(store)(one, &one_v, &f);
    for (int i = 0; i < 8 * LANES_K; i++) {
        one[i] = one[i] == n[i] ? 0 : one[i];
        two[i] = kb_mod_add(one[i], one[i], n[i]);
        pm[i] = kb_mod_add(two[i], one[i], n[i]);
        for (kb_u64 k = 3; k < p[i]; k++) pm[i] = kb_mod_add(pm[i], one[i], n[i]);
    }
    LANES(load)(&one_v, one);
    LANES(load)(&two_v, two);
    LANES(load)(&p_v, pm);
    x = one_v;
    v = two_v;
    w = p_v;
    while (any >> j == 0) j--;
    for (; j > 0; j--) {
        LANES(t) a, b;
        __mmask8 b1[LANES_K], b2[LANES_K];
        EACH_VECTOR(i) {
            const __m512i m = _mm512_loadu_si512(n + 8 * i), u = _mm512_set1_epi64(1), bit = _mm512_set1_epi64((long long)(1ull << j));
            b1[i] = _mm512_test_epi64_mask(_mm512_sub_epi64(m, u), bit);
            b2[i] = _mm512_test_epi64_mask(_mm512_add_epi64(m, u), bit);
        }
        LANES(mul)(&a, &v, &w, &f);
        LANES(blend)(&b, b2, &v, &w);
        LANES(sqr)(&b, &b, &f);
        LANES(sqr)(&x, &x, &f);
        LANES(sub)(&a, &a, &p_v, &f);
        LANES(sub)(&b, &b, &two_v, &f);
        LANES(blend)(&v, b2, &b, &a);
        LANES(blend)(&w, b2, &a, &b);
        LANES(add)(&a, &x, &x, &f);
        LANES(blend)(&x, b1, &x, &a);
        if (j > last) continue;
        LANES(mul)(&a, &x, &one_v, &f);
        LANES(store)(at_x, &a, &f);
        LANES(mul)(&a, &v, &one_v, &f);
        LANES(store)(at_v, &a, &f);
        LANES(mul)(&a, &w, &one_v, &f);
        LANES(store)(at_w, &a, &f);
        for (int i = 0; i < 8 * LANES_K; i++) {
            const int s1 = (int)KB_CTZ64(n[i] - 1), s2 = (int)KB_CTZ64(n[i] + 1);
            const kb_u64 minus_two = n[i] - two[i], p2 = kb_mod_add(pm[i], pm[i], n[i]);
            if (j <= s1) strong[i] |= (j == s1 && at_x[i] == one[i]) || at_x[i] == n[i] - one[i];
            if (j == s2 && (at_v[i] == two[i] || at_v[i] == minus_two)) {
                lucas[i] |= kb_mod_add(at_w[i], at_w[i], n[i]) == (at_v[i] == two[i] ? p2 : n[i] - p2);
            }
            if (j > 1 && j <= s2) lucas[i] |= at_v[i] == 0 || at_v[i] == n[i];
        }
    }
    for (int i = 0; i < 8 * LANES_K; i++) out[i] = strong[i] & lucas[i];
}
