package dev.kernelbridge.bench;

/** Floats in heap arrays, filled: whoever computes on them adds the operations that it has. */
public abstract class FloatArrays implements Operands {
    protected static final float A = (float) Operands.A;

    protected final float[] x;
    protected final float[] y;
    protected final float[] out;

    protected FloatArrays(int length) {
        x = new float[length];
        y = new float[length];
        out = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) Operands.x(i);
            y[i] = (float) Operands.y(i);
            out[i] = (float) Operands.signed(i);
        }
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

    static double[] asDoubles(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
