package dev.kernelbridge.bench.gate;

import dev.kernelbridge.bench.results.Row;

/**
 * What became of one row.
 *
 * @param old    null if it is new
 * @param now    null if it is gone
 * @param peer   whether it is somebody else's, whose times are no regression of ours
 * @param kind   what happened
 * @param ratio  new median over old, the machine's drift divided out; NaN unless both have times
 * @param needed the factor beyond which it is no chance; NaN unless both have times
 */
record Change(Row old, Row now, boolean peer, Kind kind, double ratio, double needed) {
    /** In the order of the table. */
    enum Kind {
        /** Beyond its noise. */
        SLOWER,
        /** It fails or gives a wrong result, and did not before. */
        REFUSED,
        /** It had times, and now its competitor is not there, or would take too long by the same limit. */
        LOST,
        /** Beyond its noise. */
        FASTER,
        /** It has times and had none, or has none for another reason than before. */
        CHANGED,
        /** Only the new results have it. */
        NEW,
        /** Only the old results have it: nobody asked for it again. */
        GONE,
        /** Within its noise. */
        SAME,
        /** No times in either. */
        UNTIMED
    }

    /** The row that is there. */
    Row row() {
        return now == null ? old : now;
    }

    /** Whether the gate closes. */
    boolean regression() {
        return !peer && (kind == Kind.SLOWER || kind == Kind.REFUSED || kind == Kind.LOST);
    }
}
