/*
 * ECM on two curves in lockstep in general registers, R = 2^64: one curve alone waits for its products half of the time.
 */
#ifndef KB_LANES64_H
#define KB_LANES64_H
#include "../arith/montgomery.h"

#define KB_LANES64 2

typedef struct {
    kb_u64 v[KB_LANES64];
} lanes64_t;

typedef struct {
    kb_u64 n, ninv;
} lanes64_field;

#define EACH_LANE(i) for (int i = 0; i < KB_LANES64; i++)

static inline void lanes64_mul(lanes64_t *r, const lanes64_t *a, const lanes64_t *b, const lanes64_field *f) {
    EACH_LANE(i) r->v[i] = kb_mont_mul(a->v[i], b->v[i], f->n, f->ninv);
}

static inline void lanes64_sqr(lanes64_t *r, const lanes64_t *a, const lanes64_field *f) { lanes64_mul(r, a, a, f); }

static inline void lanes64_add(lanes64_t *r, const lanes64_t *a, const lanes64_t *b, const lanes64_field *f) {
    EACH_LANE(i) r->v[i] = kb_mod_add(a->v[i], b->v[i], f->n);
}

static inline void lanes64_sub(lanes64_t *r, const lanes64_t *a, const lanes64_t *b, const lanes64_field *f) {
    EACH_LANE(i) r->v[i] = kb_mod_sub(a->v[i], b->v[i], f->n);
}

#define KB_ECM(name) lanes64_##name
#define KB_ECM_FN static __attribute__((noinline))
#include "../arith/ecm.h"
#undef KB_ECM
#undef KB_ECM_FN
#endif
