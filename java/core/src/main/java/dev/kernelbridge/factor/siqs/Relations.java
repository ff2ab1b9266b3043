package dev.kernelbridge.factor.siqs;

import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveCoefficient;
import dev.kernelbridge.spi.SieveTables;
import java.util.Arrays;

/**
 * The relations that were found, each with its up to two large primes; counts how many of their products are free of large primes.
 * A relation is checked modulo 2^64 before it is taken, and taken once.
 */
final class Relations {
    private static final int FIELDS = 6; // coefficient, g, x, the large primes, where the indices begin

    private final LongSet seen = new LongSet();
    private final Cycles cycles = new Cycles();
    private int[] heads = new int[FIELDS << 8];
    private int[] indices = new int[1 << 12];
    private int count;
    private int used;
    private int full;

    /** How many there are. */
    int count() {
        return count;
    }

    /** How many need no other one. */
    int full() {
        return full;
    }

    /** How many products without large primes are independent of each other. */
    int sets() {
        return full + cycles.count();
    }

    /** What a relation says is true: y^2 - N = +-4 a times the primes times what is left, modulo 2^64. */
    static boolean right(SieveTables tables, SieveCoefficient c, int[] data, int at) {
        long y = y(c, data[at], data[at + 1]);
        long product = 4 * c.a()[0] * left(data, at);
        int end = at + RelationList.HEAD + data[at + 4];
        for (int i = at + RelationList.HEAD; i < end; i++) {
            product *= data[i] < 0 ? -1 : tables.primes()[data[i]];
        }
        return y * y - tables.n()[0] == product;
    }

    private static long y(SieveCoefficient c, int g, int x) {
        return 2 * c.a()[0] * x + c.low(g);
    }

    /** The number that is left of Q(x). */
    static long left(int[] data, int at) {
        return data[at + 2] & 0xFFFF_FFFFL | (long) data[at + 3] << 32;
    }

    /** Takes what was found; relations that are there already are not taken again. */
    void addAll(SieveCoefficient c, Harvest harvest) {
        int i = 0;
        for (int at = 0; at < harvest.length(); at += RelationList.HEAD + harvest.data()[at + 4]) {
            if (harvest.large()[2 * i] != 0) {
                add(c, harvest.data(), at, harvest.large()[2 * i], harvest.large()[2 * i + 1]);
            }
            i++;
        }
    }

    /** Takes a relation that is right, with its large primes; false if it was there. */
    boolean add(SieveCoefficient c, int[] data, int at, int large1, int large2) {
        long y = y(c, data[at], data[at + 1]);
        if (!seen.add(Math.min(y, -y))) { // -y is the same relation
            return false;
        }
        int many = data[at + 4];
        if (FIELDS * (count + 2) > heads.length) {
            heads = Arrays.copyOf(heads, 2 * heads.length);
        }
        if (used + many > indices.length) {
            indices = Arrays.copyOf(indices, 2 * indices.length + many);
        }
        int head = FIELDS * count++;
        heads[head] = c.index();
        heads[head + 1] = data[at];
        heads[head + 2] = data[at + 1];
        heads[head + 3] = large1;
        heads[head + 4] = large2;
        heads[head + 5] = used;
        heads[head + 5 + FIELDS] = used + many;
        System.arraycopy(data, at + RelationList.HEAD, indices, used, many);
        used += many;
        if (large1 == 1 && large2 == 1) {
            full++;
        } else {
            cycles.add(large1, large2);
        }
        return true;
    }

    int coefficient(int relation) {
        return heads[FIELDS * relation];
    }

    int polynomial(int relation) {
        return heads[FIELDS * relation + 1];
    }

    int x(int relation) {
        return heads[FIELDS * relation + 2];
    }

    /** The smaller large prime, or 1. */
    int large1(int relation) {
        return heads[FIELDS * relation + 3];
    }

    /** The larger one, or 1. */
    int large2(int relation) {
        return heads[FIELDS * relation + 4];
    }

    /** Hands the rows of a relation to {@code row} of a visitor: 0 for the sign, i + 1 for prime i; without those of a. */
    int[] rows(int relation) {
        int begin = heads[FIELDS * relation + 5];
        int end = heads[FIELDS * relation + 5 + FIELDS];
        int[] rows = Arrays.copyOfRange(indices, begin, end);
        for (int i = 0; i < rows.length; i++) {
            rows[i]++;
        }
        return rows;
    }
}
