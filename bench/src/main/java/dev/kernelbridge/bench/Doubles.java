package dev.kernelbridge.bench;

import dev.kernelbridge.VectorMath;

/** Doubles in heap arrays: for a device, every call carries them there and back. */
final class Doubles extends DoubleArrays {
    private final VectorMath v;

    Doubles(VectorMath v, int length) {
        super(length);
        this.v = v;
    }

    @Override
    public double dot() {
        return v.dot(x, y);
    }

    @Override
    public void axpy() {
        v.axpy(A, x, y);
    }

    @Override
    public double sum() {
        return v.sum(x);
    }

    @Override
    public void exp() {
        v.exp(x, out);
    }

    @Override
    public double nrm2() {
        return v.nrm2(x);
    }

    double[] xs() {
        return x;
    }

    double[] ys() {
        return y;
    }
}
