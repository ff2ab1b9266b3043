/*
 * The sieve against a naive one below 4e6, against division where numbers are large, and against published counts; every tier,
 * every way through the code (with and without patterns, several blocks and pieces), and next to 2^64, where squares overflow.
 */
#include "check.h"
#include <pthread.h>

#define SMALL_LIMIT 4000000
#define BASE_LIMIT 1100000 /* some are larger than LARGE in large_primes.h */
static const int RESIDUES[] = {1, 7, 11, 13, 17, 19, 23, 29};
static uint8_t composite[SMALL_LIMIT];
static uint32_t *base;
static int64_t nbase;

static void prepare(void) {
    composite[0] = 1, composite[1] = 0; /* the sieve keeps 1 */
    for (uint32_t i = 2; i < SMALL_LIMIT; i++) {
        if (!composite[i] && i >= 7 && i <= BASE_LIMIT) nbase++;
        for (uint64_t j = (uint64_t)i * i; !composite[i] && j < SMALL_LIMIT; j += i) composite[j] = 1;
    }
    base = guarded((size_t)nbase * sizeof *base);
    int64_t k = 0;
    for (uint32_t i = 7; i <= BASE_LIMIT; i++) {
        if (!composite[i]) base[k++] = i;
    }
}

static int naive_bit(uint64_t byte, int j) { return !composite[30 * byte + (uint64_t)RESIDUES[j]]; }

/* One that grows, since there are many calls; each ends at a forbidden page and begins anywhere. */
static uint8_t *scratch_for(uint64_t first, int64_t bytes) {
    static uint8_t *end;
    static int64_t size;
    int64_t need = kb_sieve_scratch(first, bytes);
    if (need > size) {
        size = need;
        end = (uint8_t *)guarded((size_t)size) + size;
    }
    memset(end - need, 0xA5, need < 4096 ? (size_t)need : 4096);
    return end - need;
}

static void check_bits(int32_t tier, uint64_t first, int64_t bytes) {
    uint8_t *bits = guarded((size_t)bytes);
    CHECK(kb_sieve_bits(tier, first, bytes, base, nbase, bits, scratch_for(first, bytes)) == KB_OK, "status");
    for (int64_t i = 0; i < bytes; i++) {
        for (int j = 0; j < 8; j++) {
            CHECK((bits[i] >> j & 1) == naive_bit(first + (uint64_t)i, j), "tier %d, %llu + %lld bytes, number %llu", tier,
                  (unsigned long long)first, (long long)bytes, 30 * (first + (unsigned long long)i) + (unsigned)RESIDUES[j]);
        }
    }
}

static void check_count(int32_t tier, uint64_t first, int64_t bytes, uint32_t first_mask, uint32_t last_mask) {
    int64_t expected = 0, count = -1;
    for (int64_t i = 0; i < bytes; i++) {
        uint32_t mask = (i == 0 ? first_mask : 255) & (i == bytes - 1 ? last_mask : 255);
        for (int j = 0; j < 8; j++) expected += (mask >> j & 1) && naive_bit(first + (uint64_t)i, j);
    }
    uint8_t *scratch = scratch_for(first, bytes);
    CHECK(kb_sieve_count(tier, first, bytes, first_mask, last_mask, base, nbase, scratch, &count) == KB_OK, "status");
    CHECK(count == expected, "tier %d, %llu + %lld bytes: %lld, not %lld", tier, (unsigned long long)first, (long long)bytes,
          (long long)count, (long long)expected);
}

/* The JVM promises a native function 80 KB of the stack, and kills the process of one that takes more. */
static void *on_small_stack(void *unused) {
    EACH_TIER(tier) {
        check_bits(tier, 0, 20000);
        check_count(tier, 1000, 20000, 255, 255);
    }
    return unused;
}

static void check_stack(void) {
    pthread_t thread;
    pthread_attr_t attributes;
    CHECK(pthread_attr_init(&attributes) == 0 && pthread_attr_setstacksize(&attributes, 64 << 10) == 0, "64 KB");
    CHECK(pthread_create(&thread, &attributes, on_small_stack, NULL) == 0 && pthread_join(thread, NULL) == 0, "a thread");
    pthread_attr_destroy(&attributes);
}

/* Where no table reaches: a bit is set iff no prime of the base that is at most its square root divides the number. */
static void check_high(int32_t tier, uint64_t first, int64_t bytes, int64_t step) {
    uint8_t *bits = guarded((size_t)bytes);
    CHECK(kb_sieve_bits(tier, first, bytes, base, nbase, bits, scratch_for(first, bytes)) == KB_OK, "status");
    for (int64_t i = 0; i < bytes; i += i < 40 || i > bytes - 40 ? 1 : step) {
        for (int j = 0; j < 8; j++) {
            unsigned __int128 n = (unsigned __int128)30 * (first + (uint64_t)i) + (unsigned)RESIDUES[j];
            int keep = 1;
            for (int64_t k = 0; k < nbase && keep && (uint64_t)base[k] * base[k] <= n; k++) keep = n % base[k] != 0;
            CHECK((bits[i] >> j & 1) == keep, "tier %d, byte %llu, bit %d", tier, (unsigned long long)first + (unsigned long long)i, j);
        }
    }
}

/*
 * The lengths at which a group, a piece or a region of large primes ends, around the square of a prime on each side of every bound in
 * sieve.c: the square must fall although it is the first or the last byte, and everything else must be as division says.
 */
