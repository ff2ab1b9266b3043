/*
 * The elliptic-curve method against the same formulas on plain remainders, for moduli of every number of limbs: random programs, whose
 * additions need not make sense as points, since both sides compute the same polynomials.
 */
#include "check.h"

#define MOST 24 /* words */
typedef uint64_t number[MOST];

static int64_t words; /* of n */
static number n;

static int less(const uint64_t *a, const uint64_t *b) {
    for (int64_t i = words - 1; i >= 0; i--) {
        if (a[i] != b[i]) return a[i] < b[i];
    }
    return 0;
}

static void minus(uint64_t *a, const uint64_t *b) {
    uint64_t borrow = 0;
    for (int64_t i = 0; i < words; i++) {
        unsigned __int128 d = (unsigned __int128)a[i] - b[i] - borrow;
        a[i] = (uint64_t)d;
        borrow = (uint64_t)(d >> 64) & 1;
    }
}

/* r = a + b, a - b, a b modulo n. */
static void plus_mod(uint64_t *r, const uint64_t *a, const uint64_t *b) {
    uint64_t carry = 0;
    for (int64_t i = 0; i < words; i++) {
        unsigned __int128 s = (unsigned __int128)a[i] + b[i] + carry;
        r[i] = (uint64_t)s;
        carry = (uint64_t)(s >> 64);
    }
    if (carry || !less(r, n)) minus(r, n);
}

static void minus_mod(uint64_t *r, const uint64_t *a, const uint64_t *b) {
    number negative;
    memcpy(negative, n, sizeof n);
    minus(negative, b);
    if (!less(negative, n)) memset(negative, 0, sizeof negative);
    plus_mod(r, a, negative);
}

static void times_mod(uint64_t *r, const uint64_t *a, const uint64_t *b) {
    number sum = {0};
    for (int64_t i = 64 * words - 1; i >= 0; i--) {
        plus_mod(sum, sum, sum);
        if (b[i / 64] >> (i % 64) & 1) plus_mod(sum, sum, a);
    }
    memcpy(r, sum, sizeof sum);
}

static void random_below_n(uint64_t *r) {
    do {
        memset(r, 0, sizeof(number));
        for (int64_t i = 0; i < words; i++) r[i] = random64() & (i == words - 1 ? UINT64_MAX >> __builtin_clzll(n[i]) : UINT64_MAX);
    } while (!less(r, n));
}

struct point {
    number x, z;
};
#define POINTS 40
static struct point plain[8], table[POINTS];
static number a24;
static int64_t stored;

static void plain_step(int step) {
    struct point *to = &plain[step >> 9 & 7], *a = &plain[step >> 6 & 7], *b = &plain[step >> 3 & 7], d = plain[step & 7], r;
    number s, t, u, v;
    switch (step >> 12) {
    case 0:
        minus_mod(s, a->x, a->z);
        plus_mod(t, b->x, b->z);
        times_mod(u, s, t);
        plus_mod(s, a->x, a->z);
        minus_mod(t, b->x, b->z);
        times_mod(v, s, t);
        plus_mod(s, u, v);
        minus_mod(t, u, v);
        times_mod(s, s, s);
        times_mod(t, t, t);
        times_mod(r.x, s, d.z);
        times_mod(r.z, t, d.x);
        *to = r;
        break;
    case 1:
        plus_mod(s, a->x, a->z);
        minus_mod(t, a->x, a->z);
        times_mod(s, s, s);
        times_mod(t, t, t);
        minus_mod(u, s, t);
        times_mod(v, u, a24);
        plus_mod(v, v, t);
        times_mod(r.x, s, t);
        times_mod(r.z, u, v);
        *to = r;
        break;
    case 2: *to = *a; break;
    default: table[stored++] = *a;
    }
}

/* The product over the pairs of x(row) - x(column), times the product of all Z for each factor. */
static void plain_pairs(number product, const int16_t *columns, int64_t count, int64_t from) {
    number level[POINTS], f;
    for (int64_t i = 0; i < stored; i++) {
        memcpy(level[i], table[i].x, sizeof f);
        for (int64_t k = 0; k < stored; k++) {
            if (k != i) times_mod(level[i], level[i], table[k].z);
        }
    }
    int64_t row = from;
    for (int64_t i = 0; i < count; i++) {
        if (columns[i] < 0) {
            row++;
        } else {
            minus_mod(f, level[row], level[columns[i]]);
            times_mod(product, product, f);
        }
    }
    stored = from;
}

/* Whether value, which is times an unknown unit, is expected * the unit of 1: value = expected * unit modulo n. */
static void check_value(const uint64_t *value, const number expected, const uint64_t *unit, const char *what, int32_t tier) {
    number reduced = {0}, one = {0}, right;
    CHECK(value[words] <= 1, "%s: at least 2 n", what);
    memcpy(reduced, value, (size_t)words * 8);
    if (value[words] || !less(reduced, n)) minus(reduced, n);
    memcpy(one, unit, (size_t)words * 8);
    if (unit[words] || !less(one, n)) minus(one, n);
    times_mod(right, expected, one);
    CHECK(memcmp(reduced, right, (size_t)words * 8) == 0, "tier %d, %lld words: %s is wrong", tier, (long long)words, what);
}

