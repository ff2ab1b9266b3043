/* What runs of curves on several numbers at once have in common: the numbers, and what comes of them. */
#ifndef KB_CURVE_LANES_H
#define KB_CURVE_LANES_H
#include "one.h"

#define MOST_LANES 32
#define EACH_VECTOR(i) _Pragma("GCC unroll 8") for (int i = 0; i < LANES_K; i++)

enum width { LAZY, WORD, LONG }; /* n < 2^48, n < 2^52, n < 2^64 */

struct size_class {
    int bits; /* the largest */
    enum width width;
    int b1, b2, m;
};

/* What a run of curves gets and gives, by lane. */
struct lane_run {
    kb_u64 n[MOST_LANES];
    int curve[MOST_LANES];
    kb_ecm_plan plan;
    int solo; /* all lanes work on one number: what stage 1 finds is enough */
    kb_u64 found;
    kb_u64 all[MOST_LANES], parts[1 + KB_ECM_SUMS][MOST_LANES];
};

/*
 * A part of number `owner`. `light`: its number had small factors, as random ones have and products of two large primes have not, so a
 * small curve comes first.
 */
struct part {
    kb_u64 n;
    int32_t owner;
    int16_t light, curve; /* curve: the next one to be tried */
};
#endif
