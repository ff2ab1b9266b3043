/*
 * The state of the elliptic-curve method, and what is done to it whatever its arithmetic is. Included once for each kind of limbs,
 * which defines before:
 *   WORD        a limb of every curve: uint64_t for one curve, __m512i for eight
 *   LANES       how many curves that is
 *   LIMB_BITS   how many bits of a limb are used
 *   fe_broadcast(value), fe_mul_any, fe_add_any, fe_sub_any (see curves_fixed.h), lane_get, lane_set
 * Values are below 4 n where they go into a product and below 2 n where they come out; R = 2^(LIMB_BITS * limbs) is above 16 n, so
 * nothing is ever compared with n. Formulas: P. L. Montgomery, Math. Comp. 48, 1987, section 10.3.1.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { STEP_ADD, STEP_DOUBLE, STEP_COPY, STEP_STORE };
#define ROOM 4 /* bits of R beyond n */
#define LIMBS_OF(bits) ((bits) + ROOM <= 2 * LIMB_BITS ? 2 : ((bits) + ROOM + LIMB_BITS - 1) / LIMB_BITS)

struct curves {
    int64_t lanes, limbs, words, points, stored;
    uint64_t ninv; /* -1 / n mod 2^LIMB_BITS */
    uint64_t unused[2];
};

/* Values of `limbs` limbs each, one behind the other behind the struct. */
enum { V_N, V_TWO_N, V_R2, V_A24, V_PRODUCT, V_OTHER, V_S, V_T, V_U, V_V, V_X, V_Z = V_X + 8, V_TABLE = V_Z + 8 };

static inline WORD *value(struct curves *c, int64_t index, int64_t limbs) { return (WORD *)(c + 1) + index * limbs; }

static int64_t state_bytes(int64_t bits, int64_t points) {
    return (int64_t)sizeof(struct curves) + (V_TABLE + 3 * points + 2) * LIMBS_OF(bits) * (int64_t)sizeof(WORD);
}

/* The 64-bit words of a number to limbs of every lane or of one. */
static uint64_t limb_of(const uint64_t *number, int64_t words, int64_t i) {
    int64_t bit = i * LIMB_BITS, at = bit / 64, shift = bit % 64;
    uint64_t low = at < words ? number[at] >> shift : 0;
    if (shift > 0 && at + 1 < words) low |= number[at + 1] << (64 - shift);
    return LIMB_BITS == 64 ? low : low & (((uint64_t)1 << (LIMB_BITS & 63)) - 1);
}

static void set_all(WORD *to, int64_t limbs, const uint64_t *number, int64_t words) {
    for (int64_t i = 0; i < limbs; i++) to[i] = fe_broadcast(limb_of(number, words, i));
}

static void set_lane(WORD *to, int64_t limbs, int lane, const uint64_t *number, int64_t words) {
    for (int64_t i = 0; i < limbs; i++) lane_set(&to[i], lane, limb_of(number, words, i));
}

/* The limbs of one lane as words + 1 words of 64 bits. */
static void get_lane(uint64_t *number, int64_t words, const WORD *from, int64_t limbs, int lane) {
    memset(number, 0, (size_t)(words + 1) * sizeof *number);
    for (int64_t i = 0; i < limbs; i++) {
        uint64_t limb = lane_get(&from[i], lane);
        int64_t bit = i * LIMB_BITS, at = bit / 64, shift = bit % 64;
        if (at <= words) number[at] |= limb << shift;
        if (shift > 0 && at + 1 <= words) number[at + 1] |= limb >> (64 - shift);
    }
}

/* x = 2 x mod n for x < n, in 64-bit words. */
static void twice_mod(uint64_t *x, const uint64_t *n, int64_t words) {
    uint64_t top = x[words - 1] >> 63;
    int larger = top != 0;
    for (int64_t i = words - 1; i >= 0; i--) x[i] = x[i] << 1 | (i > 0 ? x[i - 1] >> 63 : 0);
    if (!larger) {
        int64_t i = words - 1;
        while (i > 0 && x[i] == n[i]) i--;
        larger = x[i] >= n[i];
    }
    if (larger) {
        uint64_t borrow = 0;
        for (int64_t i = 0; i < words; i++) {
            uint64_t a = x[i], d = a - n[i], e = d - borrow;
            borrow = (a < n[i]) | (d < borrow);
            x[i] = e;
        }
    }
}

/* Makes ready for n. */
static void state_open(struct curves *c, const uint64_t *n, int64_t words, int64_t bits, int64_t points) {
    int64_t limbs = LIMBS_OF(bits);
    uint64_t *scratch = (uint64_t *)value(c, V_TABLE + 3 * points, limbs); /* two values: more than words + 1 words */
    c->lanes = LANES;
    c->limbs = limbs;
    c->words = words;
    c->points = points;
    c->stored = 0;
    uint64_t inverse = (3 * n[0]) ^ 2;
    for (int i = 0; i < 4; i++) inverse *= 2 - n[0] * inverse;
    c->ninv = LIMB_BITS == 64 ? 0 - inverse : (0 - inverse) & (((uint64_t)1 << (LIMB_BITS & 63)) - 1);
    set_all(value(c, V_N, limbs), limbs, n, words);
    scratch[words] = 0;
    for (int64_t i = 0; i < words; i++) scratch[i] = n[i] << 1 | (i > 0 ? n[i - 1] >> 63 : 0);
    scratch[words] = n[words - 1] >> 63;
    set_all(value(c, V_TWO_N, limbs), limbs, scratch, words + 1);
    memset(scratch, 0, (size_t)words * sizeof *scratch); /* R^2 mod n: 1, doubled */
    scratch[0] = 1;
    for (int64_t i = 0; i < 2 * limbs * LIMB_BITS; i++) twice_mod(scratch, n, words);
    set_all(value(c, V_R2, limbs), limbs, scratch, words);
}
