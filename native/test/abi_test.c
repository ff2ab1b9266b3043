/* What is refused and with which status; that an empty request needs no data; the names of the tiers. */
#include "check.h"

int main(void) {
    int32_t best = kb_tier_best();
    uint64_t n[1] = {7}, primes[16];
    uint8_t byte[1];
    int64_t count = -1;
    double v[1] = {1};
    float f[1] = {1};

    CHECK(kb_abi() == KB_ABI, "%d", kb_abi());
    CHECK(best >= 0, "%d", best);
    EACH_TIER(tier) CHECK(kb_tier_name(tier) != NULL, "%d", tier);
    CHECK(kb_tier_name(-1) == NULL && kb_tier_name(99) == NULL, "a name for no tier");
    printf("tiers up to %s\n", kb_tier_name(best));

    for (int i = 0; i < 2; i++) {
        int32_t bad = i == 0 ? -1 : best + 1;
        CHECK(kb_sieve_bits(bad, 0, 1, NULL, 0, byte, byte) == KB_NO_SUCH_TIER, "%d", bad);
        CHECK(kb_sieve_count(bad, 0, 1, 255, 255, NULL, 0, byte, &count) == KB_NO_SUCH_TIER, "%d", bad);
        CHECK(kb_is_prime(bad, n, 0, 1, byte, 0) == KB_NO_SUCH_TIER, "%d", bad);
        CHECK(kb_factorize(bad, n, 0, 1, primes) == KB_NO_SUCH_TIER, "%d", bad);
        CHECK(kb_map_f64(bad, KB_EXP, 0, 0, v, 0, NULL, 0, NULL, 0, v, 0, 1) == KB_NO_SUCH_TIER, "%d", bad);
        CHECK(kb_map_f32(bad, KB_EXP, 0, 0, f, 0, NULL, 0, NULL, 0, f, 0, 1) == KB_NO_SUCH_TIER, "%d", bad);
        CHECK(kb_reduce_f64(bad, KB_SUM, 0, v, 0, NULL, 0, 1, v, 0) == KB_NO_SUCH_TIER, "%d", bad);
        CHECK(kb_scan_f64(bad, 0, v, 0, v, 0, 1) == KB_NO_SUCH_TIER && kb_scan_f32(bad, 0, f, 0, f, 0, 1) == KB_NO_SUCH_TIER, "%d", bad);
        CHECK(kb_reduce_f32(bad, KB_SUM, 0, f, 0, NULL, 0, 1, v, 0) == KB_NO_SUCH_TIER, "%d", bad);
    }

    CHECK(kb_sieve_bits(0, 0, -1, NULL, 0, byte, byte) == KB_BAD_ARGUMENT, "length");
    CHECK(kb_sieve_bits(0, 0, 1, NULL, 1, byte, byte) == KB_BAD_ARGUMENT, "base");
    CHECK(kb_sieve_bits(0, 0, 1, NULL, 0, NULL, byte) == KB_BAD_ARGUMENT, "bits");
    CHECK(kb_sieve_bits(0, 0, 1, NULL, 0, byte, NULL) == KB_BAD_ARGUMENT, "scratch");
    CHECK(kb_sieve_count(0, 0, 1, 255, 255, NULL, 0, byte, NULL) == KB_BAD_ARGUMENT, "count");
    CHECK(kb_sieve_count(0, 0, 1, 255, 255, NULL, -1, byte, &count) == KB_BAD_ARGUMENT, "nbase");
    CHECK(kb_is_prime(0, NULL, 0, 1, byte, 0) == KB_BAD_ARGUMENT, "n");
    CHECK(kb_is_prime(0, n, 0, -1, byte, 0) == KB_BAD_ARGUMENT, "count");
    CHECK(kb_factorize(0, n, 0, 1, NULL) == KB_BAD_ARGUMENT, "primes");
    CHECK(kb_map_f64(0, KB_POW + 1, 0, 0, v, 0, v, 0, v, 0, v, 0, 1) == KB_BAD_ARGUMENT, "op");
    CHECK(kb_map_f64(0, -1, 0, 0, v, 0, v, 0, v, 0, v, 0, 1) == KB_BAD_ARGUMENT, "op");
    CHECK(kb_map_f64(0, KB_ADD, 0, 0, v, 0, NULL, 0, NULL, 0, v, 0, 1) == KB_BAD_ARGUMENT, "y");
    CHECK(kb_map_f32(0, KB_FMA, 0, 0, f, 0, f, 0, NULL, 0, f, 0, 1) == KB_BAD_ARGUMENT, "z");
    CHECK(kb_map_f32(0, KB_SCALE, 0, 0, f, 0, NULL, 0, NULL, 0, NULL, 0, 1) == KB_BAD_ARGUMENT, "out");
    CHECK(kb_map_f64(0, KB_EXP, 0, 0, v, 0, NULL, 0, NULL, 0, v, 0, -1) == KB_BAD_ARGUMENT, "n");
    CHECK(kb_reduce_f64(0, KB_DOT2 + 1, 0, v, 0, v, 0, 1, v, 0) == KB_BAD_ARGUMENT, "op");
    CHECK(kb_reduce_f64(0, KB_DOT, 0, v, 0, NULL, 0, 1, v, 0) == KB_BAD_ARGUMENT, "y");
    CHECK(kb_scan_f64(0, 0, NULL, 0, v, 0, 1) == KB_BAD_ARGUMENT && kb_scan_f32(0, 0, f, 0, f, 0, -1) == KB_BAD_ARGUMENT, "x, n");
    CHECK(kb_reduce_f32(0, KB_SUM, 0, NULL, 0, NULL, 0, 1, v, 0) == KB_BAD_ARGUMENT, "x");

    EACH_TIER(tier) {
        CHECK(kb_sieve_bits(tier, 0, 0, NULL, 0, NULL, NULL) == KB_OK, "empty sieve");
        CHECK(kb_sieve_count(tier, 0, 0, 255, 255, NULL, 0, NULL, &count) == KB_OK && count == 0, "empty count");
        CHECK(kb_is_prime(tier, NULL, 0, 0, NULL, 0) == KB_OK, "no numbers");
        CHECK(kb_factorize(tier, NULL, 0, 0, NULL) == KB_OK, "no numbers");
        CHECK(kb_map_f64(tier, KB_FMA, 0, 0, NULL, 0, NULL, 0, NULL, 0, NULL, 0, 0) == KB_OK, "empty map");
        CHECK(kb_reduce_f32(tier, KB_DOT, 0, NULL, 0, NULL, 0, 0, NULL, 0) == KB_OK, "empty reduction");
    }
    return 0;
}
