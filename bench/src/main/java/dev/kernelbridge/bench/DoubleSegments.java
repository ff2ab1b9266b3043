package dev.kernelbridge.bench;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Doubles as C gets them: segments over heap arrays, or native memory on a cache line's boundary. Filled as arrays are. */
public abstract class DoubleSegments implements Operands {
    protected final int length;
    protected final MemorySegment x;
    protected final MemorySegment y;
    protected final MemorySegment out;

    /** @param place heap or off-heap */
    protected DoubleSegments(String place, int length) {
        DoubleArrays heap = new DoubleArrays(length) {
        };
        this.length = length;
        Arena arena = place.equals("heap") ? null : Arena.ofAuto(); // a call need not guard it against being closed
        x = at(arena, heap.x);
        y = at(arena, heap.y);
        out = at(arena, heap.out);
    }

    private static MemorySegment at(Arena arena, double[] values) {
        MemorySegment array = MemorySegment.ofArray(values);
        return arena == null ? array : arena.allocate(array.byteSize(), CACHE_LINE).copyFrom(array);
    }

    @Override
    public double[] y() {
        return y.toArray(JAVA_DOUBLE);
    }

    @Override
    public double[] out() {
        return out.toArray(JAVA_DOUBLE);
    }

    @Override
    public double ulp(double value) {
        return Math.ulp(value);
    }

    @Override
    public void close() {
    }
}