/* One program; the lanes other than `lane` get other numbers. */
static void program(int32_t tier, int lane, uint64_t *state) {
    int lanes = kb_curves_lanes(tier, 64 * words - __builtin_clzll(n[words - 1]));
    static uint64_t in[2][8 * MOST], out[8 * (MOST + 1)], unit[8 * (MOST + 1)];
    number product = {1};
    for (int i = 0; i < lanes; i++) {
        number x;
        random_below_n(x);
        memcpy(in[0] + i * words, x, (size_t)words * 8);
        if (i == lane) memcpy(a24, x, sizeof x);
        random_below_n(x);
        memcpy(in[1] + i * words, x, (size_t)words * 8);
        if (i == lane) memcpy(plain[0].x, x, sizeof x);
    }
    memset(plain[0].z, 0, sizeof(number));
    plain[0].z[0] = 1;
    stored = 0;
    CHECK(kb_curves_begin(tier, in[0], in[1], state) == KB_OK, "begin");
    CHECK(kb_curves_read(tier, 0, unit, state) == KB_OK, "read"); /* Z = 1 */
    int16_t steps[60], columns[40];
    for (int i = 0; i < 7; i++) steps[i] = (int16_t)((i + 1) << 9 | 1 << 12 | i << 6); /* all registers have a point */
    for (int i = 7; i < 60; i++) {
        steps[i] = (int16_t)(random64() % 3 << 12 | random64() % 4096);
        if (i % 5 == 0) steps[i] = (int16_t)(3 << 12 | (random64() % 8) << 6);
    }
    for (int i = 0; i < 60; i++) plain_step(steps[i]);
    CHECK(kb_curves_chain(tier, steps, 20, state) == KB_OK && kb_curves_chain(tier, steps + 20, 40, state) == KB_OK, "chain");
    CHECK(kb_curves_read(tier, 0, out, state) == KB_OK, "read");
    check_value(out + lane * (words + 1), plain[0].z, unit + lane * (words + 1), "Z", tier);
    for (int round = 0; round < 2; round++) {
        int64_t from = 5;
        for (int i = 0; i < 20; i++) columns[i] = (int16_t)(i % 5 == 4 ? -1 : (int)(random64() % 5));
        plain_pairs(product, columns, 20, from);
        CHECK(kb_curves_pairs(tier, columns, 20, from, state) == KB_OK, "pairs");
        CHECK(kb_curves_read(tier, 1, out, state) == KB_OK, "read");
        check_value(out + lane * (words + 1), product, unit + lane * (words + 1), "the product", tier);
        for (int i = 0; i < 4; i++) {
            steps[i] = (int16_t)(3 << 12 | (random64() % 8) << 6);
            plain_step(steps[i]);
        }
        CHECK(kb_curves_chain(tier, steps, 4, state) == KB_OK, "rows");
    }
}

static void refusals(void) {
    uint64_t one[2] = {15, 0}, *state = aligned_alloc(64, 1 << 16);
    int16_t step = 0x4000;
    CHECK(kb_curves_lanes(0, 0) == 0 && kb_curves_lanes(-1, 100) == 0 && kb_curves_bytes(0, 100, 1) == 0, "sizes");
    CHECK(kb_curves_open(99, one, 1, 10, state) == KB_NO_SUCH_TIER, "tier");
    CHECK(kb_curves_open(0, one, 2, 10, state) == KB_BAD_ARGUMENT, "the highest word is 0");
    CHECK(kb_curves_open(0, one, 1, 10, state + 1) == KB_BAD_ARGUMENT, "alignment");
    CHECK(kb_curves_open(0, NULL, 1, 10, state) == KB_BAD_ARGUMENT, "n");
    one[0] = 16;
    CHECK(kb_curves_open(0, one, 1, 10, state) == KB_BAD_ARGUMENT, "even");
    one[0] = 15;
    CHECK(kb_curves_bytes(0, 4, 10) <= 1 << 16 && kb_curves_open(0, one, 1, 10, state) == KB_OK, "open");
    uint64_t in[16] = {2, 3}; /* for up to eight lanes */
    CHECK(kb_curves_begin(0, in, in + 8, state) == KB_OK, "begin");
    CHECK(kb_curves_chain(0, &step, 1, state) == KB_BAD_ARGUMENT, "no such step");
    step = 3 << 12;
    for (int i = 0; i < 10; i++) CHECK(kb_curves_chain(0, &step, 1, state) == KB_OK, "store");
    CHECK(kb_curves_chain(0, &step, 1, state) == KB_BAD_ARGUMENT, "the table is full");
    int16_t column = 5;
    CHECK(kb_curves_pairs(0, &column, 1, 5, state) == KB_BAD_ARGUMENT, "a column that is a row");
    CHECK(kb_curves_pairs(0, &column, 1, 11, state) == KB_BAD_ARGUMENT, "rows behind the table");
    free(state);
}

int main(void) {
    refusals();
    EACH_TIER(tier) {
        for (int bits = 65; bits < 64 * MOST; bits += bits < 1000 ? 13 : 150) {
            words = (bits + 63) / 64;
            memset(n, 0, sizeof n);
            for (int64_t i = 0; i < words; i++) n[i] = bits % 2 ? UINT64_MAX : random64();
            n[0] |= 1;
            n[words - 1] = (n[words - 1] | 1ull << 63) >> (64 * words - bits);
            int64_t bytes = kb_curves_bytes(tier, bits, POINTS);
            char *memory = guarded((size_t)(bytes + 63) / 64 * 64);
            CHECK(kb_curves_open(tier, n, words, POINTS, (uint64_t *)memory) == KB_OK, "open");
            int lanes = kb_curves_lanes(tier, bits);
            CHECK(lanes == 1 || lanes == 8, "%d lanes", lanes);
            program(tier, (int)(random64() % (uint64_t)lanes), (uint64_t *)memory);
            if (lanes == 8) program(tier, 7, (uint64_t *)memory);
        }
    }
    return 0;
}
