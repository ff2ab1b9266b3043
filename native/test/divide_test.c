/*
 * Quotients and roots of floats by arith/divide.h against the processor's, which IEEE 754 has right: with guesses as bad as OpenCL allows,
 * worse, and exact.
 *
 *     divide_test                    samples, a second
 *     divide_test 1000000000         so many quotients
 *     divide_test all                the root of every float, too, about two minutes
 */
#include "check.h"
#include <math.h>
static int off; /* ulp of the guess */
static float guessed(float exact) {
    uint32_t bits;
    memcpy(&bits, &exact, sizeof bits);
    bits += (uint32_t)off;
    memcpy(&exact, &bits, sizeof bits);
    return exact;
}
#define KB_NEARLY_DIVIDED(x, y) guessed((x) / (y))
#define KB_NEARLY_ROOT(x) guessed(sqrtf(x))
#include "../arith/divide.h"

static int same(float a, float b) { return (isnan(a) && isnan(b)) || kb_f32_bits(a) == kb_f32_bits(b); }

static void divide(uint32_t x, uint32_t y) {
    float a = kb_bits_f32(x), b = kb_bits_f32(y);
    CHECK(same(kb_div_f32(a, b), a / b), "%a / %a = %a, not %a (guess off by %d ulp)", a, b, a / b, kb_div_f32(a, b), off);
}

static void root(uint32_t x) {
    float a = kb_bits_f32(x);
    CHECK(same(kb_sqrt_f32(a), sqrtf(a)), "sqrt(%a) = %a, not %a (guess off by %d ulp)", a, sqrtf(a), kb_sqrt_f32(a), off);
}

/* The ends of the ranges, and what is beside them. */
static const uint32_t EDGES[] = {0, 1, 2, 3, 0x7ffffe, 0x7fffff, 0x800000, 0x800001, 0xffffff, 0x1000000, 0x3f7fffff, 0x3f800000,
                                 0x3f800001, 0x3fffffff, 0x40000000, 0x40000001, 0x40400000, 0x00400000, 0x00400001, 0x00555555,
                                 0x7e7fffff, 0x7e800000, 0x7e800001, 0x7effffff, 0x7f000000, 0x7f7ffffe, 0x7f7fffff, 0x7f800000,
                                 0x7f800001, 0x7fc00000};
#define COUNT (sizeof EDGES / sizeof EDGES[0])

static uint32_t sample(void) {
    uint64_t r = random64();
    switch (r >> 61) {
    case 0: return EDGES[(r >> 32) % COUNT] ^ (uint32_t)(r & 0x80000000u);
    case 1: return (uint32_t)r & 0x807fffffu; /* subnormal */
    case 2: return ((uint32_t)r & 0x80000000u) | (0x7f800000u - (uint32_t)(r >> 36 & 0xffffff)); /* huge */
    case 3: return 0x3f800000u + (uint32_t)(r & 0xffffff); /* from 1 to 4 */
    case 4: return (uint32_t)r & (~(uint32_t)0 << (r >> 32) % 24); /* short: exact quotients, and ties of subnormal ones */
    default: return (uint32_t)r;
    }
}

int main(int argc, char **argv) {
    int all = argc > 1 && !strcmp(argv[1], "all");
    long quotients = argc > 1 && !all ? atol(argv[1]) : 3000000;
    for (off = -8; off <= 8; off++) {
        for (size_t i = 0; i < COUNT; i++) {
            for (size_t j = 0; j < COUNT; j++) {
                for (uint32_t sign = 0; sign < 4; sign++) divide(EDGES[i] | sign << 31, EDGES[j] | sign >> 1 << 31);
            }
            root(EDGES[i]);
            root(EDGES[i] | 0x80000000u);
        }
    }
    for (long i = 0; i < quotients; i++) {
        off = (int)(i % 7) - 3;
        divide(sample(), sample());
        root(sample());
        uint32_t x = 0x3f800000u + (uint32_t)(random64() & 0xffffff); /* roots that are exact or nearly so */
        root(kb_f32_bits(kb_bits_f32(x) * kb_bits_f32(x)));
    }
    for (uint64_t x = 0; all && x < (uint64_t)1 << 32; x++) {
        off = (int)(x % 7) - 3;
        root((uint32_t)x);
    }
    printf("%ld quotients and roots%s\n", quotients, all ? ", and the root of every float" : "");
    return 0;
}
