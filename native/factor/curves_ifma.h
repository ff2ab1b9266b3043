/* The calls of curves_ifma.c, see curves_calls.h. */
#ifndef KB_CURVES_IFMA_H
#define KB_CURVES_IFMA_H
#include "../include/kernelbridge.h"

#define MOST_IFMA_LIMBS 16
#define MOST_IFMA_BITS (52 * MOST_IFMA_LIMBS - 4)

int64_t ifma_bytes(int64_t bits, int64_t points);
void ifma_open(const uint64_t *n, int64_t words, int64_t bits, int64_t points, void *state);
void ifma_begin(const uint64_t *a24, const uint64_t *x, void *state);
int32_t ifma_chain(const int16_t *steps, int64_t count, void *state);
int32_t ifma_pairs(const int16_t *columns, int64_t count, int64_t from, void *state);
void ifma_read(int32_t product, uint64_t *out, void *state);
#endif
