/*
 * Random numbers of each size from 1 to 64 bits, through the batch calls, against an oracle that shares nothing with arith/: each listed
 * prime must be one by a sieve or by strong tests with the processor's own 128-bit division, and the product must be the number.
 *
 *     random_test [numbers of each size [seed [tier]]]     without arguments a few of each on every tier, as CI runs it
 *
 * `nice random_test 1000000` takes some minutes.
 */
#include "check.h"
#include <inttypes.h>

#define SIEVED (1u << 22)
#define CHUNK 2048 /* as Java calls it */

static uint8_t composite[SIEVED];

static void sieve(void) {
    composite[0] = composite[1] = 1;
    for (uint32_t p = 2; p * p < SIEVED; p++) {
        for (uint32_t m = p * p; !composite[p] && m < SIEVED; m += p) composite[m] = 1;
    }
}

static uint64_t times(uint64_t a, uint64_t b, uint64_t n) {
#ifdef __x86_64__
    uint64_t high, low, remainder; /* __umodti3 takes three times as long */
    __asm__("mulq %3" : "=a"(low), "=d"(high) : "0"(a), "rm"(b) : "cc");
    __asm__("divq %2" : "+a"(low), "=d"(remainder) : "rm"(n), "1"(high) : "cc");
    return remainder;
#else
    return (uint64_t)((unsigned __int128)a * b % n);
#endif
}

/* As many of the first primes as bases as prove it (G. Jaeschke, Math. Comp. 61, 1993; J. Sorenson, J. Webster, Math. Comp. 86, 2017). */
static int is_prime(uint64_t n) {
    static const uint64_t bases[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
    if (n < SIEVED) return !composite[n];
    if (n % 2 == 0) return 0;
    const int count = n < 3215031751u ? 4 : n < 3474749660383u ? 6 : n < 341550071728321u ? 7 : 12, twos = __builtin_ctzll(n - 1);
    for (int i = 0; i < count; i++) {
        uint64_t x = 1;
        for (int j = 63; j >= twos; j--) {
            x = times(x, x, n);
            if ((n - 1) >> j & 1) x = times(x, bases[i], n);
        }
        int passed = x == 1 || x == n - 1;
        for (int j = 1; j < twos && !passed; j++) passed = (x = times(x, x, n)) == n - 1;
        if (!passed) return 0;
    }
    return 1;
}

/* Whether n is prime. */
static int check_primes(int32_t tier, uint64_t n, const uint64_t *primes) {
    uint64_t left = n;
    int k = 0;
    for (; k < 16 && primes[k] != 0; k++) {
        CHECK(is_prime(primes[k]), "tier %d, %" PRIu64 ": %" PRIu64 " is not prime", tier, n, primes[k]);
        CHECK(left % primes[k] == 0, "tier %d, %" PRIu64 ": %" PRIu64 " divides no more", tier, n, primes[k]);
        while (left % primes[k] == 0) left /= primes[k];
    }
    CHECK(k < 16 && (n < 2 ? k == 0 : left == 1), "tier %d, %" PRIu64 ": %" PRIu64 " is left", tier, n, left);
    for (int i = k; i < 16; i++) CHECK(primes[i] == 0, "tier %d, %" PRIu64 ": slot %d", tier, n, i);
    return k == 1 && primes[0] == n;
}

static void check_size(int32_t tier, int bits, int64_t count) {
    static uint64_t n[CHUNK], primes[CHUNK * 16], one[16];
    static uint8_t prime[CHUNK], alone;
    for (int64_t done = 0; done < count; done += CHUNK) {
        const int64_t some = count - done < CHUNK ? count - done : CHUNK;
        for (int64_t i = 0; i < some; i++) n[i] = (random64() | 1ull << 63) >> (64 - bits);
        CHECK(kb_factorize(tier, n, 0, some, primes) == KB_OK && kb_is_prime(tier, n, 0, some, prime, 0) == KB_OK, "status");
        for (int64_t i = 0; i < some; i++) {
            const int is = check_primes(tier, n[i], primes + 16 * i);
            CHECK(prime[i] == is, "tier %d, is_prime(%" PRIu64 ") = %d", tier, n[i], prime[i]);
            if (i % 16 != 0) continue; /* some of them alone */
            CHECK(kb_factorize(tier, n + i, 0, 1, one) == KB_OK && kb_is_prime(tier, n + i, 0, 1, &alone, 0) == KB_OK, "status");
            CHECK(check_primes(tier, n[i], one) == is && alone == is, "tier %d, %" PRIu64 " alone", tier, n[i]);
        }
    }
}

int main(int count, char **arguments) {
    const int64_t each = count > 1 ? atoll(arguments[1]) : 300;
    const uint64_t seed = count > 2 ? strtoull(arguments[2], NULL, 10) : 0;
    const int32_t only = count > 3 ? atoi(arguments[3]) : count > 1 ? kb_tier_best() : -1;
    for (uint64_t i = 0; i < seed % 1000000; i++) random64();
    sieve();
    EACH_TIER(tier) {
        if (only >= 0 && tier != only) continue;
        for (int bits = 1; bits <= 64; bits++) {
            check_size(tier, bits, each);
            if (each >= 100000) printf("%s: %lld numbers of %d bits\n", kb_tier_name(tier), (long long)each, bits);
            fflush(stdout);
        }
    }
    return 0;
}
