/*
 * The quadratic sieve's inner loop: polynomial by polynomial, block by block (see RelationEngine.java and package-info of factor.siqs for
 * the mathematics). What it finds does not depend on the tier, nor on how polynomials are cut into calls.
 */
#include "siqs_divide.h"
#include "siqs_roots.h"
#include "siqs_strike.h"

int64_t KB_KERNEL(siqs_scratch)(const uint64_t *tables) {
    struct siqs q;
    siqs_tables(&q, tables);
    return siqs_memory(&q, NULL);
}

/* Places from 128 on are looked at. */
static void look(struct siqs *q, int64_t b) {
    const int64_t length = (int64_t)1 << q->bits;
    const uint8_t *block = q->field + (b << q->bits);
    for (int64_t i = 0; i < length; i += 64) {
        uint64_t any = 0;
        for (int64_t k = 0; k < 64; k += 8) {
            uint64_t word;
            memcpy(&word, block + i + k, 8);
            any |= word;
        }
        if ((any & 0x8080808080808080u) == 0) continue;
        for (int64_t k = i; k < i + 64; k++) {
            if (block[k] >= 128) divide(q, (uint32_t)((b << q->bits) + k), block[k] - q->start);
        }
    }
}

static void sieve_polynomial(struct siqs *q, int64_t g) {
    const int step = g != 0 && q->head[1] + 1 == (uint64_t)g;
    if (step) {
        step_roots(q, g, 0, q->slices > 0 ? q->large : padded(q->size));
    } else {
        begin_polynomial(q, g);
    }
    q->g = g;
    q->fresh = 0;
    memcpy(q->next1, q->root1, 4 * (size_t)q->large);
    memcpy(q->next2, q->root2, 4 * (size_t)q->large);
    memset(q->field, (int)q->start, (size_t)places(q));
    strike_large(q, g, step);
    q->head[1] = (uint64_t)g;
    for (int64_t b = 0; b < q->blocks && !q->full; b++) {
        strike(q, b);
        look(q, b);
    }
}

void KB_KERNEL(siqs)(const uint64_t *tables, const uint64_t *coefficient, int64_t from, int64_t to, uint64_t *scratch, uint32_t *found,
                     int64_t room, int64_t *state) {
    struct siqs q;
    siqs_tables(&q, tables);
    siqs_coefficient(&q, coefficient);
    siqs_memory(&q, (char *)scratch);
    q.found = found;
    q.found_room = room;
    q.found_count = 0;
    q.full = 0;
    if (q.head[0] != q.id) {
        start_coefficient(&q);
        q.head[1] = UINT64_MAX - 1;
    }
    int64_t g = from;
    for (; g < to; g++) {
        const int64_t before = q.found_count;
        sieve_polynomial(&q, g);
        if (q.full) { /* this polynomial is for the next call, as a whole */
            q.found_count = before;
            break;
        }
    }
    state[0] = g;
    state[1] = q.found_count;
}
