package dev.kernelbridge.scalar.factor;

import dev.kernelbridge.spi.LucasChain;
import java.util.Arrays;

/**
 * What to do with a point, as a list of point additions and doublings on numbered slots: made once, run for every curve. While it is
 * made, it keeps the multiple that each slot holds, so a differential addition whose difference is not the one it names is refused.
 */
final class CurveProgram implements LucasChain.Program {
    /** The slot of the point that a program begins with. */
    static final int START = 0;
    private static final int DOUBLING = 255;
    private static final long MODULUS = (1L << 61) - 1;

    private int[] steps = new int[256];
    private int count;
    private final long[] multiple = new long[DOUBLING];

    CurveProgram() {
        multiple[START] = 1;
    }

    /** Of the slots that a chain uses; all others belong to who makes the program. */
    @Override
    public int free(int live) {
        return Integer.numberOfTrailingZeros(~live);
    }

    @Override
    public void addTo(int to, int a, int b, int difference) {
        add(a, b, difference, to);
    }

    @Override
    public void twiceTo(int to, int a) {
        twice(a, to);
    }

    /** {@code to} = p + q, where {@code difference} holds p - q or q - p; or p - q or q - p, where it holds p + q. */
    void add(int p, int q, int difference, int to) {
        long sum = reduced(multiple[p] + multiple[q]);
        long apart = reduced(multiple[p] - multiple[q]);
        if (multiple[difference] != apart && multiple[difference] != sum) {
            throw new IllegalStateException("the points " + multiple[p] + " and " + multiple[q] + " do not differ by " + multiple[difference]);
        }
        put(p, q, difference, to);
        multiple[to] = multiple[difference] == apart ? sum : apart;
    }

    /** {@code to} = 2 p. */
    void twice(int p, int to) {
        put(p, 0, DOUBLING, to);
        multiple[to] = reduced(2 * multiple[p]);
    }

    /** P and -P have one x, so multiples have no sign; they outgrow a long, so they are kept modulo a prime. */
    private static long reduced(long k) {
        long r = Math.floorMod(k, MODULUS);
        return Math.min(r, MODULUS - r);
    }

    /** The multiple of the first point that a slot holds at the end, modulo 2^61 - 1 and up to its sign. */
    long multiple(int slot) {
        return multiple[slot];
    }

    /** The steps, each to be read by the functions below. */
    int[] steps() {
        return Arrays.copyOf(steps, count);
    }

    static boolean doubles(int step) {
        return step >>> 24 == DOUBLING;
    }

    static int to(int step) {
        return step & 255;
    }

    static int p(int step) {
        return step >>> 8 & 255;
    }

    static int q(int step) {
        return step >>> 16 & 255;
    }

    static int difference(int step) {
        return step >>> 24;
    }

    private void put(int p, int q, int difference, int to) {
        if (count == steps.length) {
            steps = Arrays.copyOf(steps, 2 * count);
        }
        steps[count++] = to | p << 8 | q << 16 | difference << 24;
    }
}
