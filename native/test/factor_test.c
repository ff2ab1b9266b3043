/*
 * Primality and factorization against a sieve, known factors and an independent strong test: every number below a million, the families that
 * fool tests or methods, products of two primes of every size, and batches of every shape.
 */
#include "../arith/prime.h"
#include "../arith/pseudoprimes.h"
#include "check.h"
#include <math.h>

#define KB_LOCAL
#include "../arith/curve48.h"

static uint64_t numbers[6000];
static int64_t total;

static void add(uint64_t n) { numbers[total++] = n; }

static void prepare(void) {
    const uint64_t special[] = {2047, 3215031751u, 3825123056546413051u, 4759123141u, 4759123140u, 4759123151u, 341550071728321u,
                                18446744073709551557u, 18446744073709551615u, 18446744073709551614u, 9223372036854775807u,
                                9223372036854775808u, 614889782588491410u /* 47 primorial */, 18446744030759878681u /* 4294967291^2 */,
                                18446743979220271189u /* 4294967291 * 4294967279 */, 4611686014132420609u /* 2147483647^2 */,
                                12157665459056928801u /* 3^40 */, 7450580596923828125u /* 5^27 */,
                                13422659310152401u /* 115856201^2 */, 561, 1729, 62745, 825265, 321197185, 67u * 67u, 61u * 67u};
    for (uint64_t n = 0; n < 2000; n++) add(n);
    for (size_t i = 0; i < sizeof special / sizeof special[0]; i++) add(special[i]);
    for (int i = 0; i < 64; i++) add(1ull << i);
    for (uint64_t i = 0; i < 100; i++) add(UINT64_MAX - i);
    for (int i = 0; i < 1500; i++) add(random64() >> random64() % 60);
    for (int i = 0; i < 100; i++) { /* two primes of 32 bits: the hardest */
        uint64_t p = (random64() >> 32) | 1, q = (random64() >> 32) | 1;
        while (!slow_prime(p)) p -= 2;
        while (!slow_prime(q)) q -= 2;
        add(p * q);
    }
}

static void check_factors(int32_t tier, uint64_t n, const uint64_t *primes) {
    uint64_t left = n;
    int k = 0;
    for (; k < 16 && primes[k] != 0; k++) {
        CHECK(slow_prime(primes[k]), "tier %d, %llu: %llu is not prime", tier, (unsigned long long)n, (unsigned long long)primes[k]);
        CHECK(left % primes[k] == 0, "tier %d, %llu: %llu divides no more", tier, (unsigned long long)n, (unsigned long long)primes[k]);
        while (left % primes[k] == 0) left /= primes[k];
    }
    CHECK(k < 16, "tier %d, %llu: no end", tier, (unsigned long long)n);
    CHECK(n < 2 ? k == 0 : left == 1, "tier %d, %llu: %llu is left", tier, (unsigned long long)n, (unsigned long long)left);
    for (; k < 16; k++) CHECK(primes[k] == 0, "tier %d, %llu: slot %d", tier, (unsigned long long)n, k);
}

/* n = p q, or any other number if p is 0. */
struct known {
    uint64_t n, p;
};

static uint64_t prime_from(uint64_t p) {
    for (p |= 1; !slow_prime(p); p += 2) {}
    return p;
}

static uint64_t random_prime(int bits) { return prime_from(random64() >> (64 - bits) | 1ull << (bits - 1)); }

/* What trips factoring methods: powers, close and far factors, many factors, factors that curves find together. */
static int64_t hard_numbers(struct known *k, int64_t most) {
    static const int edges[] = {31, 32, 62, 63, 64};
    int64_t count = 0;
#define PUT(number, factor)                                                                                            \
    do {                                                                                                               \
        if (count < most) k[count++] = (struct known){(number), (factor)};                                             \
    } while (0)
    for (int e = 0; e < 5; e++) { /* the greatest powers of primes below 2^e, and the least above */
        for (int power = 2; power <= 7; power++) {
            uint64_t root = (uint64_t)pow(2, (double)edges[e] / power);
            for (uint64_t p = root > 40 ? root - 40 : 2; p < root + 40; p++) {
                unsigned __int128 n = 1;
                for (int i = 0; i < power && n >> 64 == 0; i++) n *= p;
                if (slow_prime(p) && n >> 64 == 0) PUT((uint64_t)n, 0);
            }
        }
    }
    for (int i = 0; i < 300; i++) {
        const int bits = 9 + i % 23;
        const uint64_t p = random_prime(bits), q = prime_from(p + 2), r = random_prime(2 + (int)(random64() % 20));
        PUT(p * q, p);                                      /* close */
        PUT(p * p, p);
        if (bits <= 20) PUT(p * q * r, 0);
        if (bits <= 20) PUT(p * p * p, 0);
        if (bits <= 20) PUT(p * p * q, 0);
        if (bits <= 15) PUT(p * p * q * q, 0);
        if (slow_prime(2 * p - 1)) PUT(p * (2 * p - 1), p); /* pseudoprimes to many bases */
        PUT(prime_from(random64() >> 33) * prime_from(random64() >> 34), 0);
        PUT(random_prime(10) * random_prime(53), 0);        /* far apart */
    }
    for (uint64_t m = 1; m < 40000; m++) { /* Chernick's Carmichael numbers */
        if (slow_prime(6 * m + 1) && slow_prime(12 * m + 1) && slow_prime(18 * m + 1)) {
            PUT((6 * m + 1) * (12 * m + 1) * (18 * m + 1), 0);
        }
    }
    for (int bits = 17; bits <= 64; bits++) {
        for (int i = 0; i < 60; i++) {
            const uint64_t p = random_prime((bits + 1) / 2), q = random_prime(bits / 2);
            if (p != q) PUT(p * q, p);
        }
    }
    for (int i = 0; i < 2000; i++) PUT(random64(), 0);
    CHECK(count < most, "room");
    return count;
#undef PUT
}

