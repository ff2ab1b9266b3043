package dev.kernelbridge.bench;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Floats as C gets them: segments over heap arrays, or native memory on a cache line's boundary. Filled as arrays are. */
public abstract class FloatSegments implements Operands {
    protected final int length;
    protected final MemorySegment x;
    protected final MemorySegment y;
    protected final MemorySegment out;

    /** @param place heap or off-heap */
    protected FloatSegments(String place, int length) {
        FloatArrays heap = new FloatArrays(length) {
        };
        this.length = length;
        Arena arena = place.equals("heap") ? null : Arena.ofAuto(); // a call need not guard it against being closed
        x = at(arena, heap.x);
        y = at(arena, heap.y);
        out = at(arena, heap.out);
    }

    private static MemorySegment at(Arena arena, float[] values) {
        MemorySegment array = MemorySegment.ofArray(values);
        return arena == null ? array : arena.allocate(array.byteSize(), CACHE_LINE).copyFrom(array);
    }

    @Override
    public double[] y() {
        return FloatArrays.asDoubles(y.toArray(JAVA_FLOAT));
    }

    @Override
    public double[] out() {
        return FloatArrays.asDoubles(out.toArray(JAVA_FLOAT));
    }

    @Override
    public double ulp(double value) {
        return Math.ulp((float) value);
    }

    @Override
    public void close() {
    }
}
