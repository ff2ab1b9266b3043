package dev.kernelbridge.bench;

/** What matrix products must give on the values of {@link Matrices}, from whole numbers and without any error. */
public final class MatrixCheck {
    private MatrixCheck() {
    }

    /** That product, to be run once or again. */
    public static Runnable call(String operation, Matrices matrices) {
        return switch (operation) {
            case "gemm" -> matrices::gemm;
            case "gemv" -> matrices::gemv;
            default -> throw new Refused("operation: \"" + operation + "\" is unknown; known are gemm, gemv");
        };
    }

    /**
     * Runs that product once and refuses unless it is right. Of C, the first, a middle and the last row are computed; all rows are known by
     * their product with one more vector, C r = A (B r), as Freivalds checks matrix products.
     *
     * @param where for the message: who computes, in what type
     */
    public static void check(String operation, Matrices matrices, int n, String where) {
        String what = operation + " of " + n + " on " + where;
        call(operation, matrices).run();
        if (operation.equals("gemv")) {
            vector(what, matrices.y(), n);
            return;
        }
        double[] c = matrices.c();
        Refused.unlessEqual(what + ": the length of C", c.length, n * n);
        for (int row : new int[] {0, n / 2, n - 1}) {
            row(what, c, n, row);
        }
        long[] br = new long[n];
        for (int k = 0; k < n; k++) {
            for (int j = 0; j < n; j++) {
                br[k] += (long) Matrices.b(k, j) * witness(j);
            }
        }
        for (int i = 0; i < n; i++) {
            long expected = 0;
            double found = 0;
            for (int k = 0; k < n; k++) {
                expected += Matrices.a(i, k) * br[k];
                found += c[i * n + k] * witness(k);
            }
            exact(what + ", row " + i + " times the witness", found, expected / 256.0);
        }
    }

    /** Different for each of 1009 columns in a row, so that no two of them can be exchanged unseen. */
    private static long witness(int j) {
        return 1 + j * 367L % 1009;
    }

    private static void row(String what, double[] c, int n, int i) {
        for (int j = 0; j < n; j++) {
            long sum = 0;
            for (int k = 0; k < n; k++) {
                sum += (long) Matrices.a(i, k) * Matrices.b(k, j);
            }
            exact(what + ", row " + i, c[i * n + j], sum / 256.0);
        }
    }

    private static void vector(String what, double[] y, int n) {
        Refused.unlessEqual(what + ": the length of y", y.length, n);
        for (int i = 0; i < n; i++) {
            long sum = 0;
            for (int j = 0; j < n; j++) {
                sum += (long) Matrices.a(i, j) * Matrices.x(j);
            }
            exact(what, y[i], sum / 256.0);
        }
    }

    private static void exact(String what, double found, double expected) {
        if (found != expected) {
            throw new Refused(what + " gave " + found + ", expected " + expected + "; a wrong result is not timed");
        }
    }
}
