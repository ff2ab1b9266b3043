package dev.kernelbridge.bench;

/** Matrices of doubles in heap arrays, filled: whoever multiplies them adds the products that it has. */
public abstract class DoubleMatrices implements Matrices {
    protected final int n;
    protected final double[] a;
    protected final double[] b;
    protected final double[] c;
    protected final double[] x;
    protected final double[] y;

    protected DoubleMatrices(int n) {
        this.n = n;
        a = new double[n * n];
        b = new double[n * n];
        c = new double[n * n];
        x = new double[n];
        y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = Matrices.x(i) / 16.0;
            for (int j = 0; j < n; j++) {
                a[i * n + j] = Matrices.a(i, j) / 16.0;
                b[i * n + j] = Matrices.b(i, j) / 16.0;
            }
        }
    }

    @Override
    public double[] c() {
        return c;
    }

    @Override
    public double[] y() {
        return y;
    }
}
