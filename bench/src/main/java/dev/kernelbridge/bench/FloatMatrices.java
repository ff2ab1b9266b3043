package dev.kernelbridge.bench;

/** Matrices of floats in heap arrays, filled: whoever multiplies them adds the products that it has. */
public abstract class FloatMatrices implements Matrices {
    protected final int n;
    protected final float[] a;
    protected final float[] b;
    protected final float[] c;
    protected final float[] x;
    protected final float[] y;

    protected FloatMatrices(int n) {
        this.n = n;
        a = new float[n * n];
        b = new float[n * n];
        c = new float[n * n];
        x = new float[n];
        y = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = Matrices.x(i) / 16f;
            for (int j = 0; j < n; j++) {
                a[i * n + j] = Matrices.a(i, j) / 16f;
                b[i * n + j] = Matrices.b(i, j) / 16f;
            }
        }
    }

    @Override
    public double[] c() {
        return FloatArrays.asDoubles(c);
    }

    @Override
    public double[] y() {
        return FloatArrays.asDoubles(y);
    }
}
