/* Tests for primality of the parts that numbers are split into, 32 at once. */
#ifndef KB_IFMA_PARTS_H
#define KB_IFMA_PARTS_H
#include "ifma_lanes.h"

/* Whether a number needs two limbs or at least comparisons. */
#define LAZY_BITS 48
#define IS_LONG(n) ((n) >> LAZY_BITS != 0)

/* Numbers that wait until all lanes are full. */
struct queue {
    kb_u64 n[MOST_LANES], p[MOST_LANES];
    int64_t at[MOST_LANES];
    int count;
};

#define WORTH_LANES 6

/* Fills idle lanes with copies of the first. */
static void fill_queue(struct queue *q) {
    for (int k = q->count; k < MOST_LANES; k++) {
        q->n[k] = q->n[0];
        q->p[k] = q->p[0];
    }
}

/* Lucas tests for those that passed to base 2. */
static void flush_lucas(struct queue *q, int is_long, uint8_t *prime) {
    fill_queue(q);
    const kb_u32 passed = is_long ? long1_lucas(q->n, q->p) : lazy1_lucas(q->n, q->p);
    for (int k = 0; k < q->count; k++) prime[q->at[k]] = passed >> k & 1;
    q->count = 0;
}

static void flush_strong(struct queue *q, struct queue *lucas, int is_long, uint8_t *prime) {
    fill_queue(q);
    const kb_u32 passed = is_long ? long1_strong(q->n) : lazy1_strong(q->n);
    for (int k = 0; k < q->count; k++) {
        if ((passed >> k & 1) == 0) continue;
        if (q->n[k] >> 32 == 0 && !kb_maybe_pseudoprime((kb_u32)q->n[k])) {
            prime[q->at[k]] = 1;
            continue;
        }
        const kb_u64 p = kb_lucas_parameter(q->n[k]);
        if (p == 0) continue;
        lucas->n[lucas->count] = q->n[k];
        lucas->p[lucas->count] = p;
        lucas->at[lucas->count++] = q->at[k];
        if (lucas->count == MOST_LANES) flush_lucas(lucas, is_long, prime);
    }
    q->count = 0;
}

/* Whether each part is prime; parts have no prime factor below `least`. */
static void prove_parts(const struct part *parts, int64_t count, kb_u64 least, uint8_t *prime) {
    struct queue strong[2], lucas[2];
    for (int s = 0; s < 2; s++) strong[s].count = lucas[s].count = 0;
    for (int64_t i = 0; i < count; i++) {
        const kb_u64 m = parts[i].n;
        struct queue *q = &strong[IS_LONG(m)];
        prime[i] = m < least * least;
        if (prime[i]) continue;
        q->n[q->count] = m;
        q->p[q->count] = 0;
        q->at[q->count++] = i;
        if (q->count == MOST_LANES) flush_strong(q, &lucas[IS_LONG(m)], IS_LONG(m), prime);
    }
    for (int s = 0; s < 2; s++) { /* the rest, one by one if lanes would be empty */
        if (strong[s].count >= WORTH_LANES) flush_strong(&strong[s], &lucas[s], s, prime);
        for (int k = 0; k < strong[s].count; k++) prime[strong[s].at[k]] = (uint8_t)kb_prime_tests(strong[s].n[k]);
        if (lucas[s].count > 0) flush_lucas(&lucas[s], s, prime);
    }
}
#endif
