/*
 * The calls on a state, for one kind of limbs; CALL gives each its linkage and NAME its name, size_of the loops for a number of limbs. Arguments were checked.
 */
CALL int64_t NAME(bytes)(int64_t bits, int64_t points) { return state_bytes(bits, points); }

CALL void NAME(open)(const uint64_t *n, int64_t words, int64_t bits, int64_t points, void *state) {
    state_open(state, n, words, bits, points);
}

/* LANES numbers each, of as many words as n has. */
CALL void NAME(begin)(const uint64_t *a24, const uint64_t *x, void *state) {
    struct curves *c = state;
    for (int lane = 0; lane < LANES; lane++) {
        set_lane(value(c, V_A24, c->limbs), c->limbs, lane, a24 + lane * c->words, c->words);
        set_lane(value(c, V_X, c->limbs), c->limbs, lane, x + lane * c->words, c->words);
    }
    size_of(c)->begin(c);
}

CALL int32_t NAME(chain)(const int16_t *steps, int64_t count, void *state) { return size_of(state)->chain(state, steps, count); }

CALL int32_t NAME(pairs)(const int16_t *columns, int64_t count, int64_t from, void *state) {
    return size_of(state)->pairs(state, columns, count, from);
}

/* LANES numbers of one word more than n has. */
CALL void NAME(read)(int32_t product, uint64_t *out, void *state) {
    struct curves *c = state;
    if (product) size_of(c)->product(c);
    const WORD *from = value(c, product ? V_S : V_Z, c->limbs);
    for (int lane = 0; lane < LANES; lane++) get_lane(out + lane * (c->words + 1), c->words, from, c->limbs, lane);
}