static void check_hard(int32_t tier, const struct known *k, int64_t count) {
    uint64_t *n = guarded((size_t)count * 8), *primes = guarded((size_t)count * 16 * 8);
    uint8_t *out = guarded((size_t)count);
    for (int64_t i = 0; i < count; i++) n[i] = k[i].n;
    CHECK(kb_factorize(tier, n, 0, count, primes) == KB_OK, "status");
    CHECK(kb_is_prime(tier, n, 0, count, out, 0) == KB_OK, "status");
    for (int64_t i = 0; i < count; i++) {
        check_factors(tier, n[i], primes + 16 * i);
        if (k[i].p != 0) {
            const uint64_t q = n[i] / k[i].p, *f = primes + 16 * i;
            CHECK(out[i] == 0, "tier %d, %llu is no prime", tier, (unsigned long long)n[i]);
            CHECK(f[0] == k[i].p || f[0] == q, "tier %d, %llu", tier, (unsigned long long)n[i]);
            CHECK(f[1] == (q == k[i].p ? 0 : n[i] / f[0]) && f[2] == 0, "tier %d, %llu", tier, (unsigned long long)n[i]);
        } else {
            CHECK(out[i] == slow_prime(n[i]), "tier %d, is_prime(%llu) = %d", tier, (unsigned long long)n[i], out[i]);
        }
    }
    /* batches of every shape give what the whole gave */
    static const int sizes[] = {0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 100, 1000};
    uint64_t *again = guarded(1000 * 16 * 8);
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        const int64_t from = (int64_t)(random64() % (uint64_t)(count - 1000));
        CHECK(kb_factorize(tier, n, from, sizes[s], again) == KB_OK, "status");
        for (int i = 0; i < sizes[s]; i++) check_factors(tier, n[from + i], again + 16 * i);
        CHECK(kb_is_prime(tier, n, from, sizes[s], out, from) == KB_OK, "status");
        for (int i = 0; i < sizes[s]; i++) CHECK(out[from + i] == (k[from + i].p == 0 && slow_prime(n[from + i])), "out");
    }
    for (int64_t i = 0; i < count; i += 7) {
        CHECK(kb_factorize(tier, n, i, 1, again) == KB_OK, "status");
        check_factors(tier, n[i], again);
        CHECK(kb_is_prime(tier, n, i, 1, out, 0) == KB_OK && out[0] == (k[i].p == 0 && slow_prime(n[i])), "one");
    }
}

#define BELOW 1000000

/* Every number below a million, against the least prime factors that a sieve finds. */
static void check_all_small(int32_t tier) {
    static uint32_t least[BELOW];
    uint64_t *n = guarded(1000 * 8), *primes = guarded(1000 * 16 * 8);
    uint8_t *out = guarded(1000);
    for (uint32_t p = 2; p < BELOW; p++) {
        if (least[p] != 0) continue;
        for (uint32_t m = p; m < BELOW; m += p) least[m] = least[m] == 0 ? p : least[m];
    }
    for (uint32_t from = 0; from < BELOW; from += 1000) {
        for (uint32_t i = 0; i < 1000; i++) n[i] = from + i;
        CHECK(kb_factorize(tier, n, 0, 1000, primes) == KB_OK, "status");
        CHECK(kb_is_prime(tier, n, 0, 1000, out, 0) == KB_OK, "status");
        for (uint32_t i = 0; i < 1000; i++) {
            const uint64_t *f = primes + 16 * i;
            uint32_t m = from + i;
            int distinct = 0;
            CHECK(out[i] == (m > 1 && least[m] == m), "tier %d, is_prime(%u) = %d", tier, m, out[i]);
            for (; m > 1; distinct++) {
                const uint32_t p = least[m];
                int listed = 0;
                for (int k = 0; k < 15; k++) listed |= f[k] == p;
                CHECK(listed, "tier %d, %u: no %u", tier, from + i, p);
                while (m % p == 0 && m > 1) m /= p;
            }
            CHECK(f[distinct] == 0, "tier %d, %u: %d primes", tier, from + i, distinct);
        }
    }
}

