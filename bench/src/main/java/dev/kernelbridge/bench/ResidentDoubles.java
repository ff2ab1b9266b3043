package dev.kernelbridge.bench;

import dev.kernelbridge.DoubleVec;
import dev.kernelbridge.VectorMath;

/**
 * Doubles where the backend computes. Devices answer a map before it is done; then the sum of one element, in order behind it, is the
 * wait, and its cost is in the row: without it the rows would show how fast work is queued.
 */
final class ResidentDoubles implements Operands {
    private final VectorMath v;
    private final boolean waits;
    private final DoubleVec x;
    private final DoubleVec y;
    private final DoubleVec out;
    private final DoubleVec one;

    ResidentDoubles(VectorMath v, int length, boolean waits) {
        this.v = v;
        this.waits = waits;
        Doubles heap = new Doubles(v, length);
        x = v.upload(heap.xs());
        y = v.upload(heap.ys());
        out = v.residentDoubles(length);
        one = v.residentDoubles(1);
    }

    @Override
    public double dot() {
        return v.dot(x, y);
    }

    @Override
    public void axpy() {
        v.axpy(A, x, y);
        await();
    }

    @Override
    public double sum() {
        return v.sum(x);
    }

    @Override
    public void exp() {
        v.exp(x, out);
        await();
    }

    @Override
    public double nrm2() {
        return v.nrm2(x);
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
        one.close();
    }

    private void await() {
        if (waits) {
            v.sum(one);
        }
    }
}
