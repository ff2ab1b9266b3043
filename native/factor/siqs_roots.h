/*
 * The places that each prime divides: from scratch for a coefficient, and by one addition from polynomial to polynomial (S. Contini,
 * "Factoring integers with the self-initializing quadratic sieve", 1997).
 */
#ifndef KB_SIQS_ROOTS_H
#define KB_SIQS_ROOTS_H
#include "siqs.h"

/* gamma_l / q_l modulo every prime, all inverses at once by Montgomery's trick; root / (2 a) and the middle place. */
static void start_coefficient(struct siqs *q) {
    const int64_t column = padded(q->size);
    uint32_t prefix[MOST_FACTORS], factor[MOST_FACTORS];
    for (int64_t l = 0; l < q->s; l++) factor[l] = q->primes[q->factors[l]];
    memcpy(q->weights, q->logs, (size_t)q->size);
    for (int64_t i = 1; i < q->size; i++) {
        const uint32_t p = q->primes[i];
        const uint64_t m = q->reciprocals[i];
        uint32_t product = 1;
        for (int64_t l = 0; l < q->s; l++) {
            prefix[l] = product;
            product = kb_residue((uint64_t)product * factor[l], p, m);
        }
        uint32_t inverse = product == 0 ? 0 : kb_residue_inverse(product, p);
        q->turned[i] = kb_residue((uint64_t)kb_residue_half(inverse, p) * q->roots[i], p, m);
        q->middle[i] = kb_residue((uint64_t)places(q) / 2, p, m);
        for (int64_t l = q->s - 1; l >= 0; l--) {
            q->moves[l * column + i] = kb_residue((uint64_t)kb_residue((uint64_t)inverse * prefix[l], p, m) * q->gammas[l], p, m);
            inverse = kb_residue((uint64_t)inverse * factor[l], p, m);
        }
    }
    for (int64_t k = 0; k < q->s; k++) { /* primes of a divide at one place only: not sieved */
        const uint64_t i = q->factors[k];
        q->weights[i] = 0;
        q->turned[i] = q->middle[i] = 0;
        for (int64_t l = 0; l < q->s; l++) q->moves[l * column + (int64_t)i] = 0;
    }
    for (int64_t l = 0; l < q->s; l++) {
        q->moves[l * column] = 0;
        for (int64_t i = q->size; i < column; i++) q->moves[l * column + i] = 0;
    }
    q->turned[0] = q->middle[0] = 0;
    q->head[0] = q->id;
}

/* The roots of polynomial g: (+-root - b) / (2 a), counted from place 0. */
static void begin_polynomial(struct siqs *q, int64_t g) {
    const int64_t column = padded(q->size), minus = g ^ (g >> 1);
    const uint32_t odd = (uint32_t)q->odd;
    for (int64_t i = 1; i < q->size; i++) {
        const uint32_t p = q->primes[i];
        uint32_t sum = 0;
        for (int64_t l = 0; l < q->s; l++) {
            const uint32_t move = q->moves[l * column + i];
            sum += (minus >> l & 1) != 0 ? p - move : move;
            sum = sum >= p ? sum - p : sum;
        }
        sum += odd;
        sum = sum >= p ? sum - p : sum;
        uint32_t center = q->middle[i] + p - kb_residue_half(sum, p);
        center = center >= p ? center - p : center;
        const uint32_t above = center + q->turned[i], below = center + p - q->turned[i];
        q->root1[i] = above >= p ? above - p : above;
        q->root2[i] = below >= p ? below - p : below;
    }
    for (int64_t l = 0; l < q->s; l++) q->root1[q->factors[l]] = q->root2[q->factors[l]] = 0;
    q->root1[0] = q->root2[0] = 0;
    for (int64_t i = q->size; i < column; i++) q->root1[i] = q->root2[i] = NEVER;
}

/* From polynomial g - 1 to g, for the primes [from, to); what lies behind the base has p = 0 and stays. */
static inline void step_roots(struct siqs *q, int64_t g, int64_t from, int64_t to) {
    const int l = __builtin_ctzll((uint64_t)g);
    const uint32_t *restrict move = q->moves + l * padded(q->size), *restrict primes = q->primes;
    uint32_t *restrict root1 = q->root1, *restrict root2 = q->root2;
    if (((g ^ (g >> 1)) >> l & 1) != 0) {
        for (int64_t i = from; i < to; i++) {
            const int32_t p = (int32_t)primes[i], by = (int32_t)move[i] - p;
            const int32_t r1 = (int32_t)root1[i] + by, r2 = (int32_t)root2[i] + by;
            root1[i] = (uint32_t)(r1 + (p & r1 >> 31));
            root2[i] = (uint32_t)(r2 + (p & r2 >> 31));
        }
    } else {
        for (int64_t i = from; i < to; i++) {
            const int32_t p = (int32_t)primes[i], by = (int32_t)move[i];
            const int32_t r1 = (int32_t)root1[i] - by, r2 = (int32_t)root2[i] - by;
            root1[i] = (uint32_t)(r1 + (p & r1 >> 31));
            root2[i] = (uint32_t)(r2 + (p & r2 >> 31));
        }
    }
}
#endif
