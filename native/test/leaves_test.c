/*
 * The loops of combinatorial prime counting against the definitions: pi by a naive sieve, phi by counting numbers with a large least
 * prime factor, leaves by going through all m. Every tier; stretches of many segments, of one word, and arguments beyond 2^53 and beyond 2^64.
 */
#include "check.h"

__extension__ typedef unsigned __int128 wide;

#define LIMIT 3000000u /* of the naive tables */
static uint32_t least[LIMIT]; /* least prime factors; 0 for 0 and 1 */
static uint32_t greatest[LIMIT];
static int8_t mu[LIMIT];
static uint32_t pi[LIMIT];
static uint32_t primes[220000];
static int64_t nprimes;

static void prepare(void) {
    mu[1] = 1;
    for (uint32_t i = 2; i < LIMIT; i++) {
        if (least[i] == 0) {
            primes[++nprimes] = i;
            for (uint32_t j = i; j < LIMIT; j += i) {
                if (least[j] == 0) least[j] = i;
                greatest[j] = i;
            }
        }
        const uint32_t rest = i / least[i];
        mu[i] = rest % least[i] == 0 ? 0 : (int8_t)-mu[rest];
        pi[i] = (uint32_t)nprimes;
    }
}

/* The block as kernelbridge.h describes it; tables up to the number `top`. */
static uint64_t *block(wide x, uint32_t y, uint32_t z, int k, uint32_t top) {
    const size_t npairs = top / 128 + 1, nsmall = pi[y] + 1;
    size_t ncoprime = 0, period = 1;
    for (uint32_t m = 1; m <= z; m++) ncoprime += m % 2 && m % 3 && m % 5 && m % 7;
    for (int b = 4; b <= k; b++) period *= primes[b];
    const size_t pairs_at = 128, primes_at = pairs_at + 16 * npairs + 64, leaf_at = primes_at + 4 * nsmall + 64,
                 factor_at = leaf_at + 4 * ncoprime + 64, wheel_at = factor_at + 2 * ncoprime + 64, bytes = wheel_at + period;
    char *at = calloc(1, bytes);
    const uint64_t head[] = {(uint64_t)x, y, z, (uint64_t)k, pairs_at, primes_at, leaf_at, factor_at, wheel_at, period, (uint64_t)(x >> 64)};
    memcpy(at, head, sizeof head);
    uint64_t *pairs = (uint64_t *)(at + pairs_at);
    for (size_t i = 0; i < npairs; i++) {
        pairs[2 * i + 1] = i == 0 ? 0 : pi[128 * i - 1];
        for (uint32_t j = 0; j < 64; j++) pairs[2 * i] |= (uint64_t)(least[128 * i + 2 * j + 1] == 128 * i + 2 * j + 1) << j;
    }
    pairs[0] |= 1;
    memcpy(at + primes_at, primes, 4 * nsmall);
    for (uint32_t m = 1, i = 0; m <= z; m++) {
        if (!(m % 2 && m % 3 && m % 5 && m % 7)) continue;
        const int leaf = m > 1 && mu[m] != 0 && greatest[m] <= y;
        ((uint16_t *)(at + factor_at))[i] = (uint16_t)(!leaf ? 0 : least[m] == m ? 65535 : least[m]);
        ((uint32_t *)(at + leaf_at))[i++] = m - (mu[m] < 0);
    }
    static const int residues[] = {1, 7, 11, 13, 17, 19, 23, 29};
    for (size_t i = 0; i < period; i++) {
        for (int j = 0; j < 8; j++) {
            int keep = 1;
            for (int b = 4; b <= k; b++) keep &= (30 * i + (size_t)residues[j]) % primes[b] != 0;
            ((uint8_t *)(at + wheel_at))[i] |= (uint8_t)(keep << j);
        }
    }
    return (uint64_t *)at;
}

static void check_sums(int32_t tier) {
    uint64_t *tables = block(1, 100000, 1000, 4, LIMIT - 200);
    for (int round = 0; round < 300; round++) {
        int64_t jobs[4 * 20], expected = 0, sum = -1;
        const int64_t count = (int64_t)(random64() % 21);
        for (int64_t j = 0; j < count; j++) {
            const int64_t to = (int64_t)(random64() % 9000), from = to - (int64_t)(random64() % (uint64_t)(to + 1) % 200);
            /* up to the table's end with the smallest prime, down to 2 with the largest */
            const uint64_t least_value = 2 * (uint64_t)primes[to + 1], most = (uint64_t)(LIMIT - 300) * primes[from + 1];
            const uint64_t value = least_value < most ? least_value + random64() % (most - least_value) : least_value;
            const int64_t weight = (int64_t)(random64() % 5) - 2;
            const int64_t job[] = {(int64_t)value, from, to, weight};
            memcpy(jobs + 4 * j, job, sizeof job);
            for (int64_t i = from + 1; i <= to; i++) expected += weight * pi[value / primes[i]];
        }
        CHECK(kb_sum_pi(tier, tables, jobs, count, &sum) == KB_OK, "status");
        CHECK(sum == expected, "tier %d: %lld, not %lld", tier, (long long)sum, (long long)expected);
    }
    free(tables);
}

