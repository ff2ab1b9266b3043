/*
 * The quadratic sieve's inner loop on tables made here, for numbers of 63 bits: each relation is multiplied out, and all tiers, and calls
 * cut in any way, give the same ones. Tables, working memory and results end at forbidden pages.
 */
#include "check.h"

#define BASE 256
#define S 3
#define OFFSET 20

static uint64_t n_, *tables, coefficient[64];
static uint32_t primes[BASE + 16], roots[BASE], inverses[BASE], cuts[64];
static uint64_t reciprocals[BASE];
static uint8_t logs[BASE];

static uint32_t invert(uint64_t x, uint32_t p) { return (uint32_t)slow_power(x % p, p - 2, p); }

static double log_2(double x) {
    double whole = 0;
    for (; x >= 2; x /= 2) whole++;
    return whole + (x - 1); /* near enough for a sieve */
}

static void *lay(uint64_t *offset, int64_t *at, const void *from, size_t bytes) {
    char *to = (char *)tables + *at;
    *offset = (uint64_t)*at;
    memcpy(to, from, bytes);
    *at += (int64_t)(bytes + 64 + 63) / 64 * 64;
    return to;
}

/* A table for n = 1 modulo 8, with blocks of 2^bits places and primes up to twice that or more. */
static void make_tables(uint64_t n, int blocks, int bits) {
    int size = 1;
    n_ = n;
    memset(primes, 0, sizeof primes);
    primes[0] = 2;
    roots[0] = 1;
    reciprocals[0] = (uint64_t)1 << 63;
    for (uint32_t p = 3; size < BASE; p += 2) {
        if (!slow_prime(p) || slow_power(n % p, (p - 1) / 2, p) != 1) continue;
        uint32_t r = 1, x = 1;
        while ((uint64_t)r * r % p != n % p) r++;
        for (int i = 0; i < 5; i++) x *= 2 - p * x;
        primes[size] = p;
        roots[size] = r;
        inverses[size] = x;
        reciprocals[size++] = UINT64_MAX / p;
    }
    int large = size, slices = 0;
    for (int i = 0; i < size; i++) logs[i] = (uint8_t)(2 * log_2(primes[i]) + 0.5);
    while (large > 0 && primes[large - 1] > (uint32_t)1 << bits) large--;
    for (int i = large; i < size; i++) {
        if (i == large || logs[i] != logs[i - 1]) cuts[slices++] = (uint32_t)i;
    }
    cuts[slices] = (uint32_t)size;
    const double scale = 2;
    memset(tables, 0, 32 * 8);
    const uint64_t head[] = {(uint64_t)size, 4, (uint64_t)large, (uint64_t)blocks, (uint64_t)bits, 128 - 35, 40, 0, 1, 100000, 1, 0, S,
                             (uint64_t)slices};
    memcpy(tables, head, sizeof head);
    memcpy(tables + 7, &scale, 8);
    tables[16] = n;
    int64_t at = 32 * 8;
    lay(tables + OFFSET, &at, primes, sizeof primes);
    lay(tables + OFFSET + 1, &at, roots, sizeof roots);
    lay(tables + OFFSET + 2, &at, inverses, sizeof inverses);
    lay(tables + OFFSET + 3, &at, reciprocals, sizeof reciprocals);
    lay(tables + OFFSET + 4, &at, logs, sizeof logs);
    lay(tables + OFFSET + 5, &at, cuts, sizeof cuts);
}

/* a of three primes from `from` on. */
static void make_coefficient(int from) {
    const int f[S] = {from, from + 3, from + 5};
    uint64_t a = 1, inverse = 1, sum = 0;
    for (int l = 0; l < S; l++) a *= primes[f[l]];
    for (int i = 0; i < 6; i++) inverse *= 2 - a * inverse;
    coefficient[0] = (uint64_t)from;
    coefficient[1] = S;
    for (int l = 0; l < S; l++) {
        const uint32_t q = primes[f[l]];
        const uint64_t gamma = (uint64_t)roots[f[l]] * invert(a / q, q) % q;
        coefficient[3 + l] = (uint64_t)f[l];
        coefficient[3 + S + l] = gamma;
        coefficient[5 + 2 * S + l] = a / q * gamma;
        sum += a / q * gamma;
    }
    coefficient[2] = sum % 2 == 0;
    coefficient[3 + 2 * S] = a;
    coefficient[4 + 2 * S] = inverse;
}

