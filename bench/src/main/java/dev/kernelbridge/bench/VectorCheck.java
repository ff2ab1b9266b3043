package dev.kernelbridge.bench;

import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * What the vector operations must give on the values of {@link Operands}: sums from whole numbers, axpy exactly, exp within the
 * stated ulp of StrictMath's own.
 */
public final class VectorCheck {
    /** Far above the error of a blocked sum of 10^7 values, far below one lost element of 10^4. */
    private static final double SUM_F64 = 1e-12;
    private static final double SUM_F32 = 1e-5;
    /** One of ours, one of StrictMath's. */
    private static final int ULPS = 2;
    private static final int MOST_EXPS = 17 * 1000; // x repeats every 17 elements; both ends are looked at

    private VectorCheck() {
    }

    /** What {@link #check} allows: relative for dot, sum and nrm2; in ulp for exp, whose reference errs too; nothing for axpy. */
    public static double bound(String operation, String type) {
        return switch (operation) {
            case "axpy" -> 0;
            case "exp" -> ULPS;
            default -> type.equals("f64") ? SUM_F64 : SUM_F32;
        };
    }

    /**
     * Runs that operation once and refuses unless it is right.
     *
     * @param operation dot, axpy, sum, exp or nrm2
     * @param where     for the message: who computes, in what type and place
     */
    public static void check(String operation, Operands operands, int length, String where) {
        check(operation, operands, length, where, bound(operation, operands.ulp(1) == Math.ulp(1.0) ? "f64" : "f32"));
    }

    /** With another {@link #bound} than ours, for somebody who promises less. */
    public static void check(String operation, Operands operands, int length, String where, double bound) {
        String what = operation + " of " + length + " on " + where;
        switch (operation) {
            case "sum" -> close(what, operands.sum(), total(length, i -> i % 17 + 1) / 16.0, bound);
            case "dot" -> close(what, operands.dot(), total(length, i -> (i % 17 + 1L) * (i % 13 + 1)) / 256.0, bound);
            case "nrm2" -> close(what, operands.nrm2(), Math.sqrt(total(length, i -> (i % 17 + 1L) * (i % 17 + 1))) / 16, bound);
            case "axpy" -> {
                operands.axpy();
                double[] y = operands.y();
                Refused.unlessEqual(what + ": the length of y", y.length, length);
                for (int i = 0; i < length; i++) {
                    close(what + ", element " + i, y[i], Operands.y(i) + Operands.A * Operands.x(i), bound);
                }
            }
            case "exp" -> {
                operands.exp();
                double[] out = operands.out();
                Refused.unlessEqual(what + ": the length of the result", out.length, length);
                for (int i = 0; i < length; i++) {
                    if (i < MOST_EXPS || i >= length - MOST_EXPS) {
                        double expected = StrictMath.exp(Operands.x(i));
                        close(what + ", element " + i, out[i], expected, bound * operands.ulp(expected) / expected);
                    }
                }
            }
            default -> throw new Refused("operation: \"" + operation + "\" is unknown; known are dot, axpy, sum, exp, nrm2");
        }
    }

    private static long total(int length, IntToLongFunction element) {
        return IntStream.range(0, length).mapToLong(element).sum();
    }

    private static void close(String what, double found, double expected, double relative) {
        if (!(Math.abs(found - expected) <= relative * Math.abs(expected))) {
            throw new Refused(what + " gave " + found + ", expected " + expected + " within " + relative
                    + "; a wrong result is not timed");
        }
    }
}
