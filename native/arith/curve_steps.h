/*
 * A curve's two stages in the arithmetic that the includer names, so that words and doubles take the same steps (curve.h says which):
 *
 *   KB_NUMBER, KB_MODULUS         a residue, and what it is a residue of
 *   KB_MOD_TIMES, _PLUS, _MINUS   (a, b, modulus)
 *
 * and, for a second inclusion, other names of what is defined here; so there is no include guard.
 */
typedef struct {
    KB_NUMBER x, z;
} kb_point;

typedef struct {
    KB_MODULUS n;
    KB_NUMBER num, den; /* (A + 2) / 4 = -num / den */
} kb_curve;

KB_FN kb_point kb_point_sum(kb_point a, kb_point b, kb_point d, const KB_MODULUS n) {
    const KB_NUMBER u = KB_MOD_TIMES(KB_MOD_MINUS(a.x, a.z, n), KB_MOD_PLUS(b.x, b.z, n), n);
    const KB_NUMBER v = KB_MOD_TIMES(KB_MOD_PLUS(a.x, a.z, n), KB_MOD_MINUS(b.x, b.z, n), n);
    const KB_NUMBER s = KB_MOD_PLUS(u, v, n), t = KB_MOD_MINUS(u, v, n);
    kb_point r;
    r.x = KB_MOD_TIMES(KB_MOD_TIMES(s, s, n), d.z, n);
    r.z = KB_MOD_TIMES(KB_MOD_TIMES(t, t, n), d.x, n);
    return r;
}

KB_FN kb_point kb_point_twice(kb_point a, const kb_curve c) {
    KB_NUMBER s = KB_MOD_PLUS(a.x, a.z, c.n), t = KB_MOD_MINUS(a.x, a.z, c.n), u;
    kb_point r;
    s = KB_MOD_TIMES(s, s, c.n);
    t = KB_MOD_TIMES(t, t, c.n);
    u = KB_MOD_MINUS(s, t, c.n);
    t = KB_MOD_TIMES(t, c.den, c.n);
    r.x = KB_MOD_TIMES(s, t, c.n);
    r.z = KB_MOD_TIMES(u, KB_MOD_MINUS(t, KB_MOD_TIMES(u, c.num, c.n), c.n), c.n);
    return r;
}

KB_FN kb_point kb_point_at(KB_LOCAL const KB_NUMBER *column, kb_u32 stride, kb_u32 i) {
    kb_point p;
    p.x = column[2 * i * stride];
    p.z = column[(2 * i + 1) * stride];
    return p;
}

KB_FN void kb_point_put(KB_LOCAL KB_NUMBER *column, kb_u32 stride, kb_u32 i, kb_point p) {
    column[2 * i * stride] = p.x;
    column[(2 * i + 1) * stride] = p.z;
}

KB_FN kb_point kb_curve_stage1(kb_point q, const kb_curve c, kb_u32 steps, KB_LOCAL KB_NUMBER *column, kb_u32 stride) {
    kb_point_put(column, stride, 0, q);
    for (kb_u32 i = 0; i < steps; i++) {
        const kb_u32 word = KB_ECM_CHAIN[i], d = word >> 9;
        const kb_point a = kb_point_at(column, stride, word >> 3 & 7);
        if (d == 7) {
            q = kb_point_twice(a, c);
        } else {
            q = kb_point_sum(a, kb_point_at(column, stride, word >> 6 & 7), kb_point_at(column, stride, d), c.n);
        }
        kb_point_put(column, stride, word & 7, q);
    }
    return kb_point_at(column, stride, 0);
}

/*
 * Finds p if the order of q modulo p divides k D + j or k D - j for a coprime j < D / 2 and D <= k D <= b2: x(k D q) = x(j q). Returns a
 * product that p divides then, and where stage 1 has found it.
 */
