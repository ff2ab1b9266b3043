package dev.kernelbridge.spi;

import java.util.Arrays;

/**
 * Relations as engines find them, one behind the other in an array that grows: the polynomial's g, x, the unsigned number that is left
 * of Q(x) (low word, high word; 1, a prime, or a product of two), how many indices follow, and the indices of the primes in the factor
 * base in any order, as often as they divide; those of a's primes too, beyond a itself. -1 stands for a negative Q(x).
 */
public final class RelationList {
    /** The ints before the indices. */
    public static final int HEAD = 5;

    private int[] data = new int[1 << 10];
    private int size;

    /** The array; its content up to {@link #size()} counts. */
    public int[] data() {
        return data;
    }

    /** How many ints are filled. */
    public int size() {
        return size;
    }

    /** Forgets all. */
    public void clear() {
        size = 0;
    }

    /** Adds one relation. */
    public void add(int g, int x, long left, int[] indices, int count) {
        if (data.length - size < HEAD + count) {
            data = Arrays.copyOf(data, 2 * data.length + HEAD + count);
        }
        data[size] = g;
        data[size + 1] = x;
        data[size + 2] = (int) left;
        data[size + 3] = (int) (left >>> 32);
        data[size + 4] = count;
        System.arraycopy(indices, 0, data, size + HEAD, count);
        size += HEAD + count;
    }

    /** Adds relations that are laid out already. */
    public void addAll(int[] laidOut, int length) {
        if (data.length - size < length) {
            data = Arrays.copyOf(data, Math.max(2 * data.length, size + length));
        }
        System.arraycopy(laidOut, 0, data, size, length);
        size += length;
    }
}