/* (2 a x + b)^2 - n = 4 a times the primes times what is left. */
static int64_t check_relation(const uint32_t *r) {
    const uint64_t g = r[0], minus = g ^ (g >> 1), a = coefficient[3 + 2 * S];
    __int128 b = coefficient[2] ? (__int128)a : 0;
    for (int l = 0; l < S; l++) b += (minus >> l & 1) != 0 ? -(__int128)coefficient[5 + 2 * S + l] : (__int128)coefficient[5 + 2 * S + l];
    const __int128 y = 2 * (__int128)a * (int32_t)r[1] + b;
    __int128 product = (__int128)(r[2] | (uint64_t)r[3] << 32) * 4 * (__int128)a;
    for (uint32_t i = 0; i < r[4]; i++) {
        const int32_t index = (int32_t)r[5 + i];
        CHECK(index >= -1 && index < BASE, "index %d", index);
        product *= index < 0 ? -1 : (__int128)primes[index];
    }
    CHECK(y * y - n_ == product, "polynomial %u at %d", r[0], (int32_t)r[1]);
    return 5 + r[4];
}

int main(void) {
    static uint32_t expected[1 << 18];
    tables = (uint64_t *)((uintptr_t)guarded(1 << 16) & ~(uintptr_t)63);
    int64_t total = 0;
    const int shapes[][2] = {{1, 12}, {3, 8}, {7, 10}, {2, 6}, {1, 15}};
    for (int shape = 0; shape < 5; shape++) {
        uint64_t n = 4611686018427387904u + (random64() >> 3);
        n -= n % 8 - 1;
        while (slow_prime(n)) n += 8;
        make_tables(n, shapes[shape][0], shapes[shape][1]);
        const int64_t bytes = (kb_siqs_scratch(tables) + 63) / 64 * 64;
        uint64_t *scratch = guarded((size_t)bytes);
        int64_t state[2];
        for (int from = 20; from < 40; from += 7) {
            make_coefficient(from);
            int64_t length = 0;
            EACH_TIER(tier) {
                memset(scratch, 0, (size_t)bytes);
                uint32_t *found = guarded(sizeof expected);
                CHECK(kb_siqs(tier, tables, coefficient, 0, 4, scratch, found, (int64_t)(sizeof expected / 4), state) == KB_OK, "status");
                CHECK(state[0] == 4, "ended at %lld", (long long)state[0]);
                if (tier == 0) {
                    length = state[1];
                    memcpy(expected, found, 4 * (size_t)length);
                    for (int64_t at = 0; at < length; total++) at += check_relation(expected + at);
                }
                CHECK(state[1] == length && memcmp(expected, found, 4 * (size_t)length) == 0, "tier %d differs", tier);
                for (int64_t g = 3; g >= 0; g--) { /* one by one, backwards, with too little room: nothing, or the same */
                    uint32_t *little = guarded(4 * 256);
                    CHECK(kb_siqs(tier, tables, coefficient, g, g + 1, scratch, little, 256, state) == KB_OK, "status");
                    CHECK(state[0] == g + 1 || (state[0] == g && state[1] == 0), "ended at %lld", (long long)state[0]);
                    for (int64_t at = 0; at < state[1];) at += check_relation(little + at);
                }
            }
        }
    }
    CHECK(total > 300, "only %lld relations", (long long)total);
    CHECK(kb_siqs(0, NULL, coefficient, 0, 1, tables, expected, 0, NULL) == KB_BAD_ARGUMENT, "no tables");
    CHECK(kb_siqs(99, tables, coefficient, 0, 1, tables, expected, 0, NULL) == KB_NO_SUCH_TIER, "no tier");
    return 0;
}
