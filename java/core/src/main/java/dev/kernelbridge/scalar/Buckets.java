package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.SieveTables;

/**
 * The places that large primes strike, sorted by block: a prime that strikes a few times in a polynomial would miss the cache with
 * each strike. An entry is the prime's index, counted from the first such prime, above the place in its block. Primes come by
 * ascending index, so those of one logarithm are neighbours.
 */
final class Buckets {
    private static final int CHUNK = 1024;

    private final SieveTables tables;
    private final int capacity;
    private final int[] entries;
    private final int[] end;
    private final int[] slices; // the first prime of each logarithm, then the size of the base
    private final int[] slicesBegin; // per slice and block
    private final int[] hits = new int[CHUNK];

    Buckets(SieveTables tables) {
        this.tables = tables;
        capacity = tables.room();
        entries = new int[capacity * tables.blocks()];
        end = new int[tables.blocks()];
        slices = tables.slices();
        slicesBegin = new int[slices.length * tables.blocks()];
    }

    /** Sorts all strikes of a polynomial. */
    void fill(int[] root1, int[] root2) {
        int blocks = tables.blocks();
        for (int b = 0; b < blocks; b++) {
            end[b] = b * capacity;
        }
        for (int k = 0; k + 1 < slices.length; k++) {
            System.arraycopy(end, 0, slicesBegin, k * blocks, blocks);
            for (int from = slices[k]; from < slices[k + 1]; from += CHUNK) {
                int to = Math.min(from + CHUNK, slices[k + 1]);
                if (!room()) {
                    break; // strikes are lost: a relation may be missed, none will be wrong
                }
                if (tables.primes()[from] < tables.places()) {
                    several(root1, from, to);
                    several(root2, from, to);
                } else {
                    once(root1, from, to);
                    once(root2, from, to);
                }
            }
        }
        System.arraycopy(end, 0, slicesBegin, (slices.length - 1) * blocks, blocks);
    }

    private boolean room() {
        for (int b = 0; b < end.length; b++) {
            if (end[b] + 2 * CHUNK > (b + 1) * capacity) {
                return false;
            }
        }
        return true;
    }

    private void several(int[] root, int from, int to) {
        int places = tables.places();
        int bits = tables.blockBits();
        int mask = (1 << bits) - 1;
        int[] primes = tables.primes();
        int first = tables.bucketed();
        for (int i = from; i < to; i++) {
            int index = i - first << bits;
            for (int r = root[i]; r < places; r += primes[i]) {
                entries[end[r >>> bits]++] = index | r & mask;
            }
        }
    }

    /** First which primes strike at all, without a branch that nobody can predict. */
    private void once(int[] root, int from, int to) {
        int places = tables.places();
        int bits = tables.blockBits();
        int mask = (1 << bits) - 1;
        int first = tables.bucketed();
        int count = 0;
        for (int i = from; i < to; i++) {
            hits[count] = i;
            count += root[i] - places >>> 31;
        }
        for (int h = 0; h < count; h++) {
            int i = hits[h];
            int r = root[i];
            entries[end[r >>> bits]++] = i - first << bits | r & mask;
        }
    }

    void strike(int b, byte[] block) {
        int blocks = tables.blocks();
        int mask = block.length - 1;
        for (int k = 0; k + 1 < slices.length; k++) {
            byte log = tables.logs()[slices[k]];
            int to = slicesBegin[(k + 1) * blocks + b];
            for (int e = slicesBegin[k * blocks + b]; e < to; e++) {
                block[entries[e] & mask] += log;
            }
        }
    }

    /** Writes the indices of the primes that strike a place, and returns how many. */
    int at(int b, int place, int[] out, int limit) {
        int mask = (1 << tables.blockBits()) - 1;
        int count = 0;
        int to = end[b];
        for (int e = b * capacity; e < to; e++) {
            if ((entries[e] & mask) == place && count < limit) {
                out[count++] = (entries[e] >>> tables.blockBits()) + tables.bucketed();
            }
        }
        return count;
    }
}
