package dev.kernelbridge.bench;

import dev.kernelbridge.VectorMath;

/** Floats in heap arrays: for a device, every call carries them there and back. */
final class Floats extends FloatArrays {
    private final VectorMath v;

    Floats(VectorMath v, int length) {
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

    @Override
    public void log() {
        v.log(x, out);
    }

    @Override
    public void sin() {
        v.sin(x, out);
    }

    @Override
    public void cos() {
        v.cos(x, out);
    }

    @Override
    public void tanh() {
        v.tanh(x, out);
    }

    @Override
    public void copy() {
        v.copy(x, out);
    }

    @Override
    public void add() {
        v.add(x, y, out);
    }

    @Override
    public double asum() {
        return v.asum(out);
    }
}
