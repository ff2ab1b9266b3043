package dev.kernelbridge.bench;

import dev.kernelbridge.DoubleVec;
import dev.kernelbridge.VectorMath;

/**
 * Doubles outside the heap: in native memory, or resident where the backend computes. Devices answer a map before it is done; then the sum
 * of one element, in order behind it, is the wait, and its cost is in the row: without it the rows would show how fast work is queued.
 */
final class DoubleVecs implements Operands {
    private final VectorMath v;
    private final boolean waits;
    private final DoubleVec x;
    private final DoubleVec y;
    private final DoubleVec out;
    private final DoubleVec one;

    private DoubleVecs(VectorMath v, boolean waits, DoubleVec x, DoubleVec y, DoubleVec out) {
        this.v = v;
        this.waits = waits;
        this.x = x;
        this.y = y;
        this.out = out;
        one = waits ? v.residentDoubles(1) : null;
    }

    static DoubleVecs resident(VectorMath v, int length, boolean waits) {
        DoubleArrays heap = new DoubleArrays(length) {
        };
        return new DoubleVecs(v, waits, v.upload(heap.x), v.upload(heap.y), v.upload(heap.out));
    }

    static DoubleVecs offHeap(VectorMath v, int length) {
        DoubleSegments memory = new DoubleSegments("off-heap", length) {
        };
        return new DoubleVecs(v, false, DoubleVec.of(memory.x), DoubleVec.of(memory.y), DoubleVec.of(memory.out));
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
        v.axpy(A, x, y);
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
        return y.toArray();
    }

    @Override
    public double[] out() {
        return out.toArray();
    }

    @Override
    public double ulp(double value) {
        return Math.ulp(value);
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