/* All leaves by their definition, phi by counting; a stage's phi counts as far as its p^2 <= x / low. Returns how many there were. */
static int64_t check_leaves(int32_t tier, wide x, uint32_t y, uint32_t z, int k, uint64_t low, uint64_t high, int64_t stages) {
    uint64_t *tables = block(x, y, z, k, z > y ? z + 200 : y + 200);
    int64_t *phi = calloc((size_t)stages + 1, 8), *signs = calloc((size_t)stages + 1, 8), sum = -1, expected = 0;
    phi[k + 1] = 5, signs[k + 1] = -3; /* added to, not written */
    CHECK(kb_hard_leaves(tier, tables, low, high, stages, phi, signs, &sum) == KB_OK, "status");
    phi[k + 1] -= 5, signs[k + 1] += 3;
    uint32_t *count = malloc(4 * (high - low));
    uint32_t *smallest = calloc(high - low, 4); /* of the primes that matter */
    for (int64_t b = stages; b >= 1; b--) {
        for (uint64_t v = (low + primes[b] - 1) / primes[b] * primes[b]; v < high; v += primes[b]) smallest[v - low] = primes[b];
    }
    if (low == 0) smallest[0] = 1;
    int64_t carried = 0, leaves = 0;
    for (int64_t b = k + 1; b <= stages; b++) {
        const uint64_t p = primes[b];
        uint32_t all = 0;
        for (uint64_t v = low; v < high; v++) count[v - low] = all += smallest[v - low] == 0 || smallest[v - low] >= p;
        int64_t s = 0;
        const wide first = z / p > x / p / high ? z / p : x / p / high;
        for (wide m = first; m <= z && m <= x / p / p / p && x / p / m >= low; m++) {
            const wide u = x / p / m;
            if (m <= z / p || u >= high || mu[m] == 0 || least[m] <= p || greatest[m] > y) continue;
            expected -= mu[m] * (int64_t)count[u - low];
            s -= mu[m];
            leaves++;
            if (b == k + 1) carried -= mu[m] * 5;
        }
        CHECK(signs[b] == s, "tier %d, x %llu, b %lld: signs %lld, not %lld", tier, (unsigned long long)x, (long long)b,
              (long long)signs[b], (long long)s);
        CHECK(p * p > x / high || phi[b] == all, "tier %d, b %lld: phi %lld, not %u", tier, (long long)b, (long long)phi[b], all);
    }
    CHECK(sum == expected + carried, "tier %d, x %llu, [%llu, %llu): %lld, not %lld", tier, (unsigned long long)x, (unsigned long long)low,
          (unsigned long long)high, (long long)sum, (long long)(expected + carried));
    free(count);
    free(smallest);
    free(phi);
    free(signs);
    free(tables);
    return leaves;
}

/* x = p m u or one less for a leaf (p, m) and a place u: x / p has more than 64 bits up to p = 53, and at least 53 up to p = 107. */
static int64_t check_boundary(int32_t tier, int less) {
    const uint32_t z = 300000;
    const uint64_t p = primes[6 + random64() % 23];
    uint32_t m = 0;
    while (mu[m] == 0 || least[m] <= p || m <= z / p) m = z - (uint32_t)(random64() % (z / 2));
    const wide u = ((wide)1000000000 * 1000000000 * (1 + random64() % 1000)) / p / m, x = u * p * m - (wide)less;
    const uint64_t low = (uint64_t)(u / 240 * 240 - 240 * (random64() % 100));
    return check_leaves(tier, x, z, z, 5, low, low + 240 * (101 + random64() % 1000), 28);
}

int main(void) {
    prepare();
    EACH_TIER(tier) {
        check_sums(tier);
        for (int i = 0; i < 60; i++) {
            const uint64_t x = 1000000000 + random64() % 9000000000u;
            const uint32_t y = 2500 + (uint32_t)(random64() % 5000), z = y + (uint32_t)(random64() % 5000);
            const uint64_t low = random64() % 3000 * 240, high = low + (1 + random64() % 2000) * 240;
            check_leaves(tier, x, y, z, 4 + i % 5, low, high, pi[300]);
        }
        check_leaves(tier, 10000000000u, 8000, 8000, 8, 0, 2400000, pi[316]);   /* from 0 on, several segments of the sieve */
        check_leaves(tier, 1000000000000u, 12000, 12000, 4, 0, 240, pi[1000]);  /* one word */
        const int64_t leaves = check_leaves(tier, 4000000000000000000u, 2000000, 2999000, 5, /* x / p beyond 2^53 */
                                            (uint64_t)240 * 58000000, (uint64_t)240 * 58008000, pi[541]);
        CHECK(leaves > 100, "only %lld leaves: nothing was tested", (long long)leaves);
        for (int i = 0; i < 40; i++) CHECK(check_boundary(tier, i & 1) > 0, "no leaf: nothing was tested");
        CHECK(kb_hard_leaves(tier, NULL, 0, 240, 1, NULL, NULL, NULL) == KB_BAD_ARGUMENT, "no tables");
        CHECK(kb_sum_pi(tier, NULL, NULL, 0, NULL) == KB_BAD_ARGUMENT, "no tables");
    }
    return 0;
}
