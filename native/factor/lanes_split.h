/*
 * Elliptic curves on 32 or 16 numbers at once. A lane whose number is split takes the next one; when no next one is left, the idle lanes
 * run further curves on those still there. So a single number is simply eight curves at once. The includer has defined, by width of numbers,
 * RUNS (8 lanes, all lanes), FULL (how many these are), and lane_gcds.
 */
#ifndef KB_LANES_SPLIT_H
#define KB_LANES_SPLIT_H

/* A number in work, and its next curve. */
struct slot {
    kb_u64 n;
    int32_t owner;
    int16_t light;
    int curve;
};

static struct slot slot_of(const struct part *from) { return (struct slot){from->n, from->owner, from->light, from->curve}; }

/*
 * Splits composite parts of one class into two each, which go to out; returns how many were split. Where no curve does it, rho does;
 * but with `failed` every part gets one run, and those it does not split go there.
 */
static int64_t split_class(const struct part *parts, int64_t count, const struct size_class *size, struct part *out,
                           struct part *failed) {
    const struct part *const start = out;
    struct slot slots[MOST_LANES];
    struct lane_run run;
    const int full = FULL[size->width];
    int active = 0;
    int64_t next = 0;
    run.plan = kb_ecm_plan_of(size->b1, size->b2, size->m);
    while (active < full && next < count) slots[active++] = slot_of(&parts[next++]);
    while (active > 0) {
        const int lanes = active <= 3 ? 8 : full;
        int of[MOST_LANES];
        kb_u64 gcds[MOST_LANES];
        for (int i = 0, k = 0; i < lanes; i++, k = k + 1 < active ? k + 1 : 0) {
            struct slot *s = &slots[of[i] = k];
            run.n[i] = s->n;
            run.curve[i] = s->curve++ % KB_ECM_CURVES;
        }
        run.solo = active == 1;
        run.found = 0;
        RUNS[size->width][lanes == full](&run);
        if (run.found != 0) gcds[0] = run.found;
        else lane_gcds(gcds, run.all, run.n, lanes);
        for (int i = 0; i < (run.found != 0 ? 1 : lanes); i++) {
            struct slot *s = &slots[of[i]];
            kb_u64 d = gcds[i];
            if (s->n == 0) continue; /* another lane was first */
            if (d == s->n) { /* all primes at once: one of the factors of the residue may know them apart */
                for (int k = 0; k <= KB_ECM_SUMS && (d == 1 || d == s->n); k++) d = kb_gcd(run.parts[k][i], s->n);
            }
            if (d == 1 || d == s->n) {
                if (failed != NULL || s->curve < KB_ECM_CURVES) continue;
                d = kb_rho(s->n);
            }
            *out++ = (struct part){d, s->owner, s->light, 0};
            *out++ = (struct part){s->n / d, s->owner, s->light, 0};
            s->n = 0;
        }
        for (int i = 0; failed != NULL && i < active; i++) { /* when all its lanes have been looked at */
            if (slots[i].n == 0) continue;
            *failed++ = (struct part){slots[i].n, slots[i].owner, 0, (int16_t)slots[i].curve};
            slots[i].n = 0;
        }
        for (int i = 0; i < active;) {
            if (slots[i].n != 0) i++;
            else if (next < count) slots[i++] = slot_of(&parts[next++]);
            else slots[i] = slots[--active];
        }
    }
    return (out - start) / 2;
}
#endif
