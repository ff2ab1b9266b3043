package dev.kernelbridge.bench;

import dev.kernelbridge.FloatVec;
import dev.kernelbridge.VectorMath;

/**
 * Floats outside the heap: in native memory, or resident where the backend computes. Devices answer a map before it is done; then the sum
 * of one element, in order behind it, is the wait, and its cost is in the row: without it the rows would show how fast work is queued.
 */
final class FloatVecs implements Operands {
    private final VectorMath v;
    private final boolean waits;
    private final FloatVec x;
    private final FloatVec y;
    private final FloatVec out;
    private final FloatVec one;

    private FloatVecs(VectorMath v, boolean waits, FloatVec x, FloatVec y, FloatVec out) {
        this.v = v;
        this.waits = waits;
        this.x = x;
        this.y = y;
        this.out = out;
        one = waits ? v.residentFloats(1) : null;
    }

    static FloatVecs resident(VectorMath v, int length, boolean waits) {
        FloatArrays heap = new FloatArrays(length) {
        };
        return new FloatVecs(v, waits, v.upload(heap.x), v.upload(heap.y), v.upload(heap.out));
    }

    static FloatVecs offHeap(VectorMath v, int length) {
        FloatSegments memory = new FloatSegments("off-heap", length) {
        };
        return new FloatVecs(v, false, FloatVec.of(memory.x), FloatVec.of(memory.y), FloatVec.of(memory.out));
    }

    @Override
    public double dot() {
        return v.dot(x, y);
    }

    @Override
    public double sum() {
        return v.sum(x);
    }

    @Override
    public double nrm2() {
        return v.nrm2(x);
    }

    @Override
    public double asum() {
        return v.asum(out);
    }

    @Override
    public void axpy() {
        v.axpy((float) A, x, y);
        await();
    }

    @Override
    public void add() {
        v.add(x, y, out);
        await();
    }

    @Override
    public void copy() {
        v.copy(x, out);
        await();
    }

    @Override
    public void exp() {
        v.exp(x, out);
        await();
    }

    @Override
    public void log() {
        v.log(x, out);
        await();
    }

    @Override
    public void sin() {
        v.sin(x, out);
        await();
    }

    @Override
    public void cos() {
        v.cos(x, out);
        await();
    }

    @Override
    public void tanh() {
        v.tanh(x, out);
        await();
    }

    @Override
    public double[] y() {
        return FloatArrays.asDoubles(y.toArray());
    }

    @Override
    public double[] out() {
        return FloatArrays.asDoubles(out.toArray());
    }

    @Override
    public double ulp(double value) {
        return Math.ulp((float) value);
    }

    @Override
    public void close() {
        x.close();
        y.close();
        out.close();
        if (waits) {
            one.close();
        }
    }

    private void await() {
        if (waits) {
            v.sum(one);
        }
    }
}
