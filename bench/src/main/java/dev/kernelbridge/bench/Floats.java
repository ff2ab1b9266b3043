package dev.kernelbridge.bench;

import dev.kernelbridge.VectorMath;

/** Floats in heap arrays: for a device, every call carries them there and back. */
final class Floats implements Operands {
    private final VectorMath v;
    private final float[] x;
    private final float[] y;
    private final float[] out;

    Floats(VectorMath v, int length) {
        this.v = v;
        x = new float[length];
        y = new float[length];
        out = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) Operands.x(i);
            y[i] = (float) Operands.y(i);
        }
    }

    @Override
    public double dot() {
        return v.dot(x, y);
    }

    @Override
    public void axpy() {
        v.axpy((float) A, x, y);
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
        return Math.ulp((float) value);
    }

    @Override
    public void close() {
    }

    float[] xs() {
        return x;
    }

    float[] ys() {
        return y;
    }

    static double[] asDoubles(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
