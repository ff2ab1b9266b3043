/*
 * What every test here needs: a check that says where and why it failed, random numbers that are the same in every run, arrays
 * that end at a page which may not be touched, and the tiers of this machine.
 */
#ifndef KB_TEST_CHECK_H
#define KB_TEST_CHECK_H
#include "../include/kernelbridge.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CHECK(condition, ...)                                                                                          \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s is false: ", __FILE__, __LINE__, #condition);                                   \
            fprintf(stderr, __VA_ARGS__);                                                                              \
            fputc('\n', stderr);                                                                                       \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

#define EACH_TIER(tier) for (int32_t tier = 0; tier <= kb_tier_best(); tier++)

/* splitmix64 (G. L. Steele et al., OOPSLA 2014). */
static inline uint64_t random64(void) {
    static uint64_t state = 1;
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* `bytes` bytes with a forbidden page right behind them and one before their first page. Never given back: a test ends soon. */
static inline void *guarded(size_t bytes) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE), body = (bytes + page - 1) / page * page;
    char *at = mmap(NULL, body + 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(at != MAP_FAILED, "no memory for %zu bytes", bytes);
    CHECK(mprotect(at, page, PROT_NONE) == 0 && mprotect(at + page + body, page, PROT_NONE) == 0, "no guard pages");
    return at + page + body - bytes;
}

/* Primality by other means than arith/: trial division to 1000, then the strong test to twelve bases with 128-bit remainders. */
static inline uint64_t slow_power(uint64_t a, uint64_t e, uint64_t n) {
    unsigned __int128 x = 1, b = a % n;
    for (; e > 0; e >>= 1, b = b * b % n) {
        if (e & 1) x = x * b % n;
    }
    return (uint64_t)x;
}

static inline int slow_prime(uint64_t n) {
    static const uint64_t bases[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37}; /* a proof below 3.3e24 (Sorenson, Webster) */
    if (n < 2) return 0;
    for (uint64_t d = 2; d < 1000 && d * d <= n; d++) {
        if (n % d == 0) return 0;
    }
    if (n < 1000000) return 1;
    uint64_t d = n - 1;
    int s = 0;
    for (; d % 2 == 0; d /= 2) s++;
    for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++) {
        unsigned __int128 x = slow_power(bases[i], d, n);
        int passed = x == 1;
        for (int j = 0; j < s && !passed; j++, x = x * x % n) passed = x == n - 1;
        if (!passed) return 0;
    }
    return 1;
}
#endif
