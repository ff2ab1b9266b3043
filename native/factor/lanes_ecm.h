/* One curve on each of LANES_COUNT numbers, equal or different ones; text to be included behind an arithmetic. */
#define KB_ECM(name) LANES(name)
#define KB_ECM_FN static __attribute__((noinline))
#include "../arith/ecm.h"
#undef KB_ECM
#undef KB_ECM_FN

/*
 * all[lane] = a residue modulo n[lane] that shares with it what the curve found, parts[k][lane] = its KB_ECM_SUMS + 1 factors. Or, if all
 * lanes work on one number, `found` = what stage 1 found.
 */
static __attribute__((noinline)) void LANES(curve_run)(struct lane_run *run) {
    LANES(field) f;
    LANES(curve) c;
    LANES(point) q[5];
    LANES(t) sums[KB_ECM_SUMS];
    LANES(work) work;
    kb_u64 num[LANES_COUNT], den[LANES_COUNT], x[LANES_COUNT], z[LANES_COUNT];
    for (int i = 0; i < LANES_COUNT; i++) {
        const int k = run->curve[i];
        num[i] = KB_ECM_NUM[k];
        den[i] = KB_ECM_DEN[k];
        x[i] = KB_ECM_X[k];
        z[i] = kb_ecm_z(k, run->n[i]);
    }
    LANES(load_field)(&f, run->n);
    LANES(convert)(&c.num, num, &f);
    LANES(convert)(&c.den, den, &f);
    LANES(convert)(&q[0].x, x, &f);
    LANES(convert)(&q[0].z, z, &f);
    LANES(stage1)(q, &c, &f, run->plan.steps);
    LANES(store)(run->parts[0], &q[0].z, &f);
    if (run->solo) {
        run->found = common_divisor(run->parts[0], LANES_COUNT, run->n[0], kb_mont_inverse(run->n[0]));
        if (run->found != 0) return;
    }
    LANES(stage2)(sums, &work, &q[0], &c, &f, run->plan);
    for (int k = 0; k < KB_ECM_SUMS; k++) {
        LANES(store)(run->parts[k + 1], &sums[k], &f);
        LANES(mul)(&q[0].z, &q[0].z, &sums[k], &f);
    }
    LANES(store)(run->all, &q[0].z, &f);
}
