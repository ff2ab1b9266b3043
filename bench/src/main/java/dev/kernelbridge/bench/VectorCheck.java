package dev.kernelbridge.bench;

/**
 * What the vector operations must give on the values of {@link Operands}: sums from whole numbers, axpy exactly, exp within the
 * stated ulp of StrictMath's own.
 */
final class VectorCheck {
    /** Far above the error of a blocked sum of 10^7 values, far below one lost element of 10^4. */
    private static final double SUM_F64 = 1e-12;
    private static final double SUM_F32 = 1e-5;
    /** One of ours, one of StrictMath's. */
    private static final int ULPS = 2;
    private static final int MOST_EXPS = 17 * 1000; // x repeats every 17 elements; both ends are looked at

    private VectorCheck() {
    }

    /** Runs each operation once and refuses unless it is right. */
    static void check(Operands operands, int length, String where) {
        long sum = 0;
        long dot = 0;
        long squares = 0;
        for (int i = 0; i < length; i++) {
            long x = i % 17 + 1;
            sum += x;
            dot += x * (i % 13 + 1);
            squares += x * x;
        }
        double bound = operands.ulp(1) == Math.ulp(1.0) ? SUM_F64 : SUM_F32;
        close("sum", where, operands.sum(), sum / 16.0, bound);
        close("dot", where, operands.dot(), dot / 256.0, bound);
        close("nrm2", where, operands.nrm2(), Math.sqrt(squares) / 16, bound);
        operands.axpy();
        double[] y = operands.y();
        for (int i = 0; i < length; i++) {
            close("axpy[" + i + "]", where, y[i], Operands.y(i) + Operands.A * Operands.x(i), 0);
        }
        operands.exp();
        double[] out = operands.out();
        for (int i = 0; i < length; i++) {
            if (i < MOST_EXPS || i >= length - MOST_EXPS) {
                double expected = StrictMath.exp(Operands.x(i));
                close("exp[" + i + "]", where, out[i], expected, ULPS * operands.ulp(expected) / expected);
            }
        }
    }

    private static void close(String what, String where, double found, double expected, double relative) {
        if (!(Math.abs(found - expected) <= relative * Math.abs(expected))) {
            throw new Refused(what + " on " + where + " gave " + found + ", expected " + expected + " within " + relative
                    + "; a wrong result is not timed");
        }
    }
}