static uint32_t power_of_two(uint32_t e, uint32_t n) {
    uint64_t x = (1ull << (e >> 27)) % n;
    for (int i = 26; i >= 0; i--) {
        x = x * x % n << (e >> i & 1);
        if (x >= n) x -= n;
    }
    return (uint32_t)x;
}

/*
 * The table of pseudoprimes.h has a bit for every strong pseudoprime to base 2 below 2^32 without prime factors below 59: all n = p m with
 * its least prime p where the order of 2 modulo p divides m - 1, as it must, and 2^(n - 1) = 1 modulo n.
 */
static void check_pseudoprimes(void) {
    int count = 0;
    for (uint32_t p = 59; p < 65536; p += 2) {
        uint32_t order = 1;
        if (!slow_prime(p)) continue;
        for (uint32_t x = 2; x != 1; x = x < p - x ? x + x : x + x - p) order++;
        for (uint64_t m = order + 1; m * p >> 32 == 0; m += order) {
            const uint64_t n = m * p;
            if (m < p || m % 2 == 0 || kb_has_small_factor(m) || power_of_two((uint32_t)n - 1, (uint32_t)n) != 1) continue;
            const int twos = __builtin_ctzll(n - 1);
            uint64_t x = power_of_two((uint32_t)(n - 1) >> twos, (uint32_t)n);
            int strong = x == 1;
            for (int i = 0; i < twos; i++, x = x * x % n) strong |= x == n - 1;
            CHECK(!strong || kb_maybe_pseudoprime((uint32_t)n), "%llu = %u * ... passes unseen", (unsigned long long)n, p);
            count += strong;
        }
    }
    CHECK(count > 1000, "%d", count);
    printf("%d strong pseudoprimes without factors below 59\n", count);
}

#define MOST_HARD 20000

/* Products in doubles modulo the largest and other n, of factors up to 2 n: right, and within the bound that curve48.h states. */
static void products_in_doubles(void) {
    for (int i = 0; i < 400000; i++) {
        const int bits = 10 + i % 39;
        const int64_t n = i % 5 == 0 ? ((int64_t)1 << 48) - 1 - 2 * (i % 1000) : (int64_t)((random64() >> (64 - bits)) | 1) + 2;
        int64_t a = (int64_t)(random64() % (uint64_t)(4 * n + 1)) - 2 * n, b = (int64_t)(random64() % (uint64_t)(4 * n + 1)) - 2 * n;
        if (i % 7 == 0) a = i % 2 == 0 ? 2 * n : -2 * n;
        if (i % 11 == 0) b = i % 3 == 0 ? 2 * n : -2 * n + 1;
        const kb_mod48 modulus = {(double)n, 1.0 / (double)n};
        const double r = kb_times48((double)a, (double)b, modulus), most = 0.5 + 4.0 * (double)n * 0x1p-52;
        CHECK(fabs(r) <= most * (double)n && ((__int128)a * b - (int64_t)r) % n == 0, "%lld * %lld modulo %lld is not %.0f", (long long)a,
              (long long)b, (long long)n, r);
    }
}

int main(void) {
    check_pseudoprimes();
    prepare();
    uint64_t *n = guarded((size_t)total * 8), *primes = guarded((size_t)total * 16 * 8);
    uint8_t *out = guarded((size_t)total);
    memcpy(n, numbers, (size_t)total * 8);
    EACH_TIER(tier) {
        memset(out, 7, (size_t)total);
        CHECK(kb_is_prime(tier, n, 1, total - 1, out, 1) == KB_OK && out[0] == 7, "offset");
        CHECK(kb_is_prime(tier, n, 0, total, out, 0) == KB_OK, "status");
        for (int64_t i = 0; i < total; i++) {
            CHECK(out[i] == slow_prime(n[i]), "tier %d, is_prime(%llu) = %d", tier, (unsigned long long)n[i], out[i]);
        }
        memset(primes, 0xFF, (size_t)total * 16 * 8);
        CHECK(kb_factorize(tier, n, 0, total, primes) == KB_OK, "status");
        for (int64_t i = 0; i < total; i++) check_factors(tier, n[i], primes + 16 * i);
        CHECK(kb_factorize(tier, n, 12, 1, primes) == KB_OK, "status");
        check_factors(tier, n[12], primes);
    }
    struct known *k = guarded(MOST_HARD * sizeof *k);
    const int64_t hard = hard_numbers(k, MOST_HARD);
    printf("%lld hard numbers\n", (long long)hard);
    EACH_TIER(tier) {
        check_hard(tier, k, hard);
        check_all_small(tier);
    }
    products_in_doubles();
    return 0;
}
