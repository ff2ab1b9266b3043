package dev.kernelbridge.bench;

import dev.kernelbridge.VectorMath;

/** Doubles in heap arrays: for a device, every call carries them there and back. */
final class Doubles implements Operands {
    private final VectorMath v;
    private final double[] x;
    private final double[] y;
    private final double[] out;

    Doubles(VectorMath v, int length) {
        this.v = v;
        x = new double[length];
        y = new double[length];
        out = new double[length];
        for (int i = 0; i < length; i++) {
            x[i] = Operands.x(i);
            y[i] = Operands.y(i);
        }
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
    public double[] y() {
        return asDoubles(y);
    }

    @Override
    public double[] out() {
        return asDoubles(out);
    }

    @Override
    public double ulp(double value) {
        return Math.ulp(value);
    }

    @Override
    public void close() {
    }

    double[] xs() {
        return x;
    }

    double[] ys() {
        return y;
    }

    static double[] asDoubles(double[] values) {
        return values.clone();
    }
}
