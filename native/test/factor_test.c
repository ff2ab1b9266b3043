/*
 * Primality and factorization against trial division and an independent strong test; squares, powers of two, primorials, 2^64 -
 * 1.
 */
#include "check.h"

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

int main(void) {
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
    return 0;
}
