package dev.kernelbridge.factor.siqs;

/** A set of longs, by open addressing. */
final class LongSet {
    private long[] table = new long[1 << 10]; // 0 is an empty place
    private int size;
    private boolean zero;

    /** Adds; false if it was there. */
    boolean add(long value) {
        if (value == 0) {
            boolean fresh = !zero;
            zero = true;
            return fresh;
        }
        if (2 * size >= table.length) {
            long[] old = table;
            table = new long[2 * old.length];
            for (long v : old) {
                if (v != 0) {
                    table[place(v)] = v;
                }
            }
        }
        int at = place(value);
        if (table[at] == value) {
            return false;
        }
        table[at] = value;
        size++;
        return true;
    }

    private int place(long value) {
        int at = (int) (value * 0x9E37_79B9_7F4A_7C15L >>> 32) & table.length - 1;
        while (table[at] != 0 && table[at] != value) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }
}