static void check_squares(int32_t tier) {
    static const uint32_t around[] = {401, 24571, 24593, 131071, 524287, 524309, 1048573, 1048583, 1048589, 1099997};
    for (size_t i = 0; i < sizeof around / sizeof around[0]; i++) {
        const uint64_t p = around[i], byte = p * p / 30;
        uint64_t before[] = {0, 1, p / 2, p, 524288, 1048575, 1048576};
        for (size_t j = 0; j < sizeof before / sizeof before[0]; j++) {
            if (before[j] > byte) continue;
            check_high(tier, byte - before[j], (int64_t)before[j] + 1, before[j] > 2000 ? (int64_t)before[j] / 2 : 500);
            check_high(tier, byte - before[j], (int64_t)before[j] + 3, before[j] > 2000 ? (int64_t)before[j] / 2 : 500);
        }
    }
}

/* Sieved whole and in parts that meet at random, a large sieve is the same; its primes wait in several lists. */
static void check_parts(int32_t tier) {
    const uint64_t first = (uint64_t)1099997 * 1099997 / 30 - 3000000;
    const int64_t bytes = 6000000;
    uint8_t *whole = guarded((size_t)bytes), *part = guarded((size_t)bytes);
    CHECK(kb_sieve_bits(tier, first, bytes, base, nbase, whole, scratch_for(first, bytes)) == KB_OK, "status");
    int64_t set = 0, counted = 0, count;
    for (int64_t i = 0; i < bytes; i++) set += __builtin_popcount(whole[i]);
    for (int64_t at = 0; at < bytes;) {
        int64_t n = 1 + (int64_t)(random64() % 1200000);
        if (n > bytes - at) n = bytes - at;
        const uint64_t from = first + (uint64_t)at;
        CHECK(kb_sieve_bits(tier, from, n, base, nbase, part, scratch_for(from, n)) == KB_OK, "status");
        CHECK(memcmp(part, whole + at, (size_t)n) == 0, "tier %d, byte %llu + %lld", tier, (unsigned long long)from, (long long)n);
        CHECK(kb_sieve_count(tier, from, n, 255, 255, base, nbase, scratch_for(from, n), &count) == KB_OK, "status");
        counted += count;
        at += n;
    }
    CHECK(counted == set, "tier %d: %lld, not %lld", tier, (long long)counted, (long long)set);
}

/*
 * A call of two chunks whose first one ends below 2^42 and whose last one ends above: there a bound of pi(sqrt n) by a rounded logarithm
 * falls, and the first chunk wanted more memory than the call had asked for. A few primes do, since the memory is the same.
 */
static void check_chunks(int32_t tier) {
    const int64_t chunk = 32 << 20, rest = 1 << 20, bytes = chunk + rest;
    const uint64_t first = ((uint64_t)1 << 42) / 30 - (uint64_t)chunk - (uint64_t)rest / 2, behind = first + (uint64_t)chunk;
    int64_t whole = 0, low = 0, high = 0;
    CHECK(kb_sieve_count(tier, first, bytes, 255, 255, base, 40, scratch_for(first, bytes), &whole) == KB_OK, "status");
    CHECK(kb_sieve_count(tier, first, chunk, 255, 255, base, 40, scratch_for(first, chunk), &low) == KB_OK, "status");
    CHECK(kb_sieve_count(tier, behind, rest, 255, 255, base, 40, scratch_for(behind, rest), &high) == KB_OK, "status");
    CHECK(whole == low + high, "tier %d: %lld, not %lld + %lld", tier, (long long)whole, (long long)low, (long long)high);
}

static void check_pi(int32_t tier, uint64_t n, int64_t expected) {
    int64_t bytes = (int64_t)(n / 30) + 1, count = 0;
    uint32_t last_mask = 0;
    for (int j = 0; j < 8; j++) last_mask |= (uint64_t)RESIDUES[j] <= n % 30 ? 1u << j : 0;
    uint8_t *scratch = scratch_for(0, bytes);
    CHECK(kb_sieve_count(tier, 0, bytes, 0xFE, last_mask, base, nbase, scratch, &count) == KB_OK, "status");
    CHECK(count + 3 == expected, "tier %d, pi(%llu): %lld", tier, (unsigned long long)n, (long long)count + 3);
}

int main(void) {
    prepare();
    check_stack();
    check_chunks(kb_tier_best()); /* first, before there is other memory that would do */
    EACH_TIER(tier) {
        for (int64_t bytes = 1; bytes < 300; bytes++) check_bits(tier, 0, bytes);
        for (int i = 0; i < 300; i++) check_bits(tier, random64() % 130000, 1 + (int64_t)(random64() % 3000));
        for (int i = 0; i < 300; i++) {
            uint64_t first = random64() % 100000;
            int64_t bytes = 1 + (int64_t)(random64() % (i % 2 ? 20 : 30000));
            check_count(tier, first, bytes, random64() & 255, random64() & 255);
        }
        check_bits(tier, 0, 133000); /* patterns, several blocks */
        check_bits(tier, 3, 130000);
        check_bits(tier, 12345, 120001);
        check_pi(tier, 1000000, 78498);
        check_pi(tier, 100000000, 5761455); /* several pieces */
        const uint64_t end = UINT64_MAX / 30; /* its byte holds numbers on both sides of 2^64 */
        check_high(tier, end - 99, 100, 1);
        check_high(tier, end - 49999, 50000, 2500);
        check_high(tier, 33333333333u, 600000, 20000);
        check_squares(tier);
        check_parts(tier);
        check_high(tier, (uint64_t)65521 * 65521 / 30 - 5, 11, 1); /* a prime's square on either side */
    }
    return 0;
}
