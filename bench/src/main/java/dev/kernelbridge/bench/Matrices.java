package dev.kernelbridge.bench;

import dev.kernelbridge.VectorMath;

/**
 * The operands of matrix products, n by n, row-major, in one type. Their elements are sixteenths below 18/16, and a sum of 1024 products
 * is a whole number of 1/256 below 2^24: every order of additions gives exactly the same, in both types.
 */
public interface Matrices {
    /** C = A B. */
    default void gemm() {
        throw new UnsupportedOperationException("gemm");
    }

    /** y = A x. */
    default void gemv() {
        throw new UnsupportedOperationException("gemv");
    }

    /** C as it is now. */
    double[] c();

    /** y as it is now. */
    double[] y();

    /** Element (i, j) of A, in sixteenths. */
    static int a(int i, int j) {
        return (3 * i + j) % 17 + 1;
    }

    /** Element (i, j) of B, in sixteenths. */
    static int b(int i, int j) {
        return (i + 5 * j) % 13 + 1;
    }

    /** Element i of x, in sixteenths. */
    static int x(int i) {
        return i % 11 + 1;
    }

    /** Ours, on heap arrays. */
    static Matrices of(VectorMath v, String type, int n) {
        return switch (type) {
            case "f64" -> new OurDoubles(v, n);
            case "f32" -> new OurFloats(v, n);
            default -> throw new Refused("type: " + type + "; known are f64, f32");
        };
    }

    /** Doubles by our backends. */
    final class OurDoubles extends DoubleMatrices {
        private final VectorMath v;

        private OurDoubles(VectorMath v, int n) {
            super(n);
            this.v = v;
        }

        @Override
        public void gemm() {
            v.gemm(n, n, n, a, b, c);
        }

        @Override
        public void gemv() {
            v.gemv(n, n, 1, a, x, 0, y);
        }
    }

    /** Floats by our backends. */
    final class OurFloats extends FloatMatrices {
        private final VectorMath v;

        private OurFloats(VectorMath v, int n) {
            super(n);
            this.v = v;
        }

        @Override
        public void gemm() {
            v.gemm(n, n, n, a, b, c);
        }

        @Override
        public void gemv() {
            v.gemv(n, n, 1, a, x, 0, y);
        }
    }
}
