package dev.kernelbridge.factor.ecm;

import dev.kernelbridge.spi.Curves;
import dev.kernelbridge.spi.LucasChain;
import java.util.Arrays;

/** A program for {@link Curves#chain} in the making. */
final class Steps implements LucasChain.Program {
    private short[] steps = new short[64];
    private int count;
    private int kept;

    /** Keeps a register's content from now on: only {@link #addTo} and {@link #twiceTo} write it. */
    void keep(int register) {
        kept |= 1 << register;
    }

    /** A register that is not kept and none of these bits. */
    @Override
    public int free(int live) {
        int register = Integer.numberOfTrailingZeros(~(kept | live));
        if (register >= Curves.REGISTERS) {
            throw new IllegalStateException("more than " + Curves.REGISTERS + " points at once");
        }
        return register;
    }

    @Override
    public void addTo(int to, int a, int b, int difference) {
        append(Curves.step(Curves.ADD, to, a, b, difference));
    }

    @Override
    public void twiceTo(int to, int a) {
        append(Curves.step(Curves.DOUBLE, to, a, 0, 0));
    }

    void copyTo(int to, int a) {
        append(Curves.step(Curves.COPY, to, a, 0, 0));
    }

    void store(int a) {
        append(Curves.step(Curves.STORE, 0, a, 0, 0));
    }

    private void append(short step) {
        if (count == steps.length) {
            steps = Arrays.copyOf(steps, 2 * count);
        }
        steps[count++] = step;
    }

    int count() {
        return count;
    }

    /** The program. */
    short[] toArray() {
        return Arrays.copyOf(steps, count);
    }
}
