/*
 * The inner loops for one number of limbs, which is a constant to the compiler; or, with LIMBS 0, for any number, known at run time.
 * Included once for each; gives chain_LIMBS, pairs_LIMBS and begin_LIMBS.
 */
#define JOIN_(name, limbs) name##_##limbs
#define JOIN(name, limbs) JOIN_(name, limbs)
#define OF(name) JOIN(name, LIMBS)
#if LIMBS == 0
#define L (c->limbs)
#define LOCALS WORD *s = value(c, V_S, L), *t = value(c, V_T, L), *u = value(c, V_U, L), *v = value(c, V_V, L)
#else
#define L LIMBS
#define LOCALS WORD s[L], t[L], u[L], v[L]
#endif
#if LIMBS == 0 || LIMBS > 3 /* a product is so long that a call does not matter */
#define PRODUCT_LINKAGE static __attribute__((noinline))
#else
#define PRODUCT_LINKAGE static inline __attribute__((always_inline))
#endif

PRODUCT_LINKAGE void OF(mul)(WORD *r, const WORD *a, const WORD *b, const WORD *n, struct curves *c) {
#if LIMBS == 0
    WORD *t = value(c, V_TABLE + 3 * c->points, L);
#else
    WORD t[L];
#endif
    fe_mul_any(r, a, b, n, c->ninv, L, t);
}

static inline __attribute__((always_inline)) void OF(copy)(WORD *to, const WORD *from, struct curves *c) {
    (void)c;
    for (int64_t i = 0; i < L; i++) to[i] = from[i];
}

/* x_to, z_to = a + b, whose difference is d; 4 products, 2 squares. */
static inline __attribute__((always_inline)) void OF(add)(struct curves *c, int to, int a, int b, int d) {
    const WORD *n = value(c, V_N, L), *two = value(c, V_TWO_N, L);
    const WORD *xa = value(c, V_X + a, L), *za = value(c, V_Z + a, L), *xb = value(c, V_X + b, L), *zb = value(c, V_Z + b, L);
    LOCALS;
    fe_sub_any(s, xa, za, two, L);
    fe_add_any(t, xb, zb, L);
    fe_add_any(u, xa, za, L);
    fe_sub_any(v, xb, zb, two, L);
    OF(mul)(s, s, t, n, c);
    OF(mul)(u, u, v, n, c);
    fe_add_any(t, s, u, L);
    fe_sub_any(v, s, u, two, L);
    OF(mul)(t, t, t, n, c);
    OF(mul)(v, v, v, n, c);
    OF(mul)(t, t, value(c, V_Z + d, L), n, c);
    OF(mul)(v, v, value(c, V_X + d, L), n, c);
    OF(copy)(value(c, V_X + to, L), t, c);
    OF(copy)(value(c, V_Z + to, L), v, c);
}

/* x_to, z_to = 2 a; 3 products, 2 squares. */
static inline __attribute__((always_inline)) void OF(twice)(struct curves *c, int to, int a) {
    const WORD *n = value(c, V_N, L), *two = value(c, V_TWO_N, L), *xa = value(c, V_X + a, L), *za = value(c, V_Z + a, L);
    LOCALS;
    fe_add_any(s, xa, za, L);
    fe_sub_any(t, xa, za, two, L);
    OF(mul)(s, s, s, n, c);
    OF(mul)(t, t, t, n, c);
    fe_sub_any(u, s, t, two, L);
    OF(mul)(v, u, value(c, V_A24, L), n, c);
    OF(mul)(value(c, V_X + to, L), s, t, n, c);
    fe_add_any(v, v, t, L);
    OF(mul)(value(c, V_Z + to, L), u, v, n, c);
}