KB_FN KB_NUMBER kb_curve_stage2(kb_point q, const kb_curve c, kb_u32 b2, kb_u32 m, KB_LOCAL KB_NUMBER *column, kb_u32 stride) {
    const KB_MODULUS n = c.n;
    const kb_u32 giants = (b2 + 3 * m) / (6 * m);
    kb_point two = kb_point_twice(q, c), three = kb_point_sum(two, q, q, n), six = kb_point_twice(three, c);
    kb_point before3 = q, before2 = kb_point_sum(three, two, q, n); /* 1 5 7 11 13 17 ...: the last four */
    kb_point before1 = kb_point_sum(six, before3, before2, n), last = kb_point_sum(six, before2, before3, n);
    KB_NUMBER scale = q.z; /* the product of all z so far: the common z */
    kb_u32 babies = 1;
    kb_point_put(column, stride, 0, q);
    for (kb_u32 i = 1; i <= m; i++) {
        const kb_u32 j = 3 * i + 1 + i % 2;
        kb_point next = i == 1 ? before2 : i == 2 ? before1 : last;
        if (i >= 4) {
            next = kb_point_sum(before1, six, before3, n);
            before3 = before2;
            before2 = before1;
            before1 = last;
            last = next;
        }
        if (i < m && (m % 5 != 0 || j % 5 != 0) && (m % 7 != 0 || j % 7 != 0)) {
            next.x = KB_MOD_TIMES(next.x, scale, n);
            kb_point_put(column, stride, babies++, next);
            scale = KB_MOD_TIMES(scale, next.z, n);
        }
    }
    KB_NUMBER z = column[(2 * babies - 1) * stride];
    for (kb_u32 i = babies - 1; i-- > 0;) {
        column[2 * i * stride] = KB_MOD_TIMES(column[2 * i * stride], z, n);
        z = KB_MOD_TIMES(z, column[(2 * i + 1) * stride], n);
    }
    /* D = (D/2 - e) + (D/2 + e) with e = 1 or 2, whichever makes both coprime to 6: the last two of the row */
    if (m % 2 != 0) two = kb_point_twice(two, c);
    const kb_point first = kb_point_sum(last, before1, two, n);
    kb_point giant = first, next = kb_point_twice(first, c);
    KB_NUMBER sum0 = scale, sum1 = scale, sum2 = scale;
    for (kb_u32 k = 0; k < giants; k += KB_CURVE_GROUP) {
        KB_NUMBER x[KB_CURVE_GROUP], upto = scale;
        KB_NUMBER zs[KB_CURVE_GROUP];
        for (int g = 0; g < KB_CURVE_GROUP; g++) {
            const kb_point after = kb_point_sum(next, first, giant, n);
            x[g] = KB_MOD_TIMES(giant.x, upto, n);
            zs[g] = giant.z;
            upto = KB_MOD_TIMES(upto, giant.z, n);
            giant = next;
            next = after;
        }
        KB_NUMBER behind = zs[KB_CURVE_GROUP - 1];
        for (int g = KB_CURVE_GROUP - 2; g >= 0; g--) {
            x[g] = KB_MOD_TIMES(x[g], behind, n);
            behind = KB_MOD_TIMES(behind, zs[g], n);
        }
        scale = upto;
        for (kb_u32 i = 0; i < babies; i++) { /* behind = the product of the group's z */
            const KB_NUMBER baby = KB_MOD_TIMES(column[2 * i * stride], behind, n);
            column[2 * i * stride] = baby;
            for (int g = 0; g < KB_CURVE_GROUP; g += 3) {
                sum0 = KB_MOD_TIMES(sum0, KB_MOD_MINUS(x[g], baby, n), n);
                sum1 = KB_MOD_TIMES(sum1, KB_MOD_MINUS(x[g + 1], baby, n), n);
                sum2 = KB_MOD_TIMES(sum2, KB_MOD_MINUS(x[g + 2], baby, n), n);
            }
        }
    }
    return KB_MOD_TIMES(KB_MOD_TIMES(sum0, sum1, n), sum2, n);
}
