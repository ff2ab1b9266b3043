package dev.kernelbridge.bench;

import dev.kernelbridge.FloatVec;
import dev.kernelbridge.VectorMath;

/**
 * Floats where the backend computes. Devices answer a map before it is done; then the sum of one element, in order behind it, is the
 * wait, and its cost is in the row: without it the rows would show how fast work is queued.
 */
final class ResidentFloats implements Operands {
    private final VectorMath v;
    private final boolean waits;
    private final FloatVec x;
    private final FloatVec y;
    private final FloatVec out;
    private final FloatVec one;

    ResidentFloats(VectorMath v, int length, boolean waits) {
        this.v = v;
        this.waits = waits;
        Floats heap = new Floats(v, length);
        x = v.upload(heap.xs());
        y = v.upload(heap.ys());
        out = v.residentFloats(length);
        one = v.residentFloats(1);
    }

    @Override
    public double dot() {
        return v.dot(x, y);
    }

    @Override
    public void axpy() {
        v.axpy((float) A, x, y);
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
        one.close();
    }

    private void await() {
        if (waits) {
            v.sum(one);
        }
    }
}