static int32_t OF(chain)(struct curves *c, const int16_t *steps, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        int step = steps[i], to = step >> 9 & 7, a = step >> 6 & 7;
        switch (step >> 12) {
        case STEP_ADD: OF(add)(c, to, a, step >> 3 & 7, step & 7); break;
        case STEP_DOUBLE: OF(twice)(c, to, a); break;
        case STEP_COPY:
            OF(copy)(value(c, V_X + to, L), value(c, V_X + a, L), c);
            OF(copy)(value(c, V_Z + to, L), value(c, V_Z + a, L), c);
            break;
        case STEP_STORE:
            if (c->stored >= c->points) return KB_BAD_ARGUMENT;
            OF(copy)(value(c, V_TABLE + c->stored, L), value(c, V_X + a, L), c);
            OF(copy)(value(c, V_TABLE + c->points + c->stored, L), value(c, V_Z + a, L), c);
            c->stored++;
            break;
        default: return KB_BAD_ARGUMENT;
        }
    }
    return KB_OK;
}

/* level[i] = X[i] times the product of all Z but Z[i]: four products a point, and no inversion. */
static void OF(give_one_z)(struct curves *c) {
    const WORD *n = value(c, V_N, L);
    int64_t count = c->stored, z = V_TABLE + c->points, level = z + c->points;
    WORD *after = value(c, V_U, L);
    OF(copy)(value(c, level + 1, L), value(c, z, L), c);
    for (int64_t i = 2; i < count; i++) OF(mul)(value(c, level + i, L), value(c, level + i - 1, L), value(c, z + i - 1, L), n, c);
    OF(copy)(after, value(c, z + count - 1, L), c);
    OF(mul)(value(c, level + count - 1, L), value(c, level + count - 1, L), value(c, V_TABLE + count - 1, L), n, c);
    for (int64_t i = count - 2; i > 0; i--) {
        WORD *x = value(c, level + i, L);
        OF(mul)(x, x, after, n, c);
        OF(mul)(x, x, value(c, V_TABLE + i, L), n, c);
        OF(mul)(after, after, value(c, z + i, L), n, c);
    }
    OF(mul)(value(c, level, L), after, value(c, V_TABLE, L), n, c);
}

/* Two products in turn, so that one need not wait for the other. */
static int32_t OF(pairs)(struct curves *c, const int16_t *columns, int64_t count, int64_t from) {
    if (c->stored < 2 || from < 0 || from > c->stored) return KB_BAD_ARGUMENT;
    OF(give_one_z)(c);
    const WORD *n = value(c, V_N, L), *two = value(c, V_TWO_N, L), *level = value(c, V_TABLE + 2 * c->points, L);
    WORD *product = value(c, V_PRODUCT, L), *other = value(c, V_OTHER, L);
#if LIMBS == 0
    WORD *s = value(c, V_S, L);
#else
    WORD s[L];
#endif
    int64_t row = from;
    for (int64_t i = 0; i < count; i++) {
        int64_t column = columns[i];
        if (column < 0) {
            row++;
            continue;
        }
        if (column >= from || row >= c->stored) return KB_BAD_ARGUMENT;
        fe_sub_any(s, level + row * L, level + column * L, two, L);
        OF(mul)(product, product, s, n, c);
        WORD *swap = product;
        product = other;
        other = swap;
    }
    c->stored = from;
    return KB_OK;
}

/* The numbers are in X[0] and V_A24: into Montgomery's form. */
static void OF(begin)(struct curves *c) {
    const WORD *n = value(c, V_N, L), *r2 = value(c, V_R2, L);
    WORD *one = value(c, V_Z, L);
    memset(one, 0, (size_t)L * sizeof *one);
    one[0] = fe_broadcast(1);
    OF(mul)(one, one, r2, n, c);
    OF(mul)(value(c, V_X, L), value(c, V_X, L), r2, n, c);
    OF(mul)(value(c, V_A24, L), value(c, V_A24, L), r2, n, c);
    OF(copy)(value(c, V_PRODUCT, L), one, c);
    OF(copy)(value(c, V_OTHER, L), one, c);
    c->stored = 0;
}

/* The product of stage two, in one value. */
static void OF(product)(struct curves *c) {
    WORD *product = value(c, V_PRODUCT, L), *other = value(c, V_OTHER, L);
    OF(mul)(value(c, V_S, L), product, other, value(c, V_N, L), c);
}
#undef JOIN_
#undef JOIN
#undef OF
#undef L
#undef LOCALS
#undef PRODUCT_LINKAGE
#undef LIMBS
