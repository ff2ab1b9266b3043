/*
 * min and max as Java's Math has them: NaN if either is, and -0 below +0. IEEE's comparison takes both zeros for one, so equal
 * operands are joined bit by bit: the signs of two zeros by "or" or "and", everything else is the same in both.
 */
#ifndef KB_LEAST_H
#define KB_LEAST_H
#include "prelude.h"

#define KB_LEAST_OF(T, suffix, BITS, VALUE)                                                                            \
    KB_FN T kb_min_##suffix(T x, T y) {                                                                                \
        T t = x < y ? x : y < x ? y : VALUE(BITS(x) | BITS(y));                                                        \
        return x != x ? x : y != y ? y : t;                                                                            \
    }                                                                                                                  \
    KB_FN T kb_max_##suffix(T x, T y) {                                                                                \
        T t = x > y ? x : y > x ? y : VALUE(BITS(x) & BITS(y));                                                        \
        return x != x ? x : y != y ? y : t;                                                                            \
    }

#if KB_HAS_F64
KB_LEAST_OF(double, f64, KB_F64_BITS, KB_BITS_F64)
#endif
KB_LEAST_OF(float, f32, KB_F32_BITS, KB_BITS_F32)
#endif
