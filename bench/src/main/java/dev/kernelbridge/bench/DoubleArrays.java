package dev.kernelbridge.bench;

/** Doubles in heap arrays, filled: whoever computes on them adds the operations that it has. */
public abstract class DoubleArrays implements Operands {
    protected final double[] x;
    protected final double[] y;
    protected final double[] out;

    protected DoubleArrays(int length) {
        x = new double[length];
        y = new double[length];
        out = new double[length];
        for (int i = 0; i < length; i++) {
            x[i] = Operands.x(i);
            y[i] = Operands.y(i);
            out[i] = Operands.signed(i);
        }
    }

    @Override
    public double[] y() {
        return y.clone();
    }

    @Override
    public double[] out() {
        return out.clone();
    }

    @Override
    public double ulp(double value) {
        return Math.ulp(value);
    }

    @Override
    public void close() {
    }
}
